"""Regions for readers: finding one, its workforce, its participants, what it contributed, and the national sums."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Q, QuerySet, Sum

from regions.models.contributions import ApparatusCover, BudgetLine, Participation, Regulation, VulnerableCover
from regions.models.regions import Region, RegionLevel
from regions.models.workforce import SectorEmployment, WorkforceFigure
from regions.selectors.aliases import RegionsFound
from regions.selectors.progress import share_percent

LISTED_LEVELS = (RegionLevel.PROVINCE, RegionLevel.REGENCY)


@dataclass(frozen=True, slots=True)
class RegionRecord:
    """All that one region reported, latest first."""

    participation: Sequence[Participation]
    vulnerable: Sequence[VulnerableCover]
    apparatus: Sequence[ApparatusCover]
    budgets: Sequence[BudgetLine]
    regulations: Sequence[Regulation]

    @property
    def is_empty(self) -> bool:
        return not (self.participation or self.vulnerable or self.apparatus or self.budgets or self.regulations)


@dataclass(frozen=True, slots=True)
class SectorShare:
    """One sector's people and their share of all who work, in per cent."""

    row: SectorEmployment
    share: Decimal


@dataclass(frozen=True, slots=True)
class RegionSums:
    """Sums over all regions that reported for the latest period; `is_synthetic` when any row is generated."""

    reporting: int
    period_end: datetime.date | None
    vulnerable: int
    apparatus: int
    budget_idr: int
    regulations: int
    is_synthetic: bool


def listed_regions(*, query: str, found: RegionsFound | None, level: str, province: str) -> QuerySet[Region]:
    """Return provinces and regencies in force, in the order of their codes; `found` is what the query leads to."""
    rows = Region.objects.filter(level__in=LISTED_LEVELS, retired_on=None).select_related("parent")
    if found:
        own = Q(full_name__icontains=query) | Q(short_name__icontains=query) | Q(code=query)
        rows = rows.filter(own | Q(code__in=found.codes))
    if level in LISTED_LEVELS:
        rows = rows.filter(level=level)
    if province:
        rows = rows.filter(Q(code=province) | Q(parent=province))
    return rows.order_by("code")


def provinces() -> QuerySet[Region]:
    return Region.objects.filter(level=RegionLevel.PROVINCE, retired_on=None).order_by("code")


def public_regions() -> QuerySet[Region]:
    """Return the regions that have a page: the nation's parts down to regencies, also retired ones."""
    return Region.objects.filter(level__in=LISTED_LEVELS).select_related("parent")


def workforce_series(region: Region) -> list[WorkforceFigure]:
    """Return the surveys of one region, latest first."""
    return list(WorkforceFigure.objects.filter(region=region, retired_on=None).order_by("-as_of"))


def national_workforce() -> list[WorkforceFigure]:
    """Return the surveys of the whole nation in which somebody works, latest first."""
    rows = WorkforceFigure.objects.filter(region__level=RegionLevel.NATION, retired_on=None, employed__gt=0)
    return list(rows.order_by("-as_of", "region"))


def latest_workforce(codes: Sequence[str]) -> dict[str, WorkforceFigure]:
    """Return the newest survey of each of these regions, by code; one query."""
    rows = WorkforceFigure.objects.filter(region__in=codes, retired_on=None).order_by("as_of", "pk")
    return {row.region_id: row for row in rows}


def workforce_of_children(region: Region, as_of: datetime.date) -> dict[str, WorkforceFigure]:
    """Return one survey of the regions directly below, by code."""
    rows = WorkforceFigure.objects.filter(region__parent=region, as_of=as_of, retired_on=None)
    return {row.region_id: row for row in rows}


def children(region: Region) -> QuerySet[Region]:
    return Region.objects.filter(parent=region, level=RegionLevel.REGENCY, retired_on=None).order_by("code")


def sectors(region: Region) -> list[SectorShare]:
    """Return the latest survey by sector, the largest first."""
    latest = SectorEmployment.objects.filter(region=region).order_by("-as_of").first()
    if latest is None:
        return []
    rows = SectorEmployment.objects.filter(region=region, as_of=latest.as_of, retired_on=None)
    ordered = list(rows.order_by("-employed", "sector_group"))
    total = sum(row.employed for row in ordered)
    return [SectorShare(row, share_percent(row.employed, total)) for row in ordered]


def region_record(region: Region) -> RegionRecord:
    return RegionRecord(
        participation=tuple(Participation.objects.filter(region=region).order_by("-period_end", "segment", "pk")),
        vulnerable=tuple(VulnerableCover.objects.filter(region=region).order_by("-period_end", "payer", "pk")),
        apparatus=tuple(ApparatusCover.objects.filter(region=region).order_by("-period_end", "group", "pk")),
        budgets=tuple(BudgetLine.objects.filter(region=region).order_by("-period_end", "purpose", "pk")),
        regulations=tuple(Regulation.objects.filter(region=region).order_by("-year", "rank", "number")),
    )


def region_sums() -> RegionSums:
    """Return the national sums of the latest period that any region reported for."""
    ends = [
        VulnerableCover.objects.aggregate(end=Max("period_end"))["end"],
        ApparatusCover.objects.aggregate(end=Max("period_end"))["end"],
        BudgetLine.objects.aggregate(end=Max("period_end"))["end"],
    ]
    latest = max((end for end in ends if end is not None), default=None)
    period_end = latest or datetime.date.min
    vulnerable = VulnerableCover.objects.filter(period_end=period_end)
    apparatus = ApparatusCover.objects.filter(period_end=period_end)
    budgets = BudgetLine.objects.filter(period_end=period_end)
    regulations = Regulation.objects.filter(revoked_on=None)
    reporting: set[str] = set()
    for rows in (vulnerable, apparatus, budgets):
        reporting.update(rows.values_list("region_id", flat=True))
    return RegionSums(
        reporting=len(reporting),
        period_end=latest,
        vulnerable=vulnerable.aggregate(people=Sum("numerator"))["people"] or 0,
        apparatus=apparatus.aggregate(people=Sum("numerator"))["people"] or 0,
        budget_idr=budgets.aggregate(money=Sum("amount_idr"))["money"] or 0,
        regulations=regulations.aggregate(rows=Count("pk"))["rows"],
        is_synthetic=any(
            rows.filter(is_synthetic=True).exists() for rows in (vulnerable, apparatus, budgets, regulations)
        ),
    )
