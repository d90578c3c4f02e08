"""What the plenary shows to whom, and the order proposed for it."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from awards.entries.models import Entry
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Juror, Panel
from awards.jury.models.plenary import Decision, Minutes, Plenary
from awards.jury.selectors.agenda import fewest_moves, moves
from awards.jury.selectors.queue import JurorMarks, marks_on
from awards.jury.selectors.recusal import NOTHING_KEPT, confirmed_conflicts, kept_entries
from awards.jury.selectors.seats import entries_of, panel_entries, remaining_jurors
from awards.jury.selectors.sheets import jury_sheet
from awards.jury.selectors.sight import entries_still_to_judge, entries_with_open_marks


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An entry on the agenda and who leaves the room for it."""

    entry: Entry
    leaving: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    items: tuple[AgendaLine, ...]
    moves: int
    moves_by_name: int


@dataclass(frozen=True, slots=True)
class PlenaryScreen:
    """One person's view. For whoever must leave, `entry` and all that belongs to it are absent.

    `withheld` counts the decisions kept from a juror who has not confirmed the own card; the minutes wait as well.
    `is_copy`: the reader's minutes leave out the entries of the reader's conflicts.
    """

    plenary: Plenary
    must_leave: bool
    entry: Entry | None
    criteria: tuple[str, ...]
    marks: tuple[JurorMarks, ...]
    agenda: tuple[AgendaLine, ...]
    decisions: tuple[Decision, ...]
    withheld: int
    minutes: tuple[Minutes, ...]
    is_copy: bool


def recusals(panel: Panel, *, on: datetime.date) -> dict[int, frozenset[int]]:
    """Return the jurors in confirmed conflict, by entry; seats that ended do not sit in the room."""
    seats = remaining_jurors(on=on).filter(panel=panel)
    rows = Conflict.objects.filter(juror__in=seats, state=ConflictState.CONFIRMED)
    found: dict[int, set[int]] = {}
    for entry_id, juror_id in rows.values_list("entry_id", "juror_id"):
        found.setdefault(entry_id, set()).add(juror_id)
    return {entry_id: frozenset(jurors) for entry_id, jurors in found.items()}


def proposed_agenda(panel: Panel, *, on: datetime.date, hidden: frozenset[int] = frozenset()) -> Agenda:
    """Return the entries in the order that sends the fewest people out, beside what the order by name would cost.

    `hidden` ones, in conflict with the reader, are in the order but not in what is shown of it.
    """
    entries = {entry.pk: entry for entry in panel_entries(panel)}
    recused = recusals(panel, on=on)
    order = fewest_moves(list(entries), recused)
    return Agenda(
        items=_lines(panel, [entries[key] for key in order if key not in hidden], recused),
        moves=moves(order, recused),
        moves_by_name=moves(list(entries), recused),
    )


def plenary_screen(
    panel: Panel, seat: Juror | None, open_entries: frozenset[int], *, at: datetime.datetime
) -> PlenaryScreen | None:
    """Return what one person sees of the sitting; None before it begins."""
    plenary = Plenary.objects.filter(panel=panel).select_related("current").first()
    if plenary is None:
        return None
    recused = recusals(panel, on=timezone.localdate(at))
    hidden = confirmed_conflicts(seat) if seat is not None else frozenset()
    must_leave = plenary.current_id in hidden
    entry = None if must_leave else plenary.current
    is_open = entry is not None and entry.pk in open_entries
    agenda = [item.entry for item in plenary.agenda.select_related("entry").order_by("position")]
    decisions, withheld = _decisions(plenary, seat, hidden, at)
    return PlenaryScreen(
        plenary=plenary,
        must_leave=must_leave,
        entry=entry,
        criteria=tuple(criterion.name for criterion in jury_sheet(panel.category).criteria),
        marks=tuple(marks_on(panel, entry)) if entry is not None and is_open else (),
        agenda=_lines(panel, [item for item in agenda if item.pk not in hidden], recused),
        decisions=decisions,
        withheld=withheld,
        minutes=() if withholds_minutes(plenary, seat, at=at) else tuple(plenary.minutes.order_by("-number")),
        is_copy=bool(hidden),
    )


def plenary_step(plenary: Plenary, seat: Juror | None, *, at: datetime.datetime) -> str:
    """Return a word without a name that changes with every move this person may know of."""
    hidden = confirmed_conflicts(seat) if seat is not None else frozenset()
    current = "out" if plenary.current_id in hidden else str(plenary.current_id or 0)
    return f"{current}-{len(_decisions(plenary, seat, hidden, at)[0])}-{plenary.closed_at is not None}"


def _decisions(
    plenary: Plenary, seat: Juror | None, hidden: frozenset[int], at: datetime.datetime
) -> tuple[tuple[Decision, ...], int]:
    """Return what this person may read, the latest first, and how many wait for the own card.

    Whoever wrote a line down reads it, unless a conflict closed its entry since.
    """
    rows = list(plenary.decisions.select_related("entry", "recorded_by").order_by("number"))
    kept = kept_entries(hidden)
    readable = [row for row in rows if not kept.about(row.entry_id, row.text)]
    ahead = kept_entries(entries_still_to_judge(seat, at=at)) if seat is not None else NOTHING_KEPT
    shown = tuple(
        row
        for row in reversed(readable)
        if not ahead.about(row.entry_id, row.text) or (seat is not None and row.recorded_by_id == seat.user_id)
    )
    return shown, len(readable) - len(shown)


def withholds_minutes(plenary: Plenary, seat: Juror | None, *, at: datetime.datetime) -> bool:
    """Whether the minutes would tell a juror of totals and decisions that are not open to the juror yet.

    They carry the whole result, so they wait until all marks are open to this seat, or the panel is closed.
    """
    if seat is None or seat.panel.closed_at is not None:
        return False
    reach = frozenset(entries_of(seat).values_list("pk", flat=True))
    return (
        bool(reach - entries_with_open_marks(seat, at=at))
        or _decisions(plenary, seat, confirmed_conflicts(seat), at)[1] > 0
    )


def _lines(panel: Panel, entries: list[Entry], recused: dict[int, frozenset[int]]) -> tuple[AgendaLine, ...]:
    names = {juror.pk: str(juror) for juror in Juror.objects.filter(panel=panel).select_related("user")}
    return tuple(
        AgendaLine(entry, tuple(sorted(names[juror] for juror in recused.get(entry.pk, frozenset()))))
        for entry in entries
    )
