"""A live server that can be stopped and started again at the same address, as a machine room does it."""

import socket
import threading
from contextlib import contextmanager, nullcontext

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler

HOST = "localhost"


class Listener(ThreadedWSGIServer):
    """Knows its open lines, so that a stop cuts them; otherwise kept-alive ones would go on being answered."""

    daemon_threads = False  # closing waits for what is being answered

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = set()

    def get_request(self):
        line, address = super().get_request()
        self.lines.add(line)
        return line, address

    def close_request(self, request):
        self.lines.discard(request)
        super().close_request(request)

    def cut(self):
        for line in list(self.lines):
            with socket_errors_ignored():
                line.shutdown(socket.SHUT_RDWR)


@contextmanager
def socket_errors_ignored():
    """The other side may have closed its line first."""
    try:
        yield
    except OSError:
        return


class Thread(LiveServerThread):
    """One run of the server; `turn` is held while a request is answered."""

    daemon = True

    def __init__(self, port, turn, shared):
        super().__init__(HOST, lambda handler: taking_turns(StaticFilesHandler(handler), turn), shared, port)

    def _create_server(self, connections_override=None):
        return Listener(
            (self.host, self.port),
            QuietWSGIRequestHandler,
            allow_reuse_address=True,
            connections_override=connections_override,
        )


def taking_turns(handler, turn):
    def answer(environ, start_response):
        with turn:
            return handler(environ, start_response)

    return answer


class Server:
    """SQLite in memory is one connection for everybody: there one request at a time, and `turn` waits for its end."""

    def __init__(self):
        own = connections["default"]
        is_shared = own.vendor == "sqlite" and own.is_in_memory_db()
        self.shared = {"default": own} if is_shared else {}
        self.turn = threading.RLock() if is_shared else nullcontext()
        self.port = 0
        self.thread = None

    @property
    def url(self):
        return f"http://{HOST}:{self.port}"

    def start(self):
        for shared in self.shared.values():
            shared.inc_thread_sharing()
        self.thread = Thread(self.port, self.turn, self.shared)
        self.thread.start()
        self.thread.is_ready.wait()
        if self.thread.error:
            raise self.thread.error
        self.port = self.thread.port

    def stop(self):
        """Stop listening and cut every line; what was being answered may be lost, as in life."""
        self.thread.httpd.shutdown()
        self.thread.httpd.cut()
        self.thread.httpd.server_close()
        self.thread.join()
        for shared in self.shared.values():
            shared.dec_thread_sharing()
