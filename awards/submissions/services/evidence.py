"""Files for answers: checked by content, one slot per answer; under random names outside the web root."""

import datetime
import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from awards.rulebooks.parsing.questionnaire import EvidenceRule, Question
from awards.sentences import refusal
from awards.submissions.models.answers import Answer, Submission
from awards.submissions.models.evidence import Evidence, EvidencePurpose, EvidenceState, Upload
from awards.submissions.parsing.files import FileRefusedError, Inspection, inspect_file
from awards.submissions.selectors.sheets import editing
from awards.submissions.services.answers import SubmissionClosedError, locked_submission, questionnaire_for
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.uploads.services.pieces import (
    AnnouncedFile,
    TooManyUploadsError,
    UploadGoneError,
    open_upload,
    upload_path,
)

MEGABYTE = 1024 * 1024
READ = 1024 * 1024
LAST_PAGE = 32_767
LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class FileSlot:
    """Where a file is meant to lie: beside the answer to a question, for one purpose."""

    submission: Submission
    question: str
    purpose: EvidencePurpose


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it arrived; `public_id` is the key of the upload it came with, None where it came with a form."""

    path: Path
    name: str
    public_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A whole file whose content was found to be what its slot allows."""

    path: Path
    original_name: str
    inspection: Inspection
    sha256: str
    public_id: uuid.UUID | None = None
    """The key of the upload it came with, which the evidence keeps; None where it came with a form."""


class Finisher(Protocol):
    """Puts a file that arrived whole into the slot its purpose names."""

    def __call__(self, *, upload: Upload, path: Path, actor: User, at: datetime.datetime) -> Evidence: ...


class EvidenceRefusedError(Exception):
    """The file is not taken; the message says why. The slot keeps what it had."""


def _rule(submission: Submission, code: str) -> tuple[Question, EvidenceRule]:
    question = questionnaire_for(submission).question(code)
    if question is None or question.evidence is None:
        raise EvidenceRefusedError(_("Pertanyaan ini tidak meminta berkas. Muat ulang halaman."))
    return question, question.evidence


def _check_open(submission: Submission, code: str, at: datetime.datetime) -> None:
    state = editing(submission, at=at)
    if not state.allows(code):
        raise SubmissionClosedError(state.reason or _("Jawaban ini tidak sedang dibuka untuk diubah."))


def check_size(rule: EvidenceRule, size: int) -> None:
    if size <= 0:
        raise EvidenceRefusedError(_("Berkas ini kosong. Pilih berkas yang berisi."))
    if size > rule.maximum_megabytes * MEGABYTE:
        raise EvidenceRefusedError(
            _("Berkas ini lebih besar dari %(limit)d MB. Perkecil, misalnya pindai hitam putih, lalu unggah lagi.")
            % {"limit": rule.maximum_megabytes}
        )


def _check_count(answer: Answer | None, rule: EvidenceRule) -> None:
    """Refuse one file more than the question takes; none goes by itself to make room."""
    kept = (
        answer.evidence.filter(purpose=EvidencePurpose.ANSWER, replaced_at=None) if answer else Evidence.objects.none()
    )
    if kept.exclude(state=EvidenceState.REJECTED).count() >= rule.maximum_files:
        raise EvidenceRefusedError(
            _("Pertanyaan ini menerima paling banyak %(most)d berkas. Lepas satu berkas dahulu, lalu unggah lagi.")
            % {"most": rule.maximum_files}
        )


@transaction.atomic
def begin_upload(
    *, submission: Submission, question: str, file: AnnouncedFile, actor: User, at: datetime.datetime
) -> Upload:
    """Start an upload, or return the one of the same file that broke off."""
    held = locked_submission(submission)
    _check_open(held, question, at)
    _question, rule = _rule(held, question)
    check_size(rule, file.size)
    _check_count(Answer.objects.filter(submission=held, question=question).first(), rule)
    return open_slot_upload(
        slot=FileSlot(held, question, EvidencePurpose.ANSWER),
        file=file,
        actor=actor,
        at=at,
    )


def open_slot_upload(*, slot: FileSlot, file: AnnouncedFile, actor: User, at: datetime.datetime) -> Upload:
    """Return the row of an upload whose permission was checked; the same file that broke off goes on."""
    fields = {"submission": slot.submission, "question": slot.question, "purpose": slot.purpose}
    try:
        return open_upload(Upload, slot=fields, file=file, actor=actor, at=at)
    except TooManyUploadsError as error:
        raise EvidenceRefusedError(str(error)) from error


def finished_evidence(*, submission: Submission, upload_id: uuid.UUID, actor: User) -> Evidence | None:
    """Return what a person's upload became: the file keeps the key of the upload it came with."""
    return Evidence.objects.filter(answer__submission=submission, public_id=upload_id, uploaded_by=actor).first()


def finish_upload(*, upload: Upload, actor: User, at: datetime.datetime) -> Evidence:
    """Check the whole file and put it into its slot; a refused file is thrown away, the slot keeps what it had.

    Whoever asked for files of a purpose finishes them: a later stage registers itself in `AppConfig.ready`.
    """
    with finished_upload(upload) as path:
        if not path.exists():  # somebody else finished it meanwhile
            raise UploadGoneError
        try:
            evidence = _finishers[EvidencePurpose(upload.purpose)](upload=upload, path=path, actor=actor, at=at)
        except FileNotFoundError as error:
            raise UploadGoneError from error
        if not Evidence.objects.filter(public_id=upload.public_id).exists():
            Evidence.objects.filter(pk=evidence.pk).update(public_id=upload.public_id)
            evidence.public_id = upload.public_id
    return evidence


def register_finisher(purpose: EvidencePurpose, finisher: Finisher) -> None:
    """Let `finisher` put files of this purpose into their slot; it refuses one with EvidenceRefusedError."""
    _finishers[purpose] = finisher


def _attach_to_answer(*, upload: Upload, path: Path, actor: User, at: datetime.datetime) -> Evidence:
    slot = FileSlot(upload.submission, upload.question, EvidencePurpose.ANSWER)
    return _lay_down(slot, SentFile(path, upload.original_name, upload.public_id), actor=actor, at=at)


_finishers: dict[EvidencePurpose, Finisher] = {EvidencePurpose.ANSWER: _attach_to_answer}


@contextmanager
def finished_upload(upload: Upload) -> Iterator[Path]:
    """Give the file that arrived whole; whatever becomes of it, the upload is over afterwards."""
    path = upload_path(upload)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
        Upload.objects.filter(pk=upload.pk).delete()


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(READ):
        yield piece


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for piece in _pieces(stream):
            digest.update(piece)
    return digest.hexdigest()


def attach_file(
    *,
    submission: Submission,
    question: str,
    original_name: str,
    path: Path,
    actor: User,
    at: datetime.datetime,
) -> Evidence:
    """Lay a file beside an answer; those there stay. Of a form that was sent its version rises: a verdict falls."""
    slot = FileSlot(submission, question, EvidencePurpose.ANSWER)
    return _lay_down(slot, SentFile(path, original_name), actor=actor, at=at)


def _lay_down(slot: FileSlot, sent: SentFile, *, actor: User, at: datetime.datetime) -> Evidence:
    """Finished twice under one key, by a piece that was sent again, a file is laid down once.

    It is read before anything is locked: on SQLite the whole site waits for whoever holds a transaction.
    """
    _asked, rule = _rule(slot.submission, slot.question)
    check_size(rule, sent.path.stat().st_size)
    file = replace(checked_file(sent.path, name=sent.name, allowed=rule.types), public_id=sent.public_id)
    with transaction.atomic():
        return _attach(slot, rule, file, actor, at)


def _attach(slot: FileSlot, rule: EvidenceRule, file: CheckedFile, actor: User, at: datetime.datetime) -> Evidence:
    held, question = locked_submission(slot.submission), slot.question
    _check_open(held, question, at)
    # Version 0: nobody has written an answer yet, so what waits in a browser is no conflict with this empty row.
    answer, is_new = Answer.objects.get_or_create(
        submission=held, question=question, defaults={"version": 0, "updated_at": at, "updated_by": actor}
    )
    if file.public_id and (same := answer.evidence.filter(public_id=file.public_id).first()) is not None:
        return same
    kept = answer.evidence.filter(purpose=slot.purpose, replaced_at=None)
    if kept.filter(sha256=file.sha256).exists():
        raise EvidenceRefusedError(_("Berkas ini sudah ada di pertanyaan ini, jadi tidak ditambahkan lagi."))
    _check_count(answer, rule)
    # What the scanner rejected counts for nothing, and another file takes its place.
    kept.filter(state=EvidenceState.REJECTED).update(replaced_at=at)
    evidence = store_evidence(answer=answer, purpose=EvidencePurpose.ANSWER, file=file, actor=actor, at=at)
    record(
        action="evidence.attach",
        subject=evidence,
        actor=actor,
        at=at,
        changes={"question": question, "sha256": evidence.sha256, "size": evidence.size},
    )
    if held.sends and not is_new:  # before the first sending nobody has judged anything
        _changed(answer.pk, actor, at)
    return evidence


def _changed(answer_id: int, actor: User, at: datetime.datetime) -> None:
    """Count another proof as another answer. Without a write key no chain of writes goes on over it."""
    Answer.objects.filter(pk=answer_id).update(version=F("version") + 1, write_key="", updated_at=at, updated_by=actor)


def checked_file(path: Path, *, name: str, allowed: tuple[str, ...]) -> CheckedFile:
    try:
        return CheckedFile(path, name, inspect_file(path, name=name, allowed=allowed), sha256_of(path))
    except FileRefusedError as error:
        raise EvidenceRefusedError(refusal(error)) from error


def store_evidence(
    *, answer: Answer, purpose: EvidencePurpose, file: CheckedFile, actor: User, at: datetime.datetime
) -> Evidence:
    """Lay a file beside an answer under a name of its own."""
    evidence = Evidence(
        **({"public_id": file.public_id} if file.public_id else {}),
        answer=answer,
        purpose=purpose,
        original_name=file.original_name[:255],
        content_type=file.inspection.content_type,
        size=file.path.stat().st_size,
        sha256=file.sha256,
        page_count=file.inspection.page_count,
        state=EvidenceState.SCANNING if settings.CLAMAV_URL else EvidenceState.READY,
        uploaded_at=at,
        uploaded_by=actor,
    )
    with file.path.open("rb") as stream:
        evidence.file.save(f"{evidence.public_id.hex}.{file.inspection.kind}", File(stream), save=False)
    evidence.save(force_insert=True)
    return evidence


def _held_evidence(evidence: Evidence, at: datetime.datetime) -> Submission:
    held = locked_submission(evidence.answer.submission)
    _check_open(held, evidence.answer.question, at)
    return held


@transaction.atomic
def cite_page(*, evidence: Evidence, page: int | None, at: datetime.datetime, note: str | None = None) -> Evidence:
    """Note the page on which the proof stands, and what the file shows; without a note the one there stays."""
    _held_evidence(evidence, at)
    if page is not None and not 1 <= page <= LAST_PAGE:
        raise EvidenceRefusedError(_("Nomor halaman ini tidak berlaku. Nomor sebelumnya tetap tercatat."))
    if page is not None and evidence.page_count and not 1 <= page <= evidence.page_count:
        raise EvidenceRefusedError(
            _("Berkas ini memiliki %(count)d halaman. Tulis halaman di antaranya.") % {"count": evidence.page_count}
        )
    told = evidence.note if note is None else note.strip()
    if len(told) > LONGEST_NOTE:
        raise EvidenceRefusedError(
            _("Keterangan berkas paling panjang %(most)d huruf. Yang ini tidak disimpan; ringkas dahulu.")
            % {"most": LONGEST_NOTE}
        )
    Evidence.objects.filter(pk=evidence.pk, replaced_at=None).update(page=page, note=told)
    evidence.refresh_from_db()
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, actor: User, at: datetime.datetime) -> Evidence:
    """Take a file away; it stays as history. The answer's version rises: who did not see it is told."""
    _held_evidence(evidence, at)
    if Evidence.objects.filter(pk=evidence.pk, replaced_at=None).update(replaced_at=at):
        _changed(evidence.answer_id, actor, at)
        record(
            action="evidence.remove",
            subject=evidence,
            actor=actor,
            at=at,
            changes={"question": evidence.answer.question, "sha256": evidence.sha256},
        )
    evidence.refresh_from_db()
    return evidence
