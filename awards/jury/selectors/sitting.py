"""What chair and secretariat steer a sitting by."""

import datetime
from dataclasses import dataclass

from django.core.cache import cache
from django.utils import timezone

from awards.jury.models.panels import Juror, Panel
from awards.jury.models.plenary import Plenary
from awards.jury.selectors.plenary import AgendaLine, PlenaryScreen, plenary_screen, recusals
from awards.jury.selectors.presence import SeatInRoom, present_jurors, seats_in_room, voting_jurors

PROJECTOR_SECONDS = 15


@dataclass(frozen=True, slots=True)
class AgendaStep:
    """An entry on the agenda and the decisions about it that the reader may know of."""

    line: AgendaLine
    is_current: bool
    decisions: int


@dataclass(frozen=True, slots=True)
class SittingDesk:
    """`leaving` are those in the room who must be out for the entry under discussion.

    Nothing here is about an entry that the reader is in conflict with: its decisions count for nothing, and while it is
    discussed nobody is said to leave.
    """

    screen: PlenaryScreen
    steps: tuple[AgendaStep, ...]
    seats: tuple[SeatInRoom, ...]
    eligible: int
    leaving: tuple[str, ...]
    has_minutes: bool

    @property
    def undecided(self) -> int:
        return sum(not step.decisions for step in self.steps)

    @property
    def is_room_clear(self) -> bool:
        return not self.leaving or self.screen.plenary.cleared_at is not None

    @property
    def present(self) -> int:
        return sum(seat.is_present for seat in self.seats)


def sitting_desk(plenary: Plenary, seat: Juror | None, *, at: datetime.datetime) -> SittingDesk:
    """Return the desk of one person who leads; marks are not on it."""
    screen = plenary_screen(plenary.panel, seat, frozenset(), at=at)
    if screen is None:
        raise ValueError("a sitting that has begun has a screen")
    entry, today = screen.entry, timezone.localdate(at)
    recused = recusals(plenary.panel, on=today).get(entry.pk, frozenset()) if entry else frozenset()
    return SittingDesk(
        screen=screen,
        steps=tuple(
            AgendaStep(
                line,
                is_current=entry is not None and line.entry.pk == entry.pk,
                decisions=sum(row.entry_id == line.entry.pk for row in screen.decisions),
            )
            for line in screen.agenda
        ),
        seats=tuple(seats_in_room(plenary, on=today)),
        eligible=voting_jurors(plenary, entry).count(),
        leaving=tuple(sorted(str(juror) for juror in present_jurors(plenary).filter(pk__in=recused))),
        has_minutes=plenary.minutes.exists(),
    )


def note_projector(panel: Panel) -> None:
    """Remember for a few seconds that a projector follows this sitting; only the chair's screen asks."""
    cache.set(_projector_key(panel), value=True, timeout=PROJECTOR_SECONDS)


def has_projector(panel: Panel) -> bool:
    return bool(cache.get(_projector_key(panel)))


def _projector_key(panel: Panel) -> str:
    return f"plenary-projector:{panel.pk}"
