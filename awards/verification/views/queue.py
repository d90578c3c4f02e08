"""The queue: one answer at a time, claimed while it is open, the next one loads by itself."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.submissions.models.answers import Answer, Submission
from awards.submissions.parsing.answers import whole_number
from awards.submissions.selectors.sheets import Item, current_evidence, item_of
from awards.submissions.views.evidence import VIEWABLE
from awards.verification.forms import RulingForm
from awards.verification.policies import may_verify
from awards.verification.selectors.findings import findings_by_answer
from awards.verification.selectors.queue import conversation, waiting_answers
from awards.verification.services.findings import (
    NotOwnAreaError,
    VerdictRefusedError,
    VerificationClosedError,
    record_finding,
)
from awards.verification.services.queue import take_answer, take_next_answer
from paritrana.accounts.requests import request_grants, signed_in_user

SKIPPED = "verification-skipped"


@login_required
@require_POST
def take_next(request: HttpRequest) -> HttpResponse:
    """Serve the most urgent answer; "lewati" puts the one at hand behind for this session."""
    held = request_grants(request)
    if not may_verify(held):
        raise Http404
    skipped = set(request.session.get(SKIPPED, []))
    if (skip := whole_number(request.POST.get("skip", ""))) is not None:
        skipped.add(skip)
        request.session[SKIPPED] = sorted(skipped)
    answer = take_next_answer(grants=held, officer=signed_in_user(request), skipped=skipped, at=timezone.now())
    if answer is None:
        request.session.pop(SKIPPED, None)
        messages.info(request, _("Tidak ada jawaban lain yang menunggu. Yang Anda lewati akan tampil lagi."))
        return redirect("verification")
    return redirect("verification-answer", public_id=answer.submission.public_id, question=answer.question)


@login_required
def answer_page(request: HttpRequest, public_id: UUID, question: str) -> HttpResponse:
    """Show claim, registry and document side by side; a verdict leads to the next answer."""
    held = request_grants(request)
    submission = get_object_or_404(
        Submission.objects.verifiable_by(held).select_related("entry__category__edition"), public_id=public_id
    )
    answer = get_object_or_404(Answer.objects.select_related("updated_by"), submission=submission, question=question)
    if request.method == "POST":
        return _rule(request, submission, answer)
    if not take_answer(answer=answer, officer=signed_in_user(request), at=timezone.now()):
        messages.info(request, _("Jawaban ini sedang diperiksa petugas lain."))
        return redirect("verification")
    item = answer_item(submission, answer)
    form = RulingForm(item, initial={"version": answer.version})
    return _shown(request, submission, answer, item, form, status=200)


def answer_item(submission: Submission, answer: Answer) -> Item:
    asked = questionnaire_of(sealed_rulebook(submission.entry.category)).question(answer.question)
    if asked is None:
        raise Http404
    return item_of(asked, answer, current_evidence().filter(answer=answer))


def _shown(
    request: HttpRequest, submission: Submission, answer: Answer, item: Item, form: RulingForm, *, status: int
) -> HttpResponse:
    waiting = waiting_answers(request_grants(request), officer=signed_in_user(request), at=timezone.now())
    context = {
        "submission": submission,
        "entry": submission.entry,
        "category": submission.entry.category,
        "item": item,
        "form": form,
        "finding": findings_by_answer([answer.pk]).get(answer.pk),
        **shown_file(request, item),
        "turns": conversation(answer, item.question),
        "waiting": waiting.count(),
        "percent": answer.deviation * 100 if answer.deviation is not None else None,
    }
    return render(request, "verification/answer.html", context, status=status)


def shown_file(request: HttpRequest, item: Item) -> dict[str, Any]:
    """Return which of the answer's files is shown, and at which page."""
    viewable = [file for file in item.evidence if file.is_ready and file.content_type in VIEWABLE]
    wanted = request.GET.get("berkas", "")
    shown = next((file for file in viewable if str(file.public_id) == wanted), viewable[0] if viewable else None)
    asked = whole_number(request.GET.get("hal", ""))
    own = shown.page if shown else None
    return {"viewable": viewable, "shown": shown, "page_shown": asked or own or 1, "is_page_asked": bool(asked)}


def _rule(request: HttpRequest, submission: Submission, answer: Answer) -> HttpResponse:
    item = answer_item(submission, answer)
    form = RulingForm(item, request.POST)
    if not form.is_valid():
        return _shown(request, submission, answer, item, form, status=400)
    try:
        record_finding(
            answer=answer,
            answer_version=form.cleaned_data["version"],
            ruling=form.ruling(),
            officer=signed_in_user(request),
            at=timezone.now(),
        )
    except VerdictRefusedError as error:
        form.add_error(None, str(error))
        return _shown(request, submission, answer, item, form, status=400)
    except (NotOwnAreaError, VerificationClosedError) as error:
        messages.error(request, str(error))
        return redirect("verification")
    messages.success(request, _("Putusan tersimpan. Ini jawaban berikutnya."))
    return take_next(request)
