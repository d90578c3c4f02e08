"""The seats of a panel: who sits where by which decree, a late replacement, and the look through a juror's eyes."""

import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.entries.models import Entry
from awards.jury.forms import ReplacementForm
from awards.jury.models.panels import Juror, Panel, Workload
from awards.jury.models.scorecards import Scorecard
from awards.jury.selectors.cards import inherited_cards
from awards.jury.selectors.recusal import confirmed_conflicts
from awards.jury.selectors.seats import active_jurors, all_seats, remaining_jurors
from awards.jury.services.errors import JuryError
from awards.jury.services.inheritance import order_fresh_marking
from awards.jury.services.onlooking import begin_look, end_look
from awards.jury.services.seats import replace_juror
from awards.jury.tasks import search_later
from awards.jury.views.frame import AtPanel, named_entry, panel_page, secretariat_of, watching
from awards.jury.views.onlooking import forget_look, looked_as, remember_look
from paritrana.accounts.requests import signed_in_user
from paritrana.pages.decisions import decide


@require_safe
def members(request: HttpRequest, panel_id: int) -> HttpResponse:
    found = watching(request, panel_id)
    context = {
        "panel": found.panel,
        "standing": found.standing,
        "seats": all_seats(found.panel),
        "ended": _ended(found.panel, on=timezone.localdate()),
    }
    return panel_page(request, "jury/members.html", context, title=_("Anggota tim penilai"))


def _ended(panel: Panel, *, on: datetime.date) -> frozenset[int]:
    remaining = remaining_jurors(on=on).filter(panel=panel)
    ended = Juror.objects.filter(panel=panel).exclude(pk__in=remaining.values("pk"))
    return frozenset(ended.values_list("pk", flat=True))


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


@require_http_methods(["GET", "POST"])
def inherited(request: HttpRequest, panel_id: int, juror_id: int) -> HttpResponse:
    """Let the chair decide, entry by entry and without a total in sight, what a successor marks anew."""
    found = watching(request, panel_id)
    if not found.standing.is_chair or found.seat.pk == juror_id:
        raise Http404
    successors = Juror.objects.filter(panel=found.panel, replaces__isnull=False)
    seat = get_object_or_404(successors.select_related("user", "replaces__user"), pk=juror_id)
    seat.panel = found.panel
    rows = [card for card in inherited_cards(seat).values() if card.entry_id not in confirmed_conflicts(found.seat)]
    if request.method == "POST":
        entry = named_entry(
            Entry.objects.filter(pk__in=[card.entry_id for card in rows]), request.POST.get("entry", "")
        )
        reason, actor, now = request.POST.get("reason", ""), signed_in_user(request), timezone.now()
        with decide(request, JuryError, done=_("%(juror)s menilai ulang %(entry)s.") % {"juror": seat, "entry": entry}):
            order_fresh_marking(juror=seat, entry=entry, reason=reason, actor=actor, at=now)
        return redirect("admin:jury_inherited", panel_id, juror_id)
    begun = set(Scorecard.objects.filter(juror=seat).values_list("entry_id", flat=True))
    decisions = seat.fresh_markings.select_related("entry", "decided_by").order_by("decided_at", "pk")
    context = {
        "panel": found.panel,
        "standing": found.standing,
        "seat": seat,
        "rows": [(card, card.entry_id not in begun) for card in rows],
        "decisions": decisions.exclude(entry__in=confirmed_conflicts(found.seat)),
    }
    return panel_page(request, "jury/inherited.html", context, title=_("Nilai yang diwarisi"))


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
