"""The job that computes a score run."""

from django.urls import reverse
from django.utils import timezone

from awards.models import ScoreRun
from awards.services.runs import ExecutionLostError, RunRefusedError, execute_score_run, fail_run
from paritrana.jobs.registry import JobLostError, JobRefusedError, Progress


def compute_score_run(subject_id: str, progress: Progress) -> None:
    try:
        execute_score_run(run_id=int(subject_id), progress=progress, at=timezone.now())
    except RunRefusedError as refusal:
        fail_run(run=ScoreRun.objects.get(pk=int(subject_id)), message=str(refusal), at=timezone.now())
        raise JobRefusedError(str(refusal)) from refusal
    except ExecutionLostError as lost:
        raise JobLostError(str(lost)) from lost


def run_address(subject_id: str) -> str:
    return reverse("run", args=[ScoreRun.objects.get(pk=int(subject_id)).public_id])
