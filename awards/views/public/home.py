"""The national page."""

from collections.abc import Sequence
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.selectors.publication.latest import latest_results
from employers.selectors.summary import employer_sums, latest_month
from ministries.selectors.reports import ministry_sums
from paritrana.pages.drawing import MapFigure, SeriesDrawing, SeriesPoint, series_drawing
from paritrana.pages.templatetags.formats import number, prose
from regions.models import FigureKind, NationalFigure
from regions.selectors.places import region_sums
from regions.selectors.progress import AreaRatio, area_ratios, headline, latest_target, series

# Lower ends of the map's steps, in per cent.
MAP_STEPS = (0, 15, 22, 30, 45)
MILLION = Decimal(1_000_000)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    ratios = area_ratios()
    figures = series(FigureKind.ACTIVE)
    month = latest_month()
    return render(
        request,
        "public/home.html",
        {
            "headline": headline(),
            "ratios": ratios,
            "map_figures": map_figures(ratios),
            "map_extremes": extremes(ratios),
            "series_figures": figures,
            "latest_figure": figures[-1] if figures else None,
            "drawing": active_drawing(figures, latest_target(FigureKind.ACTIVE)),
            "ministries": ministry_sums(),
            "regions": region_sums(),
            "employers": employer_sums(month) if month else None,
            "results": latest_results(at=timezone.now()),
        },
    )


def map_figures(ratios: Sequence[AreaRatio]) -> list[MapFigure]:
    """Return one figure a province; provinces reported together show the same one."""
    return [
        MapFigure(
            code=province.code,
            short=province.iso_code[-2:],
            name=province.short_name or province.name,
            text=number(ratio.whole_percent),
            step=_step(ratio.percent),
            address=reverse("region", args=[province.code]),
        )
        for ratio in ratios
        for province in ratio.provinces
    ]


def extremes(ratios: Sequence[AreaRatio]) -> tuple[AreaRatio, AreaRatio] | None:
    """Return the areas with the highest and the lowest ratio."""
    known = [ratio for ratio in ratios if ratio.percent is not None]
    if not known:
        return None
    ordered = sorted(known, key=lambda ratio: (ratio.percent or Decimal(0), ratio.report.code))
    return ordered[-1], ordered[0]


def active_drawing(figures: Sequence[NationalFigure], target: NationalFigure | None) -> SeriesDrawing | None:
    """Draw one point a date: of sources that disagree, the first by key; the table names both."""
    by_date = {figure.as_of: figure for figure in reversed(figures)}
    points = [SeriesPoint(on, by_date[on].value, prose(by_date[on].value)) for on in sorted(by_date)]
    if len(points) < 2:
        return None
    aim = SeriesPoint(target.as_of, target.value, prose(target.value)) if target else None
    highest = max(point.value for point in [*points, *([aim] if aim else [])])
    lowest = min(point.value for point in points)
    first, last = int(lowest // (10 * MILLION)), int(-(-highest // (10 * MILLION)))
    grid = [(step * 10 * MILLION, number(step * 10)) for step in range(first, last + 1)]
    return series_drawing(points, target=aim, grid=grid)


def _step(percent: Decimal | None) -> int:
    if percent is None:
        return 0
    return sum(percent >= lower for lower in MAP_STEPS)
