"""Whom the secretariat looks as: kept in the session for half an hour, checked anew at every request."""

import datetime

from django.http import HttpRequest
from django.utils import timezone

from awards.jury.models.panels import Juror
from awards.jury.policies.standing import standing_in
from awards.jury.selectors.seats import active_jurors
from paritrana.accounts.requests import request_grants, signed_in_user

KEY = "jury_looks_as"
LASTS = datetime.timedelta(minutes=30)


def remember_look(request: HttpRequest, seat: Juror, *, at: datetime.datetime) -> None:
    request.session[KEY] = {"seat": seat.pk, "until": (at + LASTS).isoformat()}
    request.jury_look = seat  # type: ignore[attr-defined] # one look-up a request


def forget_look(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
    request.jury_look = None  # type: ignore[attr-defined]


def looked_as(request: HttpRequest) -> Juror | None:
    """Return the seat whose screens this session shows; None when it looks as nobody, any more, or may not."""
    if not hasattr(request, "jury_look"):
        request.jury_look = _found(request)  # type: ignore[attr-defined] # one look-up a request
    seat: Juror | None = request.jury_look  # type: ignore[attr-defined]
    return seat


def _found(request: HttpRequest) -> Juror | None:
    kept = request.session.get(KEY)
    if kept is None:
        return None
    today = timezone.localdate()
    seats = active_jurors(on=today).select_related("user", "panel__category__edition", "panel__category__province")
    seat = seats.prefetch_related("panel__visibilities").filter(pk=kept["seat"]).first()
    is_over = timezone.now() > datetime.datetime.fromisoformat(kept["until"])
    if is_over or seat is None or not _may_look(request, seat, today):
        forget_look(request)
        return None
    return seat


def _may_look(request: HttpRequest, seat: Juror, today: datetime.date) -> bool:
    return standing_in(seat.panel, signed_in_user(request), request_grants(request), on=today).is_secretariat
