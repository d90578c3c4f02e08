"""What the clock does: drafts are recorded when their time ends, unanswered clarifications close by themselves."""

import datetime

from django.db import transaction

from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.submissions.models.answers import Snapshot, Submission, SubmissionState
from awards.submissions.selectors.dates import submission_window
from awards.submissions.selectors.sheets import sheet, submission_content
from awards.submissions.services.answers import locked_submission
from paritrana.audit.services import record
from paritrana.lib.arrival import OLDEST
from paritrana.lib.canonical import digest

RELATED = ("entry__category__edition",)
# What arrived just before the end may still wait for its turn (paritrana/lib/arrival.py): what ends is closed, and the
# record taken, when that is through.
SETTLES = OLDEST


def _snapshot(submission: Submission, occasion: str, at: datetime.datetime) -> Snapshot:
    questionnaire = questionnaire_of(sealed_rulebook(submission.entry.category))
    content = submission_content(submission, sheet(submission, questionnaire))
    snapshot, _is_new = Snapshot.objects.get_or_create(
        submission=submission,
        occasion=occasion,
        defaults={"content": content, "digest": digest(content), "at": at},
    )
    return snapshot


@transaction.atomic
def snapshot_draft(*, submission: Submission, at: datetime.datetime) -> Snapshot | None:
    """Record what a draft held when its time ended, once per deadline; None until what arrived in time is through."""
    held = locked_submission(submission)
    window = submission_window(held.entry)
    if held.state != SubmissionState.DRAFT or window is None or not window.is_over(at - SETTLES):
        return None
    return _snapshot(held, f"deadline-{window.hard_closes_at:%Y%m%dT%H%MZ}", at)


def snapshot_overdue_drafts(*, at: datetime.datetime) -> int:
    """Record every draft whose time is over; return how many. May run as often as one likes."""
    drafts = Submission.objects.filter(state=SubmissionState.DRAFT).select_related(*RELATED).order_by("pk")
    return sum(snapshot_draft(submission=draft, at=at) is not None for draft in drafts.iterator(chunk_size=200))


@transaction.atomic
def close_overdue_clarification(*, submission: Submission, at: datetime.datetime) -> bool:
    """Give a submission whose clarification ran out back to the verifier, with the answers as they stand now."""
    held = locked_submission(submission)
    is_overdue = held.mend_until is not None and held.mend_until <= at - SETTLES
    if held.state != SubmissionState.RETURNED or not is_overdue or not held.reopened_questions:
        return False
    snapshot = _snapshot(held, f"clarification-over-{at:%Y%m%dT%H%M%SZ}", at)
    Submission.objects.filter(pk=held.pk, state=SubmissionState.RETURNED).update(
        state=SubmissionState.SUBMITTED, digest=snapshot.digest, mend_until=None, reopened_questions=[]
    )
    record(
        action="clarification.expire",
        subject=held,
        actor=None,
        at=at,
        changes={"digest": snapshot.digest},
    )
    return True


def close_overdue_clarifications(*, at: datetime.datetime) -> int:
    """Close every clarification whose time is over; return how many."""
    overdue = Submission.objects.filter(state=SubmissionState.RETURNED, mend_until__lte=at - SETTLES).order_by("pk")
    return sum(close_overdue_clarification(submission=row, at=at) for row in overdue)
