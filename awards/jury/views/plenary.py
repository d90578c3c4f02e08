"""The plenary as everybody follows it: one entry on the own screen, decisions as they fall, minutes at the end."""

import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.jury.exports.minutes import minutes_copy_pdf, minutes_pdf
from awards.jury.models.plenary import Minutes, Plenary
from awards.jury.selectors.plenary import plenary_screen, plenary_step, withholds_minutes
from awards.jury.selectors.recusal import kept_entries, redacted_minutes
from awards.jury.views.frame import AtPanel, at_panel, panel_page
from awards.jury.views.lead import open_entries, recused_entries


def plenary_of(found: AtPanel) -> Plenary:
    plenary: Plenary = get_object_or_404(
        Plenary.objects.select_related("current", "panel__category__edition"), panel=found.panel
    )
    return plenary


@require_safe
def screen(request: HttpRequest, panel_id: int) -> HttpResponse:
    """What everybody sees; whoever is in conflict with the entry sees only that they leave the room."""
    found = at_panel(request, panel_id)
    shown = plenary_screen(found.panel, found.standing.seat, open_entries(found), at=timezone.now())
    context = {
        "panel": found.panel,
        "standing": found.standing,
        "screen": shown,
        "is_nav_sidebar_enabled": False,
    }
    return panel_page(request, "jury/plenary.html", context, title=_("Sidang pleno"))


@require_safe
def position(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Tell an open page whether the plenary moved on. Carries no name: a number that changes with every move."""
    found = at_panel(request, panel_id)
    plenary = plenary_of(found)
    return JsonResponse({"step": plenary_step(plenary, found.standing.seat, at=timezone.now())})


@require_safe
def minutes(request: HttpRequest, panel_id: int, number: int) -> HttpResponse:
    """The minutes as PDF; a juror in conflict with an entry gets and signs a copy without it."""
    found = at_panel(request, panel_id)
    row = get_object_or_404(Minutes.objects.select_related("plenary"), plenary__panel=found.panel, number=number)
    if withholds_minutes(row.plenary, found.standing.seat, at=timezone.now()):
        raise Http404
    name, content = f"berita-acara-{found.panel.pk}-{row.number}.pdf", json.loads(row.content)
    seat, hidden = found.standing.seat, recused_entries(found)
    if seat is None or not hidden:
        pdf = minutes_pdf(content, row.digest)
    else:
        name = f"salinan-{name}"
        pdf = minutes_copy_pdf(redacted_minutes(content, kept_entries(hidden)), row.digest, reader=str(seat))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
