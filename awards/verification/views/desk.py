"""The desk: what waits in the own area, one submission's answers, and verdicts."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.submissions.models.answers import Submission
from awards.submissions.selectors.sheets import sheet
from awards.verification.forms import ClarificationForm
from awards.verification.policies import may_verify
from awards.verification.selectors.findings import cases, tallies, verification_window
from awards.verification.selectors.queue import (
    objections_in_area,
    rounds,
    usual_due,
    waiting_answers,
    waiting_elsewhere,
    worked_submissions,
)
from awards.verification.selectors.samples import readings_for
from awards.verification.services.clarifications import ClarificationRefusedError, ask_clarification
from awards.verification.services.findings import NotOwnAreaError, VerificationClosedError
from paritrana.accounts.requests import request_grants, signed_in_user

PAGE = 50


@login_required
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    held = request_grants(request)
    if not may_verify(held):
        raise Http404
    officer, at = signed_in_user(request), timezone.now()
    page = Paginator(worked_submissions(held), PAGE).get_page(request.GET.get("page"))
    elsewhere = waiting_elsewhere(held, officer=officer, at=at)
    context = {
        "page": page,
        "tallies": tallies(list(page.object_list)),
        "waiting": waiting_answers(held, officer=officer, at=at).count(),
        "readings": readings_for(officer, held, at=at).count(),
        "asked": elsewhere.asked[:PAGE],
        "held": elsewhere.held[:PAGE],
        "objections": objections_in_area(held)[:PAGE],
    }
    return render(request, "verification/desk.html", context)


def _own_case(request: HttpRequest, public_id: UUID) -> Submission:
    rows = Submission.objects.verifiable_by(request_grants(request)).select_related("entry__category__edition")
    return get_object_or_404(rows, public_id=public_id)


@login_required
@require_GET
def case_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    submission = _own_case(request, public_id)
    return _case_page(request, submission, None, status=200)


def _case_page(
    request: HttpRequest, submission: Submission, form: ClarificationForm | None, *, status: int
) -> HttpResponse:
    questionnaire = questionnaire_of(sealed_rulebook(submission.entry.category))
    found = cases(sheet(submission, questionnaire))
    window = verification_window(submission.entry)
    items = [case.item for case in found]
    context = {
        "submission": submission,
        "entry": submission.entry,
        "category": submission.entry.category,
        "cases": found,
        "rounds": rounds(submission, questionnaire),
        "decided": sum(case.is_decided for case in found),
        "is_open": window is not None and window.is_open(timezone.now()),
        "form": form or ClarificationForm(items, initial={"due_at": usual_due(submission.entry, at=timezone.now())}),
    }
    return render(request, "verification/case.html", context, status=status)


@login_required
@require_POST
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the entrant about the ticked answers; they leave the queue until the entrant sends them in again."""
    submission = _own_case(request, public_id)
    questionnaire = questionnaire_of(sealed_rulebook(submission.entry.category))
    items = [case.item for case in cases(sheet(submission, questionnaire))]
    form = ClarificationForm(items, request.POST)
    if not form.is_valid():
        return _case_page(request, submission, form, status=400)
    try:
        ask_clarification(
            submission=submission,
            questions=form.cleaned_data["questions"],
            message=form.cleaned_data["message"],
            due_at=form.cleaned_data["due_at"],
            officer=signed_in_user(request),
            at=timezone.now(),
        )
    except (ClarificationRefusedError, NotOwnAreaError, VerificationClosedError) as error:
        form.add_error(None, str(error))
        return _case_page(request, submission, form, status=400)
    messages.success(request, _("Klarifikasi terkirim. Jawaban yang ditanyakan dibuka lagi bagi peserta."))
    return redirect("verification")
