"""A process with two working threads, and clients that do not finish what they began."""

import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings

HALF_A_HEADER = b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "
HALF_A_BODY = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf"
WHOLE = b"POST /form HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody"
TOO_LARGE = b"POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 1500000000\r\n\r\n" + b"x" * 1000
IN_CHUNKS = (
    b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    + (b"100000\r\n" + b"x" * 0x100000 + b"\r\n") * 3
    + b"0\r\n\r\n"
)
PROGRAM = """
def application(environ, start_response):
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > 1048576:
        start_response("413 Content Too Large", [("Content-Length", "0")])
        return [b""]
    body = environ["wsgi.input"].read(length)
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    folder = tmp_path_factory.mktemp("worker")
    (folder / "small.py").write_text(PROGRAM)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    worker = "--worker-class=paritrana.web_worker.PatientWorker"
    command = [sys.executable, "-m", "gunicorn", "small:application", f"--bind=127.0.0.1:{port}", worker]
    command += ["--threads=2", f"--pythonpath={folder},{settings.BASE_DIR}", "--log-level=warning"]
    process = subprocess.Popen(command, cwd=folder)
    try:
        deadline = time.monotonic() + 60
        while not is_open(port):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def begun(port, what):
    client = socket.create_connection(("127.0.0.1", port), timeout=20)
    client.sendall(what)
    return client


def answer(port, what):
    """Read to the end: head and body may come in two pieces."""
    with begun(port, what) as client:
        pieces = []
        while piece := client.recv(4096):
            pieces.append(piece)
        return b"".join(pieces)


@pytest.mark.parametrize("half", [HALF_A_HEADER, HALF_A_BODY], ids=["half a header", "half a body"])
def test_worker_when_two_dozen_clients_stop_halfway_then_others_are_served(port, half):
    slow = [begun(port, half) for _client in range(24)]
    began = time.monotonic()
    try:
        served = [answer(port, WHOLE) for _client in range(3)]
    finally:
        for client in slow:
            client.close()

    assert all(one.startswith(b"HTTP/1.1 200") and one.endswith(b"body") for one in served)
    assert time.monotonic() - began < 8  # less than it bears the slow ones


def test_worker_when_more_is_announced_than_the_address_takes_then_refused_unread(port):
    assert answer(port, TOO_LARGE).startswith(b"HTTP/1.1 413")


def test_worker_when_more_is_sent_than_the_address_takes_then_the_sender_reads_the_refusal_after_it(port):
    with begun(port, TOO_LARGE) as client:
        for _megabyte in range(16):
            client.sendall(b"x" * 0x100000)

        assert client.recv(4096).startswith(b"HTTP/1.1 413")


def test_worker_when_answered_clients_stay_on_the_line_then_others_are_served(port):
    held = [begun(port, WHOLE) for _client in range(12)]
    try:
        told = [client.recv(4096)[:12] for client in held]
        began = time.monotonic()
        served = answer(port, WHOLE)
    finally:
        for client in held:
            client.close()

    assert (set(told), served[:12]) == ({b"HTTP/1.1 200"}, b"HTTP/1.1 200")
    assert time.monotonic() - began < 4.5  # below the time that an answered line may stay


def test_worker_when_chunks_exceed_what_the_address_takes_then_refused(port):
    with begun(port, b"") as client:
        try:
            client.sendall(IN_CHUNKS)
            said = client.recv(4096)
        except ConnectionError:  # it stopped listening in the middle
            said = b""

    assert not said.startswith(b"HTTP/1.1 200")


def test_worker_when_a_client_leaves_in_the_middle_of_a_body_then_nothing_is_answered(port):
    with begun(port, HALF_A_BODY) as client:
        client.shutdown(socket.SHUT_WR)

        assert client.recv(4096) == b""


@pytest.mark.slow
def test_worker_when_a_header_never_ends_then_the_line_is_closed(port):
    with begun(port, HALF_A_HEADER) as client:
        client.settimeout(30)

        assert client.recv(4096) == b""
