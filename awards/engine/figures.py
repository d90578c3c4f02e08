"""What the leaves read, as arrays: a float for every entry, a bound on its error, and exact answers when asked."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from awards.engine.criteria import Guard, Measure, MeasureKind, Transform
from awards.engine.evaluate import Case
from awards.engine.measures import Reading
from awards.engine.numbers import Number, compare, to_float
from awards.engine.table import LARGEST_SCALED, ExactColumn, NumberColumn, Selection, State, States, Whole

EPSILON: Final = 2.0**-50
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """`error` bounds every value of the selection; `scaled` holds the exact decimals where there are such."""

    values: Floats
    error: float
    states: States | None
    exact: Callable[[int], Reading]
    scaled: Whole | None = None
    places: int = 0

    def is_above(self, limit: Fraction, *, or_equal: bool) -> Mask:
        """Compare exactly; absent figures answer anything."""
        if self.scaled is not None:
            bound = limit * 10**self.places
            least = math.ceil(bound) if or_equal else math.floor(bound) + 1
            if abs(least) < LARGEST_SCALED:
                reached: Mask = self.scaled >= least
                return reached
            return np.full(len(self.values), least < 0)
        near = float(limit)
        above = self.values >= near
        doubtful = ~(np.abs(self.values - near) > self.error + EPSILON * abs(near))
        for place in np.flatnonzero(doubtful & present(self.states, len(self.values))):
            order = compare(number_of(self.exact(int(place))), limit)
            above[place] = order > 0 or (or_equal and order == 0)
        return above


def present(states: States | None, count: int) -> Mask:
    return np.ones(count, dtype=np.bool_) if states is None else states == State.PRESENT


def number_of(reading: Reading | str) -> Number:
    """Take a reading that is known to be there."""
    return cast("Number", reading)


def chosen_rows(selection: Selection, count: int) -> Whole:
    return np.arange(*selection.indices(count), dtype=np.int64) if isinstance(selection, slice) else selection


def column_figures(column: NumberColumn, rows: Whole | slice, exact: Callable[[int], Reading]) -> Figures:
    if isinstance(column, ExactColumn):
        chosen = range(len(column))[rows] if isinstance(rows, slice) else [int(row) for row in rows]
        values = np.array([float(column.values[row]) for row in chosen], dtype=np.float64)
        return Figures(values, EPSILON * largest(values), column.states[rows], exact)
    scaled = column.scaled[rows]
    values = scaled / float(10**column.places)
    states = None if column.states is None else column.states[rows]
    return Figures(values, EPSILON * largest(values), states, exact, scaled, column.places)


def measured_figures(case: Case, code: str, selection: Selection) -> Figures:
    return _measured(case, case.rulebook.measures[code], selection)


def _measured(case: Case, measure: Measure, selection: Selection) -> Figures:
    rows = chosen_rows(selection, len(case.table))
    first = _measured(case, measure.base, selection) if measure.base else _total(case, measure.first, selection)
    second = _total(case, measure.second, selection) if measure.second else first
    states = _joined_states(first.states, second.states)
    with np.errstate(all="ignore"):
        values, error, states = _combine(measure, first, second, states)
    figures = Figures(values, error, states, lambda place: case.derived(measure, int(rows[place])))
    return _transformed(figures, measure.transform)


def largest(values: Floats) -> float:
    return float(max(values.max(), -values.min())) if len(values) else 0.0


def _total(case: Case, columns: tuple[str, ...], selection: Selection) -> Figures:
    parts = []
    for name in columns:
        column = case.table.numbers(name, case.rulebook.not_applicable)
        parts.append(column_figures(column, selection, lambda _: State.NOT_REPORTED))
    if len(parts) == 1:
        return parts[0]
    states = None
    for part in parts:
        states = _joined_states(states, part.states)
    places = max(part.places for part in parts)
    total = _exact_total(parts, places)
    if total is not None:
        values = total / float(10**places)
        return Figures(values, EPSILON * largest(values), states, parts[0].exact, total, places)
    values = np.sum([part.values for part in parts], axis=0)
    error = len(parts) * sum(part.error + EPSILON * largest(part.values) for part in parts)
    return Figures(values, error, states, parts[0].exact)


def _exact_total(parts: list[Figures], places: int) -> Whole | None:
    if sum(largest(part.values) for part in parts) * 10.0**places >= LARGEST_SCALED / 2:
        return None
    total = np.zeros(len(parts[0].values), dtype=np.int64)
    for part in parts:
        if part.scaled is None:
            return None
        total += part.scaled * 10 ** (places - part.places)
    return total


def _joined_states(left: States | None, right: States | None) -> States | None:
    if left is None or right is None:
        return right if left is None else left
    return np.maximum(left, right)


def _combine(
    measure: Measure, first: Figures, second: Figures, states: States | None
) -> tuple[Floats, float, States | None]:
    if measure.kind is MeasureKind.SUM:
        return first.values, first.error, states
    if measure.kind is MeasureKind.DIFFERENCE:
        error = first.error + second.error + EPSILON * (largest(first.values) + largest(second.values))
        return first.values - second.values, error, states
    states = _guarded_states(measure, second, states)
    gone = ~present(states, len(first.values))
    top = np.where(gone, 0.0, first.values)
    bottom = np.where(gone, 1.0, second.values)
    if measure.guard is Guard.SHRINKAGE:
        top = top + float(measure.strength * measure.prior)
        bottom = np.where(gone, 1.0, bottom + float(measure.strength))
    if measure.guard is Guard.RAISE_DENOMINATOR:
        raised = np.maximum(bottom, float(measure.minimum_denominator))
    else:
        raised = bottom
    if measure.kind is MeasureKind.GROWTH:
        values = measure.scale * ((top - np.where(gone, 0.0, second.values)) / raised)
        top = np.abs(top) + np.abs(bottom)
    elif measure.guard is Guard.WILSON:
        return measure.scale * _wilson(top, raised, float(measure.z)), _wilson_error(measure), states
    else:
        values = measure.scale * (top / raised)
    reach = largest(np.abs(top) / raised)
    are_exact = first.scaled is not None and second.scaled is not None
    lost = 0.0 if are_exact else (first.error + second.error) / float(raised.min(initial=1.0))
    return values, measure.scale * (4 * EPSILON * reach + lost * (1 + reach)), states


def _guarded_states(measure: Measure, divisor: Figures, states: States | None) -> States | None:
    least = measure.guard is not Guard.SHRINKAGE
    empty = ~divisor.is_above(Fraction(0), or_equal=not least)
    small = np.zeros_like(empty)
    if measure.guard is Guard.MISSING_BELOW:
        small = ~divisor.is_above(measure.minimum_denominator, or_equal=True)
    if not (empty.any() or small.any()):
        return states
    found = np.zeros(len(empty), dtype=np.uint8) if states is None else states.copy()
    found[(found == State.PRESENT) & small] = State.SMALL_DENOMINATOR
    found[(found != State.NOT_REPORTED) & (found != State.NOT_APPLICABLE) & empty] = State.ZERO_DENOMINATOR
    return found


def _wilson(top: Floats, trials: Floats, z: float) -> Floats:
    share = np.clip(top / trials, 0.0, 1.0)
    spread = np.sqrt(share * (1 - share) / trials + (z / (2 * trials)) ** 2)
    return (share + z * z / (2 * trials) - z * spread) / (1 + z * z / trials)


def _wilson_error(measure: Measure) -> float:
    z = float(measure.z)
    return measure.scale * 64 * EPSILON * (1 + z + 1 / z)


def _transformed(figures: Figures, transform: Transform) -> Figures:
    if transform is Transform.NONE:
        return figures
    values, error, close = transformed_values(figures.values, figures.error, transform)
    for place in np.flatnonzero(close & present(figures.states, len(values))):
        values[place] = to_float(number_of(figures.exact(int(place))))
    return Figures(values, error + EPSILON * largest(values), figures.states, figures.exact)


def transformed_values(values: Floats, error: float, transform: Transform) -> tuple[Floats, float, Mask]:
    """Take ln or square root; name the values too close to the edge of the domain to be taken as floats."""
    close = values <= 1e6 * error
    safe = np.where(close, 1.0, values)
    lowest = float(safe.min(initial=1.0))
    found = np.log(safe) if transform is Transform.LN else np.sqrt(safe)
    reach = error / (lowest if transform is Transform.LN else math.sqrt(lowest))
    return found, 2 * reach + 4 * EPSILON * largest(found), close
