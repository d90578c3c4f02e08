"""Discrepancies between jurors, and all confirmed marks on one entry."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from awards.entries.models import Entry
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Juror, Panel
from awards.jury.models.plenary import Moderation
from awards.jury.models.scorecards import Mark, Scorecard, ScorecardState
from awards.jury.selectors.cards import seat_cards
from awards.jury.selectors.matrix import Matrix
from awards.jury.selectors.recusal import NOTHING_KEPT, Kept
from awards.jury.selectors.sheets import jury_sheet
from awards.rulebooks.parsing.jury_sheet import JuryCriterion


@dataclass(frozen=True, slots=True)
class Discrepancy:
    entry: Entry
    criterion: JuryCriterion
    lowest: Decimal
    highest: Decimal
    is_moderated: bool

    @property
    def spread(self) -> Decimal:
        return self.highest - self.lowest


def discrepancies(panel: Panel, layouts: Iterable[Matrix]) -> list[Discrepancy]:
    """Return the cells of one criterion each whose marks lie further apart than the panel's limit, widest first."""
    moderated = set(Moderation.objects.filter(panel=panel, closed_at=None).values_list("entry_id", "criterion"))
    found = []
    for layout in layouts:
        if layout.criterion is None:
            continue
        for row in layout.rows:
            if not row.is_discrepant:
                continue
            values = [cell.value for cell in row.cells if cell.value is not None and not cell.juror.is_shadow]
            is_moderated = (row.entry.pk, layout.criterion.code) in moderated
            found.append(Discrepancy(row.entry, layout.criterion, min(values), max(values), is_moderated))
    return sorted(found, key=lambda row: (-row.spread / row.criterion.length, row.entry.name, row.criterion.code))


@dataclass(frozen=True, slots=True)
class JurorMarks:
    """One juror's confirmed marks on an entry, in the order of the sheet; None where there is none."""

    juror: Juror
    marks: tuple[Mark | None, ...]


def marks_on(panel: Panel, entry: Entry, kept: Kept = NOTHING_KEPT) -> list[JurorMarks]:
    """Return the confirmed marks of every seat on an entry, one card a seat, without seats in conflict with it.

    A rationale that names an entry kept from the reader is left out.
    """
    recused = Conflict.objects.filter(entry=entry, state=ConflictState.CONFIRMED).values("juror")
    cards = Scorecard.objects.filter(juror__panel=panel, entry=entry)
    rows = (
        Mark.objects.filter(
            scorecard__juror__panel=panel, scorecard__entry=entry, scorecard__state=ScorecardState.CONFIRMED
        )
        .exclude(scorecard__juror__in=recused)
        .exclude(scorecard__in=seat_cards(cards).aside)
        .select_related("scorecard__juror__user")
        .order_by("scorecard__juror_id")
    )
    order = [criterion.code for criterion in jury_sheet(panel.category).criteria]
    found: dict[Juror, dict[str, Mark]] = {}
    for row in rows:
        row.rationale = kept.blanked(row.rationale)
        found.setdefault(row.scorecard.juror, {})[row.criterion] = row
    return [JurorMarks(juror, tuple(marks.get(code) for code in order)) for juror, marks in found.items()]
