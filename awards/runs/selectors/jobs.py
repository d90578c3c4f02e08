"""The background job of a run."""

from awards.runs.models import ScoreRun
from paritrana.jobs.models import Job
from paritrana.jobs.selectors import latest_job

JOB_KIND = "score-run"


def run_job(run: ScoreRun) -> Job | None:
    """Return the newest job that computes this run."""
    return latest_job(kind=JOB_KIND, subject_id=str(run.pk))
