"""Objections as an officer reads and decides them, and the round of questions on a case."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.submissions.parsing.answers import shown_answer
from awards.submissions.selectors.sheets import Item, current_evidence, item_of
from awards.submissions.views.evidence import VIEWABLE
from awards.verification.forms import ObjectionDecisionForm
from awards.verification.models import Objection, ObjectionState
from awards.verification.policies import may_verify
from awards.verification.selectors.queue import objections_in_area
from awards.verification.services.findings import NotOwnAreaError, VerificationClosedError
from awards.verification.services.objections import (
    ObjectionRefusedError,
    check_decider,
    dismiss_objection,
    uphold_objection,
)
from paritrana.accounts.requests import request_grants, signed_in_user


def _item(objection: Objection) -> Item:
    answer = objection.finding.answer
    question = questionnaire_of(sealed_rulebook(answer.submission.entry.category)).question(answer.question)
    if question is None:
        raise Http404
    return item_of(question, answer, current_evidence().filter(answer=answer))


def _context(objection: Objection, form: ObjectionDecisionForm, refusal: str) -> dict[str, Any]:
    finding, proof = objection.finding, objection.evidence
    submission = finding.answer.submission
    item = _item(objection)
    return {
        "objection": objection,
        "finding": finding,
        "entry": submission.entry,
        "category": submission.entry.category,
        "item": item,
        "verified": shown_answer(item.question, finding.verified_value),
        "is_viewable": proof is not None and proof.is_ready and proof.content_type in VIEWABLE,
        "form": form,
        "refusal": refusal,
    }


@login_required
def objection_page(request: HttpRequest, objection_id: int) -> HttpResponse:
    held = request_grants(request)
    if not may_verify(held):
        raise Http404
    objection = get_object_or_404(objections_in_area(held), pk=objection_id)
    officer, at = signed_in_user(request), timezone.now()
    refusal = ""
    try:
        check_decider(objection, officer=officer, at=at)
    except NotOwnAreaError as error:
        refusal = str(error)
    if request.method != "POST":
        return render(
            request,
            "verification/objection.html",
            _context(objection, ObjectionDecisionForm(_item(objection)), refusal),
        )
    form = ObjectionDecisionForm(_item(objection), request.POST)
    if form.is_valid() and not refusal and objection.state == ObjectionState.LODGED:
        return _decide(request, objection, form)
    if refusal:
        messages.error(request, refusal)
    return render(request, "verification/objection.html", _context(objection, form, refusal), status=400)


def _decide(request: HttpRequest, objection: Objection, form: ObjectionDecisionForm) -> HttpResponse:
    officer, at = signed_in_user(request), timezone.now()
    decision = form.cleaned_data["decision"]
    try:
        if form.cleaned_data["outcome"] == "upheld":
            value = form.cleaned_data["value"]
            uphold_objection(objection=objection, value=value, decision=decision, officer=officer, at=at)
        else:
            dismiss_objection(objection=objection, decision=decision, officer=officer, at=at)
    except (ObjectionRefusedError, NotOwnAreaError, VerificationClosedError) as error:
        form.add_error(None, str(error))
        return render(request, "verification/objection.html", _context(objection, form, ""), status=400)
    messages.success(request, _("Putusan sanggahan tersimpan dan dapat dibaca peserta."))
    return redirect("verification-objection", objection_id=objection.pk)
