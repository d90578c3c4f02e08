import signal
import sys

import pytest

from paritrana.jobs.processes import run_together

SLEEP = [sys.executable, "-c", "import time; time.sleep(3600)"]  # it returns before: they were ended


@pytest.fixture(autouse=True)
def _own_signals():
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_run_together_when_one_ends_then_names_it_and_ends_the_others():
    ended = run_together({"tidur": SLEEP, "gagal": [sys.executable, "-c", "raise SystemExit(3)"]})

    assert ended == ("gagal", 3)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_run_together_when_asked_by_signal_then_ends_quietly(number):
    # A child asks: it starts after the handlers stand, while a timer might hit the tests themselves.
    asking = [sys.executable, "-c", f"import os, time; os.kill(os.getppid(), {int(number)}); time.sleep(3600)"]

    assert run_together({"tidur": SLEEP, "meminta": asking}) is None
