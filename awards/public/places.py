"""Regions for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.public.tables.places import region_filters, region_tables, regions_tables
from paritrana.pages.open_tables import OpenPage
from regions.models.regions import Region, RegionLevel
from regions.selectors import places
from regions.selectors.aliases import CodeMeaning, code_meanings
from regions.selectors.progress import AreaRatio, area_ratios, share_percent


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    context = {"tables": regions_tables(request), "provinces": places.provinces(), **region_filters(request)}
    return render(request, "public/regions.html", context)


@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    place = places.public_regions().filter(code=code).first()
    if place is None:
        return _led_on(request, code)
    workforce, ratio = places.workforce_series(place), _ratio_of(place)
    context = {
        "region": place,
        "trail": _trail(place),
        "tables": region_tables(place, workforce, ratio),
        "latest": workforce[0] if workforce else None,
        "formal_share": share_percent(workforce[0].employed_formal, workforce[0].employed) if workforce else None,
        "ratio": ratio,
        "came_by": _came_by(place, request.GET.get("kode", "")),
        "also_means": [one for one in code_meanings(place.code.replace(".", "")) if one.region.code != place.code],
    }
    return render(request, "public/region.html", context)


def tables(request: HttpRequest, code: str, kind: str) -> OpenPage | HttpResponse:
    """Return a region's tables; a code that means one region in another way leads to that region's file."""
    place = places.public_regions().filter(code=code).first()
    if place is None:
        meant = code_meanings(code)
        if len(meant) != 1:
            raise Http404
        address = reverse("region-data", kwargs={"code": meant[0].region.code, "kind": kind})
        return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)
    return region_tables(place, places.workforce_series(place), _ratio_of(place))


def _led_on(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the one region that a code means in another way, or let the reader choose; else there is no such page."""
    meant = code_meanings(code)
    if not meant:
        raise Http404
    if len(meant) == 1:
        return redirect(f"{reverse('region', args=[meant[0].region.code])}?{urlencode({'kode': code})}")
    return render(request, "public/region_choice.html", {"code": code, "meant": meant}, status=300)


def _came_by(place: Region, code: str) -> CodeMeaning | None:
    """Return in which sense the code that somebody came with means this region; a made-up one says nothing."""
    if not code or code == place.code:
        return None
    return next((one for one in code_meanings(code) if one.region.code == place.code), None)


def _trail(place: Region) -> list[tuple[str, str]]:
    trail = [(_("Daerah"), reverse("regions"))]
    if place.parent is not None and place.parent.level == RegionLevel.PROVINCE:
        trail.append((place.parent.name, reverse("region", args=[place.parent.code])))
    return [*trail, (place.full_name, "")]


def _ratio_of(place: Region) -> AreaRatio | None:
    if place.level != RegionLevel.PROVINCE:
        return None
    return next((ratio for ratio in area_ratios() if place in ratio.provinces), None)
