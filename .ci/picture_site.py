"""A populated installation behind a web server in which nothing depends on when, where and how often it is asked.

The clock stands still, what is drawn at random is drawn from the address asked for, requests are answered one at a
time, and `begin` puts the database back to where it was, so that no page knows what was opened before it.
"""

import gzip
import hashlib
import lzma
import os
import random
import sqlite3
import tarfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

import time_machine

HOST = "paritrana.localhost"  # a name without a port: addresses are printed in pages
ADDRESS = f"http://{HOST}"
DATABASE = "paritrana.sqlite3"
TURN = "X-Picture-Turn"

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


def unpack(installation: Path, folder: Path) -> None:
    """Lay out a stored installation (paritrana.sqlite3 and var.tar, each as .gz or .xz) as a VAR_DIR."""
    for suffix, opened in {".gz": gzip.open, ".xz": lzma.open}.items():
        database, files = installation / f"{DATABASE}{suffix}", installation / f"var.tar{suffix}"
        if database.exists() and files.exists():
            with opened(database) as packed:
                (folder / DATABASE).write_bytes(packed.read())
            with tarfile.open(files) as archive:
                archive.extractall(folder, filter="data")
            (folder / "static").mkdir(exist_ok=True)
            return
    raise SystemExit(f"{installation} holds no installation: {DATABASE} and var.tar, as .gz or .xz.")


def settle(folder: Path) -> None:
    """Name every setting that could reach a page, so that neither the caller's environment nor a .env file does."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="paritrana.settings",
        VAR_DIR=str(folder),
        DATABASE_URL=f"sqlite:///{folder / DATABASE}",
        STATIC_ROOT=str(folder / "static"),
        SITE_ADDRESS=ADDRESS,
        ALLOWED_HOSTS=HOST,
        EMAIL_URL="filemail://",
        LOG_LEVEL="CRITICAL",
        DEBUG="0",
        HTTPS="0",
        PLAIN_STATIC="1",
        MFA_REQUIRED_FOR_STAFF="0",
        API_ANON_RATE="100000/hour",
        **dict.fromkeys(("SECRET_KEY", "SIGNING_KEY", "REDIS_URL", "CLAMAV_URL", "CSRF_TRUSTED_ORIGINS"), ""),
    )


class Chance:
    """Bytes that look random and follow from a seed, for the threads that were given one."""

    def __init__(self) -> None:
        self.real = os.urandom
        self.seeded = threading.local()

    def __call__(self, size: int) -> bytes:
        generator: random.Random | None = getattr(self.seeded, "generator", None)
        return generator.randbytes(size) if generator else self.real(size)

    @contextmanager
    def drawn_from(self, seed: str) -> Iterator[None]:
        self.seeded.generator = random.Random(hashlib.sha256(seed.encode()).digest())
        try:
            yield
        finally:
            self.seeded.generator = None


class Site:
    """The product of this checkout over one installation; `sessions` holds a key per person who signed in."""

    def __init__(self, folder: Path, at: datetime) -> None:
        self.folder = folder
        self.at = at
        self.turn = 0
        self.lock = threading.Lock()
        self.chance = Chance()
        self.sessions: dict[str, str] = {}
        self.port = 0

    @contextmanager
    def served(self, people: Iterable[str], password: str) -> Iterator[None]:
        settle(self.folder)
        with (
            mock.patch("os.urandom", self.chance),
            mock.patch("random._urandom", self.chance),
            time_machine.travel(self.at, tick=False),
        ):
            self._prepare(people, password)
            server = self._server()
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            try:
                yield
            finally:
                server.shutdown()
                thread.join()

    def begin(self) -> str:
        """Put everything back; what a page opened earlier still asks for is refused from here on. Return the turn."""
        from django.core.cache import cache

        with self.lock:
            self.turn += 1
            cache.clear()
            copy(self.folder / "pristine.sqlite3", self.folder / DATABASE)
            return str(self.turn)

    def _prepare(self, people: Iterable[str], password: str) -> None:
        import django
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        # Work is done at once, by whoever asks for it.
        from paritrana.celery import app

        app.conf.update(task_always_eager=True, broker_url="memory://")
        call_command("migrate", verbosity=0)
        for name in people:
            with self.chance.drawn_from(name):
                self.sessions[name] = signed_in(name, password, settings.SESSION_COOKIE_NAME)
        connections.close_all()
        copy(self.folder / DATABASE, self.folder / "pristine.sqlite3")

    def _server(self) -> Any:
        from django.conf import settings
        from django.contrib.staticfiles.handlers import StaticFilesHandler
        from django.core.servers.basehttp import ThreadedWSGIServer
        from django.core.wsgi import get_wsgi_application
        from django.test.testcases import QuietWSGIRequestHandler

        server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
        server.daemon_threads = True
        server.set_app(remembering(settings.STATIC_URL, self._in_turn(StaticFilesHandler(get_wsgi_application()))))
        self.port = server.server_port
        return server

    def _in_turn(self, application: Application) -> Application:
        def answer(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
            asked = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
            with self.lock, self.chance.drawn_from(asked):
                if environ.get(f"HTTP_{TURN.upper().replace('-', '_')}") != str(self.turn):
                    start_response("409 Conflict", [("Content-Length", "0")])
                    return []
                if environ.get("HTTP_SEC_FETCH_DEST") == "iframe":
                    # A file in a frame is drawn by the browser's own viewer, whenever that is ready.
                    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", "0")])
                    return []
                return [whole(application(environ, start_response))]

        return answer


def remembering(prefix: str, application: Application) -> Application:
    """Keep what was answered under a prefix, so that every page may ask for it again at no cost."""
    held: dict[str, tuple[tuple[Any, ...], bytes]] = {}

    def answer(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(prefix):
            return application(environ, start_response)
        if path not in held:
            begun: list[tuple[Any, ...]] = []
            body = whole(application(environ, lambda *start: begun.append(start)))
            held[path] = (begun[0], body)
        start, body = held[path]
        start_response(*start)
        return [body]

    return answer


def whole(response: Iterable[bytes]) -> bytes:
    """Return a whole answer; Django ends the request, and its database connection, when the answer is closed."""
    try:
        return b"".join(response)
    finally:
        if hasattr(response, "close"):
            response.close()


def signed_in(name: str, password: str, cookie: str) -> str:
    from django.test import Client
    from django.urls import reverse

    client = Client(headers={"host": HOST})
    client.post(reverse("account_login"), {"login": name, "password": password})
    if cookie not in client.cookies:
        raise SystemExit(f"{name} could not sign in: is this the installation's password?")
    return client.cookies[cookie].value


def copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as held, closing(sqlite3.connect(target)) as written:
        held.backup(written)
