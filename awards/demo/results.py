"""From sealed rules to a published result, by a real worker: propose, wait, apply, freeze, sign off twice, publish."""

import datetime
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from awards.editions.models import Category
from awards.jury.models.panels import Panel
from awards.jury.models.plenary import Plenary
from awards.jury.selectors.plenary import proposed_agenda
from awards.jury.selectors.presence import voting_jurors
from awards.jury.services.minutes import write_minutes
from awards.jury.services.plenary import PlenaryRuling, close_plenary, open_plenary, record_decision
from awards.jury.services.presence import record_presence
from awards.publication.models import Publication
from awards.publication.selectors.prizes import prize_places
from awards.publication.selectors.tabled import tabled_result
from awards.publication.services.after_final import agree_to_publish
from awards.publication.services.keys import working_key
from awards.publication.services.moves import prepare_publication, sign_off_publication
from awards.runs.models import ScoreRun, ScoreRunState
from awards.runs.selectors.jobs import run_job
from awards.runs.selectors.rules import run_rules
from awards.runs.services.moves import apply_run, propose_run
from paritrana.accounts.models import User
from paritrana.jobs.latest import with_latest_step
from paritrana.jobs.models import JobState
from paritrana.jobs.processes import python_module
from paritrana.jobs.tasks import nudge
from paritrana.lib.signatures import public_text

SEED = 2023
PATIENCE_SECONDS = 300
ADOPTED = "Peringkat dan nilai ditetapkan seperti hasil perhitungan (demo)."
TIE_DECISION = "Keputusan pleno (demo): peserta yang seri berbagi gelar."

Report = Callable[[str], None]


class WorkerSilentError(Exception):
    """The worker did not finish a run in the time that the demo waits."""


@contextmanager
def worker() -> Iterator[None]:
    """Run one real background worker for as long as the demo needs it."""
    command = python_module("celery", "--quiet", "-A", "paritrana", "worker", "--loglevel=WARNING", "--concurrency=1")
    command += ["--beat", "--without-gossip", "--without-mingle"]
    child = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL)  # noqa: S603 - our own program
    try:
        yield
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(30)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def usable_run(category: Category) -> ScoreRun | None:
    """Return the latest run that is proposed or applied already."""
    usable = ScoreRun.objects.filter(category=category, state__in=(ScoreRunState.PROPOSED, ScoreRunState.APPLIED))
    return usable.select_related("category__edition", "rulebook").order_by("-number").first()


def compute(category: Category, *, actor: User, report: Report) -> ScoreRun:
    """Propose a run and follow its job until the worker has proposed the result."""
    with transaction.atomic():
        run = propose_run(category=category, actor=actor, at=timezone.now(), seed=SEED)
        job = run_job(run)
        if job is not None:
            nudge(job)
    deadline, told = time.monotonic() + PATIENCE_SECONDS, ""
    while (job := run_job(run)) is not None and job.state in (JobState.QUEUED, JobState.RUNNING):
        job = with_latest_step(job)
        line = f"  {category.name}: {job.percent} % {job.step}".rstrip()
        if line != told:
            report(line)
        told = line
        if time.monotonic() > deadline:
            raise WorkerSilentError(f"Pekerja latar tidak menyelesaikan {run} dalam {PATIENCE_SECONDS} detik.")
        time.sleep(0.3)
    run.refresh_from_db()
    if run.state != ScoreRunState.PROPOSED:
        raise WorkerSilentError(run.error or f"{run} tidak selesai.")
    report(f"  {category.name}: 100 % {run.entry_count} peserta dihitung")
    return run


def publish(run: ScoreRun, *, first: User, second: User, at: datetime.datetime) -> Publication:
    """Apply a run and take it through both signatures to the public; what was done before is not done again."""
    if run.state == ScoreRunState.PROPOSED:
        run = apply_run(run=run, actor=first, at=at)
    for panel in Panel.objects.filter(category=run.category_id).select_related("category__edition").order_by("pk"):
        hold_plenary(panel, chair=panel.jurors.get(is_chair=True).user, at=at)
    publication = Publication.objects.filter(run=run).order_by("-number").first() or _prepared(run, first, at)
    signed = set(publication.sign_offs.values_list("user_id", flat=True))
    key = working_key(settings.SIGNING_KEY, settings.SIGNING_KEY_FILE)
    for actor in (first, second):
        if actor.pk not in signed:
            publication = sign_off_publication(
                publication=publication, actor=actor, capacity="organiser", comment="Demo", at=at, key=key
            )
    for actor in (first, second):
        agree_to_publish(publication=publication, actor=actor, at=at)
    publication.refresh_from_db()
    return publication


def hold_plenary(panel: Panel, *, chair: User, at: datetime.datetime) -> None:
    """Let the panel sit over the applied run: who is there, one decision, the minutes with the result."""
    if Plenary.objects.filter(panel=panel).exists():
        return
    order = [line.entry for line in proposed_agenda(panel, on=timezone.localdate(at)).items]
    plenary = open_plenary(panel=panel, order=order, actor=chair, at=at)
    record_presence(plenary=plenary, present=list(panel.jurors.filter(left_on=None)), actor=chair, at=at)
    votes = voting_jurors(plenary, None).count()
    ruling = PlenaryRuling(text=ADOPTED, votes_for=votes, votes_against=0, votes_abstained=0)
    record_decision(plenary=plenary, entry=None, ruling=ruling, actor=chair, at=at)
    plenary = close_plenary(plenary=plenary, actor=chair, at=at)
    key = public_text(working_key(settings.SIGNING_KEY, settings.SIGNING_KEY_FILE))
    tabled = tabled_result(panel.category, public_key=key)
    write_minutes(plenary=plenary, tabled=tabled, reason="", actor=chair, at=at)


def _prepared(run: ScoreRun, actor: User, at: datetime.datetime) -> Publication:
    has_tie = any(place.is_shared for place in prize_places(run, run_rules(run)))
    return prepare_publication(
        category=run.category,
        actor=actor,
        at=at,
        embargo_until=None,
        reason="",
        tie_decision=TIE_DECISION if has_tie else "",
    )
