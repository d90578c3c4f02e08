"""The chair's matrix of juror by entry: who is where, how far the marks lie apart, which ones stand out."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from awards.models import Entry
from awards.models.jury import (
    Assignment,
    Conflict,
    ConflictState,
    Excuse,
    Juror,
    Mark,
    Panel,
    PlanState,
    Scorecard,
    ScorecardState,
    Workload,
)
from awards.parsing.jury import JuryCriterion, JurySheet
from awards.selectors.jury.scoring import own_total, printed
from awards.selectors.jury.seats import panel_entries
from awards.selectors.jury.sheets import jury_sheet


@dataclass(frozen=True, slots=True)
class Cell:
    """State of one juror's card for one entry; `value` only where the reader may see it.

    States: none, draft, confirmed, void, conflict, held, unassigned, excused.
    """

    juror: Juror
    entry: Entry
    state: str
    value: Decimal | None
    card_id: int | None
    is_far: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    entry: Entry
    cells: tuple[Cell, ...]
    is_open: bool
    mean: Decimal | None
    spread: Decimal | None
    is_discrepant: bool

    @property
    def confirmed(self) -> int:
        return sum(cell.state == "confirmed" and not cell.juror.is_shadow for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """`criterion` is None for the totals of the cards."""

    jurors: tuple[Juror, ...]
    rows: tuple[Row, ...]
    sheet: JurySheet
    criterion: JuryCriterion | None

    @property
    def missing(self) -> int:
        """Cards that are still to be confirmed."""
        return sum(cell.state in ("none", "draft", "held") for row in self.rows for cell in row.cells)


def jurors_of(panel: Panel) -> tuple[Juror, ...]:
    """Return every seat the panel has or had, the chair first."""
    seats = Juror.objects.filter(panel=panel).select_related("user")
    return tuple(seats.order_by("-is_chair", "is_shadow", "joined_on", "pk"))


def matrix(
    panel: Panel,
    open_entries: frozenset[int],
    *,
    criterion: JuryCriterion | None = None,
    hidden: frozenset[int] = frozenset(),
) -> Matrix:
    """Lay out the states of all cards, and the marks of the entries that are open to the reader."""
    sheet = jury_sheet(panel.category)
    jurors = jurors_of(panel)
    states = _states(panel, jurors)
    values = _values(panel, sheet, open_entries, criterion)
    length = criterion.length if criterion else printed(sheet.highest_total)
    rows = tuple(
        _row(panel, entry, jurors, states, values, entry.pk in open_entries, length)
        for entry in panel_entries(panel).exclude(pk__in=hidden)
    )
    return Matrix(jurors=jurors, rows=rows, sheet=sheet, criterion=criterion)


Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _States:
    cards: Mapping[Key, Scorecard]
    conflicts: Mapping[Key, str]
    assigned: frozenset[Key] | None
    excused: frozenset[int]

    def of(self, juror: Juror, entry: Entry) -> str:
        key = (juror.pk, entry.pk)
        conflict = self.conflicts.get(key)
        if conflict == ConflictState.CONFIRMED:
            return "conflict"
        card = self.cards.get(key)
        if card is not None and card.state != ScorecardState.DRAFT:
            return card.state
        if conflict == ConflictState.POSSIBLE:
            return "held"
        if self.assigned is not None and key not in self.assigned:
            return "unassigned"
        if juror.left_on is not None:
            return "left"
        if juror.pk in self.excused:
            return "excused"
        return card.state if card is not None else "none"


def _states(panel: Panel, jurors: tuple[Juror, ...]) -> _States:
    cards = {(card.juror_id, card.entry_id): card for card in Scorecard.objects.filter(juror__panel=panel)}
    conflicts = {
        (row.juror_id, row.entry_id): row.state
        for row in Conflict.objects.filter(juror__panel=panel).exclude(state=ConflictState.DISMISSED)
    }
    assigned = None
    if panel.workload == Workload.SHARED:
        rows = Assignment.objects.filter(plan__panel=panel, plan__state=PlanState.RELEASED)
        assigned = frozenset(rows.values_list("juror_id", "entry_id"))
    excused = frozenset(Excuse.objects.filter(juror__in=jurors).values_list("juror_id", flat=True))
    return _States(cards, conflicts, assigned, excused)


def _values(
    panel: Panel, sheet: JurySheet, open_entries: frozenset[int], criterion: JuryCriterion | None
) -> dict[Key, Decimal]:
    """Confirmed marks of open entries: of one criterion, or the cards' totals."""
    marks = Mark.objects.filter(
        scorecard__juror__panel=panel, scorecard__state=ScorecardState.CONFIRMED, scorecard__entry__in=open_entries
    ).values_list("scorecard__juror_id", "scorecard__entry_id", "criterion", "value")
    by_card: dict[Key, dict[str, Decimal]] = defaultdict(dict)
    for juror_id, entry_id, code, value in marks:
        by_card[juror_id, entry_id][code] = value
    if criterion is not None:
        return {key: found[criterion.code] for key, found in by_card.items() if criterion.code in found}
    return {key: own_total(sheet, found) for key, found in by_card.items()}


def _row(
    panel: Panel,
    entry: Entry,
    jurors: tuple[Juror, ...],
    states: _States,
    values: Mapping[Key, Decimal],
    is_open: bool,  # noqa: FBT001 - a fact about the row, not a switch
    length: Decimal,
) -> Row:
    found = {juror.pk: states.of(juror, entry) for juror in jurors}
    counting = [
        values[juror.pk, entry.pk]
        for juror in jurors
        if found[juror.pk] == "confirmed" and not juror.is_shadow and (juror.pk, entry.pk) in values
    ]
    mean = (sum(counting, Decimal(0)) / len(counting)).quantize(Decimal("0.01")) if counting else None
    spread = max(counting) - min(counting) if len(counting) > 1 else None
    limit = panel.discrepancy_share * length
    cells = tuple(
        _cell(juror, entry, found[juror.pk], values.get((juror.pk, entry.pk)), states, mean, limit / 2)
        for juror in jurors
    )
    return Row(entry, cells, is_open, mean, spread, spread is not None and spread > limit)


def _cell(
    juror: Juror,
    entry: Entry,
    state: str,
    value: Decimal | None,
    states: _States,
    mean: Decimal | None,
    far: Decimal,
) -> Cell:
    card = states.cards.get((juror.pk, entry.pk))
    shown = value if state == "confirmed" else None
    is_far = shown is not None and mean is not None and abs(shown - mean) > far
    return Cell(juror, entry, state, shown, card.pk if card else None, is_far)
