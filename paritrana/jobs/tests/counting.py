"""A kind of job for the kill test: a worker loads this module with `--include`.

The effect (one audit entry per subject) is written in a transaction that looks first whether it is there already, as
every handler has to.
"""

import time
from functools import partial

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from paritrana.audit.models import AuditEntry
from paritrana.audit.services import record
from paritrana.jobs.models import Job
from paritrana.jobs.registry import register
from paritrana.jobs.services import enqueue_job
from paritrana.jobs.tasks import nudge

KIND = "test.counting"
STEPS = 4


def count(subject_id, progress):
    for step in range(STEPS):
        progress.advance(step, STEPS, "Menghitung")
        time.sleep(0.08)
    with transaction.atomic():
        job = Job.objects.select_for_update().get(kind=KIND, subject_id=subject_id)
        if AuditEntry.objects.filter(action="test.counted", subject_id=str(job.pk)).exists():
            return
        record(action="test.counted", subject=job, actor=None, at=timezone.now())


def fill_queue(number_of_jobs):
    """Put jobs into the queue; called in a process of its own."""
    call_command("migrate", interactive=False, verbosity=0)
    for number in range(number_of_jobs):
        nudge(
            enqueue_job(
                kind=KIND, subject_id=str(number), label=partial(str, f"Hitung {number}"), actor=None, at=timezone.now()
            )
        )


register(KIND, count)
