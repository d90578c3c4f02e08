"""The projector's picture of a sitting: the entry, its figures before and after, the marks, what was decided."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from awards.desk.selectors.room import PlenaryRoom, room_for
from awards.desk.selectors.spread import MarksTable, marks_table
from awards.entries.models import Entry
from awards.jury.models.panels import Juror
from awards.jury.models.plenary import Decision, Plenary
from awards.jury.models.scorecards import Mark
from awards.jury.selectors.recusal import kept_entries
from awards.runs.models import AppliedRun, RunScore, ScoreRun, ScoreRunState
from awards.runs.selectors.explanations import amount_lines
from awards.runs.selectors.rules import run_rules
from paritrana.lib.canonical import digest


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """Rank among the entries open to everybody in the room, and the printed total; no rank where it has none."""

    rank: int | None
    total: str


@dataclass(frozen=True, slots=True)
class AspectLine:
    """A part of the total; `before` where it was another in the applied run."""

    label: str
    amount: Decimal
    before: Decimal | None


@dataclass(frozen=True, slots=True)
class TabledFigures:
    """`after` is the proposed run's, where one is newer than the applied run; the lines add up to the latest total."""

    before: ShownPlace | None
    after: ShownPlace | None
    lines: tuple[AspectLine, ...]
    total: str
    among: int
    is_partial: bool


@dataclass(frozen=True, slots=True)
class Wall:
    """`entry` is None between two entries, and while anybody in the room must not see it."""

    plenary: Plenary
    position: int
    count: int
    entry: Entry | None
    room: PlenaryRoom | None
    figures: TabledFigures | None
    marks: MarksTable | None
    decision: Decision | None

    @property
    def is_waiting(self) -> bool:
        return self.room is not None and not self.room.is_ready


def wall(plenary: Plenary, reader: Juror | None, *, at: datetime.datetime) -> Wall:
    """Return what the projector shows now; `reader` is the seat of whoever opened it, if any."""
    agenda = list(plenary.agenda.order_by("position").values_list("entry_id", flat=True))
    entry = plenary.current
    if entry is None or plenary.closed_at is not None:
        return Wall(plenary, 0, len(agenda), None, None, None, None, None)
    room = room_for(plenary, entry, reader, at=at)
    if not room.is_ready:
        return Wall(plenary, 0, len(agenda), None, room, None, None, None)
    applied, proposed = _runs(plenary)
    return Wall(
        plenary=plenary,
        position=agenda.index(entry.pk) + 1,
        count=len(agenda),
        entry=entry,
        room=room,
        figures=_figures(entry, applied, proposed, room) if room.shows_figures else None,
        marks=marks_table(plenary.panel, entry, applied, room) if room.shows_marks else None,
        decision=_decision(plenary, entry, room),
    )


def wall_step(plenary: Plenary, reader: Juror | None, *, at: datetime.datetime) -> str:
    """Return a word without a name that changes with everything that the picture shows."""
    entry = plenary.current
    if entry is None or plenary.closed_at is not None:
        return "blank"
    room = room_for(plenary, entry, reader, at=at)
    if room.is_reader_out:
        return "out"
    runs = [run.pk if run else 0 for run in _runs(plenary)]
    decision = _decision(plenary, entry, room)
    marks = Mark.objects.filter(scorecard__juror__panel=plenary.panel_id, scorecard__entry=entry).order_by("pk")
    states = list(marks.values_list("pk", "version", "scorecard__state")) if room.shows_marks else []
    seen = [entry.pk, room.leaving, [seat.pk for seat in room.away], sorted(room.kept), room.shows_figures]
    return digest([*seen, runs, decision.pk if decision else 0, states])[:16]


def _runs(plenary: Plenary) -> tuple[ScoreRun | None, ScoreRun | None]:
    """Return the applied run, and the latest proposed one where it is newer."""
    category_id = plenary.panel.category_id
    pointer = AppliedRun.objects.filter(category=category_id).select_related("run__rulebook").first()
    applied = pointer.run if pointer else None
    newer = ScoreRun.objects.filter(category=category_id, state=ScoreRunState.PROPOSED).select_related("rulebook")
    if applied is not None:
        newer = newer.filter(number__gt=applied.number)
    return applied, newer.order_by("-number").first()


def _figures(
    entry: Entry, applied: ScoreRun | None, proposed: ScoreRun | None, room: PlenaryRoom
) -> TabledFigures | None:
    before, after = (_score(run, entry) for run in (applied, proposed))
    shown = after or before
    if shown is None:
        return None
    amounts = {code: Decimal(amount) for kind, code, amount in (before.lines if before else [])}
    return TabledFigures(
        before=_place(before, room) if before else None,
        after=_place(after, room) if after else None,
        lines=_lines(shown, amounts if after else {}),
        total=shown.score_text,
        among=_among(shown, room).count(),
        is_partial=RunScore.objects.filter(run=shown.run_id, entry__in=room.kept, rank__isnull=False).exists(),
    )


def _score(run: ScoreRun | None, entry: Entry) -> RunScore | None:
    if run is None:
        return None
    return RunScore.objects.filter(run=run, entry=entry).select_related("run__rulebook").first()


def _among(row: RunScore, room: PlenaryRoom) -> QuerySet[RunScore]:
    ranked = RunScore.objects.filter(run=row.run_id, group_key=row.group_key, rank__isnull=False)
    return ranked.exclude(entry__in=room.kept)


def _place(row: RunScore, room: PlenaryRoom) -> ShownPlace:
    if row.rank is None:
        return ShownPlace(None, row.score_text)
    return ShownPlace(_among(row, room).filter(rank__lt=row.rank).count() + 1, row.score_text)


def _lines(row: RunScore, before: Mapping[str, Decimal]) -> tuple[AspectLine, ...]:
    """The lines add up without a line that is nothing and was nothing; an aspect that earned no points stays."""
    amounts = [(kind, code, Decimal(amount)) for kind, code, amount in row.lines]
    return tuple(
        AspectLine(
            line.label, line.amount, before[line.code] if before.get(line.code, line.amount) != line.amount else None
        )
        for line in amount_lines(amounts, run_rules(row.run))
        if line.is_criterion or line.amount or before.get(line.code)
    )


def _decision(plenary: Plenary, entry: Entry, room: PlenaryRoom) -> Decision | None:
    """Return the latest word on this entry that names none that somebody here must not read of."""
    kept = kept_entries(room.kept)
    rows = Decision.objects.filter(plenary=plenary, entry=entry).order_by("-number")
    return next((row for row in rows if not kept.named_in(row.text)), None)
