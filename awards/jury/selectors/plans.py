"""What a division of the work looks like: loads, entries, anchors, and whether it is one connected design."""

from collections import Counter
from dataclasses import dataclass

from awards.entries.models import Entry
from awards.jury.models.assignments import Assignment, AssignmentPlan
from awards.jury.models.panels import Juror
from awards.jury.selectors.allocation import components


@dataclass(frozen=True, slots=True)
class PlanReport:
    plan: AssignmentPlan
    loads: tuple[tuple[Juror, int], ...]
    entries: tuple[tuple[Entry, int, bool], ...]
    parts: int


def plan_report(plan: AssignmentPlan) -> PlanReport:
    rows = list(
        Assignment.objects.filter(plan=plan).select_related("juror__user", "entry").order_by("entry__name", "pk")
    )
    counting = [row for row in rows if not row.juror.is_shadow]
    loads = Counter(row.juror_id for row in rows)
    jurors = {row.juror_id: row.juror for row in rows}
    counts = Counter(row.entry_id for row in counting)
    entries = {row.entry_id: (row.entry, row.is_anchor) for row in counting}
    return PlanReport(
        plan=plan,
        loads=tuple((jurors[key], loads[key]) for key in sorted(jurors)),
        entries=tuple((entry, counts[key], is_anchor) for key, (entry, is_anchor) in entries.items()),
        parts=len(components((row.juror_id, row.entry_id) for row in counting)),
    )
