"""Work in a process of its own that is ended after a time limit: a hang fails a test instead of stopping all of them.

An alarm in this process would not do: one power of whole numbers that never ends hears no signal.
"""

import multiprocessing
import os
import time
from pathlib import Path

SECONDS = 60
"""Of processor time, many times what anything here takes; it parts slow from endless, and measures nothing."""
STARVED = 20
"""A machine busy with other things may take so many times as long."""


def processor_seconds(process):
    """What a process has used so far; where the system does not tell, the time that has passed."""
    try:
        used = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return time.monotonic()
    return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


class NeverEndsError(AssertionError):
    """The work went on past the limit."""


class Limited:
    """Calls functions of modules, so that the other process finds them; what they return and raise comes back."""

    def __init__(self, seconds=SECONDS):
        self.seconds = seconds
        self.pool = None
        self.process = 0

    def __call__(self, function, *arguments):
        if self.pool is None:
            self.pool = multiprocessing.get_context("spawn").Pool(1)
            self.process = self.pool.apply(os.getpid)
        begun, answer = processor_seconds(self.process), self.pool.apply_async(function, arguments)
        for _second in range(self.seconds * STARVED):
            answer.wait(1)
            if answer.ready():
                return answer.get()
            if processor_seconds(self.process) - begun > self.seconds:
                break
        self.close()
        raise NeverEndsError(f"{function.__name__}{arguments} takes more than {self.seconds} s")

    def close(self):
        if self.pool is not None:
            self.pool.terminate()
            self.pool.join()
            self.pool = None
