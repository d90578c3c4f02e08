"""What a juror in confirmed conflict with entries may read of a text or of minutes that are about the whole panel."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from awards.entries.models import Entry
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Juror
from awards.jury.selectors.detection import REGION_KINDS, names_of, normalised_name


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


# Parts of minutes whose rows are each about an entry, with the text of a row that may name another.
ROWS_ABOUT_ENTRIES = {
    "conflicts": "reason",
    "decisions": "text",
    "moderations": "outcome",
    "reopened_cards": "reason",
    "void_cards": "reason",
    "fresh_markings": "reason",
}
# Parts whose rows are about seats and days; a text in them may name an entry all the same.
ROWS_ABOUT_SEATS = {"jurors": "excuse", "replacements": "reason", "panel_reopenings": "reason"}


def redacted_minutes(content: Mapping[str, Any], kept: Kept) -> dict[str, Any]:
    """Return frozen minutes without what is about these entries; decisions keep their numbers.

    The result stays out whole, for one entry's place follows from the others'. So do the digests over marks and
    results (few possible marks can be tried out against a digest), and which parts later minutes changed.
    """
    keys = {str(entry.public_id) for entry in kept.entries.values()}
    shown = dict(content)
    for part, text in ROWS_ABOUT_ENTRIES.items():
        if part in content:
            shown[part] = [
                row for row in content[part] if row["entry_key"] not in keys and not kept.named_in(row[text])
            ]
    for part, text in ROWS_ABOUT_SEATS.items():
        if part in content:
            shown[part] = [{**row, text: kept.blanked(row[text])} for row in content[part]]
    if "ranking" in content:
        shown |= {"run": None, "ranking": [], "winners": []}
        shown = {name: part for name, part in shown.items() if name not in ("unawarded", "not_assessed")}
    if content.get("corrects"):
        shown["corrects"] = {
            **content["corrects"],
            "reason": kept.blanked(content["corrects"]["reason"]),
            "changed": [],
        }
    return {
        **shown,
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
