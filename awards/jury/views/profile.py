"""A juror's own ties: where from, where working, for whom. Possible conflicts are found by them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from awards.jury.forms import TieForm
from awards.jury.models.conflicts import Tie, TieKind
from awards.jury.models.panels import Juror
from awards.jury.selectors.seats import seats_of
from awards.jury.selectors.ties import named_ties, places
from awards.jury.services.errors import JuryError
from awards.jury.services.ties import ToldTie, add_tie, remove_tie
from awards.jury.tasks import search_later
from awards.jury.views.frame import panel_page
from awards.jury.views.onlooking import looked_as
from paritrana.accounts.requests import signed_in_user
from paritrana.constraints import ConstraintBrokenError, add_at_field


def _own_seats(request: HttpRequest) -> list[Juror]:
    """Return the person's own seats; without one, and to whoever looks as a juror, the page does not exist."""
    seats = list(seats_of(signed_in_user(request), on=timezone.localdate()))
    if not seats or looked_as(request) is not None:
        raise Http404
    return seats


def _search(request: HttpRequest, seats: list[Juror]) -> None:
    for seat in seats:
        if seat.panel.closed_at is None:
            search_later(seat.panel, actor=signed_in_user(request))


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    seats, person = _own_seats(request), signed_in_user(request)
    regions = places()
    form = TieForm(request.POST or None, places=regions)
    if request.method == "POST" and form.is_valid():
        chosen = {**form.cleaned_data, "kind": TieKind(form.cleaned_data["kind"])}
        try:
            add_tie(user=person, told=ToldTie(**chosen), actor=person, at=timezone.now())
        except JuryError as error:
            form.add_error(None, str(error))
        except ConstraintBrokenError as error:
            add_at_field(form, error)
        else:
            _search(request, seats)
            messages.success(request, _("Keterkaitan dicatat. Kemungkinan benturan dicari lagi."))
            return redirect("admin:jury_profile")
    context = {"ties": named_ties(person, regions), "form": form, "kinds": TieKind.choices, "places": regions}
    status = 422 if form.errors else 200
    return panel_page(request, "jury/profile.html", context, title=_("Keterkaitan Anda"), status=status)


@require_POST
def drop_tie(request: HttpRequest, tie_id: int) -> HttpResponse:
    seats, person = _own_seats(request), signed_in_user(request)
    tie = get_object_or_404(Tie, pk=tie_id, user=person)
    try:
        remove_tie(tie=tie, actor=person, at=timezone.now())
    except JuryError as error:
        messages.error(request, str(error))
    else:
        _search(request, seats)
        messages.success(request, _("Keterkaitan dihapus. Benturan yang sudah ditemukan tetap menunggu putusan."))
    return redirect("admin:jury_profile")
