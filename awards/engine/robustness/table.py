"""Entries, criteria, weights and scores of an additive ranking, in exact numbers; a higher score is better."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from awards.engine.errors import EngineError
from paritrana.lib.problems import note

Exact = Fraction | Decimal | int


class RobustnessError(EngineError):
    """The question cannot be asked of this table; nothing was changed."""


@dataclass(frozen=True)
class WeightedTable:
    """`weights` are shares that add up to 1; `scores[i][k]` is entry i on criterion k."""

    ids: tuple[str, ...]
    codes: tuple[str, ...]
    weights: tuple[Fraction, ...]
    scores: tuple[tuple[Fraction, ...], ...]

    @classmethod
    def of(
        cls,
        ids: Sequence[str],
        codes: Sequence[str],
        weights: Sequence[Exact],
        scores: Sequence[Sequence[Exact]],
    ) -> "WeightedTable":
        """Weights on any scale (100 %, 1, points); they are kept as shares of their sum."""
        if not ids or not codes:
            raise RobustnessError(note("robust.nothing-to-test"))
        if len(set(ids)) != len(ids) or len(set(codes)) != len(codes):
            raise RobustnessError(note("robust.codes-twice"))
        if len(weights) != len(codes) or len(scores) != len(ids):
            raise RobustnessError(note("robust.sizes-differ"))
        if any(len(row) != len(codes) for row in scores):
            raise RobustnessError(note("robust.scores-absent"))
        exact = [Fraction(weight) for weight in weights]
        total = sum(exact, Fraction(0))
        if min(exact) < 0 or not total:
            raise RobustnessError(note("robust.weights-not-positive"))
        return cls(
            tuple(ids),
            tuple(codes),
            tuple(weight / total for weight in exact),
            tuple(tuple(Fraction(score) for score in row) for row in scores),
        )

    @cached_property
    def totals(self) -> tuple[Fraction, ...]:
        return totals_under(self, self.weights)

    @cached_property
    def leaders(self) -> tuple[str, ...]:
        """The best entry, or all that tie for it."""
        return leaders_of(self.ids, self.totals)

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        """1, 2, 2, 4 by the full total."""
        return ranks_of(self.totals)

    def index(self, entry: str) -> int:
        if entry not in self.ids:
            raise RobustnessError(note("robust.unknown-entry", entry=entry))
        return self.ids.index(entry)


def totals_under(table: WeightedTable, weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    return tuple(sum((w * s for w, s in zip(weights, row, strict=True)), Fraction(0)) for row in table.scores)


def leaders_of(ids: Sequence[str], totals: Sequence[Fraction]) -> tuple[str, ...]:
    best = max(totals)
    return tuple(entry for entry, total in zip(ids, totals, strict=True) if total == best)


def ranks_of(totals: Sequence[Fraction]) -> tuple[int, ...]:
    first: dict[Fraction, int] = {}
    for place, total in enumerate(sorted(totals, reverse=True), start=1):
        first.setdefault(total, place)
    return tuple(first[total] for total in totals)


def sole_winner(table: WeightedTable, winner: str | None) -> str:
    """The given winner if it is among the leaders (a tie-break may have chosen it), else the only leader."""
    if winner is None and len(table.leaders) > 1:
        raise RobustnessError(note("robust.winner-tied", leaders=table.leaders))
    chosen = table.leaders[0] if winner is None else winner
    if chosen not in table.leaders:
        raise RobustnessError(note("robust.not-the-winner", entry=chosen))
    return chosen
