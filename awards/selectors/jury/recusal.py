"""What a juror in confirmed conflict with entries may read of a text or of minutes that are about the whole panel."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from awards.models import Entry
from awards.models.jury import Conflict, ConflictState, Juror
from awards.selectors.jury.detection import names_of, normalised_name

REGION_KINDS = {
    "kab": "kabupaten",
    "kabupaten": "kabupaten",
    "kota": "kota",
    "prov": "provinsi",
    "provinsi": "provinsi",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """Entries kept from somebody: about one is what belongs to it, and every text that names it."""

    entries: Mapping[int, Entry]
    names: frozenset[str]

    def about(self, entry_id: int | None, text: str) -> bool:
        return entry_id in self.entries or self.named_in(text)

    def named_in(self, text: str) -> bool:
        words = normalised_name(text).split()
        return any(_names(words, name.split()) for name in self.names)

    def blanked(self, text: str) -> str:
        return "" if self.named_in(text) else text


NOTHING_KEPT = Kept({}, frozenset())


def kept_entries(entry_ids: Collection[int]) -> Kept:
    """Return these entries with every name that people write for them."""
    if not entry_ids:
        return NOTHING_KEPT
    rows = Entry.objects.filter(pk__in=entry_ids).select_related("region", "ministry", "employer")
    entries = {entry.pk: entry for entry in rows}
    return Kept(entries, frozenset(chain.from_iterable(names_of(entry) for entry in entries.values())))


def confirmed_conflicts(seat: Juror) -> frozenset[int]:
    rows = Conflict.objects.filter(juror=seat, state=ConflictState.CONFIRMED)
    return frozenset(rows.values_list("entry_id", flat=True))


def redacted_minutes(content: Mapping[str, Any], kept: Kept) -> dict[str, Any]:
    """Return frozen minutes without what is about these entries.

    The digests over marks and results stay out as well: few possible marks can be tried out against a digest.
    """
    keys = {str(entry.public_id) for entry in kept.entries.values()}

    def is_open(row: Mapping[str, Any], text: str) -> bool:
        return row["entry_key"] not in keys and not kept.named_in(text)

    return {
        **content,
        "conflicts": [row for row in content["conflicts"] if is_open(row, row["reason"])],
        "decisions": [row for row in content["decisions"] if is_open(row, row["text"])],
        "closing_note": kept.blanked(content["closing_note"]),
        "digests": {"rulebook": content["digests"]["rulebook"]},
    }


def _names(words: list[str], name: list[str]) -> bool:
    """Tell whether the words hold the name; a regency is named with or without its kind, but not by a city's."""
    kind = REGION_KINDS.get(name[0]) if len(name) > 1 else None
    core = name[1:] if kind else name
    for place in range(len(words) - len(core) + 1):
        if words[place : place + len(core)] == core:
            before = REGION_KINDS.get(words[place - 1]) if place else None
            if kind is None or before in (None, kind):
                return True
    return False
