"""Columns of printed numbers: floats with their bounds are rounded at once, whatever is close is rounded exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from awards.engine.figures import EPSILON, Floats, Mask
from awards.engine.linear import LinearForm
from awards.engine.numbers import Number, times
from awards.engine.rounding import RoundingMode, round_scaled
from awards.engine.table import LARGEST_SCALED, Whole

Exact = Callable[[int], Number]
Form = Callable[[int], LinearForm | None]
"""Gives the whole-number form for so many digits, where there is one."""


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """Numbers of some entries, each within its own error; `form` or `exact` tells them without any."""

    values: Floats
    errors: Floats
    exact: Exact
    form: Form | None = None

    def times(self, factor: Fraction, form: Form | None = None) -> Amounts:
        """Multiply all; `form` is that of the product."""
        by, exact = float(factor), self.exact
        values = self.values * by
        errors = self.errors * abs(by) + EPSILON * np.abs(values)
        return Amounts(values, errors, lambda place: times(factor, exact(place)), form)

    def rounded(self, digits: int, mode: RoundingMode, rows: Whole) -> list[int]:
        """Return whole counts of the last digit; `rows` are the entries in the table."""
        with np.errstate(all="ignore"):
            scaled = self.values * 10.0**digits
            nearest = np.floor(scaled + 0.5)
            margin = self.errors * 10.0**digits + 4 * EPSILON * (np.abs(scaled) + 1)
            is_clear = np.abs(np.abs(scaled - nearest) - 0.5) > margin
            is_clear &= np.abs(scaled) < LARGEST_SCALED
        close = np.flatnonzero(~is_clear)
        nearest[close] = 0.0
        found: list[int] = nearest.astype(np.int64).tolist()
        form = self.form(digits) if self.form is not None and len(close) else None
        if form is not None:
            for place, whole in zip(close.tolist(), form.rounded(rows[close], digits, mode).tolist(), strict=True):
                found[place] = whole
            return found
        for place in close.tolist():
            found[place] = round_scaled(self.exact(place), digits, mode)
        return found

    def differ_from_zero(self, zero: Mask) -> list[bool]:
        """Tell exactly; `zero` marks what cannot be anything else."""
        with np.errstate(all="ignore"):
            apart = (np.abs(self.values) > self.errors) & ~zero
        found: list[bool] = apart.tolist()
        for place in np.flatnonzero(~apart & ~zero).tolist():
            found[place] = self.exact(place) != 0
        return found
