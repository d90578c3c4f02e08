"""What keeps a panel from being closed. The finalisation gate of a category reads the same list."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.editions.models import Category
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.interviews import PaperSheet, PaperState
from awards.jury.models.panels import Panel
from awards.jury.models.plenary import Moderation
from awards.jury.models.scorecards import Scorecard
from awards.jury.selectors.marks import counting_mark_rows
from awards.jury.selectors.matrix import matrix
from awards.jury.selectors.seats import panel_entries
from awards.jury.selectors.sheets import jury_sheet
from awards.jury.selectors.unsent import unscored_entries


@dataclass(frozen=True, slots=True)
class PanelBlocker:
    """One named reason, and how many rows are behind it."""

    code: str
    text: str
    count: int


def panel_blockers(panel: Panel, *, hidden: frozenset[int] = frozenset()) -> list[PanelBlocker]:
    """Name every hole: cards not confirmed and not excused, entries below the minimum, questions undecided.

    `hidden` entries are not counted: the reader is in conflict with them.
    """
    layout = matrix(panel, frozenset(), hidden=hidden)
    states = Counter(cell.state for row in layout.rows for cell in row.cells if not cell.juror.is_shadow)
    found = [
        (
            "unscored",
            _("lembar nilai belum dikonfirmasi dan tanpa alasan berhalangan"),
            states["none"] + states["draft"],
        ),
        ("held", _("lembar nilai menunggu putusan benturan kepentingan"), states["held"]),
        ("too_few", _("peserta dengan nilai di bawah jumlah minimum juknis"), _below_minimum(panel, hidden)),
        (
            "conflicts",
            _("benturan kepentingan belum diputuskan"),
            Conflict.objects.filter(juror__panel=panel, state=ConflictState.POSSIBLE).exclude(entry__in=hidden).count(),
        ),
        (
            "moderations",
            _("selisih nilai yang pembahasannya belum ditutup"),
            Moderation.objects.filter(panel=panel, closed_at=None).exclude(entry__in=hidden).count(),
        ),
        (
            "paper",
            _("lembar kertas menunggu orang kedua"),
            PaperSheet.objects.filter(juror__panel=panel, state__in=[PaperState.TYPED, PaperState.DIFFERS])
            .exclude(entry__in=hidden)
            .count(),
        ),
    ]
    return [PanelBlocker(code, text, count) for code, text, count in found if count]


def _below_minimum(panel: Panel, hidden: frozenset[int]) -> int:
    criteria = jury_sheet(panel.category).criteria
    rows = counting_mark_rows(Scorecard.objects.filter(juror__panel=panel)).values_list(
        "scorecard__entry_id", "criterion"
    )
    counts = Counter(rows)
    return sum(
        any(counts[entry_id, criterion.code] < criterion.minimum_marks for criterion in criteria)
        for entry_id in panel_entries(panel)
        .exclude(pk__in=hidden | unscored_entries(panel))
        .values_list("pk", flat=True)
    )


def jury_blockers(category: Category) -> list[PanelBlocker]:
    """Return what the juries of a category still owe: open panels with everything that keeps them open.

    A category whose rulebook asks nothing of a jury owes nothing.
    """
    if not jury_sheet(category).criteria:
        return []
    panels = list(Panel.objects.filter(category=category).order_by("pk"))
    if not panels:
        return [PanelBlocker("no_panel", _("kategori ini belum punya tim penilai"), 1)]
    found = [blocker for panel in panels if panel.closed_at is None for blocker in panel_blockers(panel)]
    still_open = sum(panel.closed_at is None for panel in panels)
    if still_open:
        found.append(PanelBlocker("open_panel", _("tim penilai belum ditutup"), still_open))
    return found
