"""The background job of a run."""

from awards.runs.models import ScoreRun
from paritrana.jobs.models import Job

JOB_KIND = "score-run"


def run_job(run: ScoreRun) -> Job | None:
    """Return the newest job that computes this run."""
    return Job.objects.filter(kind=JOB_KIND, subject_id=str(run.pk)).order_by("-created_at", "-pk").first()
