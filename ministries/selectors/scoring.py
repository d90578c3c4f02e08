"""What ministries bring to scoring: the variables of docs/variables.md, streamed. Not reported means no observation."""

import datetime
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from ministries.models import MinistryRegulation, SectorEnrolment, StaffCover
from paritrana.lib.evidence import observed
from paritrana.lib.observations import Observation

CLAUSES = ("budget", "occupation", "general_duty")
_MINISTRY = attrgetter("ministry_id")


def observations(
    slugs: Iterable[str], *, period_start: datetime.date, period_end: datetime.date
) -> Iterator[Observation]:
    """Yield all observations of these ministries for a period, in three queries."""
    keys = list(slugs)
    yield from _staff(keys, period_start, period_end)
    yield from _sectors(keys, period_start, period_end)
    yield from _regulations(keys, period_start, period_end)


def _staff(keys: list[str], start: datetime.date, end: datetime.date) -> Iterator[Observation]:
    rows = StaffCover.objects.filter(ministry_id__in=keys, period_start__gte=start, period_end__lte=end).order_by(
        "ministry_id", "-period_end", "-period_start"
    )
    for slug, covers in groupby(rows.iterator(), key=_MINISTRY):
        latest = next(covers)
        yield observed(slug, "non_asn_enrolled", latest.numerator, [latest], table="staff_cover")
        if latest.denominator is not None:
            yield observed(slug, "non_asn_total", latest.denominator, [latest], table="staff_cover")


def _sectors(keys: list[str], start: datetime.date, end: datetime.date) -> Iterator[Observation]:
    """Yield workers brought in, over all sectors that the ministry names, each by its latest count."""
    rows = SectorEnrolment.objects.filter(ministry_id__in=keys, period_start__gte=start, period_end__lte=end).order_by(
        "ministry_id", "sector", "-period_end", "-period_start"
    )
    for slug, reported in groupby(rows.iterator(), key=_MINISTRY):
        latest = [next(group) for _sector, group in groupby(reported, key=attrgetter("sector"))]
        total = sum(row.numerator for row in latest)
        yield observed(slug, "sector_workers_enrolled", total, latest, table="sector_enrolment")


def _regulations(keys: list[str], start: datetime.date, end: datetime.date) -> Iterator[Observation]:
    """Yield the rules issued in the years of the period and not revoked by its end."""
    rows = (
        MinistryRegulation.objects.filter(ministry_id__in=keys, year__gte=start.year, year__lte=end.year)
        .exclude(revoked_on__lte=end)
        .order_by("ministry_id", "year", "pk")
    )
    for slug, reported in groupby(rows.iterator(), key=_MINISTRY):
        rules = list(reported)
        yield observed(slug, "regulations_issued", len(rules), rules, table="ministry_regulation")
        for clause in CLAUSES:
            has_clause = any(getattr(rule, f"has_{clause}_clause") for rule in rules)
            yield observed(slug, f"regulation_{clause}_clause", int(has_clause), rules, table="ministry_regulation")
