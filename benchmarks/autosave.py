"""Five hundred officers type in the last ten minutes before the deadline: is anything lost, and how long does it take?

    VAR_DIR=/tmp/bench .venv/bin/python .ci/with_services.py -- .venv/bin/python benchmarks/autosave.py

On loopback only: PostgreSQL and a Redis-compatible server from their wheels, gunicorn with the arguments of `manage.py
up`. Sessions and CSRF are real; every officer first opens the form. Every tenth office has two officers in the same
answers, one save in twenty loses its reply and is sent again (the same, or with more typed), and some come too late.
In the end the database is compared with what every client sent and was told.

Reference: `bare_server.py`, one UPDATE through the same server and middleware. Both are asked in the same seconds, so
that a busy machine slows both; and because a queue before the server hides the difference, also one at a time.
"""

# ruff: noqa: E402 - Django is set up before anything of the project is imported

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import time
import urllib.request
from datetime import timedelta
from pathlib import Path

import django

HERE = Path(__file__).resolve().parent
os.environ["DJANGO_SETTINGS_MODULE"] = "paritrana.settings"
os.environ.update(SECRET_KEY="benchmark-only", DEBUG="0", HTTPS="0", LOG_LEVEL="ERROR", PLAIN_STATIC="1")
sys.path[:0] = [str(HERE.parent), str(HERE)]
django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from officers import Client, Record, ask_bare, ask_standing, be_present, make_officers, open_form, save
from reckoning import measure_audit, reckon, reckon_snapshots

from awards.editions.models import Stage
from paritrana.audit.selectors import audit_chain
from paritrana.jobs.management.commands.up import free_port, programs

TEN_MINUTES = 600
LOST_REPLIES = 0.05
LATE = 0.02


async def later(begin, moment, action):
    await asyncio.sleep(max(0.0, begin + moment - time.perf_counter()))
    await action()


async def one_after_the_other(begin, moments, client, officer, record_):
    """A person saves one thing at a time; which answer, the section's next one."""
    for place, moment in enumerate(moments):
        question = officer.questions[place % len(officer.questions)]
        await asyncio.sleep(max(0.0, begin + moment - time.perf_counter()))
        if await save(client, officer, question, record_, lose=random.random() < LOST_REPLIES):
            await ask_standing(client, officer, record_)


async def play(client, officers, arguments, record_):
    """More and more towards the end, then nothing is taken any more."""
    tasks, begin = [], time.perf_counter() + 1
    for officer in officers:
        moments = sorted(arguments.seconds * random.random() ** 0.5 for _save in range(arguments.saves))
        if random.random() < LATE:
            moments.append(arguments.seconds + 1.5)
        tasks.append(one_after_the_other(begin, moments, client, officer, record_))
        for _request in range(arguments.bare):
            moment = arguments.seconds * random.random() ** 0.5
            tasks.append(later(begin, moment, lambda officer=officer: ask_bare(client, officer, record_)))
        first = random.random() * arguments.beat
        for beat in range(int((arguments.seconds - first) // arguments.beat) + 1):
            tasks.append(
                later(
                    begin, first + beat * arguments.beat, lambda officer=officer: be_present(client, officer, record_)
                )
            )
    # The officers' own clock is the server's: both are this machine.
    closes = timezone.now() + timedelta(seconds=arguments.seconds + 1)
    await asyncio.to_thread(close_at, closes)
    await asyncio.gather(*tasks)


def close_at(moment):
    Stage.objects.update(closes_at=moment, hard_closes_at=moment)
    connections.close_all()


async def one_at_a_time(client, officers, record_, rounds):
    """Nobody else asks: what the work itself takes, autosave and bare in turn."""
    alone = Record(writes=record_.writes)
    for place in range(rounds):
        officer = officers[place % len(officers)]
        await save(client, officer, officer.questions[0], alone)
        await ask_bare(client, officer, alone)
    return alone


async def open_all(client, officers):
    gate = asyncio.Semaphore(8)

    async def one(officer):
        async with gate:
            await open_form(client, officer)

    await asyncio.gather(*(one(officer) for officer in officers))


def start_server():
    address = f"127.0.0.1:{free_port('127.0.0.1', 18500)}"
    command = programs(address, web_workers=2, job_workers=1)["server web"]
    command = [part.replace("paritrana.wsgi:application", "bare_server:application") for part in command]
    environment = {**os.environ, "PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}"}
    server = subprocess.Popen(command, cwd=HERE.parent, env=environment)
    for _try in range(200):
        try:
            with urllib.request.urlopen(f"http://{address}/akun/login/", timeout=5):
                return server, f"http://{address}"
        except OSError:
            time.sleep(0.1)
    server.terminate()
    raise SystemExit("the server did not start")


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def figures(times):
    return {
        name: {
            "count": len(values),
            "median_ms": round(1000 * statistics.median(values), 1),
            "p95_ms": round(1000 * percentile(values, 0.95), 1),
            "most_ms": round(1000 * max(values), 1),
        }
        for name, values in sorted(times.items())
    }


def ratio(times, of):
    return round(of(times["autosave"]) / of(times["bare"]), 2)


async def measure(address, officers, arguments):
    client, together = Client(address), Record()
    await open_all(client, officers)
    alone = await one_at_a_time(client, officers, together, arguments.alone)
    await play(client, officers, arguments, together)
    return together, alone


def report(together, alone, arguments):
    snapshots, differing = reckon_snapshots()
    wrong = reckon(together) + differing
    audit = {f"{threads} at once": measure_audit(threads, arguments.entries) for threads in (1, 8)}
    breach = audit_chain().breach
    times = {"together": together.times, "alone": alone.times}
    return {
        "officers": arguments.officers,
        "saves_each": arguments.saves,
        "seconds": arguments.seconds,
        "beat": arguments.beat,
        "times_faster_than_life": round(TEN_MINUTES / arguments.seconds, 1),
        "seen": dict(together.seen),
        "answers": len(together.writes),
        "snapshots": snapshots,
        "figures": {name: figures(values) for name, values in times.items()},
        "ratio_of_95th_percentiles": {
            name: ratio(values, lambda of: percentile(of, 0.95)) for name, values in times.items()
        },
        "ratio_of_medians": {name: ratio(values, statistics.median) for name, values in times.items()},
        "audit_entries_a_second": audit,
        "wrong": wrong[:20] + ([f"audit: {breach}"] if breach else []),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--officers", type=int, default=500)
    parser.add_argument("--saves", type=int, default=4, help="of each officer in the ten minutes")
    parser.add_argument("--bare", type=int, default=2, help="bare requests of each officer in the same time")
    parser.add_argument("--beat", type=int, default=15, help="seconds between two signs of life of an open form")
    parser.add_argument("--seconds", type=int, default=100, help="how long the ten minutes last here")
    parser.add_argument("--alone", type=int, default=200, help="rounds with nobody else asking")
    parser.add_argument("--entries", type=int, default=800, help="audit entries for each measurement")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if connection.vendor != "postgresql" or not settings.REDIS_URL:
        raise SystemExit("Needs PostgreSQL and Redis; see the head of this file.")
    random.seed(arguments.seed)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    officers = make_officers(arguments.officers)
    connections.close_all()
    server, address = start_server()
    try:
        together, alone = asyncio.run(measure(address, officers, arguments))
    finally:
        server.terminate()
        server.wait()
    found = report(together, alone, arguments)
    print(json.dumps(found, indent=1))
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
