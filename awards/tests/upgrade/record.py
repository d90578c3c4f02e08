"""Write down what an installation shows, with the code that made it: `python -m awards.tests.upgrade.record COMMIT`.

To be run once, at that commit, with the DATABASE_URL and REDIS_URL of an empty test server for its `postgresql` part
(.ci/debian_services). What was written is the truth that every later commit is held against; it is never written again.
"""

import json
import lzma
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from awards.tests.upgrade.installation import FIXTURES, Installation, postgresql_installation, sqlite_installation


def recorded(installation: Installation) -> dict[str, Any]:
    installation.migrate()
    left = installation.left
    addresses = installation.inside("addresses", {"left": left})
    truth = installation.inside("read", {"left": left, "addresses": addresses})
    with installation.worker():
        carried_on = installation.inside("carry-on", {"left": left})
    return {"addresses": addresses, "truth": truth, "carried on": carried_on}


def main(commit: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "var")
        server_url = os.environ.get("DATABASE_URL", "")
        fixture = FIXTURES / commit / ("postgresql" if server_url else "sqlite")
        if (fixture / "expected.json.xz").exists():
            sys.exit(f"{fixture} was recorded already.")
        opened = (
            postgresql_installation(fixture, place, server_url=server_url, redis_url=os.environ["REDIS_URL"])
            if server_url
            else sqlite_installation(fixture, place)
        )
        with opened as installation:
            content = json.dumps(recorded(installation), ensure_ascii=False, sort_keys=True).encode()
        (fixture / "expected.json.xz").write_bytes(lzma.compress(content, preset=9))


if __name__ == "__main__":
    main(*sys.argv[1:])
