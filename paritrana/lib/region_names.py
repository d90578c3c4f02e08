"""Which region a written code or name means: by today's codes and names, and by a register of aliases with dates."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from paritrana.lib.plain_keys import region_words

Span = tuple[datetime.date, datetime.date]
"""The first and the last day that a row speaks of."""


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """A region of today; `other_code` is its code in another system, which people write by mistake."""

    code: str
    full_name: str
    names: tuple[str, ...]
    other_code: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.full_name}"


@dataclass(frozen=True, slots=True)
class Alias:
    """A code or name that means `code`, official until the day before `valid_until`."""

    written: str
    code: str
    is_code: bool
    source: str
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None

    def is_official(self, span: Span) -> bool:
        """Was it the region's own on any day of the span?"""
        first, last = span
        return (self.valid_from is None or self.valid_from <= last) and (
            self.valid_until is None or first < self.valid_until
        )


@dataclass(frozen=True, slots=True)
class Meaning:
    """A region that something written means, and the alias through which it does; None where it is its own today."""

    place: NamedRegion
    alias: Alias | None = None


class NameVerdict(StrEnum):
    """How a name agrees with the code beside it."""

    SAME = "same"
    ALIAS = "alias"
    AMBIGUOUS = "ambiguous"
    OTHER = "other"


class Gazetteer:
    """The regions of today and the aliases that lead to them."""

    def __init__(self, places: Iterable[NamedRegion], aliases: Iterable[Alias]) -> None:
        self._places = {place.code: place for place in places}
        self._by_other_code: dict[str, list[NamedRegion]] = defaultdict(list)
        self._by_name: dict[str, list[tuple[str, Meaning]]] = defaultdict(list)
        self._by_code: dict[str, list[Meaning]] = defaultdict(list)
        for place in self._places.values():
            self._by_other_code[place.other_code].append(place)
            kind = region_words(place.full_name)[0]
            for words in {region_words(name)[1] for name in (place.full_name, *place.names) if name}:
                self._by_name[words].append((kind, Meaning(place)))
        for alias in aliases:
            if alias.code not in self._places:
                continue
            meaning = Meaning(self._places[alias.code], alias)
            if alias.is_code:
                self._by_code[alias.written].append(meaning)
            else:
                kind, words = region_words(alias.written)
                self._by_name[words].append((kind, meaning))

    def __contains__(self, code: str) -> bool:
        return code in self._places

    @property
    def alias_codes(self) -> tuple[str, ...]:
        return tuple(self._by_code)

    def is_alias(self, written: str) -> bool:
        """Does any region have this name as an alias, whatever else it is?"""
        return any(meaning.alias for _kind, meaning in self._by_name.get(region_words(written)[1], []))

    def by_other_code(self, code: str) -> NamedRegion | None:
        found = self._by_other_code.get(code) if code else None
        return found[0] if found else None

    def of_code(self, written: str, span: Span | None = None) -> list[Meaning]:
        """Return what a code means on these days, today's own first; without days today's own is meant alone.

        An alias that was official on no day of the span is still understood where nothing else is meant.
        """
        own = [Meaning(self._places[written])] if written in self._places else []
        return _on_these_days(own, self._by_code.get(written, []), span)

    def of_name(self, written: str, span: Span | None = None) -> list[Meaning]:
        """Return what a name means on these days; regency or city may be left out, so it can mean both."""
        kind, words = region_words(written)
        found = [meaning for other, meaning in self._by_name.get(words, []) if not kind or not other or kind == other]
        own = _once(meaning for meaning in found if meaning.alias is None)
        return _on_these_days(own, [meaning for meaning in found if meaning.alias], span)

    def name_of(self, code: str, written: str, span: Span | None = None) -> NameVerdict:
        """Judge a name beside a code. Where a name is shared by several regions the code decides between them, but not
        between a region that has the name today and one that had it."""
        found = self.of_name(written, span)
        own = [meaning.place.code for meaning in found if meaning.alias is None]
        if code in own:
            return NameVerdict.SAME
        if code not in [meaning.place.code for meaning in found]:
            return NameVerdict.OTHER
        return NameVerdict.AMBIGUOUS if own else NameVerdict.ALIAS


def _on_these_days(own: list[Meaning], others: Sequence[Meaning], span: Span | None) -> list[Meaning]:
    official = [meaning for meaning in others if meaning.alias and span and meaning.alias.is_official(span)]
    if own:
        return _once([*own, *official])
    return _once(official or others)


def _once(meanings: Iterable[Meaning]) -> list[Meaning]:
    by_code: dict[str, Meaning] = {}
    for meaning in meanings:
        by_code.setdefault(meaning.place.code, meaning)
    return [by_code[code] for code in by_code]
