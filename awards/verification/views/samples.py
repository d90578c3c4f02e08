"""A drawn verdict verified once more: claim, registry and document as the first officer had them, and no verdict."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from awards.submissions.selectors.sheets import current_evidence
from awards.submissions.views.evidence import VIEWABLE
from awards.verification.forms import RulingForm
from awards.verification.models import BlindReading
from awards.verification.policies import may_verify
from awards.verification.selectors.samples import readings_for
from awards.verification.services.findings import VerdictRefusedError, VerificationClosedError
from awards.verification.services.samples import rule_reading, take_reading
from awards.verification.views.queue import answer_item, shown_file
from paritrana.accounts.looks import note_look
from paritrana.accounts.requests import request_grants, signed_in_user


@login_required
@require_POST
def take_next(request: HttpRequest) -> HttpResponse:
    if not may_verify(request_grants(request)):
        raise Http404
    reading = take_reading(officer=signed_in_user(request), at=timezone.now())
    if reading is None:
        messages.info(request, _("Tidak ada putusan sampel lain yang menunggu Anda."))
        return redirect("verification")
    return redirect("verification-reading", reading_id=reading.pk)


def _own_reading(request: HttpRequest, reading_id: int) -> BlindReading:
    user = signed_in_user(request)
    return get_object_or_404(
        readings_for(user, request_grants(request), at=timezone.now()), pk=reading_id, officer=user
    )


@login_required
def reading_page(request: HttpRequest, reading_id: int) -> HttpResponse:
    reading = _own_reading(request, reading_id)
    answer = reading.finding.answer
    item = answer_item(answer.submission, answer)
    if request.method != "POST":
        form = RulingForm(item, initial={"version": answer.version})
        return render(request, "verification/reading.html", _context(request, reading, form))
    form = RulingForm(item, request.POST)
    if not form.is_valid():
        return render(request, "verification/reading.html", _context(request, reading, form), status=400)
    try:
        rule_reading(reading=reading, ruling=form.ruling(), officer=signed_in_user(request), at=timezone.now())
    except VerdictRefusedError as error:
        form.add_error(None, str(error))
        return render(request, "verification/reading.html", _context(request, reading, form), status=400)
    except VerificationClosedError as error:
        messages.error(request, str(error))
        return redirect("verification")
    messages.success(request, _("Putusan sampel tersimpan. Ini yang berikutnya."))
    return take_next(request)


def _context(request: HttpRequest, reading: BlindReading, form: RulingForm) -> dict[str, Any]:
    answer = reading.finding.answer
    entry = answer.submission.entry
    item = answer_item(answer.submission, answer)
    return {
        "reading": reading,
        "entry": entry,
        "category": entry.category,
        "item": item,
        "form": form,
        **shown_file(request, item),
        "percent": answer.deviation * 100 if answer.deviation is not None else None,
    }


@login_required
@require_GET
def reading_file(request: HttpRequest, reading_id: int, evidence_id: UUID) -> HttpResponseBase:
    """Send a file of the answer to whoever has the reading in hand."""
    reading = _own_reading(request, reading_id)
    rows = current_evidence().filter(answer=reading.finding.answer_id)
    evidence = get_object_or_404(rows, public_id=evidence_id)
    if not evidence.is_ready:
        raise Http404
    note_look(request, "evidence.open", evidence)
    answer = FileResponse(
        evidence.file.open("rb"),
        as_attachment=evidence.content_type not in VIEWABLE,
        filename=evidence.original_name,
        content_type=evidence.content_type,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    return answer
