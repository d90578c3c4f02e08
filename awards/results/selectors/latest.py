"""What has been announced lately, for the pages that point to it."""

import datetime
from dataclasses import dataclass

from awards.editions.models import Category, Edition
from awards.publication.models import Prize, Publication
from awards.publication.selectors.visibility import published_in


@dataclass(frozen=True, slots=True)
class LatestResult:
    """The standing publication of one category and who holds its first prize."""

    category: Category
    publication: Publication
    winners: tuple[Prize, ...]

    @property
    def edition(self) -> Edition:
        return self.category.edition


def latest_results(*, at: datetime.datetime, limit: int = 6) -> list[LatestResult]:
    """Return the categories announced last, newest first; four queries whatever their number."""
    announced = Publication.objects.visible_at(at).values_list("category_id", flat=True).distinct()
    standing = published_in(announced, at)
    shown = sorted(standing.items(), key=lambda pair: (pair[1].visible_from or at, pair[0]), reverse=True)[:limit]
    categories = Category.objects.select_related("edition", "province").in_bulk([key for key, _publication in shown])
    prizes = Prize.objects.filter(publication__in=[row for _key, row in shown], rank=1).select_related("entry")
    winners: dict[int, list[Prize]] = {}
    for prize in prizes.order_by("publication", "position", "group_key", "entry__name", "pk"):
        held = winners.setdefault(prize.publication_id, [])
        if not held or held[0].position == prize.position:
            held.append(prize)
    return [LatestResult(categories[key], row, tuple(winners.get(row.pk, ()))) for key, row in shown]


def prizes_of_region(region_code: str, *, at: datetime.datetime) -> list[Prize]:
    """Return the prizes that a region's own government holds in standing publications, newest first."""
    announced = Publication.objects.visible_at(at).values_list("category_id", flat=True).distinct()
    standing = published_in(announced, at).values()
    rows = Prize.objects.filter(publication__in=standing, entry__region__code=region_code)
    return list(
        rows.select_related("publication__category__edition", "entry").order_by(
            "-publication__published_at", "position", "pk"
        )
    )
