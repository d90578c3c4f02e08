"""The moves of a run: queued, proposed or failed, applied or discarded, superseded. Each is one conditional update."""

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from awards.editions.models import Category
from awards.rulebooks.models import Rulebook, RulebookState
from awards.rulebooks.selectors.sealed import NoSealedRulebookError
from awards.runs.models import MOVES, AppliedRun, ScoreRun, ScoreRunState
from awards.runs.selectors.jobs import JOB_KIND, run_job
from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.jobs.services import enqueue_job


class RunMovedError(Exception):
    """Somebody else moved the run first, or the move is not allowed from its state."""


class RunAlreadyQueuedError(Exception):
    """A run of this category waits or is being computed already."""


def propose_run(*, category: Category, actor: User | None, at: datetime.datetime, seed: int) -> ScoreRun:
    """Queue a run under the category's sealed rulebook, with its job; the caller nudges the job after the commit."""
    with transaction.atomic():
        Category.objects.select_for_update().get(pk=category.pk)
        rulebook = Rulebook.objects.filter(category=category, state=RulebookState.SEALED).first()
        if rulebook is None:
            raise NoSealedRulebookError(
                _("Kategori ini belum punya juknis yang disegel. Tidak ada yang dihitung. Segel dahulu juknisnya.")
            )
        _fail_forgotten(category, at)
        if ScoreRun.objects.filter(category=category, state=ScoreRunState.QUEUED).exists():
            raise RunAlreadyQueuedError(
                _("Perhitungan kategori ini masih berjalan. Tunggu sampai selesai, atau buang perhitungan itu.")
            )
        last = ScoreRun.objects.filter(category=category).aggregate(last=Max("number"))["last"] or 0
        run = ScoreRun.objects.create(
            category=category,
            number=last + 1,
            rulebook=rulebook,
            rulebook_digest=rulebook.digest,
            seed=seed,
            created_at=at,
            created_by=actor,
        )
        _record(run, "run.propose", actor, at, {"rulebook": rulebook.digest, "seed": seed})
        enqueue_job(
            kind=JOB_KIND,
            subject_id=str(run.pk),
            label=lambda: _("Perhitungan %(number)d: %(category)s") % {"number": run.number, "category": category.name},
            actor=actor,
            at=at,
            region_code=category.region_code,
        )
    return run


def _fail_forgotten(category: Category, at: datetime.datetime) -> None:
    """Fail the runs that wait for a job that ended, as older installations may hold them."""
    for run in ScoreRun.objects.filter(category=category, state=ScoreRunState.QUEUED):
        job = run_job(run)
        if job is None or not job.is_live:
            fail_run(run=run, message=_("Pekerjaan perhitungan ini sudah berakhir tanpa hasil."), at=at)


def apply_run(*, run: ScoreRun, actor: User, at: datetime.datetime) -> ScoreRun:
    """Make a proposed run the one that counts; the run that counted before becomes superseded."""
    with transaction.atomic():
        Category.objects.select_for_update().get(pk=run.category_id)
        previous = ScoreRun.objects.filter(category=run.category_id, state=ScoreRunState.APPLIED).first()
        _move(run, ScoreRunState.APPLIED, actor, at)
        if previous is not None:
            _move(previous, ScoreRunState.SUPERSEDED, actor, at)
        AppliedRun.objects.update_or_create(category_id=run.category_id, defaults={"run": run, "applied_at": at})
        _record(run, "run.apply", actor, at, {"replaces": previous.number if previous else None})
    return run


def discard_run(*, run: ScoreRun, actor: User, at: datetime.datetime, reason: str) -> ScoreRun:
    """Put a run aside for good; its rows stay where they are."""
    with transaction.atomic():
        _move(run, ScoreRunState.DISCARDED, actor, at, reason=reason)
        _record(run, "run.discard", actor, at, {}, reason=reason)
    return run


def fail_run(*, run: ScoreRun, message: str, at: datetime.datetime) -> ScoreRun:
    """Note why a run could not be computed, in words for the organiser."""
    with transaction.atomic():
        changed = ScoreRun.objects.filter(pk=run.pk, state__in=MOVES[ScoreRunState.FAILED]).update(
            state=ScoreRunState.FAILED, error=message
        )
        if changed:
            _record(run, "run.fail", None, at, {"error": message})
    run.refresh_from_db()
    return run


def _move(run: ScoreRun, state: ScoreRunState, actor: User, at: datetime.datetime, *, reason: str = "") -> None:
    decided = {"decided_at": at, "decided_by": actor} if state != ScoreRunState.SUPERSEDED else {}
    changed = ScoreRun.objects.filter(pk=run.pk, state__in=MOVES[state]).update(
        state=state, **decided, **({"reason": reason} if reason else {})
    )
    if not changed:
        raise RunMovedError(
            _("Perhitungan %(number)d sudah berubah status. Tidak ada yang diubah. Muat ulang halaman ini.")
            % {"number": run.number}
        )
    run.refresh_from_db()


def _record(
    run: ScoreRun,
    action: str,
    actor: User | None,
    at: datetime.datetime,
    changes: dict[str, object],
    *,
    reason: str = "",
) -> None:
    record(
        action=action,
        subject=run,
        actor=actor,
        at=at,
        changes=changes,
        reason=reason,
    )
