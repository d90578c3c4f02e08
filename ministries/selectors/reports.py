"""What ministries and agencies reported, for readers: sums of the latest period, and one body's whole record."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from ministries.models import Ministry, MinistryRegulation, SectorEnrolment, StaffCover


@dataclass(frozen=True, slots=True)
class MinistrySums:
    """Sums over everybody who reported for the latest period; `is_synthetic` when any row is generated."""

    bodies: int
    reporting: int
    period_end: datetime.date | None
    staff_enrolled: int
    sector_enrolled: int
    regulations: int
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class MinistryRecord:
    staff: Sequence[StaffCover]
    sectors: Sequence[SectorEnrolment]
    regulations: Sequence[MinistryRegulation]

    @property
    def is_empty(self) -> bool:
        return not (self.staff or self.sectors or self.regulations)


def listed_ministries(*, query: str, category: str) -> QuerySet[Ministry]:
    """Return bodies in force by name, each knowing whether it reported anything."""
    rows = Ministry.objects.filter(retired_on=None).annotate(
        has_reported=Q(Exists(StaffCover.objects.filter(ministry=OuterRef("pk"))))
        | Q(Exists(SectorEnrolment.objects.filter(ministry=OuterRef("pk"))))
        | Q(Exists(MinistryRegulation.objects.filter(ministry=OuterRef("pk"), revoked_on=None)))
    )
    if query:
        rows = rows.filter(Q(name__icontains=query) | Q(short_name__icontains=query))
    if category:
        rows = rows.filter(category=category)
    return rows.order_by("name", "slug")


def ministry_record(ministry: Ministry) -> MinistryRecord:
    """Return all that one body reported, latest first."""
    return MinistryRecord(
        staff=tuple(StaffCover.objects.filter(ministry=ministry).order_by("-period_end", "-period_start", "pk")),
        sectors=tuple(SectorEnrolment.objects.filter(ministry=ministry).order_by("-period_end", "sector", "pk")),
        regulations=tuple(MinistryRegulation.objects.filter(ministry=ministry).order_by("-year", "rank", "number")),
    )


def ministry_sums() -> MinistrySums:
    bodies = Ministry.objects.filter(retired_on=None).count()
    ends = [
        StaffCover.objects.aggregate(end=Max("period_end"))["end"],
        SectorEnrolment.objects.aggregate(end=Max("period_end"))["end"],
    ]
    latest = max((end for end in ends if end is not None), default=None)
    period_end = latest or datetime.date.min
    staff = StaffCover.objects.filter(period_end=period_end)
    sectors = SectorEnrolment.objects.filter(period_end=period_end)
    regulations = MinistryRegulation.objects.filter(revoked_on=None)
    reporting = {*staff.values_list("ministry_id", flat=True), *sectors.values_list("ministry_id", flat=True)}
    sums = staff.aggregate(people=Sum("numerator"), synthetic=Count("pk", filter=Q(is_synthetic=True)))
    sector_sums = sectors.aggregate(people=Sum("numerator"), synthetic=Count("pk", filter=Q(is_synthetic=True)))
    rules = regulations.aggregate(rows=Count("pk"), synthetic=Count("pk", filter=Q(is_synthetic=True)))
    return MinistrySums(
        bodies=bodies,
        reporting=len(reporting),
        period_end=latest,
        staff_enrolled=sums["people"] or 0,
        sector_enrolled=sector_sums["people"] or 0,
        regulations=rules["rows"],
        is_synthetic=bool(sums["synthetic"] or sector_sums["synthetic"] or rules["synthetic"]),
    )
