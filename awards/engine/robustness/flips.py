"""At which weight of one criterion, the others rescaled, the winner changes: exact.

With d the winner's lead on the criterion and R its weighted mean lead on the rest, the lead at weight t is
t*d + (1 - t)*R, so a rival draws level at t = R / (R - d).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from awards.engine.robustness.table import WeightedTable, sole_winner
from awards.engine.wording import listed, percent


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

    def sentences(self) -> tuple[str, ...]:
        return tuple(_sentence(self.winner, flip) for flip in self.flips)


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


def _sentence(winner: str, flip: WeightFlip) -> str:
    start = f"Bobot {flip.code} kini {percent(flip.weight, 2)}."
    if flip.is_fixed:
        return f"{start} Kriteria ini satu-satunya yang berbobot, sehingga bobotnya tidak dapat digeser."
    if flip.lower is None and flip.upper is None:
        return f"{start} Berapa pun bobotnya, {winner} tetap peringkat pertama."
    return " ".join([start, *_parts(winner, flip)])


def _parts(winner: str, flip: WeightFlip) -> list[str]:
    parts = []
    for end, down in ((flip.lower, True), (flip.upper, False)):
        if end is None:
            word = "diturunkan sampai 0%" if down else "dinaikkan sampai 100%"
            parts.append(f"Bila bobotnya {word}, {winner} tetap peringkat pertama.")
            continue
        word = "turun sampai" if down else "naik sampai"
        level = f"Bila bobotnya {word} {percent(end.weight, 2)}, {listed(end.rivals)} menyamai {winner}"
        beyond = "lebih rendah lagi" if down else "lebih tinggi lagi"
        parts.append(f"{level}." if end.is_tie_only else f"{level}; bila {beyond}, {winner} tersusul.")
    return parts
