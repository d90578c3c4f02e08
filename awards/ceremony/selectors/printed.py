"""A run sheet as lines of paper: clock, label, names, who hands over, and what was struck out since the last print."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime

from awards.ceremony.parsing.changes import ItemChange, SheetChanges
from awards.ceremony.parsing.speech import reading_seconds
from awards.ceremony.parsing.steps import prize_words
from paritrana.lib.indonesian import time_text

Json = dict[str, Any]

PROGRAMME = "Acara"
EMPTY = "–"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line. `was` and `winner_was` are struck-out values by field; `is_first` where an item has several winners.

    `place` counts from one and stays the same for all winners of an item.
    """

    key: str
    place: int
    clock: str
    section: str
    label: str
    group: str
    title: str
    detail: str
    winner: Json | None
    duration: str
    reading: int
    is_first: bool
    is_changed: bool
    is_prize: bool
    was: Mapping[str, Any]
    winner_was: Mapping[str, Any]


def sheet_lines(content: Mapping[str, Any], changes: SheetChanges) -> list[SheetLine]:
    lines: list[SheetLine] = []
    section = ""
    begins = parse_datetime(content["starts_at"])
    for number, item in enumerate(content["items"], start=1):
        own = item["contest"]["name"] if item["contest"] else PROGRAMME
        change = changes.items.get(item["key"], ItemChange())
        clock = time_text(begins).rsplit(" ", 2)[-2] if begins else ""
        fresh = list(_of_item(item, number, clock, own if own != section else "", change))
        lines += fresh
        section = own
        if begins:
            begins += datetime.timedelta(seconds=item["seconds"])
    return lines


def _of_item(item: Json, number: int, clock: str, section: str, change: ItemChange) -> Iterator[SheetLine]:
    label = " ".join(prize_words(item)).strip() if item["kind"] == "prize" else ""
    for place, winner in enumerate(item["winners"] or [None]):
        winner_was = change.winners.get(winner["entry"], {}) if winner else {}
        yield SheetLine(
            key=item["key"],
            place=number,
            clock=clock if place == 0 else "",
            section=section if place == 0 else "",
            label=label,
            group=item["prize"]["group"] if item["prize"] else "",
            title=item["title"] if item["kind"] != "prize" else "Tidak ada penerima",
            detail=item["detail"],
            winner=winner,
            duration=duration_text(item["seconds"]) if place == 0 else "",
            reading=reading_seconds(winner["citation"]) if winner else 0,
            is_first=place == 0,
            is_changed=bool(change.is_new or winner_was or (place == 0 and change.was)),
            is_prize=item["kind"] == "prize",
            was=_struck_out(change.was) if place == 0 else {},
            winner_was=_struck_out(winner_was),
        )


def _struck_out(was: Mapping[str, Any]) -> dict[str, Any]:
    """Return old values as paper shows them: what was empty says so."""
    return {name: value or EMPTY for name, value in was.items()}


def duration_text(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} mnt {rest} dtk" if minutes and rest else f"{minutes} mnt" if minutes else f"{rest} dtk"


def ends_at(content: Mapping[str, Any]) -> datetime.datetime | None:
    """Return when the evening is over by its plan; until then the sheet is a secret."""
    begins = parse_datetime(content["starts_at"])
    return begins + datetime.timedelta(seconds=sum(item["seconds"] for item in content["items"])) if begins else None
