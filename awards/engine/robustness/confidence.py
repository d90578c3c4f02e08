"""What a simulation says: chances of first place and of a prize, rank intervals, pairs, and close calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from awards.engine.wording import listed, percent, written

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
    subject: str

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

    def sentences(self) -> tuple[str, ...]:
        start = f"Dalam {written(self.draws, 0)} undian (benih {self.seed}), {self.subject}."
        prized = [entry for entry in self.entries if entry.rank <= self.prizes]
        lines = [start, *(self._entry_sentence(entry) for entry in prized)]
        outside = [entry for entry in self.entries if entry.rank > self.prizes and 10 * entry.prized >= self.draws]
        lines += [
            f"{entry.id} (peringkat {entry.rank}) masuk {self.prizes} besar dalam "
            f"{percent(entry.prized / self.draws)} undian."
            for entry in outside
        ]
        lines += [f"{listed(group)} terlalu dekat untuk dibedakan." for group in self.too_close]
        return tuple(lines)

    def _entry_sentence(self, entry: EntryConfidence) -> str:
        first = entry.first / self.draws
        where = f"peringkat {entry.low}" if entry.low == entry.high else f"peringkat {entry.low} sampai {entry.high}"
        return (
            f"{entry.id} (peringkat {entry.rank}) menjadi peringkat pertama dalam {percent(first)} undian "
            f"(galat Monte Carlo {written(100 * self.error(first), 2)} poin persen) "
            f"dan masuk {self.prizes} besar dalam {percent(entry.prized / self.draws)}; "
            f"dalam 90% undian ia berada di {where}."
        )
