"""How far the national programme is: the latest complete set of figures, its targets, the series, the provinces."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

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
    rows = NationalFigure.objects.filter(kind__in=HEADLINE_KINDS, retired_on=None).order_by("-as_of", "code")
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
        ParticipantReport.objects.filter(retired_on=None).order_by("-as_of").values_list("as_of", flat=True).first()
    )
    if latest is None:
        return []
    reports = ParticipantReport.objects.filter(as_of=latest, retired_on=None).prefetch_related("provinces")
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
