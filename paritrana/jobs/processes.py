"""Run several programs as one: all start together, and when one ends or a signal asks, all end.

Children live in sessions of their own, and only each child's parent process is signalled: a signal to the whole group
would tear the worker's pool processes away from under it. What does not end in time is killed with its session.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from types import FrameType

POLL_SECONDS = 0.2
GRACE_SECONDS = 20.0


def run_together(commands: Mapping[str, list[str]]) -> tuple[str, int] | None:
    """Run until a signal asks to end (None) or a child ends by itself (its name and exit code)."""
    asked = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        asked.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    children = {name: _start(command) for name, command in commands.items()}
    try:
        while not asked.wait(POLL_SECONDS):
            for name, child in children.items():
                if child.poll() is not None:
                    return name, child.returncode
        return None
    finally:
        _stop(list(children.values()))


def _start(command: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - our own programs with our own arguments
        command, start_new_session=True, stdin=subprocess.DEVNULL
    )


def _stop(children: list["subprocess.Popen[bytes]"]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def python_module(name: str, *arguments: str) -> list[str]:
    """Return the command that runs a module in this very interpreter."""
    return [sys.executable, "-m", name, *arguments]
