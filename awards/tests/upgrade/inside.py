"""Entry into an installation: `python -m awards.tests.upgrade.inside MOMENT WHAT IN.json OUT.json`.

WHAT is `read`, `carry-on`, `addresses` or `worker`. The clock starts at MOMENT, a little after the installation was
left: its deadlines, sessions and tokens hold whenever the test runs.
"""

import datetime
import json
import os
import sys
from pathlib import Path
from typing import Any

import django
import time_machine


def main(moment: str, what: str, given: str, answer: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paritrana.settings")
    with time_machine.travel(datetime.datetime.fromisoformat(moment), tick=True):
        django.setup()
        if what == "worker":
            work()
            return
        Path(answer).write_text(json.dumps(_asked(what, json.loads(Path(given).read_text())), default=str))


def _asked(what: str, given: dict[str, Any]) -> Any:
    # The apps are ready only now.
    from awards.tests.upgrade import addresses, carrying_on, reading  # noqa: PLC0415

    if what == "read":
        return reading.read(given["addresses"], given["left"])
    return {"carry-on": carrying_on.carry_on, "addresses": addresses.worth_remembering}[what](given["left"])


def work() -> None:
    """Be a worker with its beat until told to stop."""
    from paritrana.celery import app  # noqa: PLC0415 - what is started here is the product's own worker

    app.worker_main(["worker", "--beat", "--concurrency=1", "--loglevel=ERROR", "--without-gossip", "--without-mingle"])


if __name__ == "__main__":
    main(*sys.argv[1:])
