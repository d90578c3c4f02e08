"""What stands between signing in and everything that a role opens."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from paritrana.accounts.models import Role
from paritrana.accounts.requests import request_grants

NEEDS_SECOND_FACTOR = (Role.ORGANISER, Role.JUROR)
# What somebody without a second factor may still open: the account's own pages, and what shows nothing of the award's.
OPEN = ("account_", "mfa_", "usersessions_", "choose-language", "icon", "health", "metrics")


class SecondFactorMiddleware:
    """Send organisers and jurors without a second factor to set one up before anything else."""

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
                "Peran Anda menangani nilai, jadi setiap halaman memerlukan kode dari aplikasi autentikator."
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
