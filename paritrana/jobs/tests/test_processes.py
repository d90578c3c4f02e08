import signal
import sys

import pytest

from paritrana.jobs import processes
from paritrana.jobs.processes import run_together

SLEEP = [sys.executable, "-c", "import time; time.sleep(3600)"]  # it returns before: they were ended


@pytest.fixture(autouse=True)
def _own_signals():
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture
def said(monkeypatch):
    monkeypatch.setattr(processes, "REST_SECONDS", 0.01)
    return []


def test_run_together_when_one_ends_again_and_again_then_names_it_and_ends_the_others(said):
    ended = run_together(
        {"tidur": SLEEP, "gagal": [sys.executable, "-c", "raise SystemExit(3)"]}, say=lambda *end: said.append(end)
    )

    assert ended == ("gagal", 3)
    assert said == [("gagal", 3)] * (processes.ENDS_BORNE - 1)


def test_run_together_when_one_ends_once_then_it_is_started_again_and_said(said, tmp_path):
    once = tmp_path / "berhenti"
    program = (
        f"import os, pathlib, signal, time; first = pathlib.Path({str(once)!r})\n"
        "if first.exists(): os.kill(os.getppid(), signal.SIGTERM); time.sleep(3600)\n"
        "first.touch(); raise SystemExit(4)"
    )

    ended = run_together({"sekali": [sys.executable, "-c", program]}, say=lambda *end: said.append(end))

    assert (ended, said) == (None, [("sekali", 4)])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_run_together_when_asked_by_signal_then_ends_quietly(number):
    # A child asks: it starts after the handlers stand, while a timer might hit the tests themselves.
    asking = [sys.executable, "-c", f"import os, time; os.kill(os.getppid(), {int(number)}); time.sleep(3600)"]

    assert run_together({"tidur": SLEEP, "meminta": asking}, say=lambda name, code: None) is None
