"""What people read when nothing in the product expected an error (`handler500`).

A database that is away and a disk that is full are the machine's faults: they are named, with what to do, as 503 and
507. Anything else is ours, and stays 500.
"""

import errno
import sys
from collections.abc import Iterator
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error

RETRY_AFTER_SECONDS = 10
FULL_DISK = (errno.ENOSPC, errno.EDQUOT)
# PostgreSQL: the connection broke, the server is shutting down or starting, or has no more to give.
AWAY_STATES = ("08", "57P", "53")
OUR_OWN = ("no such table", "no such column", "has no column", "syntax error")
# SQLite and PostgreSQL (53100) in their own words.
FULL_DATABASE = ("disk is full", "No space left on device")


def answer_fault(request: HttpRequest) -> HttpResponse:
    """Answer for the exception that is being handled; asks neither the session nor the database for anything."""
    faults = list(_causes(sys.exc_info()[1]))
    if any(map(_is_full_disk, faults)):
        return _answer(
            request,
            HTTPStatus.INSUFFICIENT_STORAGE,
            title=_("Penyimpanan di server penuh."),
            said=_(
                "Yang baru saja Anda kirim tidak tersimpan; yang sudah tersimpan tetap tersimpan. Beri tahu pengelola"
                " situs, lalu coba lagi setelah ada ruang."
            ),
        )
    if any(map(_is_away, faults)):
        return _answer(
            request,
            HTTPStatus.SERVICE_UNAVAILABLE,
            title=_("Basis data sedang tidak menjawab."),
            said=_(
                "Yang sudah tersimpan tetap tersimpan; yang baru saja Anda kirim mungkin belum. Tunggu sebentar, lalu"
                " coba lagi."
            ),
        )
    return server_error(request)


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__


def _is_away(fault: BaseException) -> bool:
    """A statement that took too long, a deadlock, a table that is not there: these are ours, and no time mends them."""
    if isinstance(fault, InterfaceError):
        return True
    if not isinstance(fault, OperationalError):
        return False
    state = getattr(fault.__cause__, "sqlstate", None)
    if state is not None:
        return str(state).startswith(AWAY_STATES)
    return not any(words in str(fault) for words in OUR_OWN)


def _is_full_disk(fault: BaseException) -> bool:
    if isinstance(fault, OperationalError):
        return any(words in str(fault) for words in FULL_DATABASE)
    return isinstance(fault, OSError) and fault.errno in FULL_DISK


def _answer(request: HttpRequest, status: HTTPStatus, *, title: str, said: str) -> HttpResponse:
    response: HttpResponse
    if request.path_info.startswith("/api/") or not request.accepts("text/html"):
        sentence = f"{title} {said}"
        response = JsonResponse({"detail": sentence, "reason": status.name.lower(), "message": sentence}, status=status)
    else:
        page = render_to_string("machine_fault.html", {"status": int(status), "title": title, "said": said})
        response = HttpResponse(page, status=status)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response
