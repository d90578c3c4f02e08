"""What everybody in the room of a sitting may see. The projector shows no more than this, whoever opened it.

The room is who was written down as present; as long as nobody was, every seat of the day, and whoever opened the
screen in any case. Three rules follow. Whoever is in conflict with the entry on the table must be out before it is
shown. Totals and ranks are shown once nobody in the room still has to judge the entry, and places are counted among
the entries that are open to everybody here. Single marks are shown where all in the room may see them anyway.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from awards.entries.models import Entry
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Juror
from awards.jury.models.plenary import Plenary
from awards.jury.selectors.presence import present_jurors
from awards.jury.selectors.seats import active_jurors
from awards.jury.selectors.sight import entries_still_to_judge, entries_with_open_marks


@dataclass(frozen=True, slots=True)
class PlenaryRoom:
    """`leaving` must be out for the entry; `away` are out. `kept` are entries that somebody here learns nothing of.

    `is_reader_out`: whoever opened the screen is in conflict, and that does not change by anybody's word.
    """

    leaving: tuple[str, ...]
    away: tuple[Juror, ...]
    is_reader_out: bool
    kept: frozenset[int]
    shows_figures: bool
    shows_marks: bool

    @property
    def is_ready(self) -> bool:
        return not self.leaving and not self.is_reader_out


def room_for(plenary: Plenary, entry: Entry, reader: Juror | None, *, at: datetime.datetime) -> PlenaryRoom:
    """Return what the people in the room may see of an entry."""
    seats = _seats(plenary, reader, at)
    conflicts = _conflicts(seats)
    recused = {seat.pk for seat in seats if entry.pk in conflicts.get(seat.pk, frozenset())}
    is_out = reader is not None and reader.pk in recused
    here = [seat for seat in seats if seat.pk not in recused]
    away = tuple(seat for seat in seats if seat.pk in recused)
    still_to_judge = frozenset[int]().union(*(entries_still_to_judge(seat, at=at) for seat in here))
    return PlenaryRoom(
        leaving=() if plenary.cleared_at is not None else tuple(sorted(str(seat) for seat in away)),
        away=away,
        is_reader_out=is_out,
        kept=still_to_judge.union(*(conflicts.get(seat.pk, frozenset()) for seat in here)),
        shows_figures=entry.pk not in still_to_judge,
        shows_marks=all(entry.pk in entries_with_open_marks(seat, at=at) for seat in here),
    )


def _seats(plenary: Plenary, reader: Juror | None, at: datetime.datetime) -> list[Juror]:
    present = list(present_jurors(plenary).prefetch_related("panel__visibilities"))
    if not present:
        day = active_jurors(on=timezone.localdate(at)).filter(panel=plenary.panel_id)
        present = list(day.select_related("user", "panel__category").prefetch_related("panel__visibilities"))
    if reader is not None and reader not in present:
        present.append(reader)
    return sorted(present, key=lambda seat: (not seat.is_chair, seat.pk))


def _conflicts(seats: Sequence[Juror]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    rows = Conflict.objects.filter(juror__in=seats, state=ConflictState.CONFIRMED)
    for juror_id, entry_id in rows.values_list("juror_id", "entry_id"):
        found.setdefault(juror_id, set()).add(entry_id)
    return {juror_id: frozenset(entries) for juror_id, entries in found.items()}
