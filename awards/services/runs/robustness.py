"""Test how firmly a finished run stands, once: the report is kept beside the run and changes nothing of it."""

import datetime
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from awards.engine import EngineError
from awards.models import RunRobustness, ScoreRun
from awards.selectors.runs.robustness.named import RunNotReproducedError
from awards.selectors.runs.robustness.report import DRAWS, robustness_report
from awards.selectors.runs.robustness.shown import JOB_KIND
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
        label=_("Ketahanan peringkat %(run)s") % {"run": run},
        actor=actor,
        at=at,
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
    except (RunNotReproducedError, EngineError) as refusal:
        raise RobustnessRefusedError(str(refusal)) from refusal
    with transaction.atomic():
        found, is_new = RunRobustness.objects.get_or_create(
            run=run,
            seed=run.seed,
            draws=draws,
            defaults={"report": content, "digest": digest(content), "created_at": at},
        )
        if is_new:
            changes: dict[str, object] = {"digest": found.digest, "seed": run.seed, "draws": draws}
            region = run.category.province_id or ""
            record(action="run.robustness", subject=run, actor=None, at=at, changes=changes, region_code=region)
    return found
