"""The check before the form: a few yes/no questions, the reason when the answer is no, and the way on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.editions.selectors import clocks, remaining_text
from awards.entries.models import Entry
from awards.rulebooks.selectors.sealed import NoSealedRulebookError, questionnaire_of, sealed_rulebook
from awards.submissions.forms.eligibility import EligibilityForm
from awards.submissions.models.answers import Submission
from awards.submissions.selectors.dates import deadline, submission_window
from awards.submissions.selectors.eligibility import Eligibility, eligibility
from awards.submissions.selectors.people import rights
from awards.submissions.services.answers import SubmissionClosedError
from awards.submissions.services.eligibility import UnansweredConditionError, check_eligibility
from awards.submissions.services.moves import start_submission
from paritrana.accounts.requests import arrived_at, request_grants, signed_in_user


@login_required
@require_http_methods(["GET", "POST"])
def conditions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    held = request_grants(request)
    entry = get_object_or_404(
        Entry.objects.of_offices(held.offices).admitted().select_related("category__edition"), public_id=public_id
    )
    try:
        standing = eligibility(entry, questionnaire_of(sealed_rulebook(entry.category)))
    except NoSealedRulebookError as error:
        raise Http404 from error
    may_answer = rights(signed_in_user(request), held, entry.office).may_edit
    if request.method == "POST":
        if not may_answer:
            raise PermissionDenied(_("Wewenang Anda di kantor ini hanya melihat isian."))
        return _answer(request, entry, standing)
    form = EligibilityForm(standing)
    return render(request, "submissions/eligibility.html", _context(entry, standing, form, may_answer=may_answer))


def _context(entry: Entry, standing: Eligibility, form: EligibilityForm, *, may_answer: bool) -> dict[str, Any]:
    at = timezone.now()
    submission = Submission.objects.filter(entry=entry).first()
    window, held = submission_window(entry), deadline(entry, submission, at=at)
    is_open = window is not None and window.is_open(at)
    moments = (window.opens_at, window.closes_at) if window else ()
    return {
        "entry": entry,
        "category": entry.category,
        "standing": standing,
        "form": form,
        "deadline": held,
        "window": [clocks(moment, province_code=entry.province_code)[0].text for moment in moments],
        "is_open": is_open,
        "may_answer": may_answer and is_open,
        "submission": submission,
        "remaining": remaining_text(held.told_at, at=at) if held.told_at and held.told_at > at else "",
    }


def _answer(request: HttpRequest, entry: Entry, standing: Eligibility) -> HttpResponse:
    """Keep the answers; when they open the way, go straight on into the form."""
    form = EligibilityForm(standing, request.POST)
    actor, at = signed_in_user(request), arrived_at(request)
    try:
        check = check_eligibility(entry=entry, answers=form.answers(), actor=actor, at=at)
    except (SubmissionClosedError, UnansweredConditionError) as error:
        form.add_error(None, str(error))
        context = _context(entry, standing, form, may_answer=True)
        return render(request, "submissions/eligibility.html", context, status=400)
    if not check.is_eligible:
        return redirect("submission-eligibility", public_id=entry.public_id)
    submission = start_submission(entry=entry, actor=actor, at=at)
    messages.success(request, _("Syarat terpenuhi. Silakan mengisi; jawaban tersimpan otomatis."))
    return redirect("submission", public_id=submission.public_id)
