"""Editions and categories as the public sees them: what is out, and nothing about what is not."""

import datetime
from dataclasses import dataclass

from awards.editions.models import Category, Edition, EditionState
from awards.publication.models import Publication
from awards.publication.selectors.visibility import published_in
from awards.rulebooks.models import Rulebook, RulebookState


@dataclass(frozen=True, slots=True)
class EditionLine:
    edition: Edition
    category_count: int
    published_count: int


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """`publication` is the visible one; `has_rulebook` tells whether sealed rules can be read."""

    category: Category
    publication: Publication | None
    has_rulebook: bool


def edition_lines(at: datetime.datetime) -> list[EditionLine]:
    """Return all open editions, the latest period first; three queries whatever their number."""
    editions = list(Edition.objects.opened().order_by("-period_end", "code"))
    categories = list(Category.objects.filter(edition__in=editions).values_list("pk", "edition_id"))
    out = published_in([pk for pk, _ in categories], at)
    return [
        EditionLine(
            edition,
            sum(1 for _, owner in categories if owner == edition.pk),
            sum(1 for pk, owner in categories if owner == edition.pk and pk in out),
        )
        for edition in editions
    ]


def category_lines(edition: Edition, at: datetime.datetime) -> list[CategoryLine]:
    """Return the categories of an edition: national ones first, then by province and name."""
    categories = list(
        Category.objects.filter(edition=edition)
        .select_related("province")
        .order_by("level", "province__name", "name", "pk")
    )
    out = published_in([category.pk for category in categories], at)
    ruled = set(
        Rulebook.objects.filter(category__in=categories, state=RulebookState.SEALED).values_list(
            "category_id", flat=True
        )
    )
    return [CategoryLine(category, out.get(category.pk), category.pk in ruled) for category in categories]


def public_rulebook(category: Category, at: datetime.datetime) -> Rulebook | None:
    """Return the rules people may read: those of the published result, else the sealed ones. Drafts are nobody's."""
    publication = published_in([category.pk], at).get(category.pk)
    if publication is not None:
        return publication.run.rulebook
    sealed = Rulebook.objects.filter(category=category, state=RulebookState.SEALED)
    return sealed.filter(category__edition__state=EditionState.OPEN).first()
