"""A juror's start page, list of entries, and declaration before the first file opens."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.jury.models.notices import JurorNotice
from awards.jury.models.panels import Panel
from awards.jury.selectors.desk import desk, next_entry, undeclared_entries
from awards.jury.selectors.noticed import said_notices
from awards.jury.selectors.overview import watched_panels
from awards.jury.selectors.seats import seats_of
from awards.jury.selectors.sight import entries_with_open_marks
from awards.jury.services.conflicts import declare_conflicts
from awards.jury.services.errors import JuryError
from awards.jury.services.telling import read_notice
from awards.jury.views.frame import at_panel, panel_page
from awards.jury.views.onlooking import looked_as
from paritrana.accounts.requests import request_grants, signed_in_user


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show each seat's work: to do, due, conflicts to declare, one button."""
    now = timezone.now()
    user = signed_in_user(request)
    look = looked_as(request)
    seats = [look] if look is not None else seats_of(user, on=timezone.localdate(now))
    panels: list[Panel] = [] if look is not None else watched_panels(user, request_grants(request))
    desks = [desk(seat, at=now) for seat in seats]
    noticed = [said for seat in seats for said in said_notices(seat)]
    context = {"desks": desks, "panels": panels, "noticed": noticed}
    return panel_page(request, "jury/start.html", context, title=_("Penilaian juri"))


@require_POST
def read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Take a notice off the start page; another's is not there."""
    notice = get_object_or_404(JurorNotice, pk=notice_id, juror__user=signed_in_user(request))
    read_notice(notice=notice, at=timezone.now())
    return redirect("admin:jury_start")


@require_safe
def entries(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = at_panel(request, panel_id)
    now = timezone.now()
    context = {
        "panel": found.panel,
        "desk": desk(found.seat, at=now),
        "standing": found.standing,
        "open_marks": entries_with_open_marks(found.seat, at=now),
    }
    return panel_page(request, "jury/entries.html", context, title=_("Peserta yang dinilai"))


@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest, panel_id: int) -> HttpResponse:
    """List what awaits the juror's word by name only; ticked entries carry a reason."""
    found = at_panel(request, panel_id)
    waiting = undeclared_entries(found.seat)
    typed = {
        entry.pk: request.POST.get(f"reason-{entry.public_id}", "")
        for entry in waiting
        if request.POST.get(f"conflict-{entry.public_id}") == "on"
    }
    if request.method == "POST" and waiting:
        listed = [entry for entry in waiting if request.POST.get(f"listed-{entry.public_id}")]
        try:
            declare_conflicts(
                juror=found.seat,
                entries=listed,
                reasons=typed,
                actor=signed_in_user(request),
                at=timezone.now(),
            )
        except JuryError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Pernyataan Anda dicatat. Anda dapat mulai menilai."))
            return redirect("admin:jury_entries", panel_id)
    rows = [(entry, entry.pk in typed, typed.get(entry.pk, "")) for entry in waiting]
    context = {"panel": found.panel, "rows": rows}
    return panel_page(request, "jury/declare.html", context, title=_("Benturan kepentingan"))


@require_safe
def serve_next(request: HttpRequest, panel_id: int) -> HttpResponse:
    """Go to the entry that has been scored least; to the list when nothing is left."""
    seat = at_panel(request, panel_id).seat
    if undeclared_entries(seat):
        return redirect("admin:jury_declare", panel_id)
    entry = next_entry(seat, skipped=request.session.get("jury_skipped", []))
    if entry is None:
        return redirect("admin:jury_entries", panel_id)
    return redirect("admin:jury_score", panel_id, entry.public_id)
