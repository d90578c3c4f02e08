"""The chair's screen at a plenary: who is here, what is discussed, what is decided. The projector is another one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from awards.entries.models import Entry
from awards.jury.forms import DecisionForm
from awards.jury.models.plenary import Plenary
from awards.jury.selectors.plenary import proposed_agenda
from awards.jury.selectors.sitting import has_projector, sitting_desk
from awards.jury.services.errors import JuryError
from awards.jury.services.plenary import PlenaryRuling, move_plenary, open_plenary, record_decision, resume_plenary
from awards.jury.services.presence import clear_room, record_presence
from awards.jury.views.frame import AtPanel, leading, named_entry, named_seat, panel_page
from awards.jury.views.lead import recused_entries
from awards.jury.views.plenary import plenary_of
from paritrana.accounts.requests import signed_in_user
from paritrana.pages.decisions import decide


@require_safe
def control(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Show what chair and secretariat steer the sitting with; before it begins, the order proposed for it."""
    found = leading(request, panel_id)
    now = timezone.now()
    has_begun = Plenary.objects.filter(panel=found.panel).exists()
    context = {
        "panel": found.panel,
        "standing": found.standing,
        "desk": sitting_desk(plenary_of(found), found.standing.seat, at=now) if has_begun else None,
        "has_projector": has_projector(found.panel),
        "proposed": None
        if has_begun
        else proposed_agenda(found.panel, on=timezone.localdate(now), hidden=recused_entries(found)),
        "is_nav_sidebar_enabled": False,
    }
    return panel_page(request, "jury/control.html", context, title=_("Kendali sidang"))


@require_POST
def begin(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = leading(request, panel_id)
    order = [item.entry for item in proposed_agenda(found.panel, on=timezone.localdate()).items]
    with decide(request, JuryError):
        open_plenary(panel=found.panel, order=order, actor=signed_in_user(request), at=timezone.now())
    return redirect("admin:jury_control", panel_id)


@require_POST
def move(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = leading(request, panel_id)
    entry = _chosen(found, request.POST.get("entry", ""))
    with decide(request, JuryError):
        move_plenary(plenary=plenary_of(found), entry=entry, actor=signed_in_user(request), at=timezone.now())
    return redirect("admin:jury_control", panel_id)


def _chosen(found: AtPanel, public_id: str) -> Entry | None:
    return named_entry(found.panel.category.entries.all(), public_id) if public_id else None


@require_POST
def settle(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = leading(request, panel_id)
    form = DecisionForm(request.POST)
    plenary = plenary_of(found)
    if plenary.current_id in recused_entries(found):
        raise Http404
    if not form.is_valid():
        messages.error(request, _("Tulis putusan, dan jumlah suara dengan angka. Tidak ada yang disimpan."))
        return redirect("admin:jury_control", panel_id)
    entry = plenary.current if request.POST.get("about") == "current" else None
    with decide(request, JuryError):
        record_decision(
            plenary=plenary,
            entry=entry,
            ruling=PlenaryRuling(**form.cleaned_data),
            actor=signed_in_user(request),
            at=timezone.now(),
        )
    return redirect("admin:jury_control", panel_id)


@require_POST
def attend(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Write down who is in the room; who is not ticked has left."""
    found = leading(request, panel_id)
    present = [named_seat(found.panel, text) for text in request.POST.getlist("present")]
    actor, now = signed_in_user(request), timezone.now()
    with decide(request, JuryError, done=_("Kehadiran dicatat.")):
        record_presence(plenary=plenary_of(found), present=present, actor=actor, at=now)
    return redirect("admin:jury_control", panel_id)


@require_POST
def clear(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Say that those in conflict are out; a chair in conflict with the entry is not asked about it."""
    found = leading(request, panel_id)
    plenary = plenary_of(found)
    if plenary.current_id in recused_entries(found):
        raise Http404
    with decide(request, JuryError):
        clear_room(plenary=plenary, actor=signed_in_user(request), at=timezone.now())
    return redirect("admin:jury_control", panel_id)


@require_POST
def resume(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = leading(request, panel_id)
    reason, actor, now = request.POST.get("reason", ""), signed_in_user(request), timezone.now()
    with decide(request, JuryError, done=_("Pleno dibuka kembali. Catat lagi siapa yang hadir.")):
        resume_plenary(plenary=plenary_of(found), reason=reason, actor=actor, at=now)
    return redirect("admin:jury_control", panel_id)
