"""What verification said, for the entrant: verdicts and verified values, never ranks; objections start here."""

import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from awards.editions.selectors import clocks
from awards.submissions.models.answers import Submission
from awards.submissions.services.evidence import EvidenceRefusedError
from awards.submissions.views.access import Room, enter_room, signable_submission, visible_submission
from awards.submissions.views.evidence import evidence_begun, scan_when_waiting, sent_file
from awards.submissions.views.papers import pdf_response
from awards.verification.exports import decision_letter
from awards.verification.forms import ObjectionForm
from awards.verification.models import Finding, Objection, ObjectionState, Verdict
from awards.verification.selectors.findings import AnswerCase, cases, objection_window
from awards.verification.selectors.objections import objection_evidence_rule, pending_objection_files
from awards.verification.selectors.queue import rounds
from awards.verification.services.objection_files import (
    attach_objection_file,
    begin_objection_upload,
    remove_objection_file,
)
from awards.verification.services.objections import ObjectionRefusedError, lodge_objection
from paritrana.accounts.requests import arrived_at, signed_in_user
from paritrana.pages.decisions import decide
from paritrana.uploads.views.pieces import announced_file, refusal


@login_required
@require_GET
def results(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show verdicts from the opening of the objection window on; clarification rounds at any time."""
    room = enter_room(request, visible_submission(request, public_id))
    return render(request, "submissions/results.html", _context(room, at=timezone.now()))


def _context(room: Room, *, at: datetime.datetime, failed: tuple[int, ObjectionForm] | None = None) -> dict[str, Any]:
    """`failed` is the form that was not taken, with the finding it is about: nothing typed is lost."""
    window = objection_window(room.submission.entry)
    is_shown = window is not None and at >= window.opens_at
    found = [case for case in (cases(room.sheet) if is_shown else ()) if case.item.answer]
    lodged = {
        objection.finding.answer_id: objection
        for objection in Objection.objects.filter(finding__answer__submission=room.submission)
        .select_related("finding", "decided_by", "new_finding", "evidence")
        .order_by("pk")
    }
    may_object = room.may_sign and window is not None and window.is_open(at)
    answers = [case.item.answer.pk for case in found if case.item.answer]
    files = {file.answer_id: file for file in pending_objection_files(answers)}
    rows = [
        {
            "case": case,
            "objection": lodged.get(answer.pk),
            "file": files.get(answer.pk),
            "rule": objection_evidence_rule(case.item.question),
            "takes_objection": may_object and answer.pk not in lodged and _is_contestable(case),
            "form": failed[1] if failed and case.finding and case.finding.pk == failed[0] else None,
        }
        for case in found
        if (answer := case.item.answer)
    ]
    has_place = any(row["form"] and row["takes_objection"] for row in rows)
    return {
        **room.context(),
        "rounds": rounds(room.submission, room.questionnaire),
        "rows": rows,
        "is_shown": is_shown,
        "window": window,
        "window_ends": clocks(window.closes_at, province_code=room.submission.entry.province_code)[0].text
        if window
        else "",
        "may_object": may_object,
        "unplaced": failed[1] if failed and not has_place else None,
    }


def _is_contestable(case: AnswerCase) -> bool:
    return case.is_decided and case.finding is not None and case.finding.verdict != Verdict.ACCEPTED


def _finding(submission: Submission, finding_id: int) -> Finding:
    return get_object_or_404(
        Finding.objects.select_related("answer__submission__entry__category__edition"),
        pk=finding_id,
        answer__submission=submission,
    )


@login_required
@require_POST
def object_to(request: HttpRequest, public_id: UUID, finding_id: int) -> HttpResponse:
    submission = signable_submission(request, public_id)
    finding = _finding(submission, finding_id)
    form = ObjectionForm(request.POST)
    try:
        _attach(request, finding)
        if form.is_valid():
            lodge_objection(
                finding=finding,
                text=form.cleaned_data["text"],
                proves_on=form.cleaned_data["proves_on"],
                actor=signed_in_user(request),
                at=arrived_at(request),
            )
            messages.success(request, _("Sanggahan diajukan. Petugas lain akan memutusnya."))
            return redirect("submission-results", public_id=public_id)
    except (ObjectionRefusedError, EvidenceRefusedError) as error:
        form.add_error(None, str(error))
    room = enter_room(request, submission)
    context = _context(room, at=arrived_at(request), failed=(finding.pk, form))
    return render(request, "submissions/results.html", context, status=400)


def _attach(request: HttpRequest, finding: Finding) -> None:
    """Take the file that came with the plain form, if there is one."""
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        return
    actor = signed_in_user(request)
    with sent_file(sent) as path:
        evidence = attach_objection_file(
            finding=finding, original_name=sent.name or "berkas", path=path, actor=actor, at=arrived_at(request)
        )
    scan_when_waiting(evidence, actor)


@login_required
@require_POST
def begin_file(request: HttpRequest, public_id: UUID, finding_id: int) -> JsonResponse:
    submission = signable_submission(request, public_id)
    try:
        upload = begin_objection_upload(
            finding=_finding(submission, finding_id),
            file=announced_file(request),
            actor=signed_in_user(request),
            at=arrived_at(request),
        )
    except (ObjectionRefusedError, EvidenceRefusedError) as error:
        return refusal(str(error))
    return evidence_begun(submission, upload)


@login_required
@require_POST
def remove_file(request: HttpRequest, public_id: UUID, finding_id: int) -> HttpResponse:
    finding = _finding(signable_submission(request, public_id), finding_id)
    with decide(request, ObjectionRefusedError):
        remove_objection_file(finding=finding, actor=signed_in_user(request), at=arrived_at(request))
    return redirect("submission-results", public_id=public_id)


@login_required
@require_GET
def letter(request: HttpRequest, public_id: UUID, objection_id: int) -> HttpResponse:
    """The decision as a PDF letter, once there is one."""
    submission = visible_submission(request, public_id)
    objection = get_object_or_404(
        Objection.objects.select_related("finding__answer__submission", "decided_by", "new_finding", "evidence"),
        pk=objection_id,
        finding__answer__submission=submission,
    )
    with translation.override(settings.LANGUAGE_CODE):
        question = enter_room(request, submission).questionnaire.question(objection.finding.answer.question)
        if objection.state == ObjectionState.LODGED or question is None:
            raise Http404
        content = decision_letter(objection, question)
    return pdf_response(content, f"putusan-sanggahan-{objection.pk}")
