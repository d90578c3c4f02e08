"""Middleware of the floor."""

import logging
from collections.abc import Callable, Iterable

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from paritrana.accounts.models import Role
from paritrana.accounts.requests import request_grants
from paritrana.constraints import ConstraintBrokenError, broken_promises
from paritrana.lib.body_limits import FORM, IMPORT, MEGABYTE, body_limit
from paritrana.lib.client_address import WAS_FORWARDED, client_address, is_trusted

logger = logging.getLogger(__name__)

ARRIVED = "HTTP_X_REQUEST_START"
FORWARDED_HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_CLIENT_IP")
IMPORTERS = (Role.ORGANISER, Role.SECRETARIAT)
NUL = "\x00"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
JSON_NULS = (b"\x00", b"\\u0000")
# What drivers and the calendar say of values that no earlier look found; all are bare ValueError or OverflowError.
COMPLAINTS = ("NUL (0x00)", "embedded null", "is out of range", "greater than maximum", "too large to convert")


class ClientAddressMiddleware:
    """Make `REMOTE_ADDR` the client's own address: the one place that believes a proxy, and only `TRUSTED_PROXIES`.

    What a proxy says about scheme and time of arrival is believed under the same condition; a stranger's word goes.
    Headers that tell addresses are taken away afterwards, so that whoever reads them (lock-out, limits, logs) cannot
    be told otherwise; that there were any stays known as `WAS_FORWARDED`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        request.META[WAS_FORWARDED] = any(name in request.META for name in FORWARDED_HEADERS)
        request.META["REMOTE_ADDR"] = client_address(peer, forwarded, settings.TRUSTED_PROXIES)
        for name in FORWARDED_HEADERS:
            request.META.pop(name, None)
        if not is_trusted(peer, settings.TRUSTED_PROXIES):
            request.META.pop(ARRIVED, None)
        if settings.TRUSTED_PROXIES and not is_trusted(peer, settings.TRUSTED_PROXIES):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.get_response(request)


class BodyLimitMiddleware:
    """Refuse by its length what an address does not take, before a byte of it is read or stored.

    More than a form holds is taken from people who are signed in alone, and tables from those who may import.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        length = int(announced) if announced.isdecimal() else 0
        limit = FORM if length <= FORM else self._limit(request)
        if length <= limit:
            return self.get_response(request)
        said = _("Yang dikirim lebih besar daripada %(most)d MB, batas alamat ini bagi Anda. Tidak ada yang disimpan.")
        said = said % {"most": limit // MEGABYTE}
        response: HttpResponse = (
            render(request, "413.html", {"said": said}, status=413)
            if request.accepts("text/html") and not request.path_info.startswith("/api/")
            else JsonResponse({"detail": said, "reason": "too_large", "message": said}, status=413)
        )
        return response

    def _limit(self, request: HttpRequest) -> int:
        limit = body_limit(request.path_info)
        if limit > FORM and not request.user.is_authenticated:
            return FORM
        return FORM if limit == IMPORT and not any(map(request_grants(request).has, IMPORTERS)) else limit


class AbsurdValueMiddleware:
    """Refuse with 400 what no database can hold or ask for, in words, before a view meets it.

    A NUL in a path, query, header, cookie, form or JSON is found here for every database: SQLite takes
    it, PostgreSQL does not. Numbers and days beyond what a column holds show only when the database is asked. An
    unknown host is refused here as well: later parts would log it with a trace each.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            logger.warning("request for an unknown host refused")
            return _refusal(request)
        if _has_nul(_before_the_body(request)):
            return _refusal(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if request.content_type in FORMS:
            try:
                sent = _typed(request)
            except UnreadablePostError:
                return None
            return _refusal(request) if _has_nul(sent) else None
        if request.content_type == "application/json" and any(nul in request.body for nul in JSON_NULS):
            return _refusal(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        is_bare = isinstance(exception, ValueError | OverflowError)
        if not isinstance(exception, DataError) and not (is_bare and any(one in str(exception) for one in COMPLAINTS)):
            return None
        logger.warning("absurd value refused", exc_info=exception)
        return _refusal(request)


def _before_the_body(request: HttpRequest) -> Iterable[str]:
    yield request.path_info
    yield from request.COOKIES.values()
    yield from (value for name, value in request.META.items() if name.startswith("HTTP_") and isinstance(value, str))
    for name, values in request.GET.lists():
        yield name
        yield from values


def _typed(request: HttpRequest) -> list[str]:
    """Return what a form sent; Django takes signs that cannot be printed out of file names itself."""
    return [text for name, values in request.POST.lists() for text in (name, *values)]


def _has_nul(texts: Iterable[str]) -> bool:
    return any(NUL in text for text in texts)


def _refusal(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith("/api/") or not request.accepts("text/html"):
        said = _("Permintaan memuat nilai yang tidak dapat dibaca. Tidak ada yang berubah.")
        return JsonResponse({"detail": said, "reason": "unreadable", "message": said}, status=400)
    return render(request, "400.html", status=400)


class AdminContentSecurityPolicyMiddleware:
    """Relax the policy for the admin panel only: its theme evaluates expressions and sets inline styles."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(reverse("admin:index")):
            response._csp_update = {  # type: ignore[attr-defined]  # noqa: SLF001 - django-csp's documented door
                "script-src": [SELF, UNSAFE_EVAL],
                "style-src": [SELF, UNSAFE_INLINE],
            }
        return response


class BrokenPromiseMiddleware:
    """Answer with the sentence of a constraint that the database found broken and no page awaited; nothing was kept.

    Mostly somebody else was first, in the moment after the form had looked: 409. A script hears 503, which it takes
    for a broken line: it keeps what was typed, tries again and then sees what the other one wrote.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        said = _said(exception)
        if not said:
            return None
        logger.warning("constraint broken", exc_info=exception)
        if not request.accepts("text/html"):
            return JsonResponse({"reason": "broken", "message": " ".join(said)}, status=503)
        return render(request, "409.html", {"sentences": said}, status=409)


def _said(exception: Exception) -> list[str]:
    if isinstance(exception, ConstraintBrokenError):
        return exception.messages
    return [one.sentence for one in broken_promises(exception)] if isinstance(exception, IntegrityError) else []
