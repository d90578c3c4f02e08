"""Regions for everybody."""

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.results.selectors.latest import prizes_of_region
from employers.selectors.sections import sector_group_names
from regions.models.regions import Region, RegionLevel
from regions.models.workforce import WorkforceFigure
from regions.selectors import places
from regions.selectors.aliases import regions_found
from regions.selectors.places import SectorShare
from regions.selectors.progress import AreaRatio, area_ratios, share_percent

PAGE_SIZE = 40


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    level = request.GET.get("tingkat", RegionLevel.PROVINCE if not query else "")
    province = request.GET.get("provinsi", "")
    found = regions_found(query) if query else None
    rows = places.listed_regions(query=query, found=found, level=level, province=province)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    surveys = places.latest_workforce([region.code for region in page])
    context = {
        "page": page,
        "lines": [
            (region, surveys.get(region.code), found.by_alias.get(region.code) if found else None) for region in page
        ],
        "query": query,
        "level": level,
        "province": province,
        "provinces": places.provinces(),
        "count": page.paginator.count,
    }
    return render(request, "public/regions.html", context)


@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    place = get_object_or_404(places.public_regions(), code=code)
    workforce = places.workforce_series(place)
    context: dict[str, Any] = {
        "region": place,
        "trail": _trail(place),
        "workforce": workforce,
        "latest": workforce[0] if workforce else None,
        "formal_share": share_percent(workforce[0].employed_formal, workforce[0].employed) if workforce else None,
        "record": places.region_record(place),
        "prizes": prizes_of_region(place.code, at=timezone.now()),
    }
    if place.level == RegionLevel.PROVINCE:
        context |= {
            "ratio": _ratio_of(place),
            "sectors": _sectors(place),
            "regencies": _regencies(place, workforce[0].as_of if workforce else None),
        }
    return render(request, "public/region.html", context)


def _trail(place: Region) -> list[tuple[str, str]]:
    trail = [(_("Daerah"), reverse("regions"))]
    if place.parent is not None and place.parent.level == RegionLevel.PROVINCE:
        trail.append((place.parent.name, reverse("region", args=[place.parent.code])))
    return [*trail, (place.full_name, "")]


def _ratio_of(province: Region) -> AreaRatio | None:
    return next((ratio for ratio in area_ratios() if province in ratio.provinces), None)


def _sectors(province: Region) -> list[tuple[str, SectorShare]]:
    names = sector_group_names()
    return [
        (names.get(sector.row.sector_group, sector.row.sector_group), sector) for sector in places.sectors(province)
    ]


def _regencies(province: Region, as_of: datetime.date | None) -> list[tuple[Region, WorkforceFigure | None]]:
    rows = places.children(province)
    surveys = places.workforce_of_children(province, as_of) if as_of else {}
    return [(row, surveys.get(row.code)) for row in rows]
