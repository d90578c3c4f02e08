"""The national page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.results.selectors.latest import latest_results
from employers.selectors.summary import employer_sums, latest_month
from ministries.selectors.reports import ministry_sums
from paritrana.lib.indonesian import scaled
from paritrana.pages.drawing import MapFigure, SeriesDrawing, SeriesPoint, series_drawing
from paritrana.pages.templatetags.formats import number, prose
from regions.models.programme import FigureKind, NationalFigure
from regions.selectors.places import region_sums
from regions.selectors.progress import AreaRatio, area_ratios, headline, latest_target, series

# Lower ends of the map's steps, in per cent.
MAP_STEPS = (0, 15, 22, 30, 45)
MILLION, TRILLION = Decimal(10**6), Decimal(10**12)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    ratios = area_ratios()
    active, funds = series(FigureKind.ACTIVE), series(FigureKind.FUNDS)
    month = latest_month()
    return render(
        request,
        "public/home.html",
        {
            "headline": headline(),
            "ratios": ratios,
            "map_figures": map_figures(ratios),
            "map_extremes": extremes(ratios),
            "earliest_figure": active[0] if active else None,
            "latest_figure": active[-1] if active else None,
            "series_rows": series_rows(active, funds),
            "active_drawing": figure_drawing(active, scale=MILLION, step=10),
            "funds_drawing": figure_drawing(funds, scale=TRILLION, step=200),
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


def figure_drawing(figures: Sequence[NationalFigure], *, scale: Decimal, step: int) -> SeriesDrawing | None:
    """Draw one point a date in units of `scale`: of sources that disagree, the first by key; the table names all."""
    by_date = {figure.as_of: figure.value for figure in reversed(figures)}
    points = [SeriesPoint(on, by_date[on] / scale, number(scaled(by_date[on])[0])) for on in sorted(by_date)]
    if len(points) < 2:
        return None
    target = latest_target(figures[0].kind)
    aim = (
        SeriesPoint(target.as_of, target.value / scale, _("target %(value)s") % {"value": prose(target.value)})
        if target
        else None
    )
    values = [point.value for point in points] + ([aim.value] if aim else [])
    lines = range(int(min(values) // step), int(-(-max(values) // step)) + 1)
    grid = [(Decimal(line * step), number(line * step)) for line in lines]
    return series_drawing(points, target=aim, grid=grid)


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """What one source says about one date; `figure` dates the row."""

    figure: NationalFigure
    active: NationalFigure | None
    funds: NationalFigure | None


def series_rows(active: Sequence[NationalFigure], funds: Sequence[NationalFigure]) -> list[SeriesRow]:
    """Return one row a date and source, oldest first."""
    rows: dict[tuple[object, ...], dict[str, NationalFigure]] = {}
    for figure in (*active, *funds):
        rows.setdefault((figure.as_of, figure.source, figure.precision), {})[figure.kind] = figure
    found = [
        SeriesRow(next(iter(row.values())), row.get(FigureKind.ACTIVE), row.get(FigureKind.FUNDS))
        for row in rows.values()
    ]
    return sorted(found, key=lambda row: (row.figure.as_of, row.figure.code))


def _step(percent: Decimal | None) -> int:
    if percent is None:
        return 0
    return sum(percent >= lower for lower in MAP_STEPS)
