"""What a simulation says: chances of first place and of a prize, rank intervals, pairs, and close calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from awards.engine.shown import percent, shown
from paritrana.lib.problems import Note, Value, note

CLEAR = 0.9


@dataclass(frozen=True, slots=True)
class EntryConfidence:
    """Counts of draws; `low` and `high` enclose the rank in 90 % of them. Ties for a place count for all."""

    id: str
    rank: int
    first: int
    prized: int
    low: int
    high: int


@dataclass(frozen=True)
class RankConfidence:
    """Entries by official rank; `wins[a, b]` counts half draws in which a stood above b (a tie counts one half).

    Pairs cover the entries at the top only (`compared`, by official rank).
    """

    entries: tuple[EntryConfidence, ...]
    compared: tuple[str, ...]
    wins: Mapping[tuple[str, str], int]
    draws: int
    seed: int
    prizes: int
    subject: tuple[Note, ...]

    def entry(self, entry: str) -> EntryConfidence:
        return next(found for found in self.entries if found.id == entry)

    def probability_first(self, entry: str) -> float:
        return self.entry(entry).first / self.draws

    def probability_prized(self, entry: str) -> float:
        return self.entry(entry).prized / self.draws

    def probability_above(self, entry: str, other: str) -> float:
        """Chance that the one stands above the other, a tie counted one half."""
        return self.wins[entry, other] / (2 * self.draws)

    def error(self, probability: float) -> float:
        """Monte Carlo standard error of a probability."""
        return sqrt(probability * (1 - probability) / self.draws)

    @cached_property
    def too_close(self) -> tuple[tuple[str, ...], ...]:
        """Runs of neighbours none of which the first of its run beats in 90 % of the draws."""
        groups: list[list[str]] = []
        for entry in self.compared:
            if groups and self.probability_above(groups[-1][0], entry) < CLEAR:
                groups[-1].append(entry)
            else:
                groups.append([entry])
        return tuple(tuple(group) for group in groups if len(group) > 1)

    def notes(self) -> tuple[Note, ...]:
        start = note("robust.draws", draws=self.draws, seed=str(self.seed), subject=self.subject)
        prized = [entry for entry in self.entries if entry.rank <= self.prizes]
        lines = [start, *(self._entry_note(entry) for entry in prized)]
        outside = [entry for entry in self.entries if entry.rank > self.prizes and 10 * entry.prized >= self.draws]
        lines += [
            note(
                "robust.entry-prized",
                entry=entry.id,
                rank=entry.rank,
                prizes=self.prizes,
                share=percent(entry.prized / self.draws),
            )
            for entry in outside
        ]
        lines += [note("robust.too-close", entries=group) for group in self.too_close]
        return tuple(lines)

    def _entry_note(self, entry: EntryConfidence) -> Note:
        first = entry.first / self.draws
        figures: dict[str, Value] = {
            "entry": entry.id,
            "rank": entry.rank,
            "first": percent(first),
            "error": shown(100 * self.error(first), 2),
            "prizes": self.prizes,
            "prized": percent(entry.prized / self.draws),
            "sure": percent(CLEAR, 0),
        }
        if entry.low == entry.high:
            return note("robust.entry-place", low=entry.low, **figures)
        return note("robust.entry-places", low=entry.low, high=entry.high, **figures)
