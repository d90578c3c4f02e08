"""In the background: telling offices that their verdicts may be read."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.verification.selectors.announcing import unannounced
from awards.verification.services.announcing import announce_results
from paritrana.jobs.registry import Progress
from paritrana.jobs.selectors import resting_subjects
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge

ANNOUNCE_JOB = "announce-results"
EVERYBODY = "everybody"


def announce(_subject_id: str, _progress: Progress) -> None:
    announce_results(at=timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def watch_results() -> None:
    """Start the job when an objection window has opened for somebody who was not told."""
    at = timezone.now()
    if next(unannounced(at), None) is not None and EVERYBODY not in resting_subjects(ANNOUNCE_JOB, at=at):
        nudge(
            enqueue_job(
                kind=ANNOUNCE_JOB,
                subject_id=EVERYBODY,
                label=lambda: _("Mengabarkan hasil verifikasi"),
                actor=None,
                at=at,
            )
        )
