"""Which stages of the jury's work are open."""

import datetime

from awards.editions.models import Category, Stage, StageKind
from awards.jury.models.panels import Panel, Visibility

SCORING = (StageKind.JURY, StageKind.INTERVIEW, StageKind.PLENARY)


def jury_stages(category: Category) -> dict[str, Stage]:
    """Return the dated stages by kind; the province's own dates go before the category's."""
    rows = Stage.objects.filter(category=category, kind__in=SCORING).order_by("pk")
    found = {row.kind: row for row in rows if row.province_id is None}
    if category.province_id is not None:
        found |= {row.kind: row for row in rows if row.province_id == category.province_id}
    return found


def open_stages(category: Category, *, at: datetime.datetime) -> frozenset[str]:
    return frozenset(
        kind for kind, stage in jury_stages(category).items() if stage.opens_at <= at < stage.hard_closes_at
    )


def scoring_deadline(category: Category, *, at: datetime.datetime) -> datetime.datetime | None:
    """Return the official end of the scoring stages open now; None while none is open."""
    ends = [stage.closes_at for stage in jury_stages(category).values() if stage.opens_at <= at < stage.hard_closes_at]
    return max(ends, default=None)


def visibility(panel: Panel, *, at: datetime.datetime) -> Visibility:
    """Return the rule of the latest stage open now; with no stage open a juror sees nothing of the others."""
    opened = open_stages(panel.category, at=at)
    rules = {row.stage: Visibility(row.rule) for row in panel.visibilities.all()}
    for kind in reversed(SCORING):
        if kind in opened:
            return rules.get(kind, Visibility.AFTER_OWN)
    return Visibility.NEVER
