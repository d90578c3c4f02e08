"""Run one job: claim it, keep its lease while the handler works, close it. Runs inside a worker process.

Progress is written by a thread with a connection, and so a transaction, of its own: bars move while the handler holds
a transaction open, and the lease lives as long as the process does, however long one step takes. SQLite lets nobody
else write meanwhile, so the latest step also goes to the cache, where the progress page looks.

A handler speaks the language of the installation, whoever asked for the work; pages tell it again in the reader's.
"""

import datetime
import logging
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from paritrana.jobs import services
from paritrana.jobs.latest import remember_latest_step
from paritrana.jobs.models import Job
from paritrana.jobs.registry import JobCancelledError, JobLostError, JobRefusedError, Progress, handler_for

logger = logging.getLogger(__name__)

WRITE_EVERY_SECONDS = 0.5


class DirectProgress:
    """Writes each step at once; right inside a caller's transaction, which nobody else could look into anyway."""

    def __init__(self, job: Job, lease: datetime.timedelta) -> None:
        self.job = job
        self.lease = lease

    def advance(self, done: int, total: int, step: str = "") -> None:
        services.renew_claim(job=self.job, done=done, total=total, step=step, lease=self.lease, at=timezone.now())


class ThreadedProgress:
    """Keeps the latest step in memory and lets a thread write it, about twice a second."""

    def __init__(self, job: Job, lease: datetime.timedelta) -> None:
        self.job = job
        self.lease = lease
        self._latest = (job.done, job.total, job.step)
        self._shown_at = 0.0
        self._fault: JobLostError | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep_writing, name=f"job-{job.pk}", daemon=True)

    def __enter__(self) -> "ThreadedProgress":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def advance(self, done: int, total: int, step: str = "") -> None:
        self._latest = (done, total, step)
        if time.monotonic() - self._shown_at > WRITE_EVERY_SECONDS:
            self._shown_at = time.monotonic()
            remember_latest_step(self.job.pk, self._latest, keep=self.lease)
        if self._fault is not None:
            raise self._fault

    def _keep_writing(self) -> None:
        written: tuple[int, int, str] | None = None
        renewed_at = timezone.now()
        while self._fault is None:
            is_last = self._stop.wait(WRITE_EVERY_SECONDS)
            latest, now = self._latest, timezone.now()
            is_due = latest != written or now - renewed_at > self.lease / 3
            if is_due and self._write(latest, now):
                written, renewed_at = latest, now
            if is_last:
                break
        connection.close()

    def _write(self, latest: tuple[int, int, str], now: datetime.datetime) -> bool:
        done, total, step = latest
        try:
            services.renew_claim(job=self.job, done=done, total=total, step=step, lease=self.lease, at=now)
        except JobLostError as fault:
            self._fault = fault
        except DatabaseError:
            logger.warning("job %s: the heartbeat was not written, trying again", self.job.pk, exc_info=True)
            return False
        return True


@contextmanager
def reported(job: Job, lease: datetime.timedelta) -> Iterator[Progress]:
    if connection.in_atomic_block:
        yield DirectProgress(job, lease)
        return
    with ThreadedProgress(job, lease) as progress:
        yield progress


def run(job_id: uuid.UUID, *, lease: datetime.timedelta) -> None:
    """Do a job unless somebody else does it, did it or cancelled it."""
    job = services.claim_job(job_id=job_id, lease=lease, at=timezone.now())
    if job is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        _work(job, lease)


def _work(job: Job, lease: datetime.timedelta) -> None:
    try:
        with reported(job, lease) as progress:
            handler_for(job.kind)(job.subject_id, progress)
    except JobCancelledError:
        services.stop_job(job=job, at=timezone.now())
    except JobLostError:
        logger.warning("job %s: the claim was lost, another runner has it", job.pk)
    except JobRefusedError as refusal:
        services.fail_job(job=job, message=str(refusal), at=timezone.now())
    except OperationalError:
        logger.exception("job %s: the database refused, the job goes back to the queue", job.pk)
        services.release_job(job=job)
    except Exception:
        logger.exception("job %s (%s, %s) failed", job.pk, job.kind, job.subject_id)
        message = _(
            "Pekerjaan berhenti karena kesalahan yang tidak terduga. Langkah yang belum selesai tidak disimpan."
            " Coba sekali lagi; bila terulang, sampaikan nomor %(job)s kepada pengelola sistem."
        )
        services.fail_job(job=job, message=message % {"job": job.pk}, at=timezone.now())
    else:
        services.finish_job(job=job, at=timezone.now())
