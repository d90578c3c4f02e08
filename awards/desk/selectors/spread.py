"""The marks on one entry as a table and as dots: what counts, what the rulebook drops, what changed since the run."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from awards.desk.selectors.room import PlenaryRoom
from awards.entries.models import Entry
from awards.jury.models.panels import Juror, Panel
from awards.jury.models.scorecards import Mark, Scorecard
from awards.jury.selectors.jury_points import JuryPoints, counted, jury_points, panel_rules, rule_said
from awards.jury.selectors.marks import juror_key
from awards.jury.selectors.queue import marks_on
from awards.jury.selectors.recusal import Kept, kept_entries
from awards.jury.selectors.scoring import printed
from awards.jury.selectors.sheets import jury_sheet
from awards.rulebooks.parsing.jury_sheet import JuryCriterion
from awards.runs.models import RunMark, ScoreRun
from paritrana.audit.models import AuditEntry

LEFT, RIGHT, ROW = 20, 600, 92
DOT, STEP = 13, 14


@dataclass(frozen=True, slots=True)
class ShownMark:
    """`before` where the applied run counted another value; a mark that the rulebook drops does not count."""

    value: Decimal
    is_counted: bool
    before: Decimal | None


@dataclass(frozen=True, slots=True)
class JurorRow:
    juror: Juror
    marks: tuple[ShownMark | None, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A mark that is another than the run's: whose, of which criterion, from what to what, and why the card opened."""

    juror: Juror
    criterion: str
    before: Decimal
    after: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int
    is_counted: bool


@dataclass(frozen=True, slots=True)
class Tick:
    x: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Strip:
    """One criterion as a line of dots; `y` is the height of its axis in the picture."""

    criterion: JuryCriterion
    y: int
    ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    mean: Decimal | None
    mean_x: int | None

    @property
    def name_y(self) -> int:
        return self.y - 48

    @property
    def tick_y(self) -> int:
        return self.y + 20

    @property
    def mean_y(self) -> int:
        return self.y - 8


@dataclass(frozen=True, slots=True)
class MarksTable:
    criteria: tuple[JuryCriterion, ...]
    rows: tuple[JurorRow, ...]
    away: tuple[Juror, ...]
    strips: tuple[Strip, ...]
    changes: tuple[Change, ...]
    rules: tuple[str, ...]

    @property
    def height(self) -> int:
        return ROW * len(self.strips)


def marks_table(panel: Panel, entry: Entry, applied: ScoreRun | None, room: PlenaryRoom) -> MarksTable:
    """Lay out the confirmed marks of everybody who counts; shadow jurors are not on the wall."""
    criteria = jury_sheet(panel.category).criteria
    rules = panel_rules(panel.category)
    given = [row for row in marks_on(panel, entry) if not row.juror.is_shadow]
    frozen = _frozen(applied, entry)
    columns = [
        counted([_value(row.marks[column]) for row in given], rules.get(criterion.panel))
        for column, criterion in enumerate(criteria)
    ]
    rows = tuple(
        JurorRow(
            row.juror,
            tuple(
                _shown(mark, frozen, row.juror, is_counted=columns[column][place])
                for column, mark in enumerate(row.marks)
            ),
        )
        for place, row in enumerate(given)
    )
    points = jury_points(panel, criteria, [entry.pk])
    return MarksTable(
        criteria=tuple(criteria),
        rows=rows,
        away=room.away,
        strips=tuple(_strip(place, criterion, rows, points, entry) for place, criterion in enumerate(criteria)),
        changes=_changes(entry, criteria, rows, kept_entries(room.kept)),
        rules=tuple(dict.fromkeys(rule_said(rules[row.panel]) for row in criteria if row.panel in rules)),
    )


def _frozen(applied: ScoreRun | None, entry: Entry) -> dict[tuple[str, str], Decimal]:
    if applied is None:
        return {}
    rows = RunMark.objects.filter(run=applied, entry=entry)
    return {(key, criterion): value for key, criterion, value in rows.values_list("juror_key", "criterion", "value")}


def _shown(
    mark: Mark | None, frozen: Mapping[tuple[str, str], Decimal], juror: Juror, *, is_counted: bool
) -> ShownMark | None:
    return ShownMark(mark.value, is_counted, _before(frozen, juror, mark)) if mark is not None else None


def _value(mark: Mark | None) -> Decimal | None:
    return mark.value if mark is not None else None


def _before(frozen: Mapping[tuple[str, str], Decimal], juror: Juror, mark: Mark) -> Decimal | None:
    before = frozen.get((juror_key(juror.pk), mark.criterion), mark.value)
    return None if before == mark.value else before


def _strip(place: int, criterion: JuryCriterion, rows: Sequence[JurorRow], points: JuryPoints, entry: Entry) -> Strip:
    axis = ROW * place + 70
    heights: dict[int, int] = defaultdict(int)
    dots = []
    for row in rows:
        mark = row.marks[place]
        if mark is None:
            continue
        x = _x(criterion, mark.value)
        column = x // DOT
        dots.append(Dot(x, axis - 9 - STEP * heights[column], mark.is_counted))
        heights[column] += 1
    figure = points.of(entry.pk, (criterion,), criterion)
    mean = printed(figure) if figure is not None else None
    is_inside = mean is not None and criterion.lowest <= mean <= criterion.highest
    return Strip(
        criterion=criterion,
        y=axis,
        ticks=tuple(
            Tick(_x(criterion, value), value)
            for value in (criterion.lowest + criterion.length * quarter / 4 for quarter in range(5))
        ),
        dots=tuple(dots),
        mean=mean,
        mean_x=_x(criterion, mean) if mean is not None and is_inside else None,
    )


def _x(criterion: JuryCriterion, value: Decimal) -> int:
    return LEFT + int((value - criterion.lowest) * (RIGHT - LEFT) / criterion.length)


def _changes(
    entry: Entry, criteria: Sequence[JuryCriterion], rows: Sequence[JurorRow], kept: Kept
) -> tuple[Change, ...]:
    reasons = _reasons(entry, [row.juror for row in rows])
    return tuple(
        Change(row.juror, criterion.name, mark.before, mark.value, kept.blanked(reasons.get(row.juror.pk, "")))
        for row in rows
        for criterion, mark in zip(criteria, row.marks, strict=True)
        if mark is not None and mark.before is not None
    )


def _reasons(entry: Entry, jurors: Sequence[Juror]) -> dict[int, str]:
    """Return, by juror, why the card on this entry was opened again the last time."""
    cards = dict(Scorecard.objects.filter(entry=entry, juror__in=jurors).values_list("pk", "juror_id"))
    label = Scorecard._meta.label_lower  # noqa: SLF001 - the documented name of a model
    trail = AuditEntry.objects.filter(
        subject_type=label, subject_id__in=[str(card) for card in cards], action="jury.reopen"
    )
    return {cards[int(row.subject_id)]: row.reason for row in trail.order_by("number")}
