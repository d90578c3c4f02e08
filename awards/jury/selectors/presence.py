"""Who is in the room of a sitting, and who of them may vote on an entry."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from awards.entries.models import Entry
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Juror
from awards.jury.models.plenary import Plenary, Presence
from awards.jury.selectors.seats import active_jurors


@dataclass(frozen=True, slots=True)
class SeatInRoom:
    """A seat of the panel at this sitting; `was_present` also of one that left before the end."""

    juror: Juror
    is_present: bool
    was_present: bool


def present_jurors(plenary: Plenary) -> QuerySet[Juror]:
    """Return who is in the room now, shadow jurors too."""
    here = Presence.objects.filter(plenary=plenary, juror=OuterRef("pk"), left_at=None)
    return Juror.objects.filter(Exists(here), panel=plenary.panel_id).select_related("user", "panel__category")


def voting_jurors(plenary: Plenary, entry: Entry | None) -> QuerySet[Juror]:
    """Return who of the room may vote: no shadow juror, nobody in conflict with the entry that is decided on."""
    voters = present_jurors(plenary).filter(is_shadow=False)
    if entry is None:
        return voters
    conflict = Conflict.objects.filter(juror=OuterRef("pk"), entry=entry, state=ConflictState.CONFIRMED)
    return voters.filter(~Exists(conflict))


def seats_in_room(plenary: Plenary, *, on: datetime.date) -> list[SeatInRoom]:
    """Return every seat of the day with its attendance, the chair first; two queries."""
    seats = active_jurors(on=on).filter(panel=plenary.panel_id).select_related("user")
    listed = seats.order_by("-is_chair", "-is_secretary", "is_shadow", "joined_on", "pk")
    rows = list(Presence.objects.filter(plenary=plenary).values_list("juror_id", "left_at"))
    here = {juror_id for juror_id, left_at in rows if left_at is None}
    ever = {juror_id for juror_id, _left_at in rows}
    return [SeatInRoom(juror, juror.pk in here, juror.pk in ever) for juror in listed]
