"""Who asks: the person behind a request and what that person may act as today."""

import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from paritrana.accounts.models import User
from paritrana.accounts.selectors import Grants, grants
from paritrana.lib.arrival import arrival


def signed_in_user(request: HttpRequest) -> User:
    """Return the person behind a request that `login_required` let through."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def request_grants(request: HttpRequest) -> Grants:
    """Return the grants of whoever asks, read once per request."""
    known: Grants | None = getattr(request, "grants", None)
    if known is None:
        known = grants(request.user, on=timezone.localdate())
        request.grants = known  # type: ignore[attr-defined]
    return known


def arrived_at(request: HttpRequest) -> datetime.datetime:
    """Return when the request reached us: by the word of a trusted proxy (middleware.py), else now.

    What has a deadline is judged by this, so that a busy server refuses nobody who was in time.
    """
    return arrival(request.META.get("HTTP_X_REQUEST_START", ""), now=timezone.now())
