"""The additive model mark = entry + juror by least squares in floats, with the errors its estimates carry."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from awards.engine.panel.graph import connected_components
from awards.engine.panel.grid import Grid

Floats = NDArray[np.float64]
_NO_RESIDUAL = 1e-20  # relative to the marks' own sum of squares: rounding noise of an exact fit


@dataclass(frozen=True)
class AdditiveFit:
    """Juror effects add up to zero within each connected part; `leverage` is each mark's pull on its own fit."""

    jurors: Floats
    fitted: Floats
    residuals: Floats
    leverage: Floats
    covariance: Floats
    parts: int
    rank: int
    degrees_of_freedom: int

    @property
    def residual_sum(self) -> float:
        total = float(self.residuals @ self.residuals)
        return total if total > _NO_RESIDUAL * float(self.fitted @ self.fitted) else 0.0

    @property
    def variance(self) -> float | None:
        return self.residual_sum / self.degrees_of_freedom if self.degrees_of_freedom > 0 else None

    def juror_errors(self) -> Floats | None:
        """Standard errors of the juror effects; None without a residual degree of freedom."""
        if self.variance is None:
            return None
        errors: Floats = np.sqrt(self.variance * np.maximum(np.diag(self.covariance), 0))
        return errors

    def juror_misfits(self, grid: Grid) -> Floats | None:
        """Mean squared standardised residual of each juror; None where the model fits without a rest."""
        if not self.variance:
            return None
        squared = self.residuals**2 / (self.variance * np.maximum(1 - self.leverage, np.finfo(float).eps))
        counts = grid.seen.sum(axis=0)
        misfits: Floats = np.bincount(grid.columns, weights=squared, minlength=len(counts)) / counts
        return misfits

    def studentised(self) -> Floats | None:
        """Residuals over their standard errors, each without its own mark; None below 2 degrees of freedom.

        A mark that alone decides its own fit has no residual to judge and gets 0.
        """
        if self.degrees_of_freedom < 2 or not self.residual_sum:
            return None
        free = 1 - self.leverage
        judged = free > 1e-9
        ratio = np.divide(self.residuals**2, free, out=np.zeros_like(free), where=judged)
        floor = _NO_RESIDUAL * self.residual_sum
        others = np.maximum((self.residual_sum - ratio) / (self.degrees_of_freedom - 1), floor)
        scale = np.sqrt(others * np.where(judged, free, 1.0))
        return np.where(judged, self.residuals / scale, 0.0)


def fit_additive(grid: Grid) -> AdditiveFit:
    """Eliminates the entries; the jurors' equations are small and dense."""
    seen = grid.seen.astype(float)
    parts = connected_components(grid)
    per_entry, per_juror = seen.sum(axis=1), seen.sum(axis=0)
    share = seen / per_entry[:, None]
    covariance = _pseudo_inverse(np.diag(per_juror) - seen.T @ share, grid, [part.jurors for part in parts])
    entry_sums = np.bincount(grid.rows, weights=grid.floats, minlength=len(per_entry))
    juror_sums = np.bincount(grid.columns, weights=grid.floats, minlength=len(per_juror))
    jurors = covariance @ (juror_sums - share.T @ entry_sums)
    entries = (entry_sums - seen @ jurors) / per_entry
    fitted = entries[grid.rows] + jurors[grid.columns]
    spread = share @ covariance
    own = (spread * share).sum(axis=1)
    leverage = (
        1 / per_entry[grid.rows]
        + np.diag(covariance)[grid.columns]
        - 2 * spread[grid.rows, grid.columns]
        + own[grid.rows]
    )
    rank = len(per_entry) + len(per_juror) - len(parts)
    freedom = len(fitted) - rank
    return AdditiveFit(jurors, fitted, grid.floats - fitted, leverage, covariance, len(parts), rank, freedom)


def _pseudo_inverse(matrix: Floats, grid: Grid, parts: list[tuple[str, ...]]) -> Floats:
    """Inverse on effects that add up to zero within each part: the constant of a part is added and taken off."""
    constant = np.zeros_like(matrix)
    for part in parts:
        members = [grid.juror_index[juror] for juror in part]
        constant[np.ix_(members, members)] = 1 / len(members)
    inverse: Floats = np.linalg.inv(matrix + constant) - constant
    return inverse
