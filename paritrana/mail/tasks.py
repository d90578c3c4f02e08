"""The job that empties the outbox, and the beat that starts it when there is something to send."""

import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from paritrana.jobs.registry import JobRefusedError, Progress, register
from paritrana.jobs.selectors import resting_subjects
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge
from paritrana.mail.bounces import read_bounce
from paritrana.mail.delivery import deliver, due_mails
from paritrana.mail.mailbox import MailboxAwayError, mailbox_address, read_unseen
from paritrana.mail.services import close_abandoned_mails, note_bounce

DELIVER_JOB = "deliver-mail"
BOUNCES_JOB = "read-bounces"
OUTBOX = "outbox"

logger = logging.getLogger(__name__)


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


def read_mailbox(_subject_id: str, _progress: Progress | None) -> None:
    """May run twice and stop anywhere: a message counts as seen after what it says was recorded."""
    address = mailbox_address(settings.BOUNCES_URL)

    def take(raw: bytes) -> None:
        try:
            bounce = read_bounce(raw)
        except Exception:  # whatever a stranger sends must not keep the reports behind it from being read
            logger.exception("A message of %d bytes in the sender's mailbox cannot be read.", len(raw))
            return
        if bounce is not None:
            note_bounce(bounce=bounce, at=timezone.now())

    try:
        read_unseen(address, take, seconds=settings.EMAIL_TIMEOUT)
    except MailboxAwayError as error:
        raise JobRefusedError(_("Kotak surat pengirim tidak dapat dibaca: %s") % error) from error


@shared_task  # type: ignore[untyped-decorator]
def watch_mailbox() -> None:
    at = timezone.now()
    if settings.BOUNCES_URL and OUTBOX not in resting_subjects(BOUNCES_JOB, at=at):
        nudge(
            enqueue_job(
                kind=BOUNCES_JOB, subject_id=OUTBOX, label=lambda: _("Membaca surat yang kembali"), actor=None, at=at
            )
        )


def register_handlers() -> None:
    register(DELIVER_JOB, deliver_outbox)
    register(BOUNCES_JOB, read_mailbox)
