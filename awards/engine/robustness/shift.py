"""The smallest total shift of weight after which the winner is no longer alone in front: exact.

Weight moves from the criterion where the winner leads a rival most to the one where it leads least (or trails
most) until the gap is closed; each unit moved closes the difference of the two leads, so no other way is shorter.
"""

from dataclasses import dataclass
from fractions import Fraction

from awards.engine.robustness.table import WeightedTable, sole_winner
from awards.engine.shown import percent
from paritrana.lib.problems import Note, note


@dataclass(frozen=True, slots=True)
class WeightMove:
    source: str
    target: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class WeightShift:
    """After moving `total` of the weight the rival is level; any more of the same puts it ahead.

    `is_tie_only` when there is no more: even all the weight on the rival's best criterion only draws level.
    """

    winner: str
    rival: str
    total: Fraction
    moves: tuple[WeightMove, ...]
    is_tie_only: bool

    def notes(self) -> tuple[Note, ...]:
        if not self.total:
            return (note("robust.shift-level", rival=self.rival, winner=self.winner),)
        moves = tuple(
            note("robust.shift-move", amount=percent(move.amount, 2), source=move.source, target=move.target)
            for move in self.moves
        )
        total = percent(self.total, 2)
        first = note("robust.shift", rival=self.rival, winner=self.winner, total=total, moves=moves)
        if self.is_tie_only:
            return (first, note("robust.shift-no-further"))
        return (first, note("robust.shift-further", rival=self.rival))


def smallest_shift(table: WeightedTable, winner: str | None = None) -> WeightShift | None:
    """The nearest rival's shift; None when no weights at all change the winner.

    Rivals equally near: the one listed first in the table.
    """
    chosen = sole_winner(table, winner)
    shifts = [_shift(table, chosen, rival) for rival in table.ids if rival != chosen]
    possible = [shift for shift in shifts if shift is not None]
    return min(possible, key=lambda shift: (shift.is_tie_only, shift.total), default=None)


def _shift(table: WeightedTable, winner: str, rival: str) -> WeightShift | None:
    ours, theirs = table.scores[table.index(winner)], table.scores[table.index(rival)]
    leads = [a - b for a, b in zip(ours, theirs, strict=True)]
    target = min(range(len(leads)), key=lambda k: leads[k])
    if leads[target] > 0:
        return None
    gap = table.totals[table.index(winner)] - table.totals[table.index(rival)]
    moves = []
    for source in sorted(range(len(leads)), key=lambda k: -leads[k]):
        closing = leads[source] - leads[target]
        amount = min(table.weights[source], gap / closing) if gap and closing else Fraction(0)
        if amount:
            moves.append(WeightMove(table.codes[source], table.codes[target], amount))
            gap -= amount * closing
    total = sum((move.amount for move in moves), Fraction(0))
    return WeightShift(winner, rival, total, tuple(moves), is_tie_only=leads[target] == 0)
