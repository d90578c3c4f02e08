"""Files: taken in pieces, shown to those who may see the answer, always as an attachment unless asked to be viewed.

Where a virus scanner is set up, nothing is served before it has looked.
"""

import datetime
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards.submissions.models.answers import Submission
from awards.submissions.models.evidence import Evidence, EvidencePurpose, EvidenceState, Upload
from awards.submissions.parsing.answers import whole_number
from awards.submissions.services.answers import SubmissionClosedError
from awards.submissions.services.evidence import (
    EvidenceRefusedError,
    attach_file,
    begin_upload,
    cite_page,
    finish_upload,
    finished_evidence,
    remove_evidence,
)
from awards.submissions.tasks.evidence import start_scan
from awards.submissions.views.access import own_submission, signable_submission
from paritrana.accounts.looks import note_look
from paritrana.accounts.models import User
from paritrana.accounts.requests import arrived_at, request_grants, signed_in_user
from paritrana.pages.decisions import decide
from paritrana.uploads.views.pieces import announced_file, refusal, take_piece, upload_begun, upload_over

VIEWABLE = frozenset({"application/pdf", "image/jpeg", "image/png"})


@login_required
@require_POST
def begin(request: HttpRequest, public_id: UUID, code: str) -> JsonResponse:
    submission = own_submission(request, public_id)
    try:
        upload = begin_upload(
            submission=submission,
            question=code,
            file=announced_file(request),
            actor=signed_in_user(request),
            at=arrived_at(request),
        )
    except (EvidenceRefusedError, SubmissionClosedError) as error:
        return refusal(str(error))
    return evidence_begun(submission, upload)


def evidence_begun(submission: Submission, upload: Upload) -> JsonResponse:
    return upload_begun(upload, reverse("evidence-piece", args=[submission.public_id, upload.public_id]))


@login_required
@require_http_methods(["POST", "DELETE"])
def piece(request: HttpRequest, public_id: UUID, upload_id: UUID) -> JsonResponse:
    """Take one piece; the last one closes the file, which is checked then. Sent twice it is answered twice."""
    submission = own_submission(request, public_id)
    actor = signed_in_user(request)
    over = partial(_after_the_end, submission, upload_id, actor)
    upload = Upload.objects.filter(public_id=upload_id, submission=submission, created_by=actor).first()
    if upload is None:
        return over()
    if upload.purpose == EvidencePurpose.OBJECTION:
        signable_submission(request, public_id)
    return take_piece(request, upload, finish=partial(_finish, actor, arrived_at(request)), over=over)


def _finish(actor: User, arrived: datetime.datetime, upload: Upload) -> JsonResponse:
    try:
        evidence = finish_upload(upload=upload, actor=actor, at=arrived)
    except (EvidenceRefusedError, SubmissionClosedError) as error:
        return refusal(str(error))
    scan_when_waiting(evidence, actor)
    return _in_its_slot(evidence)


def _in_its_slot(evidence: Evidence) -> JsonResponse:
    return JsonResponse({"received": evidence.size, "evidence": str(evidence.public_id), "sha256": evidence.sha256})


def _after_the_end(submission: Submission, upload_id: UUID, actor: User) -> JsonResponse:
    """Answer who sends to an upload that is over: with the file it became, else with what to do."""
    evidence = finished_evidence(submission=submission, upload_id=upload_id, actor=actor)
    return upload_over() if evidence is None else _in_its_slot(evidence)


def scan_when_waiting(evidence: Evidence, actor: User) -> None:
    if evidence.state == EvidenceState.SCANNING:
        start_scan(actor)


@contextmanager
def sent_file(sent: "UploadedFile[Any]") -> Iterator[Path]:
    """Give a file that came with a plain form as a path."""
    with tempfile.NamedTemporaryFile() as stream:
        for part in sent.chunks():
            stream.write(part)
        stream.flush()
        yield Path(stream.name)


def attach_sent_file(request: HttpRequest, submission: Submission, code: str, sent: "UploadedFile[Any]") -> str:
    """Take a file that came with the plain form; return what is wrong with it, "" when it is in its slot."""
    actor = signed_in_user(request)
    try:
        with sent_file(sent) as path:
            evidence = attach_file(
                submission=submission,
                question=code,
                original_name=sent.name or "berkas",
                path=path,
                actor=actor,
                at=arrived_at(request),
            )
    except (EvidenceRefusedError, SubmissionClosedError) as error:
        return str(error)
    scan_when_waiting(evidence, actor)
    return ""


def _visible_evidence(request: HttpRequest, evidence_id: UUID) -> Evidence:
    held = request_grants(request)
    readable = Submission.objects.visible_to(held) | Submission.objects.verifiable_by(held)
    rows = Evidence.objects.filter(answer__submission__in=readable.values("pk"))
    return get_object_or_404(rows, public_id=evidence_id)


@login_required
@require_GET
def download(request: HttpRequest, evidence_id: UUID) -> HttpResponseBase:
    evidence = _visible_evidence(request, evidence_id)
    if not evidence.is_ready:
        return render(request, "submissions/evidence_held.html", {"file": evidence}, status=409)
    note_look(request, "evidence.open", evidence)
    answer = FileResponse(
        evidence.file.open("rb"),
        as_attachment=True,
        filename=evidence.original_name,
        content_type=evidence.content_type,
    )
    return _fenced(answer)


@login_required
@require_GET
def view(request: HttpRequest, evidence_id: UUID) -> HttpResponseBase:
    """Show a PDF or an image inside our own page; everything else is only downloaded."""
    evidence = _visible_evidence(request, evidence_id)
    if not evidence.is_ready or evidence.content_type not in VIEWABLE:
        raise Http404
    note_look(request, "evidence.open", evidence)
    return _fenced(FileResponse(evidence.file.open("rb"), content_type=evidence.content_type))


def _fenced(answer: FileResponse) -> FileResponse:
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    return answer


@login_required
@require_POST
def change(request: HttpRequest, public_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Note page and content of a proof, or take it away."""
    submission = own_submission(request, public_id)
    evidence = get_object_or_404(
        Evidence.objects.select_related("answer__submission"),
        public_id=evidence_id,
        answer__submission=submission,
        purpose=EvidencePurpose.ANSWER,
        replaced_at=None,
    )
    page = request.POST.get("page", "")
    with decide(request, EvidenceRefusedError, SubmissionClosedError):
        if "remove" in request.POST:
            remove_evidence(evidence=evidence, actor=signed_in_user(request), at=arrived_at(request))
        else:
            cite_page(
                evidence=evidence,
                page=whole_number(page),
                note=request.POST.get("note"),
                at=arrived_at(request),
            )
    code = request.POST.get("section", "")
    if not code:
        return redirect("submission", public_id=public_id)
    section = reverse("submission-section", args=[public_id, code])
    return redirect(f"{section}#p-{evidence.answer.question}")
