"""The message catalogues, made and checked without the gettext programs, which a bare machine lacks.

    python .ci/translations.py update    bring the catalogues up to the sources' texts, compile them
    python .ci/translations.py check     refuse what is missing, empty, malformed or not compiled

Indonesian is the language of the sources. `locale/en` translates all of it. `locale/id` translates what packages leave
in English: every text of the admin theme, and what else is put there by hand.
"""

import datetime
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import unfold
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
OWN = [ROOT / name for name in ("paritrana", "regions", "ministries", "employers", "awards", "templates")]
THEME = [Path(unfold.__file__).parent]
CATALOGUES = {"en": OWN, "id": THEME}
HAND_KEPT = frozenset({"id"})
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
MADE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)  # a fixed date: catalogues change only with their texts


def main(command: str) -> int:
    settings.configure(USE_I18N=True)
    if command == "update":
        for locale, places in CATALOGUES.items():
            update(locale, texts(places))
        return 0
    faults = [fault for locale, places in CATALOGUES.items() for fault in faults_of(locale, texts(places))]
    print("\n".join(faults) if faults else "Translations: complete and compiled.")
    return 1 if faults else 0


def texts(places: list[Path]) -> Catalog:
    """Return every text marked for translation, in the order of the files."""
    found = Catalog()
    for file in (file for place in places for file in sorted(place.rglob("*"))):
        if "tests" not in file.relative_to(file.anchor).parts:
            for text, context in marked(file):
                found.add(text, context=context)
    return found


def marked(file: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    if file.suffix == ".py":
        source = file.read_text(encoding="utf-8")
    elif file.suffix in (".html", ".txt") and "templates" in file.parts:
        # Django turns a template into calls of gettext; its indentation means nothing to Python.
        lines = templatize(file.read_text(encoding="utf-8"), origin=str(file)).splitlines()
        source = "\n".join(line.lstrip() for line in lines)
    else:
        return
    for _line, text, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        if text and (isinstance(text, str) or all(text)):
            yield text, context


def path_of(locale: str) -> Path:
    return ROOT / "locale" / locale / "LC_MESSAGES" / "django.po"


def stored(locale: str) -> Catalog:
    path = path_of(locale)
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def empty(locale: str) -> Catalog:
    return Catalog(
        locale=locale,
        project="Paritrana",
        version="1",
        header_comment="# Texts of Paritrana. Made by .ci/translations.py; only the msgstr lines are written by hand.",
        msgid_bugs_address="-",
        last_translator="Paritrana",
        language_team="Paritrana",
        charset="utf-8",
        creation_date=MADE,
        revision_date=MADE,
        fuzzy=False,
    )


def update(locale: str, wanted: Catalog) -> None:
    """Add new texts without translation, drop those that are gone (by hand kept ones stay), write both forms."""
    known = stored(locale)
    made = empty(locale)
    for message in [*wanted, *(known if locale in HAND_KEPT else ())]:
        if message.id:
            held = known.get(message.id, message.context)
            made.add(message.id, held.string if held else "", context=message.context, flags=message.flags)
    path = path_of(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, made, width=0, no_location=True, sort_output=True)
    path.with_suffix(".mo").write_bytes(compiled(stored(locale)))
    print(f"{path.relative_to(ROOT)}: {len(made)} texts, {sum(not is_done(message) for message in made)} to translate")


def compiled(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def is_done(message: Message) -> bool:
    parts = message.string if isinstance(message.string, tuple | list) else [message.string]
    return not message.id or (all(parts) and not message.fuzzy)


def faults_of(locale: str, wanted: Catalog) -> Iterator[str]:
    known = stored(locale)
    for message in wanted:
        held = known.get(message.id, message.context)
        if message.id and (held is None or not is_done(held)):
            yield f"locale/{locale}: not translated: {message.id!r}"
    for message in known:
        if message.id and wanted.get(message.id, message.context) is None and locale not in HAND_KEPT:
            yield f"locale/{locale}: no longer used: {message.id!r}"
        yield from (f"locale/{locale}: {message.id!r}: {error}" for error in message.check(known))
    shipped = path_of(locale).with_suffix(".mo")
    if not shipped.exists() or shipped.read_bytes() != compiled(known):
        yield f"locale/{locale}: the compiled catalogue is absent or older (make messages)"


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("update", "check"):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
