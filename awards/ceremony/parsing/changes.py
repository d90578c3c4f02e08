"""What differs between two printed run sheets, line by line, in the words of the sheet. Pure; Indonesian."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

WINNER_FIELDS = {
    "name": "nama",
    "pronunciation": "cara baca",
    "citation": "kalimat",
    "receiver": "yang menerima",
    "represents": "yang diwakili",
    "authority": "surat kuasa",
    "giver": "yang menyerahkan",
    "trophy": "nomor piala",
    "certificate": "nomor piagam",
    "seat": "kursi",
    "photograph": "foto",
}
ITEM_FIELDS = {"title": "nama acara", "detail": "keterangan", "seconds": "lama", "screen": "layar", "place": "nomor"}
SHEET_FIELDS = {
    "title": "nama malam",
    "place": "tempat",
    "starts_at": "waktu mulai",
    "crew": "petugas",
    "message": "layar pesan",
    "lead": "kalimat pembuka",
}


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What was before of an item: old values by field, of itself and of each winner by its key; `is_new` has none."""

    was: Mapping[str, Any] = field(default_factory=dict)
    winners: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    is_new: bool = False

    @property
    def is_changed(self) -> bool:
        return bool(self.is_new or self.was or any(self.winners.values()))


@dataclass(frozen=True, slots=True)
class SheetChanges:
    """Changes by the key of the item; `gone` are the items of the earlier sheet that this one has no more."""

    items: Mapping[str, ItemChange]
    sheet: Mapping[str, Any]
    gone: tuple[Mapping[str, Any], ...]

    @property
    def any(self) -> bool:
        return bool(self.sheet or self.gone or any(item.is_changed for item in self.items.values()))


def sheet_changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> SheetChanges:
    """Compare with the version before; the first version has changed nothing."""
    if before is None:
        return SheetChanges({}, {}, ())
    known = {item["key"]: (number, item) for number, item in enumerate(before["items"], start=1)}
    items = {
        item["key"]: _item_change(*known[item["key"]], number, item)
        if item["key"] in known
        else ItemChange(is_new=True)
        for number, item in enumerate(after["items"], start=1)
    }
    return SheetChanges(
        items,
        {name: before[name] for name in SHEET_FIELDS if before[name] != after[name]},
        tuple(item for item in before["items"] if item["key"] not in items),
    )


def _item_change(was_number: int, before: Mapping[str, Any], number: int, after: Mapping[str, Any]) -> ItemChange:
    """An item whose number is another one counts as changed: people on stage call it by its number."""
    own = {name: before[name] for name in ITEM_FIELDS if name != "place" and before[name] != after[name]}
    moved = {"place": was_number} if was_number != number else {}
    earlier = {winner["entry"]: winner for winner in before["winners"]}
    winners = {}
    for winner in after["winners"]:
        was = earlier.get(winner["entry"], {})
        winners[winner["entry"]] = {name: was.get(name, "") for name in WINNER_FIELDS if was.get(name) != winner[name]}
    lost = [winner["name"] for key, winner in earlier.items() if key not in winners]
    return ItemChange({**own, **moved, **({"lost": lost} if lost else {})}, winners)


def change_sentences(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[str]:
    """Return each change as a line for the head of the sheet; numbers are those of the new sheet."""
    found = sheet_changes(before, after)
    said = [f"{SHEET_FIELDS[name].capitalize()} diubah." for name in found.sheet]
    for number, item in enumerate(after["items"], start=1):
        change = found.items.get(item["key"], ItemChange())
        if change.is_changed:
            said.append(f"Acara {number}: {_told(item, change)}.")
    return [*said, *(f"Dihapus: {item['title']}." for item in found.gone)]


def _told(item: Mapping[str, Any], change: ItemChange) -> str:
    if change.is_new:
        return "baru"
    parts = []
    for name, value in change.was.items():
        if name == "place":
            parts.append(f"semula nomor {value}")
        elif name == "lost":
            parts.append(f"tidak lagi {', '.join(value)}")
        elif name in ("screen", "seconds"):
            parts.append(f"{ITEM_FIELDS[name]} diubah")
        else:
            parts.append(f"{ITEM_FIELDS[name]} {value or 'kosong'} menjadi {item[name] or 'kosong'}")
    for winner in item["winners"]:
        for name, value in change.winners.get(winner["entry"], {}).items():
            is_short = name not in ("citation", "photograph")
            words = f" {value or 'kosong'} menjadi {winner[name] or 'kosong'}" if is_short else " diubah"
            parts.append(f"{winner['name']}, {WINNER_FIELDS[name]}{words}")
    return "; ".join(parts)
