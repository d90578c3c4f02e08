"""What regions bring to scoring: variables of docs/variables.md, streamed. Not reported means no observation."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import attrgetter

from regions.models import (
    ApparatusCover,
    ApparatusGroup,
    BudgetLine,
    CountBasis,
    CountMeasure,
    ParticipantReport,
    Participation,
    Regulation,
    RegulationRank,
    ScoreSheetLine,
    Segment,
    VulnerableCover,
    WorkforceFigure,
)
from paritrana.lib.evidence import Sourced, observed
from paritrana.lib.observations import Observation

CHUNK = 5000
WHOLE = (Segment.PU, Segment.BPU, Segment.JAKON)
CLAUSES = ("budget", "occupation", "general_duty")
_REGION = attrgetter("region_id")
_SUFFIX = {
    (CountBasis.REGISTRATION, CountMeasure.SNAPSHOT): "",
    (CountBasis.REGISTRATION, CountMeasure.AVERAGE): "_average",
    (CountBasis.DOMICILE, CountMeasure.SNAPSHOT): "_domicile",
    (CountBasis.DOMICILE, CountMeasure.AVERAGE): "_domicile_average",
}


def observations(
    codes: Iterable[str], *, period_start: datetime.date, period_end: datetime.date
) -> Iterator[Observation]:
    """Yield all observations of these regions for a period; the number of queries grows with thousands of regions."""
    remaining = iter(codes)
    while chunk := list(islice(remaining, CHUNK)):
        yield from _participants(chunk, period_start, period_end)
        yield from _previous_participants(chunk, period_start, period_end)
        yield from _workforce(chunk, period_start, period_end)
        yield from _vulnerable(chunk, period_start, period_end)
        yield from _apparatus(chunk, period_start, period_end)
        yield from _budgets(chunk, period_start, period_end)
        yield from _regulations(chunk, period_start, period_end)
        yield from _score_sheets(chunk, period_start, period_end)


def _latest[Row: Sourced](rows: Iterable[Row], *key: str) -> Iterator[Row]: ...
