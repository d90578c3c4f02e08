"""The groups, zones and provinces a ranking can be narrowed to: only those that stand in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from awards.editions.models import Category, Zone
from awards.runs.models import RunScore
from regions.models.regions import Region


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """A group of the ranking with how many entrants are shown in it, whatever is searched for."""

    key: str
    name: str
    entrants: int


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """Pairs of code and name; a list of one is no choice and stays empty."""

    zones: tuple[tuple[str, str], ...]
    provinces: tuple[tuple[str, str], ...]


def ranking_groups(rows: QuerySet[RunScore], names: Mapping[str, str]) -> tuple[GroupChoice, ...]:
    """Return every group of a ranking, also one of a single entrant, in the order of the ranking; one query."""
    counts = rows.order_by("group_key").values_list("group_key").annotate(entrants=Count("pk"))
    return tuple(GroupChoice(key, names.get(key, key), entrants) for key, entrants in counts)


def filter_choices(category: Category, rows: QuerySet[RunScore]) -> FilterChoices:
    zones = set(rows.order_by().values_list("entry__zone_code", flat=True).distinct()) - {""}
    provinces = set(rows.order_by().values_list("entry__province_code", flat=True).distinct()) - {""}
    zone_names = dict(Zone.objects.filter(edition=category.edition_id, code__in=zones).values_list("code", "name"))
    province_names = dict(Region.objects.filter(code__in=provinces).values_list("code", "name"))
    return FilterChoices(filter_pairs(zones, zone_names), filter_pairs(provinces, province_names))


def filter_pairs(codes: set[str], names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return code and name in the order of the names; one alone is no choice."""
    if len(codes) < 2:
        return ()
    return tuple(sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: (pair[1], pair[0])))
