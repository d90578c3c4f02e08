"""The jobs that compute a score run and write the workbook of a big one."""

import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from awards.editions.models import Edition
from awards.publication.models import Publication
from awards.results.exports.edition_files import write_edition_files
from awards.results.exports.files import write_workbook
from awards.results.selectors.shown import Shown, shown_draft, shown_result
from awards.runs.models import ScoreRun
from awards.runs.services.execution import ExecutionLostError, RunRefusedError, execute_score_run
from awards.runs.services.moves import fail_run
from awards.runs.services.robustness import RobustnessRefusedError, compute_robustness
from awards.runs.services.what_if import WhatIfRefusedError, compute_what_if
from paritrana.jobs.registry import JobLostError, JobRefusedError, Progress

EDITION_FILES_JOB = "edition-files"


def compute_score_run(subject_id: str, progress: Progress) -> None:
    try:
        execute_score_run(run_id=int(subject_id), progress=progress, at=timezone.now())
    except RunRefusedError as refusal:
        fail_run(run=ScoreRun.objects.get(pk=int(subject_id)), message=str(refusal), at=timezone.now())
        raise JobRefusedError(str(refusal)) from refusal
    except ExecutionLostError as lost:
        raise JobLostError(str(lost)) from lost


def abandon_score_run(subject_id: str, message: str, at: datetime.datetime) -> None:
    """A run that waits for nothing keeps its category shut: it fails with its job, and another may be proposed.

    One that is gone waits for nothing, and its job ends all the same.
    """
    run = ScoreRun.objects.filter(pk=int(subject_id)).first()
    if run is None:
        return
    stopped = _("Pekerjaannya dihentikan sebelum selesai, jadi tidak ada yang dihitung. Jalankan sekali lagi.")
    fail_run(run=run, message=message or stopped, at=at)


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
    """Write what "run:KEY" (a draft) or "publication:KEY" names, with ":en" behind it in English.

    A file that is there already is left alone.
    """
    shown = _shown(subject_id)
    total, step = shown.run.entry_count, _("Menulis lembar kerja")
    with translation.override(subject_id.split(":")[2] if subject_id.count(":") == 2 else settings.LANGUAGE_CODE):
        write_workbook(shown, report=lambda done: progress.advance(done, total, step))


def export_address(subject_id: str) -> str:
    shown = _shown(subject_id)
    if shown.publication is None:
        return reverse("run-export", args=[shown.run.public_id, "xlsx"])
    return reverse("ranking-export", args=[shown.category.edition.code, shown.category.code, "xlsx"])


def write_files_of_edition(subject_id: str, progress: Progress) -> None:
    """Write the zip of what an edition's public results are now; one that is there already is left alone."""
    step = _("Menulis berkas edisi")
    edition = Edition.objects.get(code=subject_id)
    write_edition_files(edition, at=timezone.now(), report=lambda done, total: progress.advance(done, total, step))


def edition_files_address(subject_id: str) -> str:
    return reverse("edition-files", args=[subject_id])


def _shown(subject_id: str) -> Shown:
    kind, key = subject_id.split(":")[:2]
    if kind == "publication":
        publication = Publication.objects.select_related("run__rulebook", "category__edition").get(pk=int(key))
        return shown_result(publication.category, publication)
    return shown_draft(ScoreRun.objects.select_related("category__edition", "rulebook").get(pk=int(key)))
