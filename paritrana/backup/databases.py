"""Write a database into one file and fill an empty one from it, each with what its maker provides for that."""

import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
LAST_WORDS = 2000
"""So much of what a program said before it failed is told on."""


class DatabaseProgramError(Exception):
    """The database's own program is absent or failed; the message says what it said."""


def dump(connection: BaseDatabaseWrapper, file: Path) -> None:
    """Write the database as it is at one moment; whoever writes meanwhile does not wait and is not in it."""
    _WRITERS[connection.vendor](connection, file)


def load(connection: BaseDatabaseWrapper, file: Path) -> None:
    """Fill an empty database from a file that `dump` wrote."""
    _READERS[connection.vendor](connection, file)


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    return not connection.introspection.table_names()


def _dump_sqlite(connection: BaseDatabaseWrapper, file: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as target:
        connection.connection.backup(target)
        # A copy in WAL mode would need two more files beside it as soon as somebody looks into it.
        target.execute("PRAGMA journal_mode=DELETE")


def _load_sqlite(connection: BaseDatabaseWrapper, file: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as source:
        source.backup(connection.connection)
    connection.close()


def _dump_postgresql(connection: BaseDatabaseWrapper, file: Path) -> None:
    _run("pg_dump", connection, "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


def _load_postgresql(connection: BaseDatabaseWrapper, file: Path) -> None:
    _run(
        "pg_restore", connection, "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", str(file)
    )
    connection.close()


def _run(program: str, connection: BaseDatabaseWrapper, *options: str) -> None:
    """Run a program of PostgreSQL on the database of these settings; the password goes by the environment."""
    parameters: dict[str, Any] = connection.get_connection_params()
    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    where = make_conninfo(**{name: parameters[name] for name in known & parameters.keys() - {"password"}})
    command = [program, f"--dbname={where}", "--no-password", *options]
    environment = {**os.environ, "PGPASSWORD": parameters.get("password") or os.environ.get("PGPASSWORD", "")}
    try:
        done = subprocess.run(  # noqa: S603 - fixed program and options; the rest are the operator's settings
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise DatabaseProgramError(
            _("Program %(program)s tidak ada di mesin ini. Pasang klien PostgreSQL yang seversi dengan servernya.")
            % {"program": program}
        ) from error
    if done.returncode:
        raise DatabaseProgramError(f"{program}: {done.stderr.strip()[-LAST_WORDS:]}")


Program = Callable[[BaseDatabaseWrapper, Path], None]
_WRITERS: dict[str, Program] = {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}
_READERS: dict[str, Program] = {"sqlite": _load_sqlite, "postgresql": _load_postgresql}
