"""What stands between signing in and everything that a role opens."""

import logging
import time
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from paritrana.accounts.factor_secrets import FactorUnreadableError
from paritrana.accounts.models import Role
from paritrana.accounts.requests import request_grants

logger = logging.getLogger(__name__)

NEEDS_SECOND_FACTOR = (Role.ORGANISER, Role.SECRETARIAT, Role.JUROR)
ENDS_WHEN_IDLE = (Role.ORGANISER, Role.SECRETARIAT)
SEEN_AT = "seen-at"
NOTED_EVERY_SECONDS = 60
# What somebody without a second factor may still open: the account's own pages, and what shows nothing of the award's.
OPEN = ("account_", "mfa_", "usersessions_", "choose-language", "icon", "health", "metrics")


class OwnPagesMiddleware:
    """Let nobody keep a page of a signed-in person: no proxy, and no browser of a shared computer after signing out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated or "_auth_user_id" in getattr(request, "session", {}):
            response["Cache-Control"] = "private, no-store"
        return response


class IdleSessionMiddleware:
    """End the session of people who steer when they have opened no page and sent no form for a while.

    Pages that ask by themselves how a job is going are no sign of a person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if not request.user.is_authenticated or not any(map(request_grants(request).has, ENDS_WHEN_IDLE)):
            return None
        now, noted = time.time(), request.session.get(SEEN_AT)
        if noted is not None and now - noted > settings.STAFF_IDLE_MINUTES * 60:
            logout(request)
            messages.warning(
                request,
                _("Anda lama tidak membuka halaman, jadi sesi berakhir. Yang belum disimpan tidak tersimpan."),
            )
            return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("desk"))
        # Who signed in a moment ago was seen then.
        signed_in_at = request.user.last_login.timestamp() if request.user.last_login else 0
        if _is_a_person(request) and now - (noted or signed_in_at) > NOTED_EVERY_SECONDS:
            request.session[SEEN_AT] = now
        return None


def _is_a_person(request: HttpRequest) -> bool:
    return request.method == "POST" or request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


class SecondFactorMiddleware:
    """Send organisers, secretariats and jurors without a second factor to set one up before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if not self._must_set_up(request):
            return None
        messages.warning(
            request,
            _(
                "Peran Anda menangani nilai atau hasil, jadi setiap halaman memerlukan kode dari aplikasi autentikator."
                " Pasang dulu di sini."
            ),
        )
        return redirect("mfa_activate_totp")

    def _must_set_up(self, request: HttpRequest) -> bool:
        if not settings.MFA_REQUIRED_FOR_STAFF or not request.user.is_authenticated:
            return False
        found = request.resolver_match
        # The panel's lists bear names like the account's own pages; those of the panel stand in its namespace.
        if found is not None and not found.namespaces and (found.url_name or "").startswith(OPEN):
            return False
        held = request_grants(request)
        return any(held.has(role) for role in NEEDS_SECOND_FACTOR) and not is_mfa_enabled(
            request.user, [Authenticator.Type.TOTP]
        )


class UnreadableFactorMiddleware:
    """Say so where no key opens the secret of a second factor, whatever page asked for it: nobody gets in by it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, FactorUnreadableError):
            return None
        logger.error("a second factor's secret is opened by none of FACTOR_KEYS and SECRET_KEY (%s)", request.path)
        said = _(
            "Kode Anda tidak dapat diperiksa karena kunci yang melindungi faktor kedua di server ini tidak cocok. "
            "Bukan kode Anda yang salah, dan mencoba lagi tidak membantu. Sampaikan kepada pengelola sistem."
        )
        return render(request, "503.html", {"said": said}, status=503)
