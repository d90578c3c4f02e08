"""The one visibility rule. Every page, export and answer of the API asks here and nowhere else."""

import datetime
from collections.abc import Iterable

from awards.editions.models import Category
from awards.publication.models import Publication


def published(category: Category, at: datetime.datetime) -> Publication | None:
    """Return the publication that the public sees at that time: the latest that is out and past its embargo."""
    visible = Publication.objects.filter(category=category).visible_at(at)
    return visible.select_related("run__rulebook", "corrects").defer("payload").newest_first().first()


def published_as(category: Category, number: int, at: datetime.datetime) -> Publication | None:
    """Return one publication by its number once the public may see it; a correction takes none of them away."""
    visible = Publication.objects.filter(category=category, number=number).visible_at(at)
    return visible.select_related("run__rulebook", "corrects").defer("payload").first()


def corrected_by(publication: Publication, at: datetime.datetime) -> Publication | None:
    """Return the newest publication that the public sees instead of this one."""
    later = Publication.objects.filter(category=publication.category_id, number__gt=publication.number)
    return later.visible_at(at).defer("payload").newest_first().first()


def published_in(category_ids: Iterable[int], at: datetime.datetime) -> dict[int, Publication]:
    """Return the visible publication by category; categories without one are absent. One query."""
    visible = Publication.objects.filter(category__in=category_ids).visible_at(at).defer("payload")
    return {publication.category_id: publication for publication in visible.order_by("number", "pk")}
