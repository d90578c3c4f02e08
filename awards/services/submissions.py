"""The moves of a submission: start, save an answer, send in, take back, return for mending.

draft -> submitted -> draft (taken back by the entrant inside the stage)
submitted -> returned (by the organiser, with a reason and a date) -> submitted
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from awards.models.entries import Entry, EntryState
from awards.models.submissions import Answer, Snapshot, Submission, SubmissionState
from awards.parsing.questionnaire import Questionnaire
from awards.selectors.rulebooks import questionnaire_of, sealed_rulebook
from awards.selectors.submissions import Item, editing, sheet, submission_content, submission_window
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.lib.canonical import digest

WRITABLE = (SubmissionState.DRAFT, SubmissionState.RETURNED)


@dataclass(frozen=True, slots=True)
class Write:
    """One answer as a person typed it. `version` is the one the person saw (0: none yet)."""

    question: str
    value: str
    note: str
    version: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A write that came too late, and what is stored now."""

    write: Write
    current: Answer | None


class SubmissionClosedError(Exception):
    """Nothing can be written now; the message says why."""


class UnknownQuestionError(Exception):
    """The questionnaire does not ask this."""


class StaleAnswerError(Exception):
    """Somebody else wrote meanwhile; `current` is what is stored now (None: nothing)."""

    def __init__(self, current: Answer | None) -> None:
        self.current = current
        super().__init__(
            _("Jawaban ini baru saja diubah orang lain. Kedua isi ditampilkan, tidak ada yang hilang. Pilih satu.")
        )


class IncompleteSubmissionError(Exception):
    """Something required is missing; `missing` names it."""

    def __init__(self, missing: Sequence[Item]) -> None:
        self.missing = tuple(missing)
        super().__init__(_("Isian belum dikirim karena masih ada yang perlu dilengkapi. Isian Anda tetap tersimpan."))


@transaction.atomic
def start_submission(*, entry: Entry, actor: User, at: datetime.datetime) -> Submission:
    """Return the entry's submission, opened now when there is none yet."""
    known = Submission.objects.filter(entry=entry).first()
    if known is not None:
        return known
    if entry.state != EntryState.ADMITTED:
        raise SubmissionClosedError(_("Peserta ini belum diterima atau sudah mundur, jadi belum dapat mengisi."))
    rulebook = sealed_rulebook(entry.category)
    window = submission_window(entry)
    if window is None or not window.is_open(at):
        raise SubmissionClosedError(_("Masa pengisian belum dibuka atau sudah ditutup. Lihat jadwal kategori ini."))
    try:
        with transaction.atomic():
            submission = Submission.objects.create(entry=entry, rulebook_digest=rulebook.digest, created_at=at)
    except IntegrityError:
        return Submission.objects.get(entry=entry)
    record(action="submission.start", subject=submission, actor=actor, at=at, region_code=entry.region_code)
    return submission


def _locked(submission: Submission) -> Submission:
    """Hold the row until the transaction ends: sending and saving never overlap."""
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("entry", "entry__category", "entry__category__edition")
        .get(pk=submission.pk)
    )


def questionnaire_for(submission: Submission) -> Questionnaire:
    return questionnaire_of(sealed_rulebook(submission.entry.category))


def _write(submission: Submission, write: Write, actor: User, at: datetime.datetime) -> Answer:
    current = Answer.objects.filter(submission=submission, question=write.question).first()
    if current is None:
        if write.version:
            raise StaleAnswerError(None)
        return Answer.objects.create(
            submission=submission,
            question=write.question,
            value=write.value,
            note=write.note,
            version=1,
            write_key=write.key,
            updated_at=at,
            updated_by=actor,
        )
    if (current.value, current.note) == (write.value, write.note) or (write.key and current.write_key == write.key):
        return current
    if current.version != write.version:
        raise StaleAnswerError(current)
    current.value, current.note, current.write_key = write.value, write.note, write.key
    current.version, current.updated_at, current.updated_by = write.version + 1, at, actor
    current.save(update_fields=["value", "note", "write_key", "version", "updated_at", "updated_by"])
    return current


def _check_writable(held: Submission, writes: Sequence[Write], at: datetime.datetime) -> None:
    questionnaire = questionnaire_for(held)
    state = editing(held, at=at)
    for write in writes:
        if questionnaire.question(write.question) is None:
            raise UnknownQuestionError(_("Pertanyaan ini tidak ada lagi. Muat ulang halaman; isian Anda tidak hilang."))
        if not state.allows(write.question):
            raise SubmissionClosedError(state.reason or _("Jawaban ini tidak sedang dibuka untuk diubah."))


@transaction.atomic
def save_answer(*, submission: Submission, write: Write, actor: User, at: datetime.datetime) -> Answer:
    """Store what was typed, readable or not; a stale write raises and changes nothing.

    Writing the same again, or replaying a write by its key, changes nothing and is no conflict.
    """
    held = _locked(submission)
    _check_writable(held, [write], at)
    return _write(held, write, actor, at)


@transaction.atomic
def save_answers(
    *, submission: Submission, writes: Sequence[Write], actor: User, at: datetime.datetime
) -> tuple[Conflict, ...]:
    """Store every write that is not stale and return the stale ones, each with what is stored instead."""
    held = _locked(submission)
    _check_writable(held, writes, at)
    conflicts = []
    for write in writes:
        try:
            _write(held, write, actor, at)
        except StaleAnswerError as error:
            conflicts.append(Conflict(write, error.current))
    return tuple(conflicts)


def _receipt_number(submission: Submission, sends: int) -> str:
    year = submission.entry.category.edition.organising_year
    return f"PA{year}-{submission.public_id.hex[:10].upper()}-{sends}"


@transaction.atomic
def send_submission(*, submission: Submission, actor: User, at: datetime.datetime) -> Submission:
    """Send in once: a second call finds it sent and returns the same receipt."""
    held = _locked(submission)
    if held.state == SubmissionState.SUBMITTED:
        return held
    state = editing(held, at=at)
    if not state.is_open:
        raise SubmissionClosedError(state.reason)
    rulebook = sealed_rulebook(held.entry.category)
    filled = sheet(held, questionnaire_of(rulebook))
    if filled.missing:
        raise IncompleteSubmissionError(filled.missing)
    held.rulebook_digest = rulebook.digest
    content = submission_content(held, filled)
    sends = held.sends + 1
    Submission.objects.filter(pk=held.pk, state__in=WRITABLE).update(
        state=SubmissionState.SUBMITTED,
        rulebook_digest=rulebook.digest,
        submitted_at=at,
        submitted_by=actor,
        receipt_number=_receipt_number(held, sends),
        digest=digest(content),
        sends=sends,
        mend_until=None,
        reopened_questions=[],
    )
    held.refresh_from_db()
    Snapshot.objects.create(submission=held, occasion=f"sent-{sends}", content=content, digest=held.digest, at=at)
    record(
        action="submission.send",
        subject=held,
        actor=actor,
        at=at,
        changes={"receipt": held.receipt_number, "digest": held.digest},
        region_code=held.entry.region_code,
    )
    return held


@transaction.atomic
def take_back_submission(*, submission: Submission, actor: User, at: datetime.datetime) -> Submission:
    """Reopen a sent submission at the entrant's own wish, as long as its stage is open."""
    held = _locked(submission)
    window = submission_window(held.entry)
    if window is None or not window.is_open(at):
        raise SubmissionClosedError(_("Masa pengisian sudah ditutup, jadi isian yang terkirim tetap berlaku."))
    moved = Submission.objects.filter(pk=held.pk, state=SubmissionState.SUBMITTED).update(state=SubmissionState.DRAFT)
    if not moved:
        raise SubmissionClosedError(_("Isian ini tidak sedang terkirim, jadi tidak ada yang ditarik."))
    held.refresh_from_db()
    record(
        action="submission.take_back",
        subject=held,
        actor=actor,
        at=at,
        changes={"receipt": held.receipt_number},
        region_code=held.entry.region_code,
    )
    return held


@transaction.atomic
def return_submission(
    *,
    submission: Submission,
    reason: str,
    mend_until: datetime.datetime,
    actor: User,
    at: datetime.datetime,
    questions: Sequence[str] = (),
) -> Submission:
    """Give a sent submission back for mending, with the reason that the entrant reads and a date.

    Named questions are the only ones that may be written then; none named means all.
    """
    if not reason.strip():
        raise SubmissionClosedError(_("Tulis alasan pengembalian; peserta akan membacanya."))
    if mend_until <= at:
        raise SubmissionClosedError(_("Batas perbaikan harus di masa depan."))
    moved = Submission.objects.filter(pk=submission.pk, state=SubmissionState.SUBMITTED).update(
        state=SubmissionState.RETURNED,
        return_reason=reason.strip(),
        mend_until=mend_until,
        reopened_questions=list(questions),
    )
    if not moved:
        raise SubmissionClosedError(_("Isian ini belum dikirim atau sudah dikembalikan. Tidak ada yang berubah."))
    submission.refresh_from_db()
    record(
        action="submission.return",
        subject=submission,
        actor=actor,
        at=at,
        reason=reason,
        changes={"mend_until": mend_until.isoformat(), "questions": list(questions)},
        region_code=submission.entry.region_code,
    )
    return submission
