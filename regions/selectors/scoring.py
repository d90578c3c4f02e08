"""What regions bring to scoring: the variables of docs/variables.md, streamed. Not reported means no observation."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import attrgetter

from paritrana.lib.evidence import observed
from paritrana.lib.observations import Observation
from regions.models.contributions import (
    ApparatusCover,
    ApparatusGroup,
    BudgetLine,
    Regulation,
    RegulationRank,
    ScoreSheetLine,
    VulnerableCover,
)
from regions.models.workforce import WorkforceFigure
from regions.selectors.participants import participants, previous_totals

CHUNK = 5000
WORKFORCE = ("working_age", "labour_force", "employed", "unemployed", "employed_formal", "employed_informal")
CLAUSES = ("budget", "occupation", "general_duty")
_REGION = attrgetter("region_id")


def observations(
    codes: Iterable[str], *, period_start: datetime.date, period_end: datetime.date
) -> Iterator[Observation]:
    """Yield all observations of these regions for a period; queries grow with thousands of regions, never with rows."""
    remaining = iter(codes)
    while chunk := list(islice(remaining, CHUNK)):
        yield from participants(chunk, period_start, period_end)
        yield from previous_totals(chunk, period_start, period_end)
        yield from _workforce(chunk, period_start, period_end)
        yield from _vulnerable(chunk, period_start, period_end)
        yield from _apparatus(chunk, period_start, period_end)
        yield from _budgets(chunk, period_start, period_end)
        yield from _regulations(chunk, period_end)
        yield from _score_sheets(chunk, period_start, period_end)


def _workforce(codes: Sequence[str], start: datetime.date, end: datetime.date) -> Iterator[Observation]:
    """Yield the latest survey within the period."""
    rows = WorkforceFigure.objects.filter(
        region_id__in=codes, as_of__gte=start, as_of__lte=end, retired_on=None
    ).order_by("region_id", "-as_of")
    for code, surveys in groupby(rows.iterator(), key=_REGION):
        latest = next(surveys)
        for variable in (
            "working_age",
            "labour_force",
            "employed",
            "unemployed",
            "employed_formal",
            "employed_informal",
        ):
            value = getattr(latest, variable)
            if value is not None:
                yield observed(code, variable, value, [latest], table="workforce")


def _vulnerable(codes: Sequence[str], start: datetime.date, end: datetime.date) -> Iterator[Observation]:
    """Yield workers covered (the latest count of each payer) and the money of all periods reported."""
    rows = VulnerableCover.objects.filter(region_id__in=codes, period_start__gte=start, period_end__lte=end).order_by(
        "region_id", "payer", "-period_end", "-period_start"
    )
    for code, reported in groupby(rows.iterator(), key=_REGION):
        every = list(reported)
        latest = [next(group) for _payer, group in groupby(every, key=attrgetter("payer"))]
        yield observed(code, "vulnerable_covered", sum(row.numerator for row in latest), latest, table="vulnerable")
        for row in latest:
            payer = row.payer.lower().replace("-", "_")
            yield observed(code, f"vulnerable_covered_{payer}", row.numerator, [row], table="vulnerable")
        paid = [row for row in every if row.budget_idr is not None]
        if paid:
            total = sum(row.budget_idr or 0 for row in paid)
            yield observed(code, "vulnerable_budget_idr", total, paid, table="vulnerable")


def _apparatus(codes: Sequence[str], start: datetime.date, end: datetime.date) -> Iterator[Observation]:
    """Yield the latest count of each group and of all groups; a total only where every group has a denominator."""
    rows = ApparatusCover.objects.filter(region_id__in=codes, period_start__gte=start, period_end__lte=end).order_by(
        "region_id", "group", "-period_end", "-period_start"
    )
    for code, reported in groupby(rows.iterator(), key=_REGION):
        latest = [next(group) for _name, group in groupby(reported, key=attrgetter("group"))]
        for row in latest:
            name = "non_asn" if row.group == ApparatusGroup.NON_ASN else f"apparatus_{row.group}"
            yield from _enrolled(code, name, [row])
        yield from _enrolled(code, "apparatus", latest)


def _enrolled(code: str, name: str, rows: Sequence[ApparatusCover]) -> Iterator[Observation]:
    yield observed(code, f"{name}_enrolled", sum(row.numerator for row in rows), rows, table="apparatus")
    totals = [row.denominator for row in rows if row.denominator is not None]
    if len(totals) == len(rows):
        yield observed(code, f"{name}_total", sum(totals), rows, table="apparatus")


def _budgets(codes: Sequence[str], start: datetime.date, end: datetime.date) -> Iterator[Observation]:
    rows = BudgetLine.objects.filter(region_id__in=codes, period_start__gte=start, period_end__lte=end).order_by(
        "region_id", "purpose", "pk"
    )
    for code, reported in groupby(rows.iterator(), key=_REGION):
        lines = list(reported)
        yield observed(code, "budget_idr", sum(row.amount_idr for row in lines), lines, table="budget")
        spent = [row for row in lines if row.realised_idr is not None]
        if len(spent) == len(lines):
            realised = sum(row.realised_idr or 0 for row in spent)
            yield observed(code, "budget_realised_idr", realised, spent, table="budget")
        for purpose, group in groupby(lines, key=attrgetter("purpose")):
            part = list(group)
            yield observed(code, f"budget_{purpose}_idr", sum(row.amount_idr for row in part), part, table="budget")


def _regulations(codes: Sequence[str], end: datetime.date) -> Iterator[Observation]:
    """Yield what was in force at the period's end; a region that reported any rule has a count for every rank."""
    rows = (
        Regulation.objects.filter(region_id__in=codes, year__lte=end.year)
        .exclude(revoked_on__lte=end)
        .order_by("region_id", "year", "pk")
    )
    for code, reported in groupby(rows.iterator(), key=_REGION):
        rules = list(reported)
        yield observed(code, "regulations_total", len(rules), rules, table="regulation")
        new = [rule for rule in rules if rule.year == end.year]
        yield observed(code, "regulations_new", len(new), rules, table="regulation")
        ranks = [rule.rank for rule in rules]
        for rank in RegulationRank.values:
            yield observed(code, f"regulations_{rank}", ranks.count(rank), rules, table="regulation")
        best = min(ranks, key=RegulationRank.values.index)
        yield observed(code, "regulation_best_rank", best, rules, table="regulation")
        for clause in CLAUSES:
            has_clause = any(getattr(rule, f"has_{clause}_clause") for rule in rules)
            yield observed(code, f"regulation_{clause}_clause", int(has_clause), rules, table="regulation")


def _score_sheets(codes: Sequence[str], start: datetime.date, end: datetime.date) -> Iterator[Observation]:
    rows = ScoreSheetLine.objects.filter(region_id__in=codes, period_start__gte=start, period_end__lte=end).order_by(
        "region_id", "variable", "-period_end", "-period_start"
    )
    for _key, lines in groupby(rows.iterator(), key=attrgetter("region_id", "variable")):
        line = next(lines)
        yield observed(line.region_id, line.variable, line.points, [line], table="score_sheet")
