"""Compute a score run here and now: `manage.py run_score EDITION CATEGORY [--seed N] [--apply-as USERNAME]`."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.editions.models import Category
from awards.rulebooks.selectors.sealed import NoSealedRulebookError
from awards.runs.models import ScoreRun, ScoreRunState
from awards.runs.selectors.jobs import run_job
from awards.runs.services.moves import RunAlreadyQueuedError, apply_run, propose_run
from paritrana.accounts.models import User
from paritrana.commands import SpeakingCommand
from paritrana.jobs.tasks import run_job as run_job_here


class Command(SpeakingCommand):
    help = gettext_lazy("Menghitung nilai satu kategori sekarang juga, tanpa menunggu pekerja latar.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition")
        parser.add_argument("category")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--apply-as", metavar="USERNAME", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        category = Category.objects.filter(edition__code=options["edition"], code=options["category"]).first()
        if category is None:
            raise CommandError(_("Kategori %(edition)s/%(category)s tidak ada.") % options)
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
            raise CommandError(run.error or _("Perhitungan belum selesai; lihat halaman pekerjaan latar."))
        if actor is not None:
            apply_run(run=run, actor=actor, at=timezone.now())
        self._print(run)

    def _print(self, run: ScoreRun) -> None:
        words = {"number": run.number, "category": run.category, "state": run.get_state_display()}
        self.stdout.write(_("Perhitungan %(number)s %(category)s: %(state)s") % words)
        for name, content in (
            (_("peserta"), run.entry_count),
            (_("masukan"), run.input_digest),
            (_("juknis"), run.rulebook_digest),
            (_("hasil"), run.result_digest),
            (_("periksa"), f"manage.py verify {run.public_id}"),
        ):
            self.stdout.write(f"  {name:9} {content}")


def _actor(username: str) -> User | None:
    if not username:
        return None
    actor = User.objects.filter(username=username, is_active=True).first()
    if actor is None:
        raise CommandError(_("Pengguna %(username)s tidak ada.") % {"username": username})
    return actor
