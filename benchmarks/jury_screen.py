"""How long the jury's scoring screen takes, beside a bare page of the same frame in the same run.

Reference: the form that declares a conflict of interest: same login, same frame, same look-up of seat and entry,
nothing else. Both are asked for in turn, so that a busy machine slows both. Targets, and the exit status says whether
they are met: 150 ms at the 95th percentile on the demo's data on SQLite, and the same number of queries for few and for
many entries.

    make demo SERVE=0 && python benchmarks/jury_screen.py [ROUNDS]

Uses the database of the settings; the panels it adds to the demo's are rolled back.
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
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("PLAIN_STATIC", "1")  # a demo that was never served has not collected its static files
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
django.setup()

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.jury.models.panels import Panel
from awards.tests.factories import jury as make

SEATS = 9
LIMIT_MS = 150
DEMO_CATEGORY, DEMO_REGION = "kabkota-ntb", "52.03"


class RolledBackError(Exception):
    """Ends the run and takes everything back."""


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def pages(panel, entry):
    places = [panel.pk, entry.public_id]
    return reverse("admin:jury_score", args=places), reverse("admin:jury_recuse", args=places)


def demo():
    """Return a juror of the demo at the entry with the published score sheet: answers, findings and nine cards."""
    panel = Panel.objects.filter(category__code=DEMO_CATEGORY).select_related("category").order_by("pk").last()
    if panel is None:
        raise SystemExit("This database holds no demo: run `make demo SERVE=0` first.")
    seat = panel.jurors.select_related("user").order_by("pk").first()
    return (signed_in(seat.user), *pages(panel, panel.category.entries.get(region_code=DEMO_REGION)))


def set_up(entry_count):
    panel = make.panel(make.category(code=f"bangku-{entry_count}"))
    entries = make.entries(panel.category, entry_count)
    seats = [make.seat(panel, f"bangku-{entry_count}-{place}") for place in range(SEATS)]
    for seat in seats:
        make.declare_free(seat, entries)
        for entry in entries[: min(entry_count, 10)]:
            make.mark(seat, entry)
    return (signed_in(seats[0].user), *pages(panel, entries[0]))


def ask(client, address):
    start, worked = time.perf_counter(), time.thread_time()
    response = client.get(address)
    took, worked = time.perf_counter() - start, time.thread_time() - worked
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    return took * 1000, worked * 1000


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(name, places, rounds):
    """Print one line; return the 95th percentile in ms and the number of queries.

    The processor's own time stands beside the clock's: on a busy machine the difference is the others' work.
    """
    client, screen, bare = places
    for address in (screen, bare):
        ask(client, address)
    with CaptureQueriesContext(connection) as queries:
        ask(client, screen)
        asked = len(queries)
    pairs = [(ask(client, screen), ask(client, bare)) for _round in range(rounds)]
    (screens, worked), (bares, bare_worked) = (zip(*each, strict=True) for each in zip(*pairs, strict=True))
    print(
        f"{name:12s} {asked:3d} queries; screen median {statistics.median(screens):6.1f} ms, "
        f"95 % {percentile(screens, 0.95):6.1f} ms ({percentile(worked, 0.95):.1f} ms of work); "
        f"bare median {statistics.median(bares):6.1f} ms, 95 % {percentile(bares, 0.95):6.1f} ms "
        f"({percentile(bare_worked, 0.95):.1f} ms of work); ratio of medians "
        f"{statistics.median(screens) / statistics.median(bares):.2f}, of 95 % "
        f"{percentile(screens, 0.95) / percentile(bares, 0.95):.2f}"
    )
    return percentile(screens, 0.95), asked


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    try:
        with transaction.atomic():
            slow, _asked = measure("demo", demo(), rounds)
            asked = {measure(f"{count} entries", set_up(count), rounds)[1] for count in (3, 35, 350)}
            raise RolledBackError
    except RolledBackError:
        pass
    faults = [f"95 % is {slow:.0f} ms, not within {LIMIT_MS}"] if slow > LIMIT_MS else []
    faults += [f"queries grow with the entries: {sorted(asked)}"] if len(asked) > 1 else []
    sys.exit("; ".join(faults) or 0)


if __name__ == "__main__":
    main()
