"""The moves of a submission: start, send in, take back, return for mending.

draft -> submitted -> draft (taken back by the entrant inside the stage)
submitted -> returned (by the organiser, with a reason and a date) -> submitted
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from awards.entries.models import Entry, EntryState
from awards.news.models import NewsKind
from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.submissions.models.answers import Answer, Snapshot, Submission, SubmissionState
from awards.submissions.selectors.claims import registry_figures
from awards.submissions.selectors.dates import submission_window
from awards.submissions.selectors.eligibility import eligibility
from awards.submissions.selectors.sheets import Item, editing, sheet, submission_content
from awards.submissions.services.answers import SubmissionClosedError, locked_submission
from awards.submissions.services.eligibility import refuse_ineligible, require_eligibility
from awards.submissions.services.telling import on_form, tell_office
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.lib.canonical import digest

WRITABLE = (SubmissionState.DRAFT, SubmissionState.RETURNED)
Follower = Callable[[Submission, Sequence[str], datetime.datetime], None]
_FOLLOWERS: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Call `follower` within each sending in, with the questions that were open again; a later stage waits for it."""
    _FOLLOWERS.append(follower)


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who declares the answers true: the full name and the office as they were signed."""

    name: str
    office: str


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
    require_eligibility(eligibility(entry, questionnaire_of(rulebook)))
    try:
        with transaction.atomic():
            submission = Submission.objects.create(entry=entry, rulebook_digest=rulebook.digest, created_at=at)
    except IntegrityError:
        return Submission.objects.get(entry=entry)
    record(action="submission.start", subject=submission, actor=actor, at=at)
    return submission


def _freeze_registry(submission: Submission, items: Sequence[Item]) -> None:
    """Note beside each claim what the registry says now; the verifier's queue is ordered by it."""
    figures = registry_figures(submission.entry, items)
    changed = []
    for item in items:
        figure = figures.get(item.question.code)
        if item.answer is None or figure is None:
            continue
        answer = item.answer
        answer.registry_value, answer.registry_source, answer.registry_as_of = figure.value, figure.source, figure.as_of
        answer.deviation = figure.deviation
        changed.append(answer)
    fields = ["registry_value", "registry_source", "registry_as_of", "deviation"]
    Answer.objects.bulk_update(changed, fields)


def _receipt_number(submission: Submission, sends: int) -> str:
    year = submission.entry.category.edition.organising_year
    return f"PA{year}-{submission.public_id.hex[:10].upper()}-{sends}"


@transaction.atomic
def send_submission(
    *, submission: Submission, actor: User, at: datetime.datetime, signatory: Signatory | None = None
) -> Submission:
    """Send in once: a second call finds it sent and returns the same receipt. Without a signatory it is the actor."""
    held = locked_submission(submission)
    if held.state == SubmissionState.SUBMITTED:
        return held
    state = editing(held, at=at)
    if not state.is_open:
        raise SubmissionClosedError(state.reason)
    rulebook = sealed_rulebook(held.entry.category)
    questionnaire = questionnaire_of(rulebook)
    refuse_ineligible(eligibility(held.entry, questionnaire))
    filled = sheet(held, questionnaire)
    if filled.missing:
        raise IncompleteSubmissionError(filled.missing)
    held.rulebook_digest = rulebook.digest
    _freeze_registry(held, filled.items)
    content = submission_content(held, filled)
    sends, reopened = held.sends + 1, held.reopened_questions
    signed = signatory or Signatory(actor.get_full_name(), "")
    Submission.objects.filter(pk=held.pk, state__in=WRITABLE).update(
        state=SubmissionState.SUBMITTED,
        rulebook_digest=rulebook.digest,
        submitted_at=at,
        submitted_by=actor,
        signatory_name=signed.name,
        signatory_office=signed.office,
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
        changes={
            "receipt": held.receipt_number,
            "digest": held.digest,
            "signatory": f"{signed.name}, {signed.office}".removesuffix(", "),
        },
    )
    happening = on_form(held, NewsKind.RECEIPT, held.receipt_number, receipt=held.receipt_number, sends=sends)
    tell_office(happening, at=at)
    for follower in _FOLLOWERS:
        follower(held, reopened, at)
    return held


@transaction.atomic
def take_back_submission(*, submission: Submission, actor: User, at: datetime.datetime) -> Submission:
    """Reopen a sent submission at the entrant's own wish, as long as its stage is open."""
    held = locked_submission(submission)
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
    )
    return held


@transaction.atomic
def return_submission(
    *, submission: Submission, reason: str, mend_until: datetime.datetime, actor: User, at: datetime.datetime
) -> Submission:
    """Give a sent submission back for mending as a whole, and tell its office."""
    returned = reopen_submission(submission=submission, reason=reason, mend_until=mend_until, actor=actor, at=at)
    happening = on_form(returned, NewsKind.RETURNED, f"{returned.pk}:{returned.sends}")
    tell_office(replace(happening, text=reason, due_at=mend_until), at=at)
    return returned


@transaction.atomic
def reopen_submission(
    *,
    submission: Submission,
    reason: str,
    mend_until: datetime.datetime,
    actor: User,
    at: datetime.datetime,
    questions: Sequence[str] = (),
) -> Submission:
    """Give a sent submission back for mending, with the reason that the entrant reads and a date; the caller tells.

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
    )
    return submission
