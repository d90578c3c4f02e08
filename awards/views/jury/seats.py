"""The seats of a panel: who sits where by which decree, a late replacement, and the look through a juror's eyes."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.forms.jury import ReplacementForm
from awards.models.jury import Juror, Workload
from awards.selectors.jury.seats import active_jurors, all_seats
from awards.services.jury import JuryError, replace_juror
from awards.services.jury.onlooking import begin_look, end_look
from awards.tasks.jury import search_later
from awards.views.jury.frame import AtPanel, panel_page, secretariat_of, watching
from awards.views.jury.onlooking import forget_look, looked_as, remember_look
from paritrana.accounts.requests import signed_in_user


@require_safe
def members(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = watching(request, panel_id)
    context = {
        "panel": found.panel,
        "standing": found.standing,
        "seats": all_seats(found.panel),
        "today": timezone.localdate(),
    }
    return panel_page(request, "jury/members.html", context, title=_("Anggota tim penilai"))


@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, panel_id: int, juror_id: int) -> HttpResponse:
    """Give a seat to another person; confirmed cards of the old one keep counting."""
    found = secretariat_of(request, panel_id)
    seat = get_object_or_404(_sitting(found), pk=juror_id)
    form = ReplacementForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and _replaced(request, found, seat, form):
        return redirect("admin:jury_members", panel_id)
    context = {"panel": found.panel, "standing": found.standing, "seat": seat, "form": form}
    status = 422 if form.errors else 200
    return panel_page(request, "jury/replace.html", context, title=_("Ganti juri"), status=status)


def _sitting(found: AtPanel) -> QuerySet[Juror]:
    return Juror.objects.filter(panel=found.panel, left_on=None).select_related("user", "panel__category")


def _replaced(request: HttpRequest, found: AtPanel, seat: Juror, form: ReplacementForm) -> bool:
    actor, now, chosen = signed_in_user(request), timezone.now(), form.cleaned_data
    try:
        newcomer = replace_juror(
            juror=seat, user=chosen["username"], reason=chosen["reason"], on=chosen["on"], actor=actor, at=now
        )
    except JuryError as error:
        messages.error(request, str(error))
        return False
    search_later(found.panel, actor=actor)
    messages.success(
        request,
        _("%(old)s digantikan %(new)s. Nilai yang sudah dikonfirmasi tetap dihitung.") % {"old": seat, "new": newcomer},
    )
    if found.panel.workload == Workload.SHARED:
        messages.info(request, _("Tugas tim ini dibagi: lengkapi yang kurang pada halaman Penugasan."))
    return True


@require_POST
def look_as(request: HttpRequest, panel_id: int, juror_id: int) -> HttpResponse:
    """Show the jury's screens as this juror sees them; nothing can be written until the look ends."""
    found = secretariat_of(request, panel_id)
    seats = active_jurors(on=timezone.localdate()).select_related("user", "panel__category")
    seat = get_object_or_404(seats, pk=juror_id, panel=found.panel)
    try:
        begin_look(juror=seat, reason=request.POST.get("reason", ""), actor=signed_in_user(request), at=timezone.now())
    except JuryError as error:
        messages.error(request, str(error))
        return redirect("admin:jury_members", panel_id)
    remember_look(request, seat, at=timezone.now())
    return redirect("admin:jury_start")


@require_POST
def stop_looking(request: HttpRequest) -> HttpResponse:
    seat = looked_as(request)
    if seat is None:
        return redirect("admin:jury_start")
    end_look(juror=seat, actor=signed_in_user(request), at=timezone.now())
    forget_look(request)
    return redirect("admin:jury_members", seat.panel_id)
