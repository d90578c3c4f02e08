"""What the scoring page is told after it saved a mark."""

from django.http import JsonResponse
from django.utils import timezone

from awards.entries.models import Entry
from awards.jury.models.panels import Juror
from awards.jury.models.scorecards import Mark, Scorecard
from awards.jury.selectors.rationale import needs_rationale, suggestions
from awards.jury.selectors.scoring import own_total
from awards.jury.selectors.sheets import jury_sheet
from awards.jury.services.scorecards import StaleMarkError
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


def emptied_answer(seat: Juror, entry: Entry) -> JsonResponse:
    """Return the card without the mark; the next one written there begins at version 0 again."""
    sheet = jury_sheet(entry.category)
    card = Scorecard.objects.get(juror=seat, entry=entry)
    marks = {row.criterion: row.value for row in card.marks.all()}
    return JsonResponse(
        {
            "version": 0,
            "card": card.version,
            "total": number(own_total(sheet, marks)),
            "marked": len(marks),
            "saved": f"{timezone.localtime(card.updated_at):%H.%M} WIB",
            "needs_rationale": False,
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
