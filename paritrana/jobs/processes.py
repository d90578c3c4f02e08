"""Run several programs as one: all start together, one that ends is started again, a signal ends all.

Children live in sessions of their own, and only each child's parent process is signalled: a signal to the whole group
would tear the worker's pool processes away from under it. What does not end in time is killed with its session.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FrameType

POLL_SECONDS = 0.2
GRACE_SECONDS = 20.0
REST_SECONDS = 1.0
"""Before the first new start; each further end within `ENDS_WITHIN_SECONDS` doubles it."""
ENDS_BORNE = 5
ENDS_WITHIN_SECONDS = 120.0


@dataclass
class ServedPart:
    """A program under watch, and when it ended lately."""

    name: str
    command: list[str]
    child: "subprocess.Popen[bytes]"
    ends: list[float] = field(default_factory=list)
    starts_at: float | None = None


def run_together(commands: Mapping[str, list[str]], *, say: Callable[[str, int], None]) -> tuple[str, int] | None:
    """Run until a signal asks to end (None), or a child ends again and again (its name and last exit code).

    `say` hears the name and exit code of each child that is started again.
    """
    asked = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        asked.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    parts = [ServedPart(name, command, _start(command)) for name, command in commands.items()]
    try:
        while not asked.wait(POLL_SECONDS):
            for part in parts:
                if not _goes_on(part, time.monotonic(), say):
                    return part.name, part.child.returncode
        return None
    finally:
        _stop([part.child for part in parts])


def _goes_on(part: ServedPart, now: float, say: Callable[[str, int], None]) -> bool:
    """Start a part again that ended, after a rest; False when it does nothing but end."""
    if part.starts_at is not None:
        if now >= part.starts_at:
            part.child, part.starts_at = _start(part.command), None
        return True
    code = part.child.poll()
    if code is None:
        return True
    part.ends = [*(end for end in part.ends if now - end < ENDS_WITHIN_SECONDS), now]
    if len(part.ends) >= ENDS_BORNE:
        return False
    part.starts_at = now + REST_SECONDS * 2 ** (len(part.ends) - 1)
    say(part.name, code)
    return True


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
