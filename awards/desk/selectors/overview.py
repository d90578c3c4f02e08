"""Where every category stands on its way to a publication."""

from collections.abc import Iterable
from dataclasses import dataclass

from awards.editions.models import Category
from awards.publication.models import Publication
from awards.runs.models import ScoreRun, ScoreRunState

OPEN = (ScoreRunState.QUEUED, ScoreRunState.PROPOSED, ScoreRunState.FAILED)


@dataclass(frozen=True, slots=True)
class CategoryStanding:
    """`latest` is the newest run of any state, `applied` the one that counts, `publication` the newest one."""

    category: Category
    applied: ScoreRun | None
    latest: ScoreRun | None
    publication: Publication | None


def category_standings(categories: Iterable[Category]) -> list[CategoryStanding]:
    """Return one line per category; three queries whatever their number."""
    kept = list(categories)
    runs = ScoreRun.objects.filter(category__in=kept).order_by("number")
    latest: dict[int, ScoreRun] = {}
    applied: dict[int, ScoreRun] = {}
    for run in runs:
        latest[run.category_id] = run
        if run.state == ScoreRunState.APPLIED:
            applied[run.category_id] = run
    rows = Publication.objects.filter(category__in=kept).defer("payload").order_by("number")
    publications = {row.category_id: row for row in rows}
    return [CategoryStanding(one, applied.get(one.pk), latest.get(one.pk), publications.get(one.pk)) for one in kept]
