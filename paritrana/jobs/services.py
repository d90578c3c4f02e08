"""The moves of a job. Every move is one conditional update: whoever comes second changes nothing.

queued -> running -> done | failed | cancelled
queued -> cancelled            running -> queued (released after a transient fault)
running -> running             (lease ran out: the next runner takes over)
"""

import datetime
import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.jobs.models import LIVE_STATES, Job, JobState
from paritrana.jobs.registry import JobCancelledError, JobLostError, abandon_subject

LABEL_LENGTH = 300


def enqueue_job(
    *,
    kind: str,
    subject_id: str,
    label: Callable[[], str],
    actor: User | None,
    at: datetime.datetime,
    region_code: str = "",
) -> Job:
    """Queue work on a row, or return the live job when that work already waits or runs.

    `label` is asked in the language of the sources, whatever language the asker reads: everybody reads it in their own.

    The caller sends the nudge (`paritrana.jobs.tasks.nudge`); a forgotten nudge only means that the sweep finds it.
    """
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind,
                subject_id=subject_id,
                label=_label(label),
                region_code=region_code,
                created_at=at,
                created_by=actor,
                nudged_at=at,
            )
            record(action="job.enqueue", subject=job, actor=actor, at=at, changes={"kind": kind, "subject": subject_id})
    except IntegrityError:
        job = Job.objects.get(kind=kind, subject_id=subject_id, state__in=LIVE_STATES)
    return job


def _label(said: Callable[[], str]) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return said()[:LABEL_LENGTH]


def _claimable(at: datetime.datetime) -> Q:
    return Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_expires_at__lte=at)


def claim_job(*, job_id: uuid.UUID, lease: datetime.timedelta, at: datetime.datetime) -> Job | None:
    """Take a waiting or abandoned job; None when somebody else holds it, or there is nothing left to do."""
    claim = uuid.uuid4()
    taken = Job.objects.filter(_claimable(at), pk=job_id, is_cancel_requested=False).update(
        state=JobState.RUNNING,
        claim=claim,
        attempts=F("attempts") + 1,
        lease_expires_at=at + lease,
        heartbeat_at=at,
        started_at=Coalesce(F("started_at"), at),
    )
    return Job.objects.get(pk=job_id, claim=claim) if taken else None


def renew_claim(
    *, job: Job, done: int, total: int, step: str, lease: datetime.timedelta, at: datetime.datetime
) -> None:
    """Write progress and hold the job for one more lease; raise when the claim was lost or a cancel was asked for."""
    held = Job.objects.filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING)
    if not held.update(done=done, total=total, step=step[:200], heartbeat_at=at, lease_expires_at=at + lease):
        raise JobLostError(str(job.pk))
    if held.filter(is_cancel_requested=True).exists():
        raise JobCancelledError(str(job.pk))


def _end(job: Job, state: JobState, *, at: datetime.datetime, error: str = "") -> bool:
    held = Job.objects.filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING)
    with transaction.atomic():
        ended = held.update(state=state, error=error, finished_at=at, claim=None, lease_expires_at=None)
        if ended:
            _tell_subject(job, state, error, at)
    return bool(ended)


def _tell_subject(job: Job, state: JobState, error: str, at: datetime.datetime) -> None:
    """Let nothing wait for a job that will give no result; what the subject keeps is in the language of the sources."""
    if state == JobState.DONE:
        return
    with translation.override(settings.LANGUAGE_CODE):
        abandon_subject(job.kind, job.subject_id, message=error, at=at)


def finish_job(*, job: Job, at: datetime.datetime) -> bool:
    """Close a job whose handler returned; False when the claim had been lost meanwhile."""
    return _end(job, JobState.DONE, at=at)


def fail_job(*, job: Job, message: str, at: datetime.datetime) -> bool:
    """Close a job that cannot succeed; `message` is for people, the traceback belongs into the log."""
    return _end(job, JobState.FAILED, at=at, error=message)


def stop_job(*, job: Job, at: datetime.datetime) -> bool:
    """Close a job whose handler stopped because somebody asked for it."""
    return _end(job, JobState.CANCELLED, at=at)


def release_job(*, job: Job) -> bool:
    """Put a job back after a fault that will pass (the database was busy or away)."""
    return bool(
        Job.objects.filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING).update(
            state=JobState.QUEUED, claim=None, lease_expires_at=None
        )
    )


def request_cancel(*, job: Job, actor: User, at: datetime.datetime) -> Job:
    """Cancel a waiting job at once; ask a running one to stop at its next step. A finished job stays as it is."""
    with transaction.atomic():
        cancelled = Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
            state=JobState.CANCELLED, is_cancel_requested=True, finished_at=at
        )
        if cancelled:
            _tell_subject(job, JobState.CANCELLED, "", at)
        asked = cancelled or Job.objects.filter(pk=job.pk, state=JobState.RUNNING, is_cancel_requested=False).update(
            is_cancel_requested=True
        )
        if asked:
            record(action="job.cancel", subject=job, actor=actor, at=at)
    job.refresh_from_db()
    return job


def close_abandoned_jobs(*, max_attempts: int, at: datetime.datetime) -> int:
    """End the jobs nobody will take again: cancelled while their runner died, or tried too often."""
    abandoned = Job.objects.filter(_claimable(at)).order_by("created_at", "pk")
    tired = _(
        "Pekerjaan ini berkali-kali terhenti sebelum selesai dan tidak dicoba lagi. Data tidak berubah."
        " Jalankan kembali; bila terulang, hubungi pengelola sistem."
    )
    cancelled = [_close(job, JobState.CANCELLED, "", at) for job in abandoned.filter(is_cancel_requested=True)]
    failed = [_close(job, JobState.FAILED, tired, at) for job in abandoned.filter(attempts__gte=max_attempts)]
    return sum(cancelled) + sum(failed)


def _close(job: Job, state: JobState, error: str, at: datetime.datetime) -> bool:
    """End a job that nobody holds; False when a runner took it meanwhile."""
    with transaction.atomic():
        closed = Job.objects.filter(_claimable(at), pk=job.pk, claim=job.claim).update(
            state=state, error=error, finished_at=at, claim=None, lease_expires_at=None
        )
        if closed:
            _tell_subject(job, state, error, at)
    return bool(closed)


def take_overdue_nudges(*, older_than: datetime.timedelta, at: datetime.datetime, limit: int) -> list[uuid.UUID]:
    """Name the jobs whose nudge seems lost and note that they are nudged again now."""
    overdue = Job.objects.filter(_claimable(at), nudged_at__lte=at - older_than)
    keys = list(overdue.order_by("created_at", "pk").values_list("pk", flat=True)[:limit])
    Job.objects.filter(pk__in=keys).update(nudged_at=at)
    return keys
