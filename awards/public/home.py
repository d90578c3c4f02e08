"""The national page."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from math import ceil, floor

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.public.tables.national import home_tables, national_picture
from paritrana.lib.indonesian import scaled
from paritrana.pages.drawing import MapFigure, SeriesDrawing, SeriesPoint, series_drawing
from paritrana.pages.open_tables import OpenPage
from paritrana.pages.templatetags.formats import number, prose
from regions.models.programme import NationalFigure
from regions.selectors.progress import AreaRatio, Projection, one_a_date, share_percent

# Lower ends of the map's steps, in per cent.
MAP_STEPS = (0, 15, 22, 30, 45)
Measure = tuple[Decimal, int]
"""The size of a unit, and how many of them lie between two lines of a drawing."""
MILLION, TRILLION = Decimal(10**6), Decimal(10**12)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    told = national_picture(at=timezone.now())
    drawn = one_a_date(told.active)
    return render(
        request,
        "public/home.html",
        {
            "told": told,
            "tables": home_tables(told),
            "map_figures": map_figures(told.ratios),
            "map_extremes": extremes(told.ratios),
            "earliest_figure": drawn[0] if drawn else None,
            "latest_figure": drawn[-1] if drawn else None,
            "active_drawing": figure_drawing(told.active, told.active_target, told.projection, measure=(MILLION, 10)),
            "funds_drawing": figure_drawing(told.funds, told.funds_target, None, measure=(TRILLION, 200)),
            "bpu_drawing": share_drawing([(one.bpu.as_of, one.percent) for one in told.informal]),
            "informal_drawing": share_drawing(
                [(one.as_of, share_percent(one.employed_informal, one.employed)) for one in reversed(told.workforce)]
            ),
        },
    )


def tables(_request: HttpRequest) -> OpenPage:
    return home_tables(national_picture(at=timezone.now()))


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


def figure_drawing(
    figures: Sequence[NationalFigure], target: NationalFigure | None, found: Projection | None, *, measure: Measure
) -> SeriesDrawing | None:
    """Draw one point a date in the measure's units: of sources that disagree, the first by key; the table names all."""
    scale, step = measure
    points = [SeriesPoint(one.as_of, one.value / scale, number(scaled(one.value)[0])) for one in one_a_date(figures)]
    if len(points) < 2:
        return None
    aim = (
        SeriesPoint(target.as_of, target.value / scale, _("target %(value)s") % {"value": prose(target.value)})
        if target
        else None
    )
    band = (
        tuple(SeriesPoint(found.target.as_of, end / scale, number(scaled(end)[0])) for end in (found.low, found.high))
        if found
        else None
    )
    return _drawn(points, aim, band, step)


def share_drawing(shares: Sequence[tuple[datetime.date, Decimal]]) -> SeriesDrawing | None:
    """Draw shares in per cent, one point a date."""
    points = [SeriesPoint(on, percent, number(percent)) for on, percent in shares]
    return _drawn(points, None, None, 5) if len(points) >= 2 else None


def _drawn(
    points: Sequence[SeriesPoint], aim: SeriesPoint | None, band: tuple[SeriesPoint, ...] | None, step: int
) -> SeriesDrawing:
    values = [point.value for point in (*points, *([aim] if aim else []), *(band or ()))]
    lowest = floor(min(values) / step)
    lines = range(lowest, max(ceil(max(values) / step), lowest + 1) + 1)
    grid = [(Decimal(line * step), number(line * step)) for line in lines]
    ends = (band[0], band[1]) if band else None
    return series_drawing(points, target=aim, grid=grid, band=ends)


def _step(percent: Decimal | None) -> int:
    if percent is None:
        return 0
    return sum(percent >= lower for lower in MAP_STEPS)
