"""Run by the kill test in a process of its own: put jobs into the queue of the environment it finds."""

import os
import sys

import django


def main(number_of_jobs):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paritrana.settings")
    django.setup()

    from django.core.management import call_command
    from django.utils import timezone

    from paritrana.jobs.services import enqueue_job
    from paritrana.jobs.tasks import nudge
    from paritrana.jobs.tests.counting import KIND

    call_command("migrate", interactive=False, verbosity=0)
    for number in range(number_of_jobs):
        nudge(enqueue_job(kind=KIND, subject_id=str(number), label=f"Hitung {number}", actor=None, at=timezone.now()))


if __name__ == "__main__":
    main(int(sys.argv[1]))
