"""Work in a process of its own that is ended after a time limit: a hang fails a test instead of stopping all of them.

An alarm in this process would not do: one power of whole numbers that never ends hears no signal.
"""

import multiprocessing
import os

SECONDS = 60
"""Many times what anything here takes on a busy machine; it parts slow from endless, and measures nothing."""


class NeverEndsError(AssertionError):
    """The work went on past the limit."""


class Limited:
    """Calls functions of modules, so that the other process finds them; what they return and raise comes back."""

    def __init__(self, seconds=SECONDS):
        self.seconds = seconds
        self.pool = None

    def __call__(self, function, *arguments):
        if self.pool is None:
            self.pool = multiprocessing.get_context("spawn").Pool(1)
            self.pool.apply(os.getpid)
        try:
            return self.pool.apply_async(function, arguments).get(self.seconds)
        except multiprocessing.TimeoutError as error:
            self.close()
            raise NeverEndsError(f"{function.__name__}{arguments} takes more than {self.seconds} s") from error

    def close(self):
        if self.pool is not None:
            self.pool.terminate()
            self.pool.join()
            self.pool = None
