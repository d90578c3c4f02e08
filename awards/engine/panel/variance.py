"""How much of the marks' variation is entries, jurors and rest: REML with both random, and shrunken effects.

The profiled REML criterion of Bates et al., "Fitting linear mixed-effects models using lme4", J. Stat. Softw.
67(1), 2015, section 3.4, minimised over the two relative standard deviations by Nelder and Mead's simplex. A report
in floats; nothing here enters a score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from awards.engine.marks import GivenMark
from awards.engine.panel.additive import AdditiveFit, fit_additive
from awards.engine.panel.errors import PanelError
from awards.engine.panel.grid import Grid, lay_out
from awards.engine.panel.simplex import minimise
from awards.engine.shown import percent, shown
from paritrana.lib.problems import Note, note

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
_DENSE_IS_FASTER = 30  # so many times a product inside a whole table is cheaper than one picked out


class VarianceNotEstimableError(PanelError):
    def __init__(self) -> None:
        super().__init__(note("panel.variance-unknown"))


@dataclass(frozen=True, slots=True)
class ShrunkenEffect:
    name: str
    effect: float


@dataclass(frozen=True, slots=True)
class VarianceComponents:
    """Variances, the mean, best linear unbiased predictions, and how the search for them ended."""

    entity: float
    juror: float
    residual: float
    mean: float
    criterion: float
    entities: tuple[ShrunkenEffect, ...]
    jurors: tuple[ShrunkenEffect, ...]
    iterations: int
    is_converged: bool

    @property
    def agreement(self) -> float:
        """Intraclass correlation of one mark, juror severity counted as error: ICC(2,1)."""
        return self.entity / (self.entity + self.juror + self.residual)

    @property
    def consistency(self) -> float:
        """Intraclass correlation of one mark, juror severity set aside: ICC(3,1)."""
        return self.entity / (self.entity + self.residual)

    def notes(self) -> tuple[Note, ...]:
        total = self.entity + self.juror + self.residual
        shares = note(
            "panel.variance-shares",
            entries=percent(self.entity / total),
            jurors=percent(self.juror / total),
            rest=percent(self.residual / total),
        )
        icc = note("panel.agreement", agreement=shown(self.agreement, 2), consistency=shown(self.consistency, 2))
        if self.is_converged:
            return (shares, icc)
        return (shares, icc, note("panel.variance-rough", steps=self.iterations))


def variance_components(
    marks: Iterable[GivenMark], *, entities: Sequence[str], most_iterations: int = 400
) -> VarianceComponents:
    """Report on one jury criterion; raises `VarianceNotEstimableError` where the marks do not carry it."""
    grid = lay_out(marks, entities)
    return variance_in(grid, fit_additive(grid), most_iterations)


def variance_in(grid: Grid, additive: AdditiveFit, most_iterations: int = 400) -> VarianceComponents:
    """The same of marks laid out and fitted before."""
    if min(len(grid.entities), len(grid.jurors)) < 2 or not additive.variance:
        raise VarianceNotEstimableError
    crossed = CrossedMarks(grid.rows, grid.columns, grid.floats)
    fit, iterations, is_converged = fit_crossed(crossed, most_iterations)
    return VarianceComponents(
        entity=fit.entity,
        juror=fit.juror,
        residual=fit.residual,
        mean=fit.mean,
        criterion=fit.criterion,
        entities=tuple(map(ShrunkenEffect, grid.entities, fit.entities.tolist())),
        jurors=tuple(map(ShrunkenEffect, grid.jurors, fit.jurors.tolist())),
        iterations=iterations,
        is_converged=is_converged,
    )


@dataclass(frozen=True)
class CrossedMarks:
    """Marks by the number of their entry and juror; a pair may occur more than once."""

    rows: Integers
    columns: Integers
    values: Floats


@dataclass(frozen=True)
class CrossedFit:
    criterion: float
    entity: float
    juror: float
    residual: float
    mean: float
    entities: Floats
    jurors: Floats


def fit_crossed(marks: CrossedMarks, most_iterations: int) -> tuple[CrossedFit, int, bool]:
    """The fit, the steps it took, and whether they converged."""
    system = _System.of(marks)
    point, iterations, is_converged = minimise(
        lambda theta: system.profiled(theta).criterion, np.array([1.0, 1.0]), most_iterations
    )
    return system.fit(point), iterations, is_converged


@dataclass(frozen=True)
class _Profile:
    criterion: float
    residual: float
    mean: float


@dataclass(frozen=True)
class _System:
    """The equations of both sides' effects, for any pair of standard deviations relative to the rest.

    The larger side is eliminated (`out`), the smaller stays (`kept`); `sums` hold, for a column of ones and for the
    centred marks, the totals of each member. Only the squares of the deviations matter, so the minimum may be sought
    among negative values as well.
    """

    entries_stay: bool
    counts: Floats
    out_sums: Floats
    kept_sums: Floats
    squares: float
    centre: float
    gram: Callable[[Floats], Floats]

    @classmethod
    def of(cls, marks: CrossedMarks) -> _System:
        counts = np.zeros((int(marks.rows.max()) + 1, int(marks.columns.max()) + 1))
        np.add.at(counts, (marks.rows, marks.columns), 1.0)
        centre = float(marks.values.mean())
        values = marks.values - centre
        entries = np.array([counts.sum(axis=1), np.bincount(marks.rows, weights=values)])
        jurors = np.array([counts.sum(axis=0), np.bincount(marks.columns, weights=values)])
        entries_stay = counts.shape[0] < counts.shape[1]
        out, kept = (jurors, entries) if entries_stay else (entries, jurors)
        table = np.ascontiguousarray(counts.T) if entries_stay else counts
        return cls(entries_stay, table, out, kept, float(values @ values), centre, _gram_of(table))

    def reduced(self, theta: Floats) -> tuple[float, float, Floats, Floats, Floats]:
        """Both deviations, the eliminated side's diagonal, the matrix of the other side and its two right sides."""
        kept, out = map(float, theta if self.entries_stay else theta[::-1])
        diagonal = out**2 * self.out_sums[0] + 1
        matrix = -((out * kept) ** 2) * self.gram(1 / diagonal)
        matrix[np.diag_indices_from(matrix)] += kept**2 * self.kept_sums[0] + 1
        right = kept * self.kept_sums - out**2 * kept * (self.out_sums / diagonal) @ self.counts
        return out, kept, diagonal, matrix, right

    def profiled(self, theta: Floats) -> _Profile:
        """The criterion from one Cholesky factor: the two right sides ride along as its last rows."""
        out, _, diagonal, matrix, right = self.reduced(theta)
        number, size = float(self.out_sums[0].sum()), len(matrix)
        bordered = np.empty((size + 2, size + 2))
        bordered[:size, :size], bordered[size:, :size], bordered[:size, size:] = matrix, right, right.T
        bordered[size:, size:] = np.diag([2 * number, 2 * self.squares + 1])  # above what they lose, so that it exists
        factor = np.linalg.cholesky(bordered)
        taken = (out * self.out_sums / diagonal) @ (out * self.out_sums).T
        taken += factor[size:, :size] @ factor[size:, :size].T
        one_one, one_sum, sum_sum = number - taken[0, 0], -taken[0, 1], self.squares - taken[1, 1]
        mean = one_sum / one_one
        residual = (sum_sum - mean * one_sum) / (number - 1)
        logged = np.log(diagonal).sum() + 2 * np.log(np.diag(factor)[:size]).sum()
        criterion = logged + np.log(one_one) + (number - 1) * (1 + np.log(2 * np.pi * residual))
        return _Profile(float(criterion), float(residual), float(mean))

    def fit(self, theta: Floats) -> CrossedFit:
        """The criterion with everything behind it."""
        found = self.profiled(theta)
        out, kept, diagonal, matrix, right = self.reduced(theta)
        stay = np.linalg.solve(matrix, right[1] - found.mean * right[0])
        rest = out * (self.out_sums[1] - found.mean * self.out_sums[0]) - out * kept * self.counts @ stay
        effects = {self.entries_stay: kept * stay, not self.entries_stay: out * rest / diagonal}
        variances = {self.entries_stay: kept**2 * found.residual, not self.entries_stay: out**2 * found.residual}
        return CrossedFit(
            found.criterion,
            variances[True],
            variances[False],
            found.residual,
            self.centre + found.mean,
            effects[True],
            effects[False],
        )


def _gram_of(table: Floats) -> Callable[[Floats], Floats]:
    """The function of weights w that gives table' diag(w) table; by its pairs of cells where most cells are empty."""
    rows, columns = table.nonzero()
    filled = np.bincount(rows, minlength=len(table))
    size = table.shape[1]
    if _DENSE_IS_FASTER * int((filled**2).sum()) > len(table) * size**2:
        return lambda weights: (table * weights[:, None]).T @ table
    repeats = filled[rows]
    first = np.repeat(np.arange(len(rows)), repeats)
    starts = np.cumsum(filled) - filled
    second = np.arange(len(first)) - np.repeat(np.cumsum(repeats) - repeats - starts[rows], repeats)
    places, owners = columns[first] * size + columns[second], rows[first]
    products = table[owners, columns[first]] * table[owners, columns[second]]

    def gram(weights: Floats) -> Floats:
        found = np.bincount(places, weights=products * weights[owners], minlength=size**2)
        return found.astype(np.float64).reshape(size, size)

    return gram
