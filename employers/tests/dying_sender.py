"""A sender whose web process is killed with -9 at one place of the way, and a second one that sends on."""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test import Client
from django.urls import reverse

from employers.tests.test_imports import HEADER, ROW, VULNERABLE
from paritrana.accounts.tests import factories
from paritrana.uploads.models import ImportBatch, IncomingTable
from paritrana.uploads.services import pieces, uploads
from paritrana.uploads.views import incoming

TABLE = (HEADER + ROW).encode()
HALF = len(TABLE) // 2


def _die(*_said: object, **_more: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _after(done: Callable[..., object]) -> Callable[..., None]:
    def dying(*said: object, **more: object) -> None:
        done(*said, **more)
        _die()

    return dying


def _written_but_not_counted() -> None:
    pieces.F = _die


def _stored_but_not_noted() -> None:
    uploads.record = _die


def _noted_but_not_cleared() -> None:
    uploads.receive_import = incoming.receive_import = _after(incoming.receive_import)


def _cleared_but_not_queued() -> None:
    incoming.enqueue = _die


PLACES = (_written_but_not_counted, _stored_but_not_noted, _noted_but_not_cleared, _cleared_but_not_queued)


def _send(client: Client, begun: dict[str, object]) -> dict[str, object]:
    received = int(str(begun["received"]))
    for _time in range(4):
        upto = max(HALF, received) if received < HALF else len(TABLE)
        address = f"{begun['address']}?offset={received}"
        reply = client.post(address, TABLE[received:upto], content_type="application/octet-stream").json()
        if "address" in reply:
            return reply
        received = int(reply["received"])
    raise AssertionError("it did not come to an end")


def _begun(client: Client, name: str) -> dict[str, object]:
    said = {"kind": VULNERABLE, "region_code": "", "name": name, "size": len(TABLE), "stamp": "1"}
    return client.post(reverse("import-begin"), said).json()


def play() -> None:
    """Print what there is after each death and the second sending."""
    person = factories.organiser(username="pengunggah")
    told = {}
    client = Client()
    client.force_login(person)
    for place in PLACES:
        name = place.__name__
        begun = _begun(client, name)
        connection.close()
        child = os.fork()
        if not child:
            place()
            _send(client, begun)
            os._exit(1)
        _pid, status = os.waitpid(child, 0)
        between = ImportBatch.objects.filter(file_name=name).count()
        _send(client, begun)
        batches = ImportBatch.objects.filter(file_name=name)
        told[name] = {
            "killed": os.WTERMSIG(status) == signal.SIGKILL,
            "between": between,
            "whole": [Path(batch.file.path).read_bytes() == TABLE for batch in batches],
            "under_way": IncomingTable.unfinished().filter(original_name=name).count(),
        }
    json.dump(told, sys.stdout)
