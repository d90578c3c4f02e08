"""The projector at a plenary: nothing to click, and nothing that anybody in the room must not see."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from awards.desk.selectors.wall import wall, wall_step
from awards.jury.selectors.sitting import note_projector
from awards.jury.views.frame import leading
from awards.jury.views.plenary import plenary_of


@never_cache
@require_safe
def projector(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = leading(request, panel_id)
    now = timezone.now()
    context = {"panel": found.panel, "wall": wall(plenary_of(found), found.standing.seat, at=now)}
    return render(request, "jury/wall.html", context)


@never_cache
@require_safe
def step(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Tell the open projector whether its picture is still the present one, and the chair that it is connected."""
    found = leading(request, panel_id)
    note_projector(found.panel)
    return JsonResponse({"step": wall_step(plenary_of(found), found.standing.seat, at=timezone.now())})
