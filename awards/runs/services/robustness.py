"""Test how firmly a finished run stands, once: the report is kept beside the run and changes nothing of it."""

import datetime
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from awards.engine import EngineError
from awards.runs.models import RunRobustness, ScoreRun
from awards.runs.selectors.robustness.named import RunNotReproducedError
from awards.runs.selectors.robustness.report import DRAWS, robustness_report
from awards.runs.selectors.robustness.shown import JOB_KIND
from awards.sentences import refusal
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.jobs.models import Job
from paritrana.jobs.services import enqueue_job
from paritrana.lib.canonical import digest


class RobustnessRefusedError(Exception):
    """The ranking cannot be tested; the message says why and what to do."""


def request_robustness(*, run: ScoreRun, actor: User, at: datetime.datetime) -> Job:
    """Queue the test of a computed run; the caller nudges the job after the commit."""
    if not run.result_digest:
        raise RobustnessRefusedError(_("Perhitungan ini belum selesai, jadi belum ada peringkat yang dapat diuji."))
    return enqueue_job(
        kind=JOB_KIND,
        subject_id=str(run.pk),
        label=lambda: _("Ketahanan peringkat %(run)s") % {"run": run},
        actor=actor,
        at=at,
        region_code=run.category.region_code,
    )


def compute_robustness(
    *, run_id: int, at: datetime.datetime, report: Callable[[int, int, str], None], draws: int = DRAWS
) -> RunRobustness:
    """Return the report for the run's own seed; one that is there already is left alone."""
    run = ScoreRun.objects.select_related("category", "rulebook").get(pk=run_id)
    known = RunRobustness.objects.filter(run=run, seed=run.seed, draws=draws).first()
    if known is not None:
        return known
    try:
        content = robustness_report(run, draws=draws, report=report)
    except RunNotReproducedError as error:
        raise RobustnessRefusedError(str(error)) from error
    except EngineError as error:
        raise RobustnessRefusedError(refusal(error)) from error
    with transaction.atomic():
        found, is_new = RunRobustness.objects.get_or_create(
            run=run,
            seed=run.seed,
            draws=draws,
            defaults={"report": content, "digest": digest(content), "created_at": at},
        )
        if is_new:
            changes: dict[str, object] = {"digest": found.digest, "seed": run.seed, "draws": draws}
            record(action="run.robustness", subject=run, actor=None, at=at, changes=changes)
    return found
