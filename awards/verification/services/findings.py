"""Verdicts on answers: accept, correct, reject. Each is a new row; the latest counts."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.entries.models import Entry
from awards.news.models import NewsKind
from awards.rulebooks.parsing.questionnaire import Question, QuestionKind
from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.sentences import sentence
from awards.submissions.models.answers import Answer, Submission, SubmissionState
from awards.submissions.parsing.answers import read_answer
from awards.submissions.selectors.sheets import Item, current_evidence, item_of
from awards.submissions.services.telling import on_form, tell_office
from awards.verification.models import Claim, Finding, Verdict
from awards.verification.selectors.findings import counting_findings, objection_window, verification_window
from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import grants
from paritrana.audit.services import record


class NotOwnAreaError(Exception):
    """The officer does not verify this entry: another area, or the own office."""


class VerificationClosedError(Exception):
    """No verdict can be given now; the message says why."""


class VerdictRefusedError(Exception):
    """The verdict itself does not hold together; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict as the officer gives it; `value` is typed like an answer and only needed for a correction."""

    verdict: Verdict
    value: str = ""
    reason_code: str = ""
    note: str = ""


def check_officer(entry: Entry, *, officer: User, at: datetime.datetime) -> None:
    """Raise unless the officer may verify this entry on that day."""
    held = grants(officer, on=timezone.localdate(at))
    if not held.covers(Role.VERIFIER, entry.region_code):
        raise NotOwnAreaError(_("Peserta ini berada di luar wilayah kerja Anda."))
    if entry.office in held.offices:
        raise NotOwnAreaError(_("Anda tidak memverifikasi isian kantor sendiri."))


def needs_opened_file(item: Item) -> bool:
    """Whether the claim rests on a file: accepted only when the officer could open it."""
    rule = item.question.evidence
    has_required_file = bool(rule and rule.is_required and item.evidence)
    return item.question.kind is QuestionKind.FILE or has_required_file


def verified_value(question: Question, answer: Answer, ruling: Ruling, *, on: datetime.date) -> str:
    """Return the canonical value that the score will read; empty for a rejected claim."""
    if ruling.verdict == Verdict.REJECTED:
        return ""
    if ruling.verdict == Verdict.ACCEPTED:
        item = item_of(question, answer, current_evidence().filter(answer=answer))
        if needs_opened_file(item) and not any(file.is_ready for file in item.evidence):
            raise VerdictRefusedError(
                _(
                    "Berkas ini masih menunggu pemeriksaan virus atau ditolak, jadi belum dapat dilihat dan diterima."
                    " Putusan tidak disimpan."
                )
            )
        if not item.reading.canonical:
            raise VerdictRefusedError(_("Jawaban ini tidak terbaca, jadi tidak dapat diterima. Koreksi atau tolak."))
        return item.reading.canonical
    if question.kind is QuestionKind.FILE:
        raise VerdictRefusedError(_("Berkas hanya dapat diterima atau ditolak."))
    reading = read_answer(question, ruling.value, judged_on=on)
    if reading.problem:
        raise VerdictRefusedError(sentence(reading.problem))
    if reading.is_empty:
        raise VerdictRefusedError(_("Tulis nilai hasil koreksi."))
    return reading.canonical


@transaction.atomic
def record_finding(
    *, answer: Answer, answer_version: int, ruling: Ruling, officer: User, at: datetime.datetime
) -> Finding:
    """Give a verdict on the version of the answer that the officer saw."""
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("entry__category__edition")
        .get(pk=answer.submission_id)
    )
    check_officer(submission.entry, officer=officer, at=at)
    window = verification_window(submission.entry)
    if window is None or not window.is_open(at):
        raise VerificationClosedError(_("Masa verifikasi belum dibuka atau sudah ditutup. Putusan tidak disimpan."))
    current = Answer.objects.get(pk=answer.pk)
    if submission.state != SubmissionState.SUBMITTED or current.version != answer_version:
        raise VerificationClosedError(
            _("Isian ini berubah atau ditarik peserta sejak Anda membukanya. Putusan tidak disimpan; muat ulang.")
        )
    if Claim.objects.filter(answer=current, expires_at__gt=at).exclude(officer=officer).exists():
        raise VerificationClosedError(_("Jawaban ini sedang diperiksa petugas lain. Putusan tidak disimpan."))
    question = questionnaire_of(sealed_rulebook(submission.entry.category)).question(current.question)
    if question is None:
        raise VerificationClosedError(_("Pertanyaan ini tidak ada lagi dalam juknis. Putusan tidak disimpan."))
    if ruling.verdict != Verdict.ACCEPTED and not ruling.reason_code:
        raise VerdictRefusedError(_("Pilih alasan koreksi atau penolakan."))
    value = verified_value(question, current, ruling, on=timezone.localdate(at))
    return replace_finding(current, value, ruling, question=question, officer=officer, at=at)


def replace_finding(
    answer: Answer, value: str, ruling: Ruling, *, question: Question, officer: User, at: datetime.datetime
) -> Finding:
    """Write a verdict, and tell the office when another one, which it could read, counts no longer."""
    former = counting_findings().filter(answer=answer, answer_version=answer.version).first()
    finding = write_finding(answer.submission, answer, value, ruling, officer, at)
    if former is not None and (former.verdict, former.verified_value) != (finding.verdict, finding.verified_value):
        _tell_withdrawn(finding, question, at=at)
    return finding


def tell_outdated(submission: Submission, _reopened: Sequence[str], at: datetime.datetime) -> None:
    """Tell the office which verdicts count no longer because it sent in other answers."""
    questionnaire = questionnaire_of(sealed_rulebook(submission.entry.category))
    rows = counting_findings().filter(answer__submission=submission).exclude(answer_version=F("answer__version"))
    for finding in rows.select_related("answer__submission__entry__category__edition").order_by("pk"):
        question = questionnaire.question(finding.answer.question)
        if question is not None:
            _tell_withdrawn(finding, question, at=at)


def _tell_withdrawn(finding: Finding, question: Question, *, at: datetime.datetime) -> None:
    """Tell the office that a verdict it has read counts no longer; before the window opens it has read none."""
    submission = finding.answer.submission
    window = objection_window(submission.entry)
    if window is None or at < window.opens_at:
        return
    key = f"{finding.pk}:{finding.answer.version}"
    happening = on_form(submission, NewsKind.WITHDRAWN, key, question=question.number)
    due_at = window.closes_at if window.is_open(at) else None
    tell_office(replace(happening, text=finding.note, due_at=due_at), at=at)


def write_finding(
    submission: Submission, answer: Answer, value: str, ruling: Ruling, officer: User, at: datetime.datetime
) -> Finding:
    finding = Finding.objects.create(
        answer=answer,
        answer_version=answer.version,
        verdict=ruling.verdict,
        verified_value=value,
        reason_code=ruling.reason_code,
        note=ruling.note,
        officer=officer,
        at=at,
    )
    record(
        action="finding.record",
        subject=finding,
        actor=officer,
        at=at,
        changes={"question": answer.question, "verdict": str(ruling.verdict), "value": value},
        reason=ruling.reason_code,
    )
    Claim.objects.filter(answer=answer).delete()
    return finding
