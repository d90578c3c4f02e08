import os
import signal
import sys
import threading
import time

import pytest

from paritrana.jobs.processes import run_together

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture(autouse=True)
def _own_signals():
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_run_together_when_one_ends_then_names_it_and_ends_the_others():
    started = time.monotonic()

    ended = run_together({"tidur": SLEEP, "gagal": [sys.executable, "-c", "raise SystemExit(3)"]})

    assert ended == ("gagal", 3)
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_run_together_when_asked_by_signal_then_ends_quietly(number):
    threading.Timer(0.5, os.kill, [os.getpid(), number]).start()

    assert run_together({"tidur": SLEEP, "tidur juga": SLEEP}) is None
