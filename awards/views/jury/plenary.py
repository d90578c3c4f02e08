"""The plenary: one entry on everybody's screen, decisions as they fall, minutes at the end."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.exports.minutes import minutes_copy_pdf, minutes_pdf
from awards.forms.jury import DecisionForm
from awards.models import AppliedRun, Entry
from awards.models.jury import Minutes, Plenary
from awards.selectors.jury.plenary import plenary_screen, plenary_step, proposed_agenda, withholds_minutes
from awards.selectors.jury.recusal import kept_entries, redacted_minutes
from awards.services.jury import JuryError
from awards.services.jury.minutes import write_minutes
from awards.services.jury.plenary import close_plenary, move_plenary, open_plenary, record_decision
from awards.views.jury.frame import AtPanel, at_panel, leading, named_entry, panel_page
from awards.views.jury.lead import open_entries, recused_entries
from paritrana.accounts.requests import signed_in_user


def _plenary(found: AtPanel) -> Plenary:
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
        "proposed": proposed_agenda(found.panel, on=timezone.localdate(), hidden=recused_entries(found))
        if shown is None and found.standing.may_lead
        else None,
        "is_nav_sidebar_enabled": False,
    }
    return panel_page(request, "jury/plenary.html", context, title=_("Sidang pleno"))


@require_safe
def position(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Tell an open page whether the plenary moved on. Carries no name: a number that changes with every move."""
    found = at_panel(request, panel_id)
    plenary = _plenary(found)
    return JsonResponse({"step": plenary_step(plenary, found.standing.seat, at=timezone.now())})


@require_POST
def begin(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = leading(request, panel_id)
    order = [item.entry for item in proposed_agenda(found.panel, on=timezone.localdate()).items]
    try:
        open_plenary(panel=found.panel, order=order, actor=signed_in_user(request), at=timezone.now())
    except JuryError as error:
        messages.error(request, str(error))
    return redirect("admin:jury_plenary", panel_id)


@require_POST
def move(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = leading(request, panel_id)
    entry = _chosen(found, request.POST.get("entry", ""))
    try:
        move_plenary(plenary=_plenary(found), entry=entry, actor=signed_in_user(request), at=timezone.now())
    except JuryError as error:
        messages.error(request, str(error))
    return redirect("admin:jury_plenary", panel_id)


def _chosen(found: AtPanel, public_id: str) -> Entry | None:
    return named_entry(found.panel.category.entries.all(), public_id) if public_id else None


@require_POST
def decide(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = leading(request, panel_id)
    form = DecisionForm(request.POST)
    plenary = _plenary(found)
    if plenary.current_id in recused_entries(found):
        raise Http404
    if not form.is_valid():
        messages.error(request, _("Tulis putusan, dan jumlah suara dengan angka. Tidak ada yang disimpan."))
        return redirect("admin:jury_plenary", panel_id)
    entry = plenary.current if request.POST.get("about") == "current" else None
    try:
        record_decision(
            plenary=plenary, entry=entry, actor=signed_in_user(request), at=timezone.now(), **form.cleaned_data
        )
    except JuryError as error:
        messages.error(request, str(error))
    return redirect("admin:jury_plenary", panel_id)


def _digests_of_applied_run(found: AtPanel) -> dict[str, str]:
    applied = AppliedRun.objects.filter(category=found.panel.category).select_related("run").first()
    if applied is None:
        return {}
    return {"run_input": applied.run.input_digest, "run_result": applied.run.result_digest}


@require_POST
def finish(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Close the plenary and write its minutes; each later call writes a corrected copy."""
    found = leading(request, panel_id)
    plenary = _plenary(found)
    actor, now = signed_in_user(request), timezone.now()
    digests = _digests_of_applied_run(found)
    try:
        if plenary.closed_at is None:
            plenary = close_plenary(plenary=plenary, actor=actor, at=now)
        write_minutes(plenary=plenary, run_digests=digests, actor=actor, at=now)
    except JuryError as error:
        messages.error(request, str(error))
    return redirect("admin:jury_plenary", panel_id)


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
