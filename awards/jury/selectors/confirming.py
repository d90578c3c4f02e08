"""A juror's cards that only wait for their confirmation, with what each adds up to."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from awards.jury.models.panels import Juror
from awards.jury.models.scorecards import Mark, Scorecard
from awards.jury.selectors.desk import waiting_entries
from awards.jury.selectors.rationale import missing_among, suggestions_by_entry
from awards.jury.selectors.scoring import own_total, printed
from awards.jury.selectors.sheets import jury_sheet
from awards.rulebooks.parsing.jury_sheet import JuryCriterion, JurySheet


@dataclass(frozen=True, slots=True)
class ReadyCard:
    """A complete draft: the points of each criterion of the sheet, and their exact sum as printed."""

    card: Scorecard
    points: tuple[tuple[JuryCriterion, Decimal], ...]
    total: Decimal

    @property
    def is_rounded(self) -> bool:
        """The printed points add up to another figure than the printed sum."""
        return sum(points for _criterion, points in self.points) != self.total


@dataclass(frozen=True, slots=True)
class ReadyCards:
    """`unready` counts the entries still to be scored, or to be given a rationale."""

    sheet: JurySheet
    cards: tuple[ReadyCard, ...]
    unready: int


def ready_cards(seat: Juror) -> ReadyCards:
    sheet = jury_sheet(seat.panel.category)
    waiting = [entry.pk for entry in waiting_entries(seat)]
    marks = Prefetch("marks", queryset=Mark.objects.order_by("criterion"))
    drafts = Scorecard.objects.filter(juror=seat, entry__in=waiting).select_related("entry").prefetch_related(marks)
    suggested = suggestions_by_entry(waiting, sheet.criteria)
    found = []
    for card in drafts.order_by("entry__name", "pk"):
        given = {mark.criterion: mark for mark in card.marks.all()}
        if not missing_among(seat.panel, sheet, given, suggested.get(card.entry_id, {})):
            found.append(_ready(card, sheet, {code: mark.value for code, mark in given.items()}))
    return ReadyCards(sheet, tuple(found), len(waiting) - len(found))


def _ready(card: Scorecard, sheet: JurySheet, values: dict[str, Decimal]) -> ReadyCard:
    points = tuple((criterion, printed(criterion.points(values[criterion.code]))) for criterion in sheet.criteria)
    return ReadyCard(card, points, own_total(sheet, values))
