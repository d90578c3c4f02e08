"""Compute a score run here and now: `manage.py run_score EDITION CATEGORY [--seed N] [--apply-as USERNAME]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from awards.models import Category, ScoreRun, ScoreRunState
from awards.selectors.runs.jobs import run_job
from awards.services.runs import (
    NoSealedRulebookError,
    RunAlreadyQueuedError,
    apply_run,
    propose_run,
)
from paritrana.accounts.models import User
from paritrana.jobs.tasks import run_job as run_job_here


class Command(BaseCommand):
    help = "Menghitung nilai satu kategori sekarang juga, tanpa menunggu pekerja latar."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition")
        parser.add_argument("category")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--apply-as", metavar="USERNAME", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        category = Category.objects.filter(edition__code=options["edition"], code=options["category"]).first()
        if category is None:
            raise CommandError(f"Kategori {options['edition']}/{options['category']} tidak ada.")
        actor = _actor(options["apply_as"])
        try:
            run = propose_run(category=category, actor=actor, at=timezone.now(), seed=options["seed"])
        except (NoSealedRulebookError, RunAlreadyQueuedError) as refusal:
            raise CommandError(str(refusal)) from refusal
        job = run_job(run)
        if job is not None:
            run_job_here(str(job.pk))
        run.refresh_from_db()
        if run.state != ScoreRunState.PROPOSED:
            raise CommandError(run.error or "Perhitungan belum selesai; lihat halaman pekerjaan latar.")
        if actor is not None:
            apply_run(run=run, actor=actor, at=timezone.now())
        self._print(run)

    def _print(self, run: ScoreRun) -> None:
        self.stdout.write(f"Perhitungan {run.number} {run.category}: {run.get_state_display()}")
        self.stdout.write(f"  peserta   {run.entry_count}")
        self.stdout.write(f"  masukan   {run.input_digest}")
        self.stdout.write(f"  juknis    {run.rulebook_digest}")
        self.stdout.write(f"  hasil     {run.result_digest}")
        self.stdout.write(f"  periksa   manage.py verify {run.public_id}")


def _actor(username: str) -> User | None:
    if not username:
        return None
    actor = User.objects.filter(username=username, is_active=True).first()
    if actor is None:
        raise CommandError(f"Pengguna {username} tidak ada.")
    return actor
