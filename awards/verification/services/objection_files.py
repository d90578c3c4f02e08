"""Evidence with an objection: taken like evidence with an answer, while the objection may still be lodged."""

import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from awards.rulebooks.parsing.questionnaire import EvidenceRule
from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.submissions.models.evidence import Evidence, EvidencePurpose, Upload
from awards.submissions.services.answers import locked_submission
from awards.submissions.services.evidence import (
    CheckedFile,
    EvidenceRefusedError,
    FileSlot,
    check_size,
    checked_file,
    open_slot_upload,
    store_evidence,
)
from awards.verification.models import Finding
from awards.verification.selectors.findings import counting_findings
from awards.verification.selectors.objections import objection_evidence_rule, pending_objection_files
from awards.verification.services.objections import ObjectionRefusedError, check_objectionable
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.uploads.services.pieces import AnnouncedFile


def _rule(finding: Finding) -> EvidenceRule:
    questionnaire = questionnaire_of(sealed_rulebook(finding.answer.submission.entry.category))
    question = questionnaire.question(finding.answer.question)
    if question is None:
        raise ObjectionRefusedError(_("Pertanyaan ini tidak ada lagi dalam juknis."))
    return objection_evidence_rule(question)


@transaction.atomic
def begin_objection_upload(*, finding: Finding, file: AnnouncedFile, actor: User, at: datetime.datetime) -> Upload:
    """Start an upload, or return the one of the same file that broke off."""
    check_objectionable(finding, at=at)
    check_size(_rule(finding), file.size)
    return open_slot_upload(
        slot=FileSlot(finding.answer.submission, finding.answer.question, EvidencePurpose.OBJECTION),
        file=file,
        actor=actor,
        at=at,
    )


def finish_objection_upload(*, upload: Upload, path: Path, actor: User, at: datetime.datetime) -> Evidence:
    """Check the whole file and lay it beside the verdict that counts now, for the objection to come."""
    finding = (
        counting_findings()
        .filter(answer__submission=upload.submission_id, answer__question=upload.question)
        .select_related("answer__submission__entry__category__edition")
        .first()
    )
    if finding is None:
        raise EvidenceRefusedError(_("Putusan ini sudah tidak ada. Muat ulang halaman."))
    try:
        return attach_objection_file(finding=finding, original_name=upload.original_name, path=path, actor=actor, at=at)
    except ObjectionRefusedError as error:
        raise EvidenceRefusedError(str(error)) from error


def attach_objection_file(
    *, finding: Finding, original_name: str, path: Path, actor: User, at: datetime.datetime
) -> Evidence:
    """Put a file into the slot of the objection to come; the one before is kept as replaced.

    The file is read before anything is locked.
    """
    rule = _rule(finding)
    check_size(rule, path.stat().st_size)
    file = checked_file(path, name=original_name, allowed=rule.types)
    with transaction.atomic():
        return _attach(finding, file, actor, at)


def _attach(finding: Finding, file: CheckedFile, actor: User, at: datetime.datetime) -> Evidence:
    locked_submission(finding.answer.submission)
    check_objectionable(finding, at=at)
    Evidence.objects.filter(answer=finding.answer, purpose=EvidencePurpose.OBJECTION, replaced_at=None).update(
        replaced_at=at
    )
    evidence = store_evidence(answer=finding.answer, purpose=EvidencePurpose.OBJECTION, file=file, actor=actor, at=at)
    record(
        action="objection.attach",
        subject=evidence,
        actor=actor,
        at=at,
        changes={"question": finding.answer.question, "sha256": evidence.sha256, "size": evidence.size},
    )
    return evidence


@transaction.atomic
def remove_objection_file(*, finding: Finding, actor: User, at: datetime.datetime) -> bool:
    """Empty the slot before lodging; the file itself stays as history. False when it was empty."""
    locked_submission(finding.answer.submission)
    check_objectionable(finding, at=at)
    removed = pending_objection_files([finding.answer_id]).update(replaced_at=at)
    if removed:
        record(
            action="objection.detach",
            subject=finding,
            actor=actor,
            at=at,
            changes={"question": finding.answer.question},
        )
    return bool(removed)
