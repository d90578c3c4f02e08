"""Devices from which a person has signed in: strangers' wrong passwords do not shut them out.

A device carries a signed cookie. An attempt with one counts for that device alone, any other for its network address.
"""

import hashlib
import ipaddress
import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from paritrana.accounts.lockout import username_of_attempt
from paritrana.accounts.models import User

COOKIE = "perangkat"
SALT = "paritrana.device"
KEPT_SECONDS = 180 * 24 * 3600
PEOPLE_REMEMBERED = 5
NETWORK = ipaddress.IPv6Network("fd00:7061::/32")
"""A private network that no client has: each known device is one of its addresses."""
FAILURES = 5
FAILURES_WITH_SECOND_FACTOR = 50


def _devices(request: HttpRequest) -> dict[str, str]:
    """Return the key of this device by name of a person; {} where the cookie is absent, old or not ours."""
    try:
        held = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return {}
    return held if isinstance(held, dict) else {}


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Know this device again; the persons that used it before stay known, the last few."""
    held = _devices(request)
    key = held.pop(user.username, "") or secrets.token_hex(16)
    kept = dict([*held.items(), (user.username, key)][-PEOPLE_REMEMBERED:])
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=KEPT_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def place_of_attempt(request: HttpRequest) -> str:
    """Return the address under which an attempt is counted: the client's, or one that stands for a known device."""
    key = _devices(request).get(username_of_attempt(request, None) or "")
    if not key:
        return str(request.META.get("REMOTE_ADDR", ""))
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:12])
    return str(NETWORK[number])


def failures_borne(request: HttpRequest, credentials: dict[str, str] | None) -> int:
    """Return after how many wrong passwords a pair of name and place waits.

    Who has a second factor is not kept out by others on the same network: the password alone opens nothing, and its
    codes are counted. Guesses stay few.
    """
    name = username_of_attempt(request, credentials) or ""
    user = User.objects.filter(username=name).first()
    has_factor = user is not None and is_mfa_enabled(user, [Authenticator.Type.TOTP])
    return FAILURES_WITH_SECOND_FACTOR if has_factor else FAILURES
