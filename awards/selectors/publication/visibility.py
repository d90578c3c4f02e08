"""The one visibility rule. Every page, export and answer of the API asks here and nowhere else."""

import datetime
from collections.abc import Iterable

from awards.models import Category, Publication


def published(category: Category, at: datetime.datetime) -> Publication | None:
    """Return the publication that the public sees at that time: the latest that is out and past its embargo."""
    visible = Publication.objects.filter(category=category).visible_at(at)
    return visible.select_related("run__rulebook", "corrects").defer("payload").newest_first().first()


def published_in(category_ids: Iterable[int], at: datetime.datetime) -> dict[int, Publication]:
    """Return the visible publication by category; categories without one are absent. One query."""
    visible = Publication.objects.filter(category__in=category_ids).visible_at(at).defer("payload")
    return {publication.category_id: publication for publication in visible.order_by("number", "pk")}
