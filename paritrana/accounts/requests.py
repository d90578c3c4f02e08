"""Who asks: the person behind a request and what that person may act as today."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from paritrana.accounts.models import User
from paritrana.accounts.selectors import Grants, grants


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
