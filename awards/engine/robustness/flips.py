"""At which weight of one criterion, the others rescaled, the winner changes: exact.

With d the winner's lead on the criterion and R its weighted mean lead on the rest, the lead at weight t is
t*d + (1 - t)*R, so a rival draws level at t = R / (R - d).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from awards.engine.robustness.table import WeightedTable, sole_winner
from awards.engine.shown import percent
from paritrana.lib.problems import Note, note


@dataclass(frozen=True, slots=True)
class FlipEnd:
    """Where the winner's hold ends: level with `rivals` at exactly `weight`, behind them beyond it.

    `is_tie_only` when the weight is 0 or 1, beyond which no weight goes.
    """

    weight: Fraction
    rivals: tuple[str, ...]
    is_tie_only: bool


@dataclass(frozen=True, slots=True)
class WeightFlip:
    """None at an end: the winner holds up to 0 or 1. `is_fixed` when there is nothing to rescale."""

    code: str
    weight: Fraction
    lower: FlipEnd | None
    upper: FlipEnd | None
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class WeightFlips:
    winner: str
    flips: tuple[WeightFlip, ...]

    def notes(self) -> tuple[Note, ...]:
        return tuple(_note(self.winner, flip) for flip in self.flips)


def weight_flips(table: WeightedTable, winner: str | None = None) -> WeightFlips:
    """`winner` names the winner where a tie-break decided a tie for the first place."""
    chosen = sole_winner(table, winner)
    return WeightFlips(chosen, tuple(_flip(table, table.index(chosen), k) for k in range(len(table.codes))))


def _flip(table: WeightedTable, winner: int, criterion: int) -> WeightFlip:
    weight = table.weights[criterion]
    code = table.codes[criterion]
    if weight == 1:
        return WeightFlip(code, weight, None, None, is_fixed=True)
    below: dict[str, Fraction] = {}
    above: dict[str, Fraction] = {}
    for rival, entry in enumerate(table.ids):
        lead = table.scores[winner][criterion] - table.scores[rival][criterion]
        rest = (table.totals[winner] - table.totals[rival] - weight * lead) / (1 - weight)
        if lead < rest and rest / (rest - lead) <= 1:
            above[entry] = rest / (rest - lead)
        if lead > rest and rest / (rest - lead) >= 0:
            below[entry] = rest / (rest - lead)
    return WeightFlip(code, weight, _end(below, max), _end(above, min), is_fixed=False)


def _end(levels: dict[str, Fraction], nearest: Callable[[Iterable[Fraction]], Fraction]) -> FlipEnd | None:
    if not levels:
        return None
    weight = nearest(levels.values())
    rivals = tuple(entry for entry, level in levels.items() if level == weight)
    return FlipEnd(weight, rivals, is_tie_only=weight in (0, 1))


def _note(winner: str, flip: WeightFlip) -> Note:
    weight = percent(flip.weight, 2)
    if flip.is_fixed:
        return note("robust.flip-fixed", name=flip.code, weight=weight)
    if flip.lower is None and flip.upper is None:
        return note("robust.flip-never", name=flip.code, weight=weight, winner=winner)
    ends = (_lower(winner, flip.lower), _upper(winner, flip.upper))
    return note("robust.flip", name=flip.code, weight=weight, ends=ends)


def _lower(winner: str, end: FlipEnd | None) -> Note:
    if end is None:
        return note("robust.flip-down-never", winner=winner)
    weight = percent(end.weight, 2)
    if end.is_tie_only:
        return note("robust.flip-down-tie", weight=weight, rivals=end.rivals, winner=winner)
    return note("robust.flip-down", weight=weight, rivals=end.rivals, winner=winner)


def _upper(winner: str, end: FlipEnd | None) -> Note:
    if end is None:
        return note("robust.flip-up-never", winner=winner)
    weight = percent(end.weight, 2)
    if end.is_tie_only:
        return note("robust.flip-up-tie", weight=weight, rivals=end.rivals, winner=winner)
    return note("robust.flip-up", weight=weight, rivals=end.rivals, winner=winner)
