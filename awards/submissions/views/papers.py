"""Receipt and submission as PDF."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_GET

from awards.submissions.exports.letters import receipt_pdf, submission_pdf
from awards.submissions.views.access import enter_room, visible_submission
from paritrana.accounts.looks import note_export


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
    with translation.override(settings.LANGUAGE_CODE):
        content = receipt_pdf(submission, address=address)
    return pdf_response(content, f"tanda-terima-{submission.receipt_number}")


@login_required
@require_GET
def submission_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    submission = visible_submission(request, public_id)
    with translation.override(settings.LANGUAGE_CODE):
        room = enter_room(request, submission)
        content = submission_pdf(room.submission, room.questionnaire, room.sheet)
    note_export(request, "pdf", submission)
    return pdf_response(content, f"isian-{public_id.hex[:10]}")
