"""Files for answers: sent in pieces that survive a broken line, checked by content, one slot per answer.

The pieces of an upload lie in `uploads/`, finished files under random names in `evidence/`, both outside the web root.
"""

import datetime
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from awards.models.submissions import Answer, Evidence, EvidencePurpose, EvidenceState, Submission, Upload
from awards.parsing.files import FileRefusedError, Inspection, inspect_file
from awards.parsing.questionnaire import EvidenceRule, Question
from awards.selectors.submissions import editing
from awards.services.submissions.answers import SubmissionClosedError, locked_submission, questionnaire_for
from paritrana.accounts.models import User
from paritrana.audit.services import record

MEGABYTE = 1024 * 1024
CHUNK = 512 * 1024
READ = 1024 * 1024
LAST_PAGE = 32_767


class EvidenceRefusedError(Exception):
    """The file is not taken; the message says why. The slot keeps what it had."""


class UploadOffsetError(Exception):
    """The piece does not continue what arrived so far; the sender goes on at `received`."""

    def __init__(self, received: int) -> None:
        self.received = received
        super().__init__(_("Unggahan dilanjutkan dari bagian yang sudah diterima."))


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


def upload_path(upload: Upload) -> Path:
    folder = Path(settings.MEDIA_ROOT) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{upload.public_id}.part"


@transaction.atomic
def begin_upload(
    *, submission: Submission, question: str, original_name: str, size: int, actor: User, at: datetime.datetime
) -> Upload:
    """Start an upload, or return the one of the same file that broke off."""
    held = locked_submission(submission)
    _check_open(held, question, at)
    _question, rule = _rule(held, question)
    check_size(rule, size)
    return open_upload(
        submission=held,
        question=question,
        purpose=EvidencePurpose.ANSWER,
        original_name=original_name,
        size=size,
        actor=actor,
        at=at,
    )


def open_upload(
    *,
    submission: Submission,
    question: str,
    purpose: EvidencePurpose,
    original_name: str,
    size: int,
    actor: User,
    at: datetime.datetime,
) -> Upload:
    """Return the row of an upload whose permission was checked; the same file that broke off goes on."""
    name = Path(original_name.replace("\\", "/")).name[:255] or "berkas"
    of_this_file = {
        "submission": submission,
        "question": question,
        "purpose": purpose,
        "original_name": name,
        "size": size,
        "created_by": actor,
    }
    return Upload.objects.filter(**of_this_file).first() or Upload.objects.create(**of_this_file, created_at=at)


@transaction.atomic
def append_piece(*, upload: Upload, offset: int, piece: bytes) -> Upload:
    """Add a piece at `offset`; a piece that arrives twice, or out of turn, is refused with where to go on."""
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if offset != held.received or not piece or held.received + len(piece) > held.size:
        raise UploadOffsetError(held.received)
    path = upload_path(held)
    with path.open("r+b" if path.exists() else "wb") as stream:
        stream.seek(offset)
        stream.write(piece)
        stream.truncate()
    Upload.objects.filter(pk=held.pk).update(received=F("received") + len(piece))
    held.refresh_from_db()
    return held


def finish_upload(*, upload: Upload, actor: User, at: datetime.datetime) -> Evidence:
    """Check the whole file and put it into its slot; a refused file is thrown away, the slot keeps what it had."""
    with finished_upload(upload) as path:
        return attach_file(
            submission=upload.submission,
            question=upload.question,
            original_name=upload.original_name,
            path=path,
            actor=actor,
            at=at,
        )


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


@transaction.atomic
def attach_file(
    *,
    submission: Submission,
    question: str,
    original_name: str,
    path: Path,
    actor: User,
    at: datetime.datetime,
) -> Evidence:
    """Put a file into the slot of an answer; the one before is kept as replaced."""
    held = locked_submission(submission)
    _check_open(held, question, at)
    _asked, rule = _rule(held, question)
    check_size(rule, path.stat().st_size)
    found = checked_file(path, name=original_name, allowed=rule.types)
    # Version 0: nobody has written an answer yet, so what waits in a browser is no conflict with this empty row.
    answer, _is_new = Answer.objects.get_or_create(
        submission=held, question=question, defaults={"version": 0, "updated_at": at, "updated_by": actor}
    )
    evidence = store_evidence(
        answer=answer,
        purpose=EvidencePurpose.ANSWER,
        original_name=original_name,
        path=path,
        found=found,
        actor=actor,
        at=at,
    )
    record(
        action="evidence.attach",
        subject=evidence,
        actor=actor,
        at=at,
        changes={"question": question, "sha256": evidence.sha256, "size": evidence.size},
        region_code=held.entry.region_code,
    )
    return evidence


def checked_file(path: Path, *, name: str, allowed: tuple[str, ...]) -> Inspection:
    try:
        return inspect_file(path, name=name, allowed=allowed)
    except FileRefusedError as error:
        raise EvidenceRefusedError(str(error)) from error


def store_evidence(
    *,
    answer: Answer,
    purpose: EvidencePurpose,
    original_name: str,
    path: Path,
    found: Inspection,
    actor: User,
    at: datetime.datetime,
) -> Evidence:
    Evidence.objects.filter(answer=answer, purpose=purpose, replaced_at=None).update(replaced_at=at)
    evidence = Evidence(
        answer=answer,
        purpose=purpose,
        original_name=original_name[:255],
        content_type=found.content_type,
        size=path.stat().st_size,
        sha256=sha256_of(path),
        page_count=found.page_count,
        state=EvidenceState.SCANNING if settings.CLAMAV_URL else EvidenceState.READY,
        uploaded_at=at,
        uploaded_by=actor,
    )
    with path.open("rb") as stream:
        evidence.file.save(f"{evidence.public_id.hex}.{found.kind}", File(stream), save=False)
    evidence.save(force_insert=True)
    return evidence


def _held_evidence(evidence: Evidence, at: datetime.datetime) -> Submission:
    held = locked_submission(evidence.answer.submission)
    _check_open(held, evidence.answer.question, at)
    return held


@transaction.atomic
def cite_page(*, evidence: Evidence, page: int | None, at: datetime.datetime) -> Evidence:
    """Note the page on which the proof stands."""
    _held_evidence(evidence, at)
    if page is not None and not 1 <= page <= LAST_PAGE:
        raise EvidenceRefusedError(_("Nomor halaman ini tidak berlaku. Nomor sebelumnya tetap tercatat."))
    if page is not None and evidence.page_count and not 1 <= page <= evidence.page_count:
        raise EvidenceRefusedError(
            _("Berkas ini memiliki %(count)d halaman. Tulis halaman di antaranya.") % {"count": evidence.page_count}
        )
    Evidence.objects.filter(pk=evidence.pk, replaced_at=None).update(page=page)
    evidence.refresh_from_db()
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, actor: User, at: datetime.datetime) -> Evidence:
    """Empty the slot; the file itself stays as history. The answer's version rises: who did not see it is told."""
    held = _held_evidence(evidence, at)
    if Evidence.objects.filter(pk=evidence.pk, replaced_at=None).update(replaced_at=at):
        # Without a write key no chain of writes goes on over this one, not even that of who wrote last.
        Answer.objects.filter(pk=evidence.answer_id).update(
            version=F("version") + 1, write_key="", updated_at=at, updated_by=actor
        )
        record(
            action="evidence.remove",
            subject=evidence,
            actor=actor,
            at=at,
            changes={"question": evidence.answer.question, "sha256": evidence.sha256},
            region_code=held.entry.region_code,
        )
    evidence.refresh_from_db()
    return evidence
