"""What is answered when the machine is at fault, and when we are."""

import errno

import pytest
from django.core.handlers.exception import convert_exception_to_response
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory
from kombu.exceptions import ChannelError


def chained(fault, cause):
    fault.__cause__ = cause
    return fault


class Away(Exception):
    """As the driver tells it."""

    def __init__(self, sqlstate):
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


AWAY = OperationalError("connection to server on socket failed")
NO_ROOM = OSError(errno.ENOSPC, "No space left on device")


def answered(fault, *, path="/", accept="text/html"):
    def broken(request):
        raise fault

    return convert_exception_to_response(broken)(RequestFactory().get(path, headers={"Accept": accept}))


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        pytest.param(AWAY, 503, "Basis data sedang tidak menjawab", id="a database that is away"),
        pytest.param(InterfaceError("connection already closed"), 503, "coba lagi", id="a line to it that broke"),
        pytest.param(OperationalError("database or disk is full"), 507, "Penyimpanan di server penuh", id="SQLite"),
        pytest.param(
            OperationalError('could not extend file "base/5": No space left on device'), 507, "penuh", id="PostgreSQL"
        ),
        pytest.param(NO_ROOM, 507, "Beri tahu pengelola situs", id="a full disk"),
        pytest.param(chained(ChannelError("cannot add"), NO_ROOM), 507, "penuh", id="a full disk behind another fault"),
        pytest.param(OSError(errno.EACCES, "Permission denied"), 500, "Kesalahannya ada pada kami", id="ours"),
        pytest.param(
            chained(OperationalError("terminating connection"), Away("57P01")),
            503,
            "coba lagi",
            id="a server that ends",
        ),
        pytest.param(
            chained(OperationalError("canceling statement"), Away("57014")), 500, "ada pada kami", id="a slow statement"
        ),
        pytest.param(OperationalError("no such table: x"), 500, "ada pada kami", id="a table that is not there"),
        pytest.param(KeyError("x"), 500, "Kesalahannya ada pada kami", id="ours too"),
    ],
)
def test_error_when_nobody_expected_it_then_the_page_says_whose_it_is(fault, status, words):
    answer = answered(fault)

    assert (answer.status_code, words in answer.content.decode()) == (status, True)
    assert answer.has_header("Retry-After") == (status != 500)


@pytest.mark.parametrize(("path", "accept"), [("/api/v1/editions/", "*/*"), ("/isian/", "application/json")])
def test_error_when_a_program_asked_then_it_is_told_in_json(path, accept):
    answer = answered(NO_ROOM, path=path, accept=accept)

    assert answer.status_code == 507
    assert answer.headers["Content-Type"] == "application/json"
    assert b"Penyimpanan di server penuh." in answer.content
