"""Intervals of decimals: every end is rounded outwards to so many digits, so that no step outgrows the last one.

An end may have LONGEST digits before or after the point. What lies beyond is an Overflow or an Underflow of the decimal
module, which the callers turn into a refusal.
"""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    Underflow,
)
from fractions import Fraction
from functools import cache
from typing import Final

LONGEST: Final = 30_000
GUARD: Final = 10
"""Digits beyond those asked for; sums and powers use some of them up."""
LARGEST_LOGARITHM: Final = Decimal(69_000)
"""A little less than ln 10 ** LONGEST."""
MULTIPLIED: Final = 64
"""Whole powers up to this one are products; higher ones go through the logarithm, which ends as soon."""
NOTHING: Final = Decimal(0)
UNIT: Final = Decimal(1)

Bounds = tuple[Decimal, Decimal]


class VagueError(Exception):
    """So many digits do not part a divisor or the argument of a logarithm from zero; more of them may."""


def rational(value: Fraction, digits: int) -> Bounds:
    top, bottom = Decimal(value.numerator), Decimal(value.denominator)
    return _down(digits).divide(top, bottom), _up(digits).divide(top, bottom)


def plus(left: Bounds, right: Bounds, digits: int) -> Bounds:
    return _down(digits).add(left[0], right[0]), _up(digits).add(left[1], right[1])


def times(left: Bounds, right: Bounds, digits: int) -> Bounds:
    down, up = _down(digits), _up(digits)
    if left[0] >= 0 and right[0] >= 0:
        return down.multiply(left[0], right[0]), up.multiply(left[1], right[1])
    pairs = [(a, b) for a in left for b in right]
    return min(down.multiply(a, b) for a, b in pairs), max(up.multiply(a, b) for a, b in pairs)


def logarithm(argument: Bounds, digits: int) -> Bounds:
    if argument[0] <= 0:
        raise VagueError
    return _ln(argument[0], digits)[0], _ln(argument[1], digits)[1]


def raised(base: Bounds, exponent: Fraction, digits: int) -> Bounds:
    """Raise an interval to a power; under a broken exponent the number itself is known to be positive."""
    is_whole = exponent.denominator == 1
    if is_whole and (abs(exponent) <= MULTIPLIED or base[0] <= 0):
        return _multiplied(base, exponent.numerator, digits)
    if base[1] <= 0 or (base[0] <= 0 and exponent < 0):
        raise VagueError
    lowest = None if base[0] <= 0 else base[0]
    logarithms = logarithm((base[1] if lowest is None else lowest, base[1]), digits)
    low, high = times(logarithms, rational(exponent, digits), digits)
    if low > LARGEST_LOGARITHM:
        raise Overflow
    if high < -LARGEST_LOGARITHM:
        raise Underflow
    if high > LARGEST_LOGARITHM:
        raise VagueError
    least = NOTHING if lowest is None or low < -LARGEST_LOGARITHM else _exp(low, digits)[0]
    return least, _exp(high, digits)[1]


def _multiplied(base: Bounds, exponent: int, digits: int) -> Bounds:
    if exponent < 0:
        low, high = _multiplied(base, -exponent, digits)
        if low <= 0 <= high:
            raise VagueError
        return _down(digits).divide(UNIT, high), _up(digits).divide(UNIT, low)
    if base[0] >= 0:
        return _product(base[0], exponent, _down(digits)), _product(base[1], exponent, _up(digits))
    if base[1] <= 0:
        low, high = _multiplied((-base[1], -base[0]), exponent, digits)
        return (low, high) if exponent % 2 == 0 else (-high, -low)
    below, above = _product(-base[0], exponent, _up(digits)), _product(base[1], exponent, _up(digits))
    return (NOTHING, max(below, above)) if exponent % 2 == 0 else (-below, above)


def _product(factor: Decimal, exponent: int, context: Context) -> Decimal:
    """Raise a decimal that is not negative by squaring; every step is rounded the way of the context."""
    product = UNIT
    for bit in bin(exponent)[2:]:
        product = context.multiply(product, product)
        if bit == "1":
            product = context.multiply(product, factor)
    return product


def _ln(value: Decimal, digits: int) -> Bounds:
    """Take the logarithm; that of 1 is 0, and beside 0 there is no next number of so many digits."""
    if value == 1:
        return NOTHING, NOTHING
    found = _down(digits).ln(value)
    return _down(digits).next_minus(found), _up(digits).next_plus(found)


def _exp(value: Decimal, digits: int) -> Bounds:
    found = _down(digits).exp(value)
    return _down(digits).next_minus(found), _up(digits).next_plus(found)


@cache
def _down(digits: int) -> Context:
    return _context(digits, ROUND_FLOOR)


@cache
def _up(digits: int) -> Context:
    return _context(digits, ROUND_CEILING)


def _context(digits: int, rounding: str) -> Context:
    traps = [InvalidOperation, DivisionByZero, Overflow, Underflow]
    return Context(prec=digits + GUARD, rounding=rounding, Emin=-LONGEST, Emax=LONGEST, traps=traps)
