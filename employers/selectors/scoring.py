"""What employers bring to scoring: a period's months added up in the database, exactly, and streamed.

Rupiah and people are whole numbers, so sums are exact on every database. Not reported means no observation.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum

from employers.models.employers import Programme, ProgrammeObligation
from employers.models.months import EmployerMonth
from paritrana.lib.observations import Observation

CHUNK = 10_000
SUMS: Mapping[str, Any] = {
    "months_reported": Count("pk"),
    "months_on_time": Count("pk", filter=Q(paid_on__lte=F("due_on"))),
    "headcount_months": Sum("headcount"),
    "enrolled_months": Sum("enrolled"),
    "payroll_sum": Sum("payroll_idr"),
    "wage_reported_sum": Sum("wage_reported_idr"),
    "vendor_months": Sum("vendors"),
    "vendor_enrolled_months": Sum("vendors_enrolled"),
    "sponsored_months": Sum("sponsored_workers"),
    "sponsored_sum": Sum("sponsored_idr"),
    "partial_months": Count(
        "pk", filter=Q(is_partial_workers=True) | Q(is_partial_wage=True) | Q(is_partial_programme=True)
    ),
}
ORIGIN: Mapping[str, Any] = {
    "first_source": Min("source"),
    "last_source": Max("source"),
    "latest": Max("as_of"),
    "first_month": Min("month"),
    "last_month": Max("month"),
    "synthetic": Count("pk", filter=Q(is_synthetic=True)),
}
LAST: Mapping[str, str] = {
    "arrears_last": "arrears_idr",
    "vendors": "vendors",
    "vendors_enrolled": "vendors_enrolled",
    "sponsored_workers": "sponsored_workers",
}


@dataclass(frozen=True, slots=True)
class _Slice:
    """A stretch of the period in which the duty to join does not change: programmes by scale."""

    name: str
    months: Q
    required: Mapping[str, frozenset[str]]


def observations(
    employer_ids: Iterable[int], *, period_start: datetime.date, period_end: datetime.date
) -> Iterator[Observation]:
    """Yield all observations of these employers for a period: two queries per ten thousand of them, and one more."""
    slices = _slices(period_start, period_end)
    remaining = iter(employer_ids)
    while chunk := list(islice(remaining, CHUNK)):
        months = EmployerMonth.objects.filter(employer_id__in=chunk, month__gte=period_start, month__lte=period_end)
        last = _last_months(months, period_start, period_end)
        for row in _summed(months, slices).iterator():
            yield from _observations(row, last[row["employer_id"]], slices)


def _slices(start: datetime.date, end: datetime.date) -> list[_Slice]:
    obligations = list(ProgrammeObligation.objects.filter(retired_on=None, valid_from__lte=end))
    ends = (row.valid_until + datetime.timedelta(days=1) for row in obligations if row.valid_until is not None)
    edges = sorted({start, *(day for row in obligations for day in [row.valid_from] if start < day <= end)})
    edges = sorted({*edges, *(day for day in ends if start < day <= end)})
    slices = []
    for number, (first, after) in enumerate(zip(edges, [*edges[1:], None], strict=True)):
        months = Q(month__gte=first) & (Q(month__lt=after) if after else Q())
        slices.append(_Slice(f"slice{number}", months, _required(obligations, first)))
    return slices


def _required(obligations: Sequence[ProgrammeObligation], on: datetime.date) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in obligations:
        if row.valid_from <= on and (row.valid_until is None or on <= row.valid_until):
            found.setdefault(row.scale, set()).add(row.programme)
    return {scale: frozenset(programmes) for scale, programmes in found.items()}


def _summed(months: "QuerySet[EmployerMonth]", slices: Sequence[_Slice]) -> "QuerySet[EmployerMonth, Any]":
    counts: dict[str, Any] = {}
    for part in slices:
        counts[f"{part.name}_months"] = Count("pk", filter=part.months)
        for programme in Programme.values:
            followed = Q(**{f"follows_{programme.lower()}": True})
            counts[f"{part.name}_{programme}"] = Count("pk", filter=part.months & followed)
    return months.values("employer_id", "employer__scale").annotate(**SUMS, **ORIGIN, **counts).order_by("employer_id")


def _last_months(
    months: "QuerySet[EmployerMonth]", start: datetime.date, end: datetime.date
) -> dict[int, dict[str, Any]]:
    """Return the row of each employer's last reported month within the period."""
    latest = (
        EmployerMonth.objects.filter(employer_id=OuterRef("employer_id"), month__gte=start, month__lte=end)
        .order_by("-month")
        .values("month")[:1]
    )
    rows = months.filter(month=Subquery(latest)).values("employer_id", *dict.fromkeys(LAST.values()))
    return {row["employer_id"]: row for row in rows}


def _observations(row: dict[str, Any], last: dict[str, Any], slices: Sequence[_Slice]) -> Iterator[Observation]:
    scale = row["employer__scale"]
    values: dict[str, int] = {name: row[name] for name in SUMS}
    values |= {name: last[column] for name, column in LAST.items()}
    required = [(part, part.required.get(scale, frozenset())) for part in slices]
    values["programmes_required"] = sum(row[f"{part.name}_months"] * len(duty) for part, duty in required)
    values["programmes_followed"] = sum(row[f"{part.name}_{name}"] for part, duty in required for name in sorted(duty))
    source = row["first_source"]
    if row["last_source"] != source:
        source = f"{source}; {row['last_source']}"
    reference = f"employer_month:{row['employer_id']}:{row['first_month']:%Y-%m}..{row['last_month']:%Y-%m}"
    for variable, value in values.items():
        yield Observation(
            entrant=str(row["employer_id"]),
            variable=variable,
            value=Decimal(value),
            source=source,
            as_of=row["latest"],
            reference=reference,
            is_synthetic=row["synthetic"] > 0,
        )
