"""The tables, made once by the migrations and then copied to every test worker and every program that tests start.

Migrations take some ten seconds, most of it in building the states between them; a copy takes none.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connection

APPS = ("paritrana", "regions", "ministries", "employers", "awards")


@contextmanager
def copied() -> Iterator[None]:
    """Let Django's test database start as a copy: it finds nothing left to migrate."""
    if connection.vendor != "sqlite":
        connection.settings_dict["TEST"]["TEMPLATE"] = postgresql_template()
        yield
        return
    # A database in memory lives as long as somebody is connected to it.
    name = connection.creation._get_test_db_name()
    with closing(sqlite3.connect(name, uri=True)) as target:
        with closing(sqlite3.connect(sqlite_file())) as source:
            source.backup(target)
        yield


def sqlite_file() -> Path:
    """Return a migrated SQLite file, to be copied."""
    made = Path(settings.VAR_DIR) / f"schema-{_digest()}.sqlite3"
    with _lock():
        if not made.exists():
            making = made.with_suffix(".making")
            making.unlink(missing_ok=True)
            _migrate(f"sqlite:///{making}")
            making.rename(made)
    return made


def postgresql_template() -> str:
    """Return the name of a migrated database on the server of DATABASE_URL, to be copied."""
    address = os.environ["DATABASE_URL"]
    made = f"paritrana_schema_{_digest()}"
    making = f"{made}_making"
    with _lock(), psycopg.connect(address, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [made]).fetchone():
            server.execute(f"DROP DATABASE IF EXISTS {making}")
            server.execute(f"CREATE DATABASE {making}")
            _migrate(urlsplit(address)._replace(path=f"/{making}").geturl())
            server.execute(f"ALTER DATABASE {making} RENAME TO {made}")
    return made


def _digest() -> str:
    """Stand for what the tables are made from: when it changes, they are made anew."""
    root = Path(settings.BASE_DIR)
    migrations = sorted(path for app in APPS for path in (root / app).glob("**/migrations/*.py"))
    seen = hashlib.sha256()
    for path in (*migrations, root / "paritrana/audit/triggers.py", root / "requirements.txt"):
        seen.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return seen.hexdigest()[:16]


@contextmanager
def _lock() -> Iterator[None]:
    with open(Path(settings.VAR_DIR) / "schema.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _migrate(address: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "-v0"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address},
        check=True,
    )
