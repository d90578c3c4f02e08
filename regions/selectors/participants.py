"""Active participants of regions, by segment: what was reported, else what was published for exactly that region."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, Min

from paritrana.lib.evidence import observed
from paritrana.lib.observations import Observation
from regions.models.contributions import CountBasis, CountMeasure, Participation, Segment
from regions.models.programme import ParticipantReport

WHOLE = frozenset({Segment.PU, Segment.BPU, Segment.JAKON})
SUFFIX = {
    (CountBasis.REGISTRATION, CountMeasure.SNAPSHOT): "",
    (CountBasis.REGISTRATION, CountMeasure.AVERAGE): "_average",
    (CountBasis.DOMICILE, CountMeasure.SNAPSHOT): "_domicile",
    (CountBasis.DOMICILE, CountMeasure.AVERAGE): "_domicile_average",
}
_KIND = attrgetter("region_id", "basis", "measure")


def participants(codes: Sequence[str], start: datetime.date, end: datetime.date) -> Iterator[Observation]:
    """Yield `active_<segment>` and `active_total`, with a suffix for averages and for counts by domicile.

    A total needs PU, BPU and Jakon, PMI counts where reported; else it is the total reported without segments.
    Published figures stand in where a region has no reported count at its place of registration.
    """
    reported: set[str] = set()
    rows = Participation.objects.filter(region_id__in=codes, period_start__gte=start, period_end__lte=end).order_by(
        "region_id", "basis", "measure", "segment", "-period_end", "-period_start"
    )
    for (code, basis, measure), group in groupby(rows.iterator(), key=_KIND):
        suffix = SUFFIX[basis, measure]
        if not suffix:
            reported.add(code)
        latest = [next(same) for _segment, same in groupby(group, key=attrgetter("segment"))]
        yield from _segments(code, suffix, latest)
    yield from _published([code for code in codes if code not in reported], start, end)


def _segments(code: str, suffix: str, reported: Sequence[Participation]) -> Iterator[Observation]:
    rows = [row for row in reported if row.segment != Segment.ALL]
    for row in rows:
        variable = f"active_{row.segment.lower()}{suffix}"
        yield observed(code, variable, row.numerator, [row], table="participation")
        if row.denominator is not None:
            name = f"{variable}_per_{row.denominator_definition}"
            yield observed(code, name, row.denominator, [row], table="participation")
    same_end = len({row.period_end for row in rows}) == 1
    if same_end and {row.segment for row in rows} >= WHOLE:
        total = sum(row.numerator for row in rows)
        yield observed(code, f"active_total{suffix}", total, rows, table="participation")
    elif whole := [row for row in reported if row.segment == Segment.ALL]:
        yield observed(code, f"active_total{suffix}", whole[0].numerator, whole, table="participation")


def _published(codes: Sequence[str], start: datetime.date, end: datetime.date) -> Iterator[Observation]:
    """Yield published snapshots of areas that are exactly one of today's provinces.

    The old areas of Papua and Papua Barat cover several provinces. Their figures are nobody's alone, so those
    provinces have no observation and are not ranked on it.
    """
    rows = (
        ParticipantReport.objects.filter(as_of__gte=start, as_of__lte=end, retired_on=None, is_provisional=False)
        .annotate(covered=Count("provinces"), province=Min("provinces"))
        .filter(covered=1, province__in=codes)
        .order_by("province", "-as_of")
    )
    for code, reports in groupby(rows.iterator(), key=attrgetter("province")):
        latest = next(reports)
        for variable in ("active_pu", "active_bpu", "active_jakon", "active_total"):
            yield observed(code, variable, getattr(latest, variable), [latest], table="participant_report")


def previous_totals(codes: Sequence[str], start: datetime.date, end: datetime.date) -> Iterator[Observation]:
    """Yield `previous_active_total`: the total of the same period one year before."""
    for found in participants(codes, year_before(start), year_before(end)):
        if found.variable.startswith("active_total"):
            yield replace(found, variable=f"previous_{found.variable}")


def year_before(day: datetime.date) -> datetime.date:
    """Return the same day of the year before; 28 February for a leap day."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
