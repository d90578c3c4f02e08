"""How much of the marks' variation is entries, jurors and rest: REML with both random, and shrunken effects.

The profiled REML criterion of Bates et al., "Fitting linear mixed-effects models using lme4", J. Stat. Softw.
67(1), 2015, section 3.4, minimised over the two relative standard deviations by Nelder and Mead's simplex. A report
in floats; nothing here enters a score.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from awards.engine.marks import GivenMark
from awards.engine.panel.additive import fit_additive
from awards.engine.panel.errors import PanelError
from awards.engine.panel.grid import lay_out
from awards.engine.panel.simplex import minimise
from awards.engine.shown import percent, shown
from paritrana.lib.problems import Note, note

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


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
    if min(len(grid.entities), len(grid.jurors)) < 2 or not fit_additive(grid).variance:
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
    fit = _fitter(marks)
    point, iterations, is_converged = minimise(
        lambda theta: fit(theta).criterion, np.array([1.0, 1.0]), most_iterations
    )
    return fit(point), iterations, is_converged


def _fitter(marks: CrossedMarks) -> Callable[[Floats], CrossedFit]:
    """The fit as a function of the standard deviations of entries and jurors relative to the rest.

    Only their squares matter, so the minimum may be sought among negative values as well.
    """
    centre = float(marks.values.mean())
    values = marks.values - centre
    counts = np.zeros((int(marks.rows.max()) + 1, int(marks.columns.max()) + 1))
    np.add.at(counts, (marks.rows, marks.columns), 1.0)
    per_row, per_column = counts.sum(axis=1), counts.sum(axis=0)
    row_sums = np.bincount(marks.rows, weights=values).astype(np.float64)
    column_sums = np.bincount(marks.columns, weights=values).astype(np.float64)
    number, squares = len(values), float(values @ values)

    def fit(theta: Floats) -> CrossedFit:
        a, b = float(theta[0]), float(theta[1])
        solve, log_determinant = _factor(a**2 * per_row + 1, b**2 * per_column + 1, a * b * counts)
        ones = solve(a * per_row, b * per_column)
        sums = solve(a * row_sums, b * column_sums)
        one_one = number - a * per_row @ ones[0] - b * per_column @ ones[1]
        one_sum = -(a * per_row @ sums[0] + b * per_column @ sums[1])
        sum_sum = squares - a * row_sums @ sums[0] - b * column_sums @ sums[1]
        mean = one_sum / one_one
        residual = (sum_sum - mean * one_sum) / (number - 1)
        criterion = log_determinant + np.log(one_one) + (number - 1) * (1 + np.log(2 * np.pi * residual))
        return CrossedFit(
            float(criterion),
            a**2 * residual,
            b**2 * residual,
            float(residual),
            centre + float(mean),
            a * (sums[0] - mean * ones[0]),
            b * (sums[1] - mean * ones[1]),
        )

    return fit


Solver = Callable[[Floats, Floats], tuple[Floats, Floats]]


def _factor(rows: Floats, columns: Floats, cross: Floats) -> tuple[Solver, float]:
    """Solver and log determinant of [[diag(rows), cross], [cross', diag(columns)]], larger side eliminated."""
    if len(rows) < len(columns):
        solve, log_determinant = _factor(columns, rows, cross.T)

        def swapped(right_rows: Floats, right_columns: Floats) -> tuple[Floats, Floats]:
            second, first = solve(right_columns, right_rows)
            return first, second

        return swapped, log_determinant
    weighted = cross / rows[:, None]
    matrix = np.diag(columns) - cross.T @ weighted
    kept = np.linalg.inv(matrix)
    logged = 2 * np.log(np.diag(np.linalg.cholesky(matrix))).sum()

    def solved(right_rows: Floats, right_columns: Floats) -> tuple[Floats, Floats]:
        second = kept @ (right_columns - weighted.T @ right_rows)
        return (right_rows - cross @ second) / rows, second

    return solved, float(np.log(rows).sum() + logged)
