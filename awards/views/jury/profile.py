"""A juror's own ties: where from, where working, for whom. Possible conflicts are found by them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from awards.forms.jury import TieForm
from awards.models.jury import Juror, Tie, TieKind
from awards.selectors.jury.seats import seats_of
from awards.selectors.jury.ties import named_ties, places
from awards.services.jury import JuryError
from awards.services.jury.ties import add_tie, remove_tie
from awards.tasks.jury import search_later
from awards.views.jury.frame import panel_page
from awards.views.jury.onlooking import looked_as
from paritrana.accounts.requests import signed_in_user


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
            add_tie(user=person, actor=person, at=timezone.now(), **chosen)
        except JuryError as error:
            form.add_error(None, str(error))
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
