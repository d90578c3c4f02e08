"""A kind of job for the kill test: a worker loads this module with `--include`.

The effect (one audit entry per subject) is written in a transaction that looks first whether it is there already, as
every handler has to.
"""

import time

from django.db import transaction
from django.utils import timezone

from paritrana.audit.models import AuditEntry
from paritrana.audit.services import record
from paritrana.jobs.models import Job
from paritrana.jobs.registry import register

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


register(KIND, count)
