"""What employers reported together, month by month. Readers see sums, never one firm's wages or arrears."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, F, Max, Q, Sum

from employers.models.employers import KbliSection, Scale
from employers.models.months import EmployerMonth

SUMS: Mapping[str, Any] = {
    "employers": Count("pk"),
    "headcount": Sum("headcount"),
    "enrolled": Sum("enrolled"),
    "payroll": Sum("payroll_idr"),
    "wage_reported": Sum("wage_reported_idr"),
    "on_time": Count("pk", filter=Q(paid_on__lte=F("due_on"))),
    "arrears": Sum("arrears_idr"),
    "vendors": Sum("vendors"),
    "vendors_enrolled": Sum("vendors_enrolled"),
    "sponsored": Sum("sponsored_workers"),
    "synthetic": Count("pk", filter=Q(is_synthetic=True)),
}


@dataclass(frozen=True, slots=True)
class EmployerSums:
    """Sums of one group of employers in one month; shares are in per cent, None where nothing is to be shared."""

    label: str
    month: datetime.date
    employers: int
    headcount: int
    enrolled: int
    payroll: int
    wage_reported: int
    on_time: int
    arrears: int
    vendors: int
    vendors_enrolled: int
    sponsored: int
    synthetic: int

    @property
    def is_synthetic(self) -> bool:
        return self.synthetic > 0

    @property
    def enrolled_share(self) -> Decimal | None:
        return _share(self.enrolled, self.headcount)

    @property
    def wage_share(self) -> Decimal | None:
        return _share(self.wage_reported, self.payroll)

    @property
    def on_time_share(self) -> Decimal | None:
        return _share(self.on_time, self.employers)


def latest_month() -> datetime.date | None:
    latest: datetime.date | None = EmployerMonth.objects.aggregate(month=Max("month"))["month"]
    return latest


def employer_sums(month: datetime.date) -> EmployerSums:
    """Return the sums over all employers that reported for a month."""
    return _sums("", month, EmployerMonth.objects.filter(month=month).aggregate(**SUMS))


def sums_by_scale(month: datetime.date) -> list[EmployerSums]:
    """Return the sums from the largest scale to the smallest, only those that occur."""
    found = {row["employer__scale"]: row for row in _grouped(month, "employer__scale")}
    order = (Scale.LARGE, Scale.MEDIUM, Scale.SMALL, Scale.MICRO)
    return [_sums(str(scale.label), month, found[scale]) for scale in order if scale in found]


def sums_by_section(month: datetime.date) -> list[EmployerSums]:
    """Return the sums by KBLI section, in the order of the letters of each version."""
    names = {(row.version, row.section): row.name for row in KbliSection.objects.all()}
    rows = _grouped(month, "employer__kbli_version", "employer__kbli_section")
    return [_sums(names.get(_section_key(row), " ".join(_section_key(row))), month, row) for row in rows]


def months() -> list[EmployerSums]:
    """Return the sums of each month of the latest twelve, oldest first."""
    latest = EmployerMonth.objects.order_by("-month").values_list("month", flat=True).distinct()[:12]
    rows = EmployerMonth.objects.filter(month__in=list(latest)).values("month").annotate(**SUMS).order_by("month")
    return [_sums("", row["month"], row) for row in rows]


def _grouped(month: datetime.date, *keys: str) -> Sequence[Mapping[str, Any]]:
    return list(EmployerMonth.objects.filter(month=month).values(*keys).annotate(**SUMS).order_by(*keys))


def _section_key(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["employer__kbli_version"], row["employer__kbli_section"]


def _sums(label: str, month: datetime.date, row: Mapping[str, Any]) -> EmployerSums:
    return EmployerSums(label=label, month=month, **{name: row[name] or 0 for name in SUMS})


def _share(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None
