"""Lose an installation and take it back: back up, drop, restore, prove, audit; what is left must be what was there.

    python .ci/restore_drill.py                                     on SQLite
    python .ci/with_services.py -- python .ci/restore_drill.py      on PostgreSQL

The installation is one of `fixtures/upgrade`: published results, their trail, files and key. Exit code 0: all of it
came back within `MOST_SECONDS` (600); 1: it did not.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402 - after the path

from awards.tests.upgrade.installation import (  # noqa: E402
    FIXTURES,
    Installation,
    postgresql_installation,
    sqlite_installation,
)
from paritrana.backup.manifests import file_digest  # noqa: E402

ADDED = {"audit_auditentry": 1}
"""Rows that the restore itself writes: it notes in the trail that it was done."""


class DrillFailedError(Exception):
    """What came back is not what was lost; the message says what differs."""


class Drill:
    """One loss and one return; `times` are the seconds that every step took."""

    def __init__(self, installation: Installation, place: Path) -> None:
        self.installation = installation
        self.times: list[tuple[str, float]] = []
        self.environment = {**installation.environment, "BACKUP_DIR": str(place)}
        self.media = installation.folder / "media"

    def run(self, most_seconds: float) -> None:
        self.step("migrate", self.installation.migrate)
        anchor = re.search(r"(\d+:[0-9a-f]{64})", self.manage("backup"))
        rows, files = self.rows(), self.files()
        self.step("drop", self.drop)
        if self.files() or self.tables():
            raise DrillFailedError("nothing was lost, so nothing can be shown")
        began = time.monotonic()
        self.manage("restore")
        proven = self.manage("prove", "--all").count("TERBUKTI ")
        self.manage("audit_verify", "--anchor", anchor[1] if anchor else "none")
        took = time.monotonic() - began
        came_back = {table: count - ADDED.get(table, 0) for table, count in self.rows().items()}
        differing = sorted(dict(came_back.items() ^ rows.items())) + sorted(dict(self.files().items() ^ files.items()))
        if differing:
            raise DrillFailedError(f"not as it was: {', '.join(differing)}")
        if not proven:
            raise DrillFailedError("no publication was proven: the installation shows nothing")
        if took > most_seconds:
            raise DrillFailedError(f"the recovery took {took:.1f} s, more than {most_seconds:.0f} s")
        for name, seconds in self.times:
            print(f"{name:<14} {seconds:6.1f} s")
        kept = f"{sum(rows.values())} rows of {len(rows)} tables, {len(files)} files"
        print(f"{kept}, {proven} publications proven; recovered in {took:.1f} s")

    def step(self, name: str, doing: Callable[[], object]) -> None:
        began = time.monotonic()
        doing()
        self.times.append((name, time.monotonic() - began))

    def manage(self, *command: str) -> str:
        said: list[str] = []
        self.step(command[0], lambda: said.append(self._manage(command)))
        return said[0]

    def _manage(self, command: tuple[str, ...]) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            raise DrillFailedError(f"{command[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def drop(self) -> None:
        shutil.rmtree(self.media)
        address = self.installation.database_url
        if address.startswith("sqlite:"):
            for file in self.installation.folder.glob("paritrana.sqlite3*"):
                file.unlink()
        else:
            with psycopg.connect(address, autocommit=True) as server:
                server.execute("DROP SCHEMA public CASCADE")
                server.execute("CREATE SCHEMA public")

    def tables(self) -> list[str]:
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        if not self.installation.database_url.startswith("sqlite:"):
            named = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        with self.connected() as ask:
            return sorted(str(name) for (name,) in ask(named))

    def rows(self) -> dict[str, int]:
        tables = self.tables()
        with self.connected() as ask:
            return {table: int(ask(f'SELECT count(*) FROM "{table}"')[0][0]) for table in tables}

    def files(self) -> dict[str, str]:
        found = (path for path in self.media.rglob("*") if path.is_file())
        return {str(path.relative_to(self.media)): file_digest(path) for path in found}

    @contextmanager
    def connected(self) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
        address = self.installation.database_url
        if address.startswith("sqlite:"):
            with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as database:
                yield lambda question: database.execute(question).fetchall()
            return
        with psycopg.connect(address) as server:
            yield lambda question: server.execute(question).fetchall()


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    *_older, fixture = sorted(place for place in FIXTURES.iterdir() if place.is_dir())
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        with sqlite_installation(fixture / "sqlite", folder) as made:
            yield made
        return
    queue = os.environ["REDIS_URL"]
    with postgresql_installation(fixture / "postgresql", folder, server_url=server, redis_url=queue) as made:
        yield made


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="paritrana-drill-") as folder, installed(Path(folder, "var")) as made:
        try:
            Drill(made, Path(folder, "backups")).run(float(os.environ.get("MOST_SECONDS", "600")))
        except DrillFailedError as fault:
            print(f"The drill failed: {fault}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
