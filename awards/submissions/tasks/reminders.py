"""Reminders by the clock: beat looks whether a category is in season, a job writes."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.submissions.notices.reminders import remind_unfinished
from awards.submissions.selectors.reminders import rules_in_season
from paritrana.jobs.registry import Progress
from paritrana.jobs.selectors import resting_subjects
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge

REMIND_JOB = "remind"
EVERYBODY = "everybody"


def remind(_subject_id: str, progress: Progress) -> None:
    """May run twice and stop anywhere: a reminder is counted in the transaction that puts its mail into the outbox."""
    remind_unfinished(at=timezone.now(), progress=progress)


@shared_task  # type: ignore[untyped-decorator]
def watch_reminders() -> None:
    at = timezone.now()
    if rules_in_season(at).exists() and EVERYBODY not in resting_subjects(REMIND_JOB, at=at):
        nudge(
            enqueue_job(
                kind=REMIND_JOB, subject_id=EVERYBODY, label=lambda: _("Mengingatkan peserta"), actor=None, at=at
            )
        )
