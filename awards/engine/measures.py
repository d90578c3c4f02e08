"""Derived figures of one entry, exactly: sums of columns over, minus or since each other."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import cast

from awards.engine.criteria import Guard, Measure, MeasureKind, Transform
from awards.engine.errors import ValueOutOfRangeError
from awards.engine.numbers import Number, ln, minus, power, sign, to_float, weighted_sum
from awards.engine.shown import short
from awards.engine.table import State
from paritrana.lib.problems import note

HALF = Fraction(1, 2)

Reading = Number | State
ReadColumn = Callable[[str], Fraction | State]


def read_measure(measure: Measure, read: ReadColumn, entry: str) -> Reading:
    """Return the figure or why there is none; not applicable outranks not reported."""
    first = _total(measure.first, read) if measure.base is None else _based(measure.base, read, entry)
    second = _total(measure.second, read)
    for part in (first, second):
        if part is State.NOT_APPLICABLE:
            return part
    if isinstance(first, State):
        return first
    if isinstance(second, State):
        return second
    found = _figure(measure, first, second)
    return found if isinstance(found, State) else transformed(found, measure.transform, measure.name, entry)


def transformed(number: Number, transform: Transform, name: str, entry: str) -> Number:
    """Refuse the logarithm of zero or less and the root of less than zero."""
    if transform is Transform.NONE:
        return number
    if sign(number) < (1 if transform is Transform.LN else 0):
        raise ValueOutOfRangeError(note("value.untransformable", name=name, entry=entry, value=short(to_float(number))))
    return ln(number) if transform is Transform.LN else power(number, HALF)


def _based(base: Measure, read: ReadColumn, entry: str) -> Fraction | State:
    """Return a figure that is a fraction: a rulebook builds on no others."""
    return cast("Fraction | State", read_measure(base, read, entry))


def _total(columns: tuple[str, ...], read: ReadColumn) -> Fraction | State:
    cells = [read(column) for column in columns]
    states = [cell for cell in cells if isinstance(cell, State)]
    if states:
        return max(states)
    return sum((cell for cell in cells if isinstance(cell, Fraction)), Fraction(0))


def _figure(measure: Measure, first: Fraction, second: Fraction) -> Reading:
    if measure.kind is MeasureKind.SUM:
        return first
    if measure.kind is MeasureKind.DIFFERENCE:
        return first - second
    if second < 0:
        return State.ZERO_DENOMINATOR
    if measure.guard is Guard.SHRINKAGE:
        return measure.scale * (first + measure.strength * measure.prior) / (second + measure.strength)
    if second == 0:
        return State.ZERO_DENOMINATOR
    if measure.guard is Guard.MISSING_BELOW and second < measure.minimum_denominator:
        return State.SMALL_DENOMINATOR
    divisor = max(second, measure.minimum_denominator) if measure.guard is Guard.RAISE_DENOMINATOR else second
    if measure.kind is MeasureKind.GROWTH:
        return measure.scale * (first - second) / divisor
    if measure.guard is Guard.WILSON:
        return weighted_sum([(Fraction(measure.scale), wilson_lower(first, second, measure.z))])
    return measure.scale * first / divisor


def wilson_lower(successes: Fraction, trials: Fraction, z: Fraction) -> Number:
    """Return the lower end of Wilson's score interval (Wilson 1927) for a share; the share is cut to 0..1 first."""
    share = min(max(successes / trials, Fraction(0)), Fraction(1))
    spread = power(share * (1 - share) / trials + z**2 / (4 * trials**2), HALF)
    centre = share + z**2 / (2 * trials)
    shrink = 1 / (1 + z**2 / trials)
    return minus(shrink * centre, weighted_sum([(shrink * z, spread)]))
