"""Plan who scores what: draft, release, top up, discard. Jurors see nothing of a draft."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.entries.models import Entry
from awards.jury.models.assignments import Assignment, AssignmentPlan, PlanState
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Juror, Panel, Workload
from awards.jury.models.scorecards import Scorecard, ScorecardState
from awards.jury.selectors.allocation import Task, allocate
from awards.jury.selectors.cards import counting_cards, inherited_cards
from awards.jury.selectors.seats import active_jurors, panel_entries
from awards.jury.services.errors import JuryError
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
    return _store(panel, task, anchor_count, actor, at)


@transaction.atomic
def top_up_plan(*, panel: Panel, load_cap: int, actor: User, at: datetime.datetime) -> AssignmentPlan:
    """Fill what is short: late entries, jurors who left, new conflicts. Everything else assigned stays as it is."""
    released = AssignmentPlan.objects.filter(panel=panel, state=PlanState.RELEASED).first()
    if released is None:
        raise JuryError(_("Belum ada penugasan yang berlaku. Buat rancangan dulu."))
    standing = frozenset(Assignment.objects.filter(plan=released).values_list("juror_id", "entry_id"))
    kept = standing | _begun(panel)
    task = _task(panel, released.jurors_per_entry, load_cap, 0, kept, at)
    return _store(panel, task, released.anchor_count, actor, at)


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
        barred=barred | _inherited(seats),
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
    """Count the counting cards of jurors who have left, per entry."""
    cards = counting_cards(Scorecard.objects.filter(juror__panel=panel)).exclude(juror__in=jurors)
    return dict(Counter(cards.values_list("entry_id", flat=True)))


def _inherited(seats: Iterable[Juror]) -> frozenset[tuple[int, int]]:
    """Return what a predecessor's card has settled for a seat: no work is given there."""
    return frozenset((juror.pk, entry_id) for juror in seats for entry_id in inherited_cards(juror))


def _store(panel: Panel, task: Task, anchor_count: int, actor: User, at: datetime.datetime) -> AssignmentPlan:
    if AssignmentPlan.objects.filter(panel=panel, state=PlanState.DRAFT).exists():
        raise JuryError(_("Masih ada rancangan yang belum diputuskan. Berlakukan atau buang dulu."))
    pairs = allocate(task)
    plan = AssignmentPlan.objects.create(
        panel=panel,
        jurors_per_entry=task.per_entry,
        load_cap=task.load_cap,
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
    changes = {"pairs": len(pairs), "jurors_per_entry": task.per_entry, "load_cap": task.load_cap}
    _record(plan, "jury.plan.draft", actor, at, changes)
    return plan


def _record(
    plan: AssignmentPlan, action: str, actor: User, at: datetime.datetime, changes: Mapping[str, object]
) -> None:
    record(
        action=action,
        subject=plan,
        actor=actor,
        at=at,
        changes={"panel": plan.panel.name, **changes},
    )
