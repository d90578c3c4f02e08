"""The presenter's laptop: what to read, who comes, what the hall sees and what forward will show."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from awards.ceremony.models import Show
from awards.ceremony.selectors.sheet import items_of, stale_results
from awards.ceremony.selectors.stage import deck_of, hall_token
from awards.ceremony.services.sheet import CeremonyRefusedError
from awards.ceremony.services.shows import (
    KeyPress,
    PressRefusedError,
    close_show,
    open_rehearsal,
    open_show,
    press_key,
)
from awards.ceremony.views.frame import note_read, read_ceremony, read_show
from paritrana.accounts.requests import signed_in_user
from paritrana.pages.decisions import decide


@require_POST
def open_real(request: HttpRequest, pk: int) -> HttpResponse:
    found = read_ceremony(request, pk)
    show: Show | None = None
    with decide(request, CeremonyRefusedError):
        show = open_show(ceremony=found, actor=signed_in_user(request), at=timezone.now())
    return redirect("admin:ceremony_deck", key=show.key) if show else redirect("admin:ceremony_sheet", pk=pk)


@require_POST
def rehearse(request: HttpRequest, pk: int) -> HttpResponse:
    found = read_ceremony(request, pk)
    show: Show | None = None
    with decide(request, CeremonyRefusedError):
        show = open_rehearsal(ceremony=found, actor=signed_in_user(request), at=timezone.now())
    return redirect("admin:ceremony_deck", key=show.key) if show else redirect("admin:ceremony_sheet", pk=pk)


@never_cache
@require_safe
def deck(request: HttpRequest, key: UUID) -> HttpResponse:
    show = read_show(request, key)
    note_read(request, show.ceremony, f"deck {show.key}")
    return render(request, "ceremony/deck.html", _context(show))


@never_cache
@require_safe
def now(request: HttpRequest, key: UUID) -> HttpResponse:
    """The changing part of the presenter's screen, asked for again and again; the trail has the opening of the page."""
    return render(request, "ceremony/_deck_now.html", _context(read_show(request, key)))


def _context(show: Show, fault: str = "") -> dict[str, object]:
    at = timezone.now()
    is_stale = not show.is_rehearsal and bool(stale_results(items_of(show.ceremony)))
    return {
        "show": show,
        "deck": deck_of(show, at=at),
        "at": at,
        "fault": fault,
        "is_stale": is_stale,
        "hall": reverse("ceremony-hall", args=[hall_token(show)]),
    }


@never_cache
@require_POST
def press(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take one press; a script gets the new screen, a form without one is led back to the page."""
    show = read_show(request, key)
    made = KeyPress(
        key=request.POST.get("key", ""),
        after=_number(request, "after"),
        laptop=request.POST.get("laptop", ""),
        target=_number(request, "target") if "target" in request.POST else None,
    )
    fault = ""
    try:
        press_key(show=show, press=made, actor=signed_in_user(request), at=timezone.now())
    except PressRefusedError as refusal:
        fault = str(refusal)
    if "script" in request.POST:
        return render(request, "ceremony/_deck_now.html", _context(show, fault), status=409 if fault else 200)
    if fault:
        return render(request, "ceremony/deck.html", _context(show, fault), status=409)
    return redirect("admin:ceremony_deck", key=key)


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


@require_POST
def close(request: HttpRequest, key: UUID) -> HttpResponse:
    show = read_show(request, key)
    with decide(request, PressRefusedError, done=_("Panggung ditutup.")):
        close_show(show=show, actor=signed_in_user(request), at=timezone.now())
    return redirect("admin:ceremony_sheet", pk=show.ceremony_id)
