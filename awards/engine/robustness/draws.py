"""What is uncertain, and how it is drawn: weights, jurors, data.

Everything drawn is put on an integer grid before it is used, so that sums are exact whatever library or machine
adds them up; a draw counts the same everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from awards.engine.robustness.table import RobustnessError
from paritrana.lib.problems import Note, note

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

WEIGHT_GRID = 2**20
_JUROR_GRID = 2**14
_MARK_GRID = 2**16


@dataclass(frozen=True, slots=True)
class DirichletWeights:
    """Weights around the official ones; `spread` is the standard deviation of a weight of 50 %.

    A weight w then has the standard deviation 2 * spread * sqrt(w * (1 - w)); a weight of 0 stays 0.
    """

    spread: float

    def __post_init__(self) -> None:
        if not 0 < self.spread <= 0.25:
            raise RobustnessError(note("robust.spread", most=Decimal("0.25")))

    @property
    def concentration(self) -> float:
        return 0.25 / self.spread**2 - 1

    def shapes(self, weights: Floats) -> Floats:
        return weights * self.concentration

    def note(self) -> Note:
        return note("robust.weights-drawn-around")


@dataclass(frozen=True, slots=True)
class UniformWeights:
    """Every set of weights equally likely: the question whether weights matter at all."""

    def shapes(self, weights: Floats) -> Floats:
        return np.ones_like(weights)

    def note(self) -> Note:
        return note("robust.weights-drawn-freely")


@dataclass(frozen=True, slots=True)
class OfficialWeights:
    """Weights stay as they are; jurors or data are uncertain."""

    def note(self) -> Note:
        return note("robust.weights-kept")


WeightDraws = DirichletWeights | UniformWeights | OfficialWeights


def draw_weights(draws: WeightDraws, weights: Floats, size: int, generator: Generator) -> Integers:
    """`size` rows of weights on the grid, each adding up to about `WEIGHT_GRID`."""
    if isinstance(draws, OfficialWeights):
        return np.tile(np.rint(weights * WEIGHT_GRID).astype(np.int64), (size, 1))
    gammas = generator.standard_gamma(draws.shapes(weights), size=(size, len(weights)))
    total = gammas[:, 0].copy()
    for column in range(1, len(weights)):
        total += gammas[:, column]
    return np.rint(gammas / total[:, None] * WEIGHT_GRID).astype(np.int64)


@dataclass(frozen=True)
class JuryColumn:
    """The marks behind one criterion: entries by jurors, NaN where a juror did not mark.

    `points_per_mark` turns a change of the mean mark into a change of the criterion's score. The official score
    stays the centre, so any panel rule may stand behind it.
    """

    code: str
    jurors: tuple[str, ...]
    marks: Floats
    points_per_mark: float


@dataclass(frozen=True, slots=True)
class DataError:
    """Normal error of one criterion's scores: `deviation` in score points, or as a share of each score.

    One deviation counts for all entries; several are those of the entries in the order of the table.
    """

    code: str
    deviation: float | Sequence[float]
    is_relative: bool = False


class JurorDraws:
    """The Bayesian bootstrap of Rubin (Ann. Statist. 9, 1981): jurors get random weights, the same for all entries.

    No juror ever vanishes altogether, so an entry with few marks keeps a mean in every draw.
    """

    def __init__(self, column: JuryColumn, names: Sequence[str]) -> None:
        self.places = [names.index(juror) for juror in column.jurors]
        seen = ~np.isnan(column.marks)
        self.present = seen.T.astype(np.float64)
        filled = np.where(seen, column.marks, 0.0)
        self.unit = max(float(np.abs(filled).max()), 1.0) / _MARK_GRID
        self.marks = np.rint(filled / self.unit).T * self.present
        counts = np.maximum(self.present.sum(axis=0), 1.0)
        self.means = self.marks.sum(axis=0) / counts
        self.factor = self.unit * column.points_per_mark

    def changes(self, juror_weights: Integers) -> Floats:
        """Change of the criterion's score, draws by entries; an entry without marks does not change."""
        weights = juror_weights[:, self.places].astype(np.float64)
        below = np.maximum(weights @ self.present, 1.0)
        return np.where(self.present.any(axis=0), weights @ self.marks / below - self.means, 0.0) * self.factor


def draw_jurors(number: int, size: int, generator: Generator) -> Integers:
    exponentials = generator.standard_exponential((size, number))
    weights: Integers = np.floor(exponentials * _JUROR_GRID).astype(np.int64) + 1
    return weights
