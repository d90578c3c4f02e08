"""How long the jury's scoring screen takes, beside a bare page of the same frame in the same run.

Reference: the form that declares a conflict of interest: same login, same frame, same look-up of seat and entry,
nothing else. Both are asked for in turn, so that a busy machine slows both. Target: 150 ms at the 95th percentile on
SQLite, and the same number of queries for few and for many entries.

    VAR_DIR=/tmp/bench python benchmarks/jury_screen.py [ROUNDS]

Uses the database of the settings; everything it writes is rolled back.
"""

# ruff: noqa: E402 - Django is set up before anything of the project is imported

import os
import statistics
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paritrana.settings")
os.environ.setdefault("MFA_REQUIRED_FOR_STAFF", "0")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
django.setup()

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.tests.factories import jury as make

SEATS = 9


class RolledBackError(Exception):
    """Ends the run and takes everything back."""


def set_up(entry_count):
    panel = make.panel(make.category(code=f"bangku-{entry_count}"))
    entries = make.entries(panel.category, entry_count)
    seats = [make.seat(panel, f"bangku-{entry_count}-{place}") for place in range(SEATS)]
    for seat in seats:
        make.declare_free(seat, entries)
        for entry in entries[: min(entry_count, 10)]:
            make.mark(seat, entry)
    client = Client()
    client.force_login(seats[0].user, backend="django.contrib.auth.backends.ModelBackend")
    places = [panel.pk, entries[0].public_id]
    return client, reverse("admin:jury_score", args=places), reverse("admin:jury_recuse", args=places)


def ask(client, address):
    start = time.perf_counter()
    response = client.get(address)
    took = time.perf_counter() - start
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    return took * 1000


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(entry_count, rounds):
    client, screen, bare = set_up(entry_count)
    for address in (screen, bare):
        ask(client, address)
    with CaptureQueriesContext(connection) as queries:
        ask(client, screen)
        asked = len(queries)
    pairs = [(ask(client, screen), ask(client, bare)) for _round in range(rounds)]
    screens, bares = zip(*pairs, strict=True)
    print(
        f"{entry_count:4d} entries: {asked:3d} queries; screen median {statistics.median(screens):6.1f} ms, "
        f"95 % {percentile(screens, 0.95):6.1f} ms; bare median {statistics.median(bares):6.1f} ms, "
        f"95 % {percentile(bares, 0.95):6.1f} ms; ratio of medians "
        f"{statistics.median(screens) / statistics.median(bares):.2f}"
    )


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    try:
        with transaction.atomic():
            for entry_count in (3, 35, 350):
                measure(entry_count, rounds)
            raise RolledBackError
    except RolledBackError:
        pass


if __name__ == "__main__":
    main()
