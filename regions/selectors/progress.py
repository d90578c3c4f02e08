"""How far the national programme is: the latest complete set of figures, its targets, the series, the provinces."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from regions.models.programme import FigureKind, NationalFigure, ParticipantReport
from regions.models.regions import Region, RegionLevel
from regions.models.workforce import WorkforceFigure

HEADLINE_KINDS = (
    FigureKind.ACTIVE,
    FigureKind.ACTIVE_BPU,
    FigureKind.FUNDS,
    FigureKind.BENEFITS,
    FigureKind.BENEFIT_RECIPIENTS,
    FigureKind.SCHOLARSHIPS,
    FigureKind.SCHOLARSHIP_RECIPIENTS,
)

YEAR_DAYS = Decimal("365.25")
SHORTEST_CHANGE, LONGEST_CHANGE = datetime.timedelta(days=365), datetime.timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures of one date, by kind, and the targets they are measured against."""

    as_of: datetime.date
    figures: Mapping[str, NationalFigure]
    targets: Mapping[str, NationalFigure]

    @property
    def active(self) -> NationalFigure:
        return self.figures[FigureKind.ACTIVE]

    @property
    def bpu(self) -> NationalFigure:
        return self.figures[FigureKind.ACTIVE_BPU]

    @property
    def funds(self) -> NationalFigure:
        return self.figures[FigureKind.FUNDS]

    @property
    def benefits(self) -> NationalFigure:
        return self.figures[FigureKind.BENEFITS]

    @property
    def benefit_recipients(self) -> NationalFigure:
        return self.figures[FigureKind.BENEFIT_RECIPIENTS]

    @property
    def scholarships(self) -> NationalFigure:
        return self.figures[FigureKind.SCHOLARSHIPS]

    @property
    def scholarship_recipients(self) -> NationalFigure:
        return self.figures[FigureKind.SCHOLARSHIP_RECIPIENTS]

    @property
    def active_target(self) -> NationalFigure | None:
        return self.targets.get(FigureKind.ACTIVE)

    @property
    def funds_target(self) -> NationalFigure | None:
        return self.targets.get(FigureKind.FUNDS)

    @property
    def remaining(self) -> Decimal | None:
        """People still to be protected; nothing when the target is reached or none is set."""
        if self.active_target is None or self.active_target.value <= self.active.value:
            return None
        return self.active_target.value - self.active.value

    @property
    def active_share(self) -> Decimal | None:
        return share_percent(self.active.value, self.active_target.value) if self.active_target else None

    @property
    def bpu_share(self) -> Decimal:
        return share_percent(self.bpu.value, self.active.value)

    @property
    def funds_share(self) -> Decimal | None:
        return share_percent(self.funds.value, self.funds_target.value) if self.funds_target else None


def share_percent(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """Return part of whole in per cent with one decimal, for prose and drawings; scoring never uses it."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def headline() -> Headline | None:
    """Return the latest date on which every headline figure is known; figures of different dates are not mixed."""
    rows = NationalFigure.objects.filter(kind__in=HEADLINE_KINDS, retired_on=None, is_provisional=False)
    rows = rows.order_by("-as_of", "code")
    by_date: dict[datetime.date, dict[str, NationalFigure]] = defaultdict(dict)
    targets: dict[str, NationalFigure] = {}
    for row in rows:
        if row.is_target:
            targets.setdefault(row.kind, row)
        else:
            by_date[row.as_of].setdefault(row.kind, row)
    for as_of, figures in by_date.items():
        if len(figures) == len(HEADLINE_KINDS):
            return Headline(as_of, figures, targets)
    return None


def series(kind: str) -> list[NationalFigure]:
    """Return every published figure of one kind, oldest first; sources that disagree stand beside each other."""
    return list(NationalFigure.objects.filter(kind=kind, is_target=False, retired_on=None).order_by("as_of", "code"))


def latest_target(kind: str) -> NationalFigure | None:
    return NationalFigure.objects.filter(kind=kind, is_target=True, retired_on=None).order_by("-as_of", "code").first()


def one_a_date(figures: Sequence[NationalFigure]) -> list[NationalFigure]:
    """Return what may be drawn, oldest first: of sources that disagree the first by key, nothing provisional."""
    by_date = {figure.as_of: figure for figure in reversed(figures) if not figure.is_provisional}
    return [by_date[on] for on in sorted(by_date)]


@dataclass(frozen=True, slots=True)
class Projection:
    """Where the slowest and the fastest yearly change on record lead from the newest figure until the target's day."""

    start: NationalFigure
    target: NationalFigure
    slowest: Decimal
    fastest: Decimal
    low: Decimal
    high: Decimal

    @property
    def needed(self) -> Decimal:
        """The change in a year that would reach the target in time."""
        return _a_year(self.target.value - self.start.value, self.start.as_of, self.target.as_of)


def projection(figures: Sequence[NationalFigure], target: NationalFigure | None) -> Projection | None:
    """Project from changes between figures one to two years apart; None where there are none or the target is past."""
    drawn = one_a_date(figures)
    if target is None or not drawn or target.as_of <= drawn[-1].as_of:
        return None
    changes = [
        _a_year(later.value - earlier.value, earlier.as_of, later.as_of)
        for earlier, later in combinations(drawn, 2)
        if SHORTEST_CHANGE <= later.as_of - earlier.as_of <= LONGEST_CHANGE
    ]
    if not changes:
        return None
    last, days = drawn[-1], Decimal((target.as_of - drawn[-1].as_of).days)
    low, high = (
        (last.value + change * days / YEAR_DAYS).quantize(Decimal(1), ROUND_HALF_UP)
        for change in (min(changes), max(changes))
    )
    return Projection(last, target, min(changes), max(changes), max(low, Decimal(0)), high)


def _a_year(change: Decimal, start: datetime.date, end: datetime.date) -> Decimal:
    return (change * YEAR_DAYS / (end - start).days).quantize(Decimal(1), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class YearGap:
    """The last figure of one year, how far it is from the latest target and from that year's own."""

    figure: NationalFigure
    change: Decimal | None
    gap: Decimal
    own_target: NationalFigure | None
    own_gap: Decimal | None


def year_gaps(
    figures: Sequence[NationalFigure], targets: Sequence[NationalFigure], target: NationalFigure | None
) -> list[YearGap]:
    """Return one row a year that has a figure, oldest first; `change` is from the row before, per year between them."""
    if target is None:
        return []
    last_of = {figure.as_of.year: figure for figure in one_a_date(figures)}
    own = {one.as_of.year: one for one in targets}
    rows: list[YearGap] = []
    for year, figure in sorted(last_of.items()):
        before = rows[-1].figure if rows else None
        rows.append(
            YearGap(
                figure,
                _a_year(figure.value - before.value, before.as_of, figure.as_of) if before else None,
                max(target.value - figure.value, Decimal(0)),
                own.get(year),
                max(own[year].value - figure.value, Decimal(0)) if year in own else None,
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class InformalShare:
    """Participants who pay for themselves or are paid for (BPU), of all active ones, as one source dates both."""

    active: NationalFigure
    bpu: NationalFigure

    @property
    def percent(self) -> Decimal:
        return share_percent(self.bpu.value, self.active.value)


def informal_shares(active: Sequence[NationalFigure], bpu: Sequence[NationalFigure]) -> list[InformalShare]:
    """Return a share for each date that has both figures from one source, oldest first; sources are not mixed."""
    whole = {(figure.as_of, figure.source): figure for figure in one_a_date(active) if figure.value}
    return [
        InformalShare(whole[figure.as_of, figure.source], figure)
        for figure in one_a_date(bpu)
        if (figure.as_of, figure.source) in whole
    ]


def targets_of(kind: str) -> list[NationalFigure]:
    return list(NationalFigure.objects.filter(kind=kind, is_target=True, retired_on=None).order_by("as_of", "code"))


@dataclass(frozen=True, slots=True)
class AreaRatio:
    """Participants of one reported area per hundred residents who work there; not the official coverage."""

    report: ParticipantReport
    provinces: tuple[Region, ...]
    employed: int | None
    employed_on: datetime.date | None
    percent: Decimal | None
    whole_percent: Decimal | None


def area_ratios() -> list[AreaRatio]:
    """Return the latest report of each area over the workforce survey of the same year; three queries."""
    latest = (
        ParticipantReport.objects.filter(retired_on=None, is_provisional=False)
        .order_by("-as_of")
        .values_list("as_of", flat=True)
        .first()
    )
    if latest is None:
        return []
    reports = ParticipantReport.objects.filter(as_of=latest, retired_on=None, is_provisional=False)
    reports = reports.prefetch_related("provinces")
    workforce = {
        row.region_id: row
        for row in WorkforceFigure.objects.filter(
            as_of__year=latest.year, region__level=RegionLevel.PROVINCE, retired_on=None
        )
    }
    return [_area_ratio(report, workforce) for report in reports.order_by("code")]


def _area_ratio(report: ParticipantReport, workforce: Mapping[str, WorkforceFigure]) -> AreaRatio:
    provinces = tuple(sorted(report.provinces.all(), key=lambda region: region.code))
    rows = [workforce[region.code] for region in provinces if region.code in workforce]
    if not rows or len(rows) != len(provinces):
        return AreaRatio(report, provinces, None, None, None, None)
    employed = sum(row.employed for row in rows)
    percent = share_percent(report.active_total, employed)
    whole = (Decimal(report.active_total) * 100 / employed).quantize(Decimal(1), ROUND_HALF_UP)
    return AreaRatio(report, provinces, employed, rows[0].as_of, percent, whole)
