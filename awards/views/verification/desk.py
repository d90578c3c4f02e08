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

from awards.forms.verification import RulingForm
from awards.models.submissions import Answer, Submission
from awards.policies.verification import may_verify
from awards.selectors.rulebooks import questionnaire_of, sealed_rulebook
from awards.selectors.submissions import sheet
from awards.selectors.verification import cases, tallies, verification_window
from awards.services.verification import (
    NotOwnAreaError,
    VerdictRefusedError,
    VerificationClosedError,
    record_finding,
)
from paritrana.accounts.requests import request_grants, signed_in_user

PAGE = 50


@login_required
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    held = request_grants(request)
    if not may_verify(held):
        raise Http404
    waiting = (
        Submission.objects.verifiable_by(held).select_related("entry__category__edition").order_by("submitted_at", "pk")
    )
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    return render(request, "verification/desk.html", {"page": page, "tallies": tallies(list(page.object_list))})


def _own_case(request: HttpRequest, public_id: UUID) -> Submission:
    rows = Submission.objects.verifiable_by(request_grants(request)).select_related("entry__category__edition")
    return get_object_or_404(rows, public_id=public_id)


@login_required
@require_GET
def case_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    submission = _own_case(request, public_id)
    questionnaire = questionnaire_of(sealed_rulebook(submission.entry.category))
    found = cases(sheet(submission, questionnaire))
    window = verification_window(submission.entry)
    context = {
        "submission": submission,
        "entry": submission.entry,
        "category": submission.entry.category,
        "rows": [(case, RulingForm(initial={"version": case.item.version}, auto_id=f"{case.item.question.code}_%s"))
                 for case in found],
        "decided": sum(case.is_decided for case in found),
        "window": window,
        "is_open": window is not None and window.is_open(timezone.now()),
    }  # fmt: skip
    return render(request, "verification/case.html", context)


@login_required
@require_POST
def rule(request: HttpRequest, public_id: UUID, question: str) -> HttpResponse:
    submission = _own_case(request, public_id)
    answer = get_object_or_404(Answer, submission=submission, question=question)
    form = RulingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Putusan belum lengkap dan tidak disimpan. Pilih putusan dan alasannya."))
        return redirect("verification-case", public_id=public_id)
    try:
        record_finding(
            answer=answer,
            answer_version=form.cleaned_data["version"],
            ruling=form.ruling(),
            officer=signed_in_user(request),
            at=timezone.now(),
        )
        messages.success(request, _("Putusan tersimpan."))
    except (NotOwnAreaError, VerdictRefusedError, VerificationClosedError) as error:
        messages.error(request, str(error))
    return redirect("verification-case", public_id=public_id)
