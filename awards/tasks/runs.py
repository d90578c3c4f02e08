"""The jobs that compute a score run and write the workbook of a big one."""

from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.exports.files import write_workbook
from awards.models import Publication, ScoreRun
from awards.selectors.publication.shown import Shown, shown_draft
from awards.services.runs import (
    ExecutionLostError,
    RobustnessRefusedError,
    RunRefusedError,
    WhatIfRefusedError,
    compute_robustness,
    compute_what_if,
    execute_score_run,
    fail_run,
)
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


def question_ranking(subject_id: str, progress: Progress) -> None:
    try:
        compute_robustness(run_id=int(subject_id), at=timezone.now(), report=progress.advance)
    except RobustnessRefusedError as refusal:
        raise JobRefusedError(str(refusal)) from refusal


def robustness_address(subject_id: str) -> str:
    return reverse("run-robustness", args=[ScoreRun.objects.get(pk=int(subject_id)).public_id])


def try_rules(subject_id: str, progress: Progress) -> None:
    """A trial that is gone meanwhile is left alone."""
    try:
        compute_what_if(what_if_id=UUID(subject_id), at=timezone.now(), report=progress.advance)
    except WhatIfRefusedError as refusal:
        raise JobRefusedError(str(refusal)) from refusal


def what_if_address(subject_id: str) -> str:
    return reverse("what-if", args=[subject_id])


def write_ranking_workbook(subject_id: str, progress: Progress) -> None:
    """`subject_id` is "run:KEY" for a draft or "publication:KEY"; a file that is there already is left alone."""
    shown = _shown(subject_id)
    total = shown.run.entry_count
    write_workbook(shown, report=lambda done: progress.advance(done, total, _("Menulis lembar kerja")))


def export_address(subject_id: str) -> str:
    shown = _shown(subject_id)
    if shown.publication is None:
        return reverse("run-export", args=[shown.run.public_id, "xlsx"])
    return reverse("ranking-export", args=[shown.category.edition.code, shown.category.code, "xlsx"])


def _shown(subject_id: str) -> Shown:
    kind, _separator, key = subject_id.partition(":")
    if kind == "publication":
        publication = Publication.objects.select_related("run__rulebook", "category__edition").get(pk=int(key))
        return Shown(publication.category, publication.run, publication)
    return shown_draft(ScoreRun.objects.select_related("category__edition", "rulebook").get(pk=int(key)))
