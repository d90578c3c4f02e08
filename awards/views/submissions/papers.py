"""Receipt and submission as PDF."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from awards.exports.letters import receipt_pdf, submission_pdf
from awards.views.submissions.access import enter_room, visible_submission


def pdf_response(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_GET
def receipt_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    submission = visible_submission(request, public_id)
    if not submission.receipt_number:
        raise Http404
    address = request.build_absolute_uri(reverse("submission-receipt", args=[public_id]))
    return pdf_response(receipt_pdf(submission, address=address), f"tanda-terima-{submission.receipt_number}")


@login_required
@require_GET
def submission_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    room = enter_room(request, visible_submission(request, public_id))
    content = submission_pdf(room.submission, room.questionnaire, room.sheet)
    return pdf_response(content, f"isian-{public_id.hex[:10]}")
