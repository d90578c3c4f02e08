"""What the schedule calls, a worker knows: it looks into the modules that are named for it and nowhere else."""

import os
import subprocess
import sys

from django.conf import settings

PROGRAM = """
import django; django.setup()
from django.conf import settings
from paritrana.celery import app
app.loader.import_default_modules()
print(*sorted(row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values() if row["task"] not in app.tasks))
"""


def test_schedule_when_a_worker_starts_then_it_knows_every_task_of_it():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "paritrana.settings"}

    worker = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert worker.stdout.split() == []
