"""The chair's matrix of juror by entry: who is where, how far the marks lie apart, which ones stand out."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from awards.entries.models import Entry
from awards.jury.models.assignments import Assignment, PlanState
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Excuse, Juror, Panel, Workload
from awards.jury.models.scorecards import Mark, Scorecard, ScorecardState
from awards.jury.selectors.cards import SeatCards, seat_cards
from awards.jury.selectors.jury_points import JuryPoints, jury_points, panel_rules, rule_said
from awards.jury.selectors.scoring import own_total, printed
from awards.jury.selectors.seats import panel_entries
from awards.jury.selectors.sheets import jury_sheet
from awards.jury.selectors.unsent import unscored_entries
from awards.rulebooks.parsing.jury_sheet import JuryCriterion, JurySheet


@dataclass(frozen=True, slots=True)
class CardCell:
    """State of one juror's card for one entry; `value` only where the reader may see it.

    States: none, draft, confirmed, void, conflict, held, unassigned, excused, left, unsent (the form never came, and
    the panel does not score such entries); of a seat that changed hands also
    inherited (an earlier holder's card counts), aside (confirmed, but not the card that counts) and kept (the draft of
    a juror who left, which does not count).
    """

    juror: Juror
    entry: Entry
    state: str
    value: Decimal | None
    card_id: int | None
    is_far: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """`mean` is what the rulebook makes of the counting marks; None while it makes nothing of them."""

    entry: Entry
    cells: tuple[CardCell, ...]
    is_open: bool
    mean: Decimal | None
    spread: Decimal | None
    is_discrepant: bool

    @property
    def confirmed(self) -> int:
        return sum(cell.state == "confirmed" and not cell.juror.is_shadow for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """`criterion` is None for the totals of the cards; `rules` say how the rulebook makes one figure of several."""

    jurors: tuple[Juror, ...]
    rows: tuple[Row, ...]
    sheet: JurySheet
    criterion: JuryCriterion | None
    rules: tuple[str, ...]

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
    points = jury_points(panel, sheet.criteria, open_entries) if open_entries else JuryPoints({})
    length = criterion.length if criterion else printed(sheet.highest_total)
    limit = panel.discrepancy_share * length
    rows = tuple(
        replace(
            _row(entry, jurors, states, values, entry.pk in open_entries, limit),
            mean=_mean(points.of(entry.pk, sheet.criteria, criterion)),
        )
        for entry in panel_entries(panel).exclude(pk__in=hidden)
    )
    shown = (criterion,) if criterion else sheet.criteria
    schemes = panel_rules(panel.category) if open_entries else {}
    rules = tuple(dict.fromkeys(rule_said(schemes[item.panel]) for item in shown if item.panel in schemes))
    return Matrix(jurors=jurors, rows=rows, sheet=sheet, criterion=criterion, rules=rules)


Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _States:
    cards: Mapping[Key, Scorecard]
    conflicts: Mapping[Key, str]
    assigned: frozenset[Key] | None
    excused: frozenset[int]
    seats: SeatCards
    unscored: frozenset[int]

    def of(self, juror: Juror, entry: Entry) -> str:
        key = (juror.pk, entry.pk)
        conflict = self.conflicts.get(key)
        if conflict == ConflictState.CONFIRMED:
            return "conflict"
        card = self.cards.get(key)
        if card is not None and card.pk in self.seats.aside:
            return "aside"
        if self.seats.inherits(*key):
            return "inherited"
        if card is not None and card.state != ScorecardState.DRAFT:
            return card.state
        if conflict == ConflictState.POSSIBLE:
            return "held"
        if entry.pk in self.unscored:
            return "unsent"
        if self.assigned is not None and key not in self.assigned:
            return "unassigned"
        if juror.left_on is not None:
            return "left" if card is None else "kept"
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
    seats = seat_cards(Scorecard.objects.filter(juror__panel=panel))
    return _States(cards, conflicts, assigned, excused, seats, unscored_entries(panel))


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
    entry: Entry,
    jurors: tuple[Juror, ...],
    states: _States,
    values: Mapping[Key, Decimal],
    is_open: bool,  # noqa: FBT001 - a fact about the row, not a switch
    limit: Decimal,
) -> Row:
    found = {juror.pk: states.of(juror, entry) for juror in jurors}
    counting = [
        values[juror.pk, entry.pk]
        for juror in jurors
        if found[juror.pk] == "confirmed" and not juror.is_shadow and (juror.pk, entry.pk) in values
    ]
    middle = sum(counting, Decimal(0)) / len(counting) if counting else None
    spread = max(counting) - min(counting) if len(counting) > 1 else None
    cells = tuple(_cell(juror, entry, states, values.get((juror.pk, entry.pk)), middle, limit / 2) for juror in jurors)
    return Row(entry, cells, is_open, None, spread, spread is not None and spread > limit)


def _mean(judged: Fraction | None) -> Decimal | None:
    """Return the rulebook's mean as it is printed."""
    return None if judged is None else printed(judged)


def _cell(
    juror: Juror, entry: Entry, states: _States, value: Decimal | None, middle: Decimal | None, far: Decimal
) -> CardCell:
    state = states.of(juror, entry)
    card = states.cards.get((juror.pk, entry.pk))
    shown = value if state == "confirmed" else None
    is_far = shown is not None and middle is not None and abs(shown - middle) > far
    return CardCell(juror, entry, state, shown, card.pk if card else None, is_far)
