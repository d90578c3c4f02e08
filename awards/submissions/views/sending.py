"""Sending in, the receipt, taking back, and returning for mending."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from awards.submissions.forms.sections import ReturnForm
from awards.submissions.models.answers import Submission, SubmissionState
from awards.submissions.policies import may_return_submission
from awards.submissions.selectors.dates import next_steps
from awards.submissions.selectors.eligibility import eligibility
from awards.submissions.selectors.reading import read_through
from awards.submissions.services.answers import SubmissionClosedError
from awards.submissions.services.eligibility import NotEligibleError
from awards.submissions.services.moves import (
    IncompleteSubmissionError,
    Signatory,
    return_submission,
    send_submission,
    take_back_submission,
)
from awards.submissions.views.access import enter_room, office_submission, signable_submission, visible_submission
from paritrana.accounts.requests import arrived_at, request_grants, signed_in_user
from paritrana.pages.decisions import decide


@login_required
def send(request: HttpRequest, public_id: UUID) -> HttpResponse:
    if request.method == "POST":
        return _send(request, public_id)
    submission = office_submission(request, public_id)
    if submission.state == SubmissionState.SUBMITTED:
        return redirect("submission-receipt", public_id=public_id)
    room = enter_room(request, submission)
    context = {
        **room.context(),
        "steps": next_steps(submission.entry),
        "sections": read_through(submission, room.sheet),
        "signatory": _signatory(request, submission),
        "standing": eligibility(submission.entry, room.questionnaire),
    }
    return render(request, "submissions/send.html", context)


def _signatory(request: HttpRequest, submission: Submission) -> Signatory:
    """Return who signs as typed; before anything is typed the account's name and the office of the last signing."""
    name = request.POST.get("name", signed_in_user(request).get_full_name())
    office = request.POST.get("office", submission.signatory_office)
    return Signatory(name.strip()[:200], office.strip()[:200])


def _send(request: HttpRequest, public_id: UUID) -> HttpResponse:
    submission = signable_submission(request, public_id)
    if submission.state != SubmissionState.SUBMITTED and not request.POST.get("statement"):
        messages.error(request, _("Centang pernyataan dahulu. Isian Anda tetap tersimpan dan belum dikirim."))
        return redirect("submission-send", public_id=public_id)
    signatory = _signatory(request, submission)
    if "office" in request.POST and not (signatory.name and signatory.office):
        messages.error(request, _("Tulis nama lengkap dan jabatan Anda. Isian Anda tetap tersimpan dan belum dikirim."))
        return redirect("submission-send", public_id=public_id)
    actor, at = signed_in_user(request), arrived_at(request)
    try:
        send_submission(submission=submission, actor=actor, at=at, signatory=signatory)
    except (SubmissionClosedError, NotEligibleError, IncompleteSubmissionError) as error:
        messages.error(request, str(error))
        return redirect("submission-send", public_id=public_id)
    return redirect("submission-receipt", public_id=public_id)


@login_required
@require_GET
def receipt(request: HttpRequest, public_id: UUID) -> HttpResponse:
    submission = visible_submission(request, public_id)
    if not submission.receipt_number:
        raise Http404
    room = enter_room(request, submission)
    return render(request, "submissions/receipt.html", {**room.context(), "steps": next_steps(submission.entry)})


@login_required
@require_POST
def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    submission = signable_submission(request, public_id)
    with decide(request, SubmissionClosedError):
        take_back_submission(submission=submission, actor=signed_in_user(request), at=arrived_at(request))
        messages.success(request, _("Isian ditarik dan dapat diubah lagi. Kirim kembali sebelum batas akhir."))
    return redirect("submission", public_id=public_id)


@login_required
@require_POST
def give_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    submission = visible_submission(request, public_id)
    if not may_return_submission(request_grants(request), submission):
        raise Http404
    form = ReturnForm(request.POST)
    if not form.is_valid():
        room = enter_room(request, submission)
        return render(request, "submissions/overview.html", {**room.context(), "return_form": form}, status=400)
    with decide(request, SubmissionClosedError):
        return_submission(
            submission=submission,
            reason=form.cleaned_data["reason"],
            mend_until=form.cleaned_data["mend_until"],
            actor=signed_in_user(request),
            at=arrived_at(request),
        )
        messages.success(request, _("Isian dikembalikan kepada peserta."))
    return redirect("submission", public_id=public_id)
