"""Ranks of many draws at once, counted, exactly and fast.

Each score, an integer, is packed with the number of its entry into one 64-bit key; sorting the keys then sorts
scores and entries together, which costs much less than an index sort.
"""

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

MOST_ENTRIES = 4096
ROOM = 62


def index_bits(entries: int) -> int:
    return max(1, (entries - 1).bit_length())


class RankCounts:
    """`counts[i, r]`: in how many draws entry i had rank r + 1; entries that tie share the better rank."""

    def __init__(self, entries: int) -> None:
        self.entries = entries
        self.bits = index_bits(entries)
        self.limit = 2 ** (ROOM - self.bits)
        self.counts: Integers = np.zeros(entries * entries, dtype=np.int64)
        self._numbers = np.arange(entries, dtype=np.int64)
        self._ranks = entries - 1 - self._numbers

    def add(self, scores: Integers) -> None:
        """Count one batch, draws by entries; scores within plus or minus `limit`."""
        keys = scores << self.bits
        keys |= self._numbers
        keys.sort(axis=1)
        places = keys & (2**self.bits - 1)
        keys >>= self.bits
        level = keys[:, 1:] == keys[:, :-1]
        places *= self.entries
        places += self._ranks
        tied = level.any(axis=1)
        if tied.any():
            places[tied] += self._shared(level[tied]) - self._ranks
        self.counts += np.bincount(places.ravel(), minlength=len(self.counts))

    def _shared(self, level: NDArray[np.bool_]) -> Integers:
        """Ranks of rows with ties: every entry takes the rank of the last (best) of its run of equals."""
        ends = np.concatenate([~level, np.ones((len(level), 1), dtype=bool)], axis=1)
        own = np.where(ends, self._ranks, -1)
        return np.maximum.accumulate(own[:, ::-1], axis=1)[:, ::-1]

    def table(self) -> Integers:
        return self.counts.reshape(self.entries, self.entries)
