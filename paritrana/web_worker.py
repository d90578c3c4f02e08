"""A worker of gunicorn that slow clients do not stop: many cheap threads read, few run the product.

The library's threads read and work in one: as many half-sent requests as there are threads stop a process. Here a
request is read first, in one of many threads and within a time, and only a whole one is given to one of the few that
work and hold a connection to the database. Bodies above what a form holds go on unread: the product refuses them by
their length, or reads them from people it knows.
"""

import contextlib
import errno
import io
import select
import struct
import time
from concurrent import futures
from socket import SHUT_WR, SO_SNDTIMEO, SOL_SOCKET
from typing import Any

from gunicorn.http.errors import LimitRequestHeaders
from gunicorn.workers.gthread import ThreadWorker

from paritrana.lib.body_limits import PIECE, body_limit

READERS = 200
"""Threads that read, a process; they hold no connection to the database."""
HEADER_SECONDS = 10.0
BODY_SECONDS = 60.0
"""For what a form or a piece holds; larger ones get as much again for every further such share."""
SEND_SECONDS = 30
PARTING_SECONDS = 5.0
"""For whoever was answered before all was read, and sends on."""
READ = 64 * 1024


class TimedSocket:
    """A socket whose reads end at a time, and that is otherwise the socket it wraps."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self.ends_at = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def within(self, seconds: float) -> None:
        self.ends_at = time.monotonic() + seconds

    def recv(self, size: int, *flags: int) -> bytes:
        left = self.ends_at - time.monotonic()
        if left <= 0 or not select.select([self._sock], [], [], left)[0]:
            raise ConnectionResetError(errno.ECONNRESET, "the client was too slow")
        received: bytes = self._sock.recv(size, *flags)
        return received


class PatientWorker(ThreadWorker):  # type: ignore[misc] # the library is untyped
    """Reads whole requests before it works on them."""

    def init_process(self) -> None:
        self.workers = futures.ThreadPoolExecutor(max_workers=self.cfg.threads, thread_name_prefix="work")
        super().init_process()

    def get_thread_pool(self) -> futures.ThreadPoolExecutor:
        return futures.ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="read")

    def handle(self, conn: Any) -> Any:
        if not isinstance(conn.sock, TimedSocket):
            conn.sock.setsockopt(SOL_SOCKET, SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0))
            conn.sock = TimedSocket(conn.sock)
        conn.sock.within(HEADER_SECONDS)
        stays = super().handle(conn)
        if stays is False:
            _part(conn.sock)
        return stays

    def handle_request(self, req: Any, conn: Any) -> Any:
        announced = _announced(req)
        allowed = body_limit(req.path)
        conn.sock.within(BODY_SECONDS * (1 + max(announced, 0) / PIECE))
        if announced > allowed:
            # The product says so in words and leaves the body unread; nothing after it can be understood.
            req.body = io.BytesIO()
            req.should_close = lambda: True
        elif announced < 0:
            req.body = _read_whole(req.body, most=min(allowed, PIECE))
        elif announced <= PIECE:
            req.body = _whole_or_nothing(req.body, announced)
        return self.workers.submit(super().handle_request, req, conn).result()


def _part(sock: TimedSocket) -> None:
    """End a line so that whoever still sends reads the answer, and does not see it break off.

    The library would do this in the thread that accepts lines, for as long as the client stays: a few who do stop a
    process. It finds the line closed.
    """
    sock.within(PARTING_SECONDS)
    with contextlib.suppress(OSError):
        sock.shutdown(SHUT_WR)
        while sock.recv(READ):
            pass
    sock.close()


def _announced(req: Any) -> int:
    """Return how long the body says it is; -1 when it comes in chunks that only their end ends."""
    headers = {name.upper(): value for name, value in req.headers}
    if "TRANSFER-ENCODING" in headers:
        return -1
    length = headers.get("CONTENT-LENGTH", "0")
    return int(length) if length.isdecimal() else 0


def _read_whole(body: Any, *, most: int) -> io.BytesIO:
    whole = io.BytesIO()
    while piece := body.read(READ):
        whole.write(piece)
        if whole.tell() > most:
            raise LimitRequestHeaders("the body is longer than this address takes")
    whole.seek(0)
    return whole


def _whole_or_nothing(body: Any, announced: int) -> io.BytesIO:
    """Read what was announced; half a form must not pass for one."""
    whole = _read_whole(body, most=announced)
    if whole.getbuffer().nbytes < announced:
        raise ConnectionResetError(errno.ECONNRESET, "the client left in the middle")
    return whole
