"""What stands in the press book of an edition: final results that two people released, seen or still under embargo."""

import datetime
import json
from dataclasses import dataclass
from typing import Any

from awards.editions.models import Edition
from awards.publication.models import Publication
from awards.publication.selectors.embargo import visible_since
from paritrana.pages.reader import in_words

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PressPrize:
    label: str
    group: str
    name: str


@dataclass(frozen=True, slots=True)
class PressResult:
    """One result with its prizes as they were signed; `since` is when the public sees it."""

    publication: Publication
    name: str
    since: datetime.datetime
    is_public: bool
    prizes: tuple[PressPrize, ...]


@dataclass(frozen=True, slots=True)
class PressBook:
    edition: Edition
    results: tuple[PressResult, ...]

    @property
    def has_embargo(self) -> bool:
        return any(not one.is_public for one in self.results)


def press_book(edition: Edition, *, at: datetime.datetime) -> PressBook:
    """Return the newest final result of each category that was published, with its embargo or past it.

    What is final but not published, held without an end, or withdrawn, is not in it: nobody decided to tell it.
    """
    rows = Publication.objects.filter(category__edition=edition, final_at__isnull=False)
    newest = {one.category_id: one for one in rows.select_related("category").order_by("number", "pk")}
    found = []
    for publication in sorted(newest.values(), key=lambda one: (one.category.code, one.pk)):
        since = visible_since(publication)
        if since is not None and not hasattr(publication, "withdrawal"):
            found.append(_result(publication, since, at))
    return PressBook(edition, tuple(found))


def _result(publication: Publication, since: datetime.datetime, at: datetime.datetime) -> PressResult:
    head: Json = json.loads(publication.payload)
    prizes = tuple(
        PressPrize(
            in_words(one["label"], one.get("label_en", "")),
            in_words(one["group_name"], one.get("group_name_en", "")),
            one["name"],
        )
        for one in head["prizes"]
    )
    category = head["category"]
    name = in_words(category["name"], category.get("name_en", ""))
    return PressResult(publication, name, since, since <= at, prizes)
