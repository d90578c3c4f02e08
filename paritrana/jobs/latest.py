"""The newest step of a running job, beside its row: for pages only, never for decisions."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.cache import cache

from paritrana.jobs.models import Job, JobState


def _key(job_id: uuid.UUID) -> str:
    return f"job-step-{job_id}"


def remember_latest_step(job_id: uuid.UUID, latest: tuple[int, int, str], *, keep: datetime.timedelta) -> None:
    cache.set(_key(job_id), latest, timeout=keep.total_seconds())


def with_latest_step(job: Job) -> Job:
    """Return the job (unsaved) with the newer of its row's and its remembered step."""
    # A list where the cache keeps JSON.
    latest: Sequence[Any] | None = cache.get(_key(job.pk)) if job.state == JobState.RUNNING else None
    if latest is not None and (latest[1] != job.total or latest[0] > job.done):
        job.done, job.total, job.step = latest
    return job
