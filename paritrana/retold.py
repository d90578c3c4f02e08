"""What the product wrote down once, in Indonesian, told again to readers of English.

Background jobs, uploads and reports of robustness keep sentences that were made when nobody was reading: a label,
a step, why something was refused. Each is a sentence of the catalogue with values in it, so the catalogue knows its
English.
Only for what the product wrote: a text of which the catalogue knows nothing comes back as it is.
"""

import datetime
import gettext
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language

from paritrana.lib.indonesian import MONTHS

ENGLISH = "en"
FIRST_OF_MONTH = {name: datetime.date(2000, number, 1) for number, name in enumerate(MONTHS, 1)}
LEAST_FIXED = 6
"""Letters that a sentence with values must have of its own to be told by them."""
_PLACE = re.compile(r"%\((?P<percent>\w+)\)(?:\.\d+)?[sdf]|\{(?P<brace>\w+)(?::(?P<form>\w+))?\}")
_BETWEEN = re.compile("(?<=[.?!;]) (?=[A-Z«\\d\ue000-\uf8ff])")
_PLACED = re.compile(r"(?P<place>[\w.\[\]-]*): (?P<said>.+)", re.DOTALL)
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+)%?")
_DAY = re.compile(rf"(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})")
_LISTED = re.compile(r"(?:, dan | dan |, |; )")
_LISTED_SURELY = re.compile(r"(?:, dan |; )")
_DIVIDES = re.compile(r" dan |,")
_PRIVATE = 0xE000
"""Where names with a comma or an "and" of their own stand in a text while its lists are taken apart."""
_SWAPPED = str.maketrans(",.", ".,")
NO_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence with values: `anchor` is its longest fixed part, looked for before the whole is compared."""

    pattern: re.Pattern[str]
    anchor: str
    fixed: int
    english: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sayings:
    whole: Mapping[str, str]
    with_values: tuple[Saying, ...]


def retold(text: str, names: Mapping[str, str] = NO_NAMES) -> str:
    """Return a stored text in English where English is read; `names` are those of a rulebook, with its English."""
    if not text or not (get_language() or "").startswith(ENGLISH):
        return text
    kept = sorted((name for name in names if _DIVIDES.search(name)), key=len, reverse=True)
    for place, name in enumerate(kept):
        text = text.replace(name, chr(_PRIVATE + place))
    told = "\n".join(_sentences(line, names) for line in text.split("\n"))
    for place, name in enumerate(kept):
        told = told.replace(chr(_PRIVATE + place), names[name])
    return told


def _sentences(line: str, names: Mapping[str, str]) -> str:
    """Tell the shortest run of sentences that the catalogue knows as one text, then the rest."""
    pieces = _BETWEEN.split(line)
    for count in range(1, len(pieces) + 1):
        start = " ".join(pieces[:count])
        found = _one(start, names)
        if found is None and (placed := _PLACED.fullmatch(start)) and (said := _one(placed["said"], names)) is not None:
            found = f"{placed['place']}: {said}"
        if found is not None:
            rest = " ".join(pieces[count:])
            return f"{found} {_sentences(rest, names)}" if rest else found
    if len(pieces) > 1:
        return f"{pieces[0]} {_sentences(' '.join(pieces[1:]), names)}"
    return line


def _one(text: str, names: Mapping[str, str]) -> str | None:
    """Return the English of one text of the catalogue, None where it has no such text."""
    if text in names:
        return names[text]
    sayings = _sayings()
    if text in sayings.whole:
        return sayings.whole[text]
    for saying in sayings.with_values:
        if saying.anchor in text and (match := saying.pattern.fullmatch(text)):
            values = {name: _value(value, names) for name, value in match.groupdict().items()}
            return _filled(saying.english[_form(values, saying)], values)
    return None


def _value(text: str, names: Mapping[str, str]) -> str:
    """Tell a value again that is a name, a sentence or a list of them; write numbers and days as readers of English do.

    A single word stays: it may be what has to be typed (`APBD`), whatever pages call it.
    """
    if _NUMBER.fullmatch(text):
        return text.translate(_SWAPPED)
    if day := _DAY.fullmatch(text):
        return f"{day['day']} {date_format(FIRST_OF_MONTH[day['month']], 'F')} {day['year']}"
    if text in names or " " not in text:
        return names.get(text, text)
    told = _sentences(text, names)
    listed = _LISTED if names else _LISTED_SURELY
    if told == text and listed.search(text):
        parts = re.split(f"({listed.pattern})", text)
        told = "".join(_between(part) if place % 2 else _value(part, names) for place, part in enumerate(parts))
    return told


def _between(separator: str) -> str:
    return separator.replace("dan", "and")


def _form(values: Mapping[str, str], saying: Saying) -> int:
    """English counts one thing otherwise than several."""
    if len(saying.english) == 1:
        return 0
    counted = next((value for value in values.values() if value.isdecimal()), "")
    return 0 if counted == "1" else 1


def _filled(english: str, values: Mapping[str, str]) -> str:
    def put(place: re.Match[str]) -> str:
        name = place["percent"] or place["brace"]
        return values.get(name, place[0]) + (
            "%" if place["form"] == "percent" and not values[name].endswith("%") else ""
        )

    return _PLACE.sub(put, english).replace("%%", "%")


@lru_cache(maxsize=1)
def _sayings() -> Sayings:
    """Read the catalogue once: what stands by itself, and what has values, the most telling first."""
    catalogue = gettext.translation("django", settings.LOCALE_PATHS[0], [ENGLISH])
    whole: dict[str, str] = {}
    forms: dict[str, list[str]] = {}
    for key, english in catalogue._catalog.items():  # type: ignore[attr-defined]  # noqa: SLF001 - the only way to its texts
        source = key[0] if isinstance(key, tuple) else key
        source = source.rpartition("\x04")[2]
        if not source or source == english:
            continue
        if _PLACE.search(source):
            forms.setdefault(source, []).append(english)
        else:
            whole.setdefault(source, english)
    sayings = [_saying(source, tuple(english)) for source, english in forms.items()]
    telling = sorted((one for one in sayings if one.fixed >= LEAST_FIXED), key=lambda one: -one.fixed)
    return Sayings(whole, tuple(telling))


def _saying(source: str, english: tuple[str, ...]) -> Saying:
    pattern, fixed, end, seen = "", [], 0, set()
    for place in _PLACE.finditer(source):
        fixed.append(source[end : place.start()].replace("%%", "%"))
        name, end = place["percent"] or place["brace"], place.end()
        suffix = "%" if place["form"] == "percent" else ""
        pattern += re.escape(fixed[-1]) + (f"(?P={name})" if name in seen else f"(?P<{name}>.+?)") + suffix
        seen.add(name)
    fixed.append(source[end:].replace("%%", "%"))
    pattern += re.escape(fixed[-1])
    letters = sum(character.isalpha() for part in fixed for character in part)
    return Saying(re.compile(pattern, re.DOTALL), max(fixed, key=len), letters, english)
