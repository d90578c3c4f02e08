"""Celery tasks of the job queue. A message carries a job's key and nothing else; losing or doubling it is harmless."""

import datetime
import logging
import uuid
from functools import partial
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAwayError

from paritrana.jobs import runner, services
from paritrana.jobs.models import Job

logger = logging.getLogger(__name__)

KEEP_PROCESSED = datetime.timedelta(hours=1)
NUDGES_PER_SWEEP = 200


def _lease() -> datetime.timedelta:
    return datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS)


@shared_task  # type: ignore[untyped-decorator]
def run_job(job_id: str) -> None:
    runner.run(uuid.UUID(job_id), lease=_lease())


@shared_task  # type: ignore[untyped-decorator]
def sweep_jobs() -> None:
    """Close what nobody will take again and nudge what waits too long or lost its runner."""
    now = timezone.now()
    services.close_abandoned_jobs(max_attempts=settings.JOB_MAX_ATTEMPTS, at=now)
    for job_id in services.take_overdue_nudges(older_than=_lease(), at=now, limit=NUDGES_PER_SWEEP):
        run_job.delay(str(job_id))


@shared_task  # type: ignore[untyped-decorator]
def prune_processed_messages() -> None:
    """Delete the messages that the filesystem broker keeps after delivery."""
    limit = (timezone.now() - KEEP_PROCESSED).timestamp()
    for message in Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["processed_folder"]).iterdir():
        if message.stat().st_mtime < limit:
            message.unlink(missing_ok=True)


def nudge(job: Job) -> None:
    """Send the job to a worker once the transaction around has committed; one that is lost, the sweep sends again."""
    transaction.on_commit(partial(_send, str(job.pk)))


def _send(job_id: str) -> None:
    try:
        run_job.apply_async((job_id,), retry=False)
    except (BrokerAwayError, OSError):
        logger.warning("job %s: the broker is away, the sweep will send it", job_id, exc_info=True)
