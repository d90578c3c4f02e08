"""The job that empties the outbox, and the beat that starts it when there is something to send."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from paritrana.jobs.registry import Progress, register
from paritrana.jobs.selectors import resting_subjects
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge
from paritrana.mail.delivery import deliver, due_mails
from paritrana.mail.services import close_abandoned_mails

DELIVER_JOB = "deliver-mail"
OUTBOX = "outbox"


def deliver_outbox(_subject_id: str, progress: Progress) -> None:
    """There is one outbox, so at most one job of this kind is alive."""
    deliver(progress=progress, now=timezone.now)


@shared_task  # type: ignore[untyped-decorator]
def watch_outbox() -> None:
    """Start the job when a mail is due, unless it rests after failures; what was left behind is settled first."""
    at = timezone.now()
    close_abandoned_mails(at=at)
    if due_mails(at) and OUTBOX not in resting_subjects(DELIVER_JOB, at=at):
        nudge(
            enqueue_job(
                kind=DELIVER_JOB, subject_id=OUTBOX, label=lambda: _("Mengirim surat keluar"), actor=None, at=at
            )
        )


def register_handlers() -> None:
    register(DELIVER_JOB, deliver_outbox)
