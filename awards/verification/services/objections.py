"""Objections: one per finding, inside the window, decided by another officer. An upheld one is a new finding."""

import datetime
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.news.models import NewsKind
from awards.news.services import tell
from awards.rulebooks.parsing.questionnaire import QuestionKind
from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.sentences import sentence
from awards.submissions.models.evidence import Evidence
from awards.submissions.parsing.answers import read_answer
from awards.submissions.services.telling import on_form, tell_office
from awards.verification.models import Finding, FindingReason, Objection, ObjectionState, Verdict
from awards.verification.selectors.findings import counting_findings, objection_window
from awards.verification.selectors.objections import pending_objection_files
from awards.verification.selectors.officers import area_verifiers
from awards.verification.services.clarifications import question_numbers
from awards.verification.services.findings import NotOwnAreaError, Ruling, check_officer, write_finding
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.constraints import in_words
from paritrana.pages.templatetags import formats

OBJECTION_REASON = FindingReason.OBJECTION.value


class ObjectionRefusedError(Exception):
    """The objection, or its decision, is not taken; the message says why. Nothing changed."""


def check_objectionable(finding: Finding, *, at: datetime.datetime) -> None:
    """Raise unless the verdict counts now, may be objected to, and was not yet."""
    entry = finding.answer.submission.entry
    window = objection_window(entry)
    if window is None or not window.is_open(at):
        raise ObjectionRefusedError(_("Masa sanggah belum dibuka atau sudah ditutup."))
    if not counting_findings().filter(pk=finding.pk).exclude(verdict=Verdict.ACCEPTED).exists():
        raise ObjectionRefusedError(_("Hanya koreksi atau penolakan yang masih berlaku yang dapat disanggah."))
    if finding.answer_version != finding.answer.version:
        raise ObjectionRefusedError(_("Jawaban ini sudah berubah sejak diputus. Tunggu putusan yang baru."))
    if hasattr(finding, "settles"):
        raise ObjectionRefusedError(_("Putusan ini sudah hasil sanggahan, jadi tidak dapat disanggah lagi."))
    if Objection.objects.filter(finding=finding).exists():
        raise ObjectionRefusedError(_("Putusan ini sudah pernah disanggah. Satu putusan, satu sanggahan."))


def _check_period(finding: Finding, evidence: Evidence, proves_on: datetime.date | None) -> None:
    """Evidence counts only for the period that is assessed."""
    if evidence.is_rejected:
        raise ObjectionRefusedError(_("Berkas bukti ditolak pada pemeriksaan virus. Lepas atau ganti dahulu."))
    edition = finding.answer.submission.entry.category.edition
    period = {"start": formats.day(edition.period_start), "end": formats.day(edition.period_end)}
    if proves_on is None:
        raise ObjectionRefusedError(
            _("Tulis tanggal keadaan yang dibuktikan berkas itu, antara %(start)s dan %(end)s.") % period
        )
    if not edition.period_start <= proves_on <= edition.period_end:
        raise ObjectionRefusedError(
            _("Bukti hanya berlaku untuk periode %(start)s sampai %(end)s; Anda menulis %(day)s.")
            % {**period, "day": formats.day(proves_on)}
        )


@transaction.atomic
def lodge_objection(
    *, finding: Finding, text: str, actor: User, at: datetime.datetime, proves_on: datetime.date | None = None
) -> Objection:
    """Object to the verdict that counts now, once, with the file that waits beside it; `proves_on` is the file's."""
    check_objectionable(finding, at=at)
    if not text.strip():
        raise ObjectionRefusedError(_("Tulis alasan sanggahan Anda."))
    evidence = pending_objection_files([finding.answer_id]).first()
    if evidence is not None:
        _check_period(finding, evidence, proves_on)
    with in_words(ObjectionRefusedError):
        objection = Objection.objects.create(
            finding=finding,
            text=text.strip(),
            evidence=evidence,
            evidence_on=proves_on if evidence else None,
            lodged_at=at,
            lodged_by=actor,
        )
    record(
        action="objection.lodge",
        subject=objection,
        actor=actor,
        at=at,
        changes={"question": finding.answer.question, "sha256": evidence.sha256 if evidence else ""},
    )
    _tell_deciders(objection, at=at)
    return objection


def _tell_deciders(objection: Objection, *, at: datetime.datetime) -> None:
    """Tell those who may decide, which whoever gave the verdict may not."""
    finding = objection.finding
    submission = finding.answer.submission
    people = area_verifiers(submission.entry, on=timezone.localdate(at), besides=finding.officer)
    happening = on_form(
        submission, NewsKind.OBJECTION, str(objection.pk), question=_number(finding), objection=objection.pk
    )
    tell(happening=happening, people=people, at=at)


def _number(finding: Finding) -> str:
    return ", ".join(question_numbers(finding.answer.submission, [finding.answer.question]))


def check_decider(objection: Objection, *, officer: User, at: datetime.datetime) -> None:
    """Raise unless the officer may decide: own area, not the own office, and not the one who gave the verdict."""
    check_officer(objection.finding.answer.submission.entry, officer=officer, at=at)
    if objection.finding.officer_id == officer.pk:
        raise NotOwnAreaError(_("Sanggahan atas putusan Anda diputus petugas lain."))
    if objection.evidence is not None and not (objection.evidence.is_ready or objection.evidence.is_rejected):
        raise NotOwnAreaError(
            _("Berkas bukti masih menunggu pemeriksaan virus. Putuskan sesudah berkasnya dapat dibuka.")
        )


@transaction.atomic
def uphold_objection(
    *, objection: Objection, value: str, decision: str, officer: User, at: datetime.datetime
) -> Objection:
    """Give the entrant right: a new finding with the value that counts from the next proposed run on."""
    check_decider(objection, officer=officer, at=at)
    finding = objection.finding
    submission = finding.answer.submission
    question = questionnaire_of(sealed_rulebook(submission.entry.category)).question(finding.answer.question)
    if question is None:
        raise ObjectionRefusedError(_("Pertanyaan ini tidak ada lagi dalam juknis."))
    reading = read_answer(question, value, judged_on=timezone.localdate(at))
    canonical = "ada" if question.kind is QuestionKind.FILE else reading.canonical
    if reading.problem:
        raise ObjectionRefusedError(sentence(reading.problem))
    if not canonical:
        raise ObjectionRefusedError(_("Tulis nilai yang berlaku sesudah sanggahan."))
    ruling = Ruling(Verdict.CORRECTED, value, OBJECTION_REASON, decision)
    new = write_finding(submission, finding.answer, canonical, ruling, officer, at)
    return _decide(objection, ObjectionState.UPHELD, decision, new, officer, at)


@transaction.atomic
def dismiss_objection(*, objection: Objection, decision: str, officer: User, at: datetime.datetime) -> Objection:
    check_decider(objection, officer=officer, at=at)
    return _decide(objection, ObjectionState.DISMISSED, decision, None, officer, at)


def _decide(
    objection: Objection,
    state: ObjectionState,
    decision: str,
    new: Finding | None,
    officer: User,
    at: datetime.datetime,
) -> Objection:
    if not decision.strip():
        raise ObjectionRefusedError(_("Tulis pertimbangan putusan; peserta akan membacanya."))
    moved = Objection.objects.filter(pk=objection.pk, state=ObjectionState.LODGED).update(
        state=state, decision=decision.strip(), decided_at=at, decided_by=officer, new_finding=new
    )
    if not moved:
        raise ObjectionRefusedError(_("Sanggahan ini sudah diputus. Tidak ada yang berubah."))
    objection.refresh_from_db()
    record(
        action=f"objection.{state}",
        subject=objection,
        actor=officer,
        at=at,
        reason=decision,
    )
    happening = on_form(
        objection.finding.answer.submission,
        NewsKind.DECISION,
        str(objection.pk),
        question=_number(objection.finding),
        is_upheld=state == ObjectionState.UPHELD,
    )
    tell_office(replace(happening, text=objection.decision), at=at)
    return objection
