"""What the scoring page is told after it saved a mark."""

from django.http import JsonResponse
from django.utils import timezone

from awards.models import Entry
from awards.models.jury import Juror, Mark, Scorecard
from awards.selectors.jury.rationale import needs_rationale, suggestions
from awards.selectors.jury.scoring import own_total
from awards.selectors.jury.sheets import jury_sheet
from awards.services.jury.scorecards import StaleMarkError
from paritrana.pages.templatetags.formats import number


def saved_answer(seat: Juror, entry: Entry, mark: Mark) -> JsonResponse:
    sheet = jury_sheet(entry.category)
    card = Scorecard.objects.get(juror=seat, entry=entry)
    marks = {row.criterion: row.value for row in card.marks.all()}
    criterion = sheet.criterion(mark.criterion)
    suggested = suggestions(entry, sheet.criteria).get(mark.criterion)
    return JsonResponse(
        {
            "version": mark.version,
            "card": card.version,
            "total": number(own_total(sheet, marks)),
            "marked": len(marks),
            "saved": f"{timezone.localtime(mark.updated_at):%H.%M} WIB",
            "needs_rationale": criterion is not None and needs_rationale(seat.panel, criterion, mark.value, suggested),
        }
    )


def stale_answer(error: StaleMarkError) -> JsonResponse:
    """Return the stored mark beside the refusal, so that the page can offer both."""
    current = error.current
    stored = None
    if current is not None:
        stored = {
            "value": str(current.value),
            "shown": number(current.value.normalize()),
            "rationale": current.rationale,
            "version": current.version,
        }
    return JsonResponse({"message": str(error), "stored": stored}, status=409)
