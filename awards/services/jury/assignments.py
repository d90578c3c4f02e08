"""Plan who scores what: draft, release, top up, discard. Jurors see nothing of a draft."""

import datetime
from collections import Counter
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Entry
from awards.models.jury import (
    Assignment,
    AssignmentPlan,
    Conflict,
    ConflictState,
    Juror,
    Panel,
    PlanState,
    Scorecard,
    ScorecardState,
    Workload,
)
from awards.selectors.jury.allocation import Task, allocate
from awards.selectors.jury.seats import active_jurors, panel_entries
from awards.services.jury.errors import JuryError
from paritrana.accounts.models import User
from paritrana.audit.services import record


@transaction.atomic
def draft_plan(
    *,
    panel: Panel,
    jurors_per_entry: int,
    load_cap: int,
    anchor_count: int,
    actor: User,
    at: datetime.datetime,
) -> AssignmentPlan:
    """Divide the work anew; begun work stays where it is. Raises `InfeasibleError` with the reason."""
    task = _task(panel, jurors_per_entry, load_cap, anchor_count, _begun(panel), at)
    return _store(panel, task, jurors_per_entry, load_cap, anchor_count, actor, at)


@transaction.atomic
def top_up_plan(*, panel: Panel, load_cap: int, actor: User, at: datetime.datetime) -> AssignmentPlan:
    """Fill what is short: late entries, jurors who left, new conflicts. Everything else assigned stays as it is."""
    released = AssignmentPlan.objects.filter(panel=panel, state=PlanState.RELEASED).first()
    if released is None:
        raise JuryError(_("Belum ada penugasan yang berlaku. Buat rancangan dulu."))
    standing = frozenset(Assignment.objects.filter(plan=released).values_list("juror_id", "entry_id"))
    kept = standing | _begun(panel)
    task = _task(panel, released.jurors_per_entry, load_cap, 0, kept, at)
    return _store(panel, task, released.jurors_per_entry, load_cap, released.anchor_count, actor, at)


@transaction.atomic
def release_plan(*, plan: AssignmentPlan, actor: User, at: datetime.datetime) -> AssignmentPlan:
    """Make a draft hold; the plan before it is superseded and kept."""
    AssignmentPlan.objects.filter(panel=plan.panel_id, state=PlanState.RELEASED).update(state=PlanState.SUPERSEDED)
    moved = AssignmentPlan.objects.filter(pk=plan.pk, state=PlanState.DRAFT).update(
        state=PlanState.RELEASED, released_at=at
    )
    if not moved:
        raise JuryError(_("Rancangan ini sudah diputuskan. Tidak ada yang diubah; muat ulang halaman ini."))
    Panel.objects.filter(pk=plan.panel_id).update(workload=Workload.SHARED)
    plan.refresh_from_db()
    _record(plan, "jury.plan.release", actor, at, {})
    return plan


@transaction.atomic
def discard_plan(*, plan: AssignmentPlan, actor: User, at: datetime.datetime) -> AssignmentPlan:
    if not AssignmentPlan.objects.filter(pk=plan.pk, state=PlanState.DRAFT).update(state=PlanState.DISCARDED):
        raise JuryError(_("Rancangan ini sudah diputuskan. Tidak ada yang diubah; muat ulang halaman ini."))
    plan.refresh_from_db()
    _record(plan, "jury.plan.discard", actor, at, {})
    return plan


def _begun(panel: Panel) -> frozenset[tuple[int, int]]:
    cards = Scorecard.objects.filter(juror__panel=panel, juror__is_shadow=False).exclude(state=ScorecardState.VOID)
    return frozenset(cards.values_list("juror_id", "entry_id"))


def _task(
    panel: Panel,
    per_entry: int,
    load_cap: int,
    anchor_count: int,
    kept: frozenset[tuple[int, int]],
    at: datetime.datetime,
) -> Task:
    seats = active_jurors(on=timezone.localdate(at)).filter(panel=panel, is_shadow=False)
    jurors = {juror.pk: str(juror) for juror in seats.select_related("user").order_by("pk")}
    entries = list(panel_entries(panel))
    conflicts = Conflict.objects.filter(juror__panel=panel).exclude(state=ConflictState.DISMISSED)
    barred = frozenset(conflicts.values_list("juror_id", "entry_id"))
    return Task(
        entries=tuple(entry.pk for entry in entries),
        jurors=tuple(jurors),
        per_entry=per_entry,
        load_cap=load_cap,
        barred=barred,
        anchors=_anchors(entries, jurors, barred)[:anchor_count],
        kept=frozenset(pair for pair in kept if pair[0] in jurors and pair not in barred),
        done=_done_by_others(panel, jurors),
        names={entry.pk: entry.name for entry in entries},
        juror_names=jurors,
    )


def _anchors(entries: list[Entry], jurors: Collection[int], barred: frozenset[tuple[int, int]]) -> tuple[int, ...]:
    """Order the entries by how few conflicts they have; among equals the random public id decides."""
    conflicts = Counter(entry for juror, entry in barred if juror in jurors)
    return tuple(entry.pk for entry in sorted(entries, key=lambda entry: (conflicts[entry.pk], str(entry.public_id))))


def _done_by_others(panel: Panel, jurors: Collection[int]) -> dict[int, int]:
    """Count the confirmed cards of seats that have ended, per entry: they keep counting."""
    cards = Scorecard.objects.filter(
        juror__panel=panel, juror__is_shadow=False, state=ScorecardState.CONFIRMED
    ).exclude(juror__in=jurors)
    return dict(Counter(cards.values_list("entry_id", flat=True)))


def _store(
    panel: Panel, task: Task, per_entry: int, load_cap: int, anchor_count: int, actor: User, at: datetime.datetime
) -> AssignmentPlan:
    if AssignmentPlan.objects.filter(panel=panel, state=PlanState.DRAFT).exists():
        raise JuryError(_("Masih ada rancangan yang belum diputuskan. Berlakukan atau buang dulu."))
    pairs = allocate(task)
    plan = AssignmentPlan.objects.create(
        panel=panel,
        jurors_per_entry=per_entry,
        load_cap=load_cap,
        anchor_count=anchor_count,
        created_at=at,
        created_by=actor,
    )
    shadows = Juror.objects.filter(panel=panel, is_shadow=True, left_on=None).values_list("pk", flat=True)
    everyone = {(juror, entry) for juror in shadows for entry in task.entries if (juror, entry) not in task.barred}
    Assignment.objects.bulk_create(
        Assignment(plan=plan, juror_id=juror, entry_id=entry, is_anchor=entry in task.anchors)
        for juror, entry in sorted(pairs | everyone)
    )
    _record(
        plan, "jury.plan.draft", actor, at, {"pairs": len(pairs), "jurors_per_entry": per_entry, "load_cap": load_cap}
    )
    return plan


def _record(plan: AssignmentPlan, action: str, actor: User, at: datetime.datetime, changes: dict[str, object]) -> None:
    record(
        action=action,
        subject=plan,
        actor=actor,
        at=at,
        region_code=plan.panel.category.province_id or "",
        changes={"panel": plan.panel.name, **changes},
    )
