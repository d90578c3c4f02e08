"""Exact numbers: rationals as Fractions, anything else as an expression that can be enclosed to any precision.

Two numbers are equal when that is proved and different when their digits are; no rounding error of any kind takes
part in a decision. What is neither proved nor told apart within the bounds of `expressions` is refused.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final

from awards.engine.algebra import is_proved_zero
from awards.engine.errors import NumbersTooCloseError, NumberTooLongError
from awards.engine.expressions import PRECISIONS, PROVED_FROM, Irrational, Log, Number, Power, enclosures
from awards.engine.factors import bits, exact_root

__all__ = [
    "ONE",
    "ZERO",
    "Number",
    "can_be_entered",
    "compare",
    "divide",
    "larger",
    "ln",
    "minus",
    "power",
    "power_product",
    "sign",
    "smaller",
    "times",
    "to_float",
    "weighted_sum",
]

LARGEST_ROOT_SIMPLIFIED: Final = 64
MOST_BITS: Final = 2**16
"""Of a whole power that is written out; a longer one stays a power."""
MOST_PLACES: Final = 60
"""Digits before the point of a figure that is entered; floats must be able to propose for products of several."""
MOST_DECIMALS: Final = 1000
ZERO: Final = Fraction(0)
ONE: Final = Fraction(1)
CLEAR: Final = Fraction(1, 2**60)
"""Of a number, what its bounds may be apart where the nearest float is asked for."""


def can_be_entered(value: Decimal) -> bool:
    """Tell whether a decimal is finite and of a size that exact arithmetic can carry."""
    if not value.is_finite():
        return False
    return value.adjusted() < MOST_PLACES and int(value.as_tuple().exponent) >= -MOST_DECIMALS


def weighted_sum(parts: Iterable[tuple[Fraction, Number]]) -> Number:
    constant = ZERO
    terms: dict[Power | Log, Fraction] = {}
    for coefficient, number in parts:
        if isinstance(number, Fraction):
            constant += coefficient * number
            continue
        constant += coefficient * number.constant
        for atom, multiple in number.terms:
            terms[atom] = terms.get(atom, ZERO) + coefficient * multiple
    left = frozenset((atom, multiple) for atom, multiple in terms.items() if multiple)
    return Irrational(constant, left) if left else constant


def minus(left: Number, right: Number) -> Number:
    return weighted_sum([(ONE, left), (-ONE, right)])


def times(left: Number, right: Number) -> Number:
    if isinstance(left, Fraction):
        return weighted_sum([(left, right)])
    if isinstance(right, Fraction):
        return weighted_sum([(right, left)])
    return _atom(Power(frozenset({(left, ONE), (right, ONE)} if left != right else {(left, Fraction(2))})))


def divide(left: Number, right: Number) -> Number:
    """Raise ZeroDivisionError for a zero divisor."""
    if isinstance(right, Fraction):
        return times(left, 1 / right)
    return times(left, _atom(Power(frozenset({(right, -ONE)}))))


def power_product(factors: Iterable[tuple[Number, Fraction]]) -> Number:
    """Return the product of base ** exponent; bases are not negative, a zero base has a positive exponent."""
    merged: dict[Number, Fraction] = {}
    for base, exponent in factors:
        if base == 0 and exponent:
            return ZERO
        if base == 1:
            continue
        merged[base] = merged.get(base, ZERO) + exponent
    rational = {base: exponent for base, exponent in merged.items() if isinstance(base, Fraction)}
    others = {(base, exponent) for base, exponent in merged.items() if not isinstance(base, Fraction) and exponent}
    product = _rational_powers(rational)
    return times(product, _atom(Power(frozenset(others)))) if others else product


def power(base: Number, exponent: Fraction) -> Number:
    return power_product([(base, exponent)])


def ln(argument: Number) -> Number:
    return ZERO if argument == 1 else _atom(Log(argument))


def sign(number: Number) -> int:
    if isinstance(number, Fraction):
        return (number > 0) - (number < 0)
    for digits, interval in enclosures(number):
        if interval is not None and interval[0] > 0:
            return 1
        if interval is not None and interval[1] < 0:
            return -1
        if digits < PROVED_FROM <= 2 * digits and is_proved_zero(number):
            return 0
    raise NumbersTooCloseError(PRECISIONS[-1])


def compare(left: Number, right: Number) -> int:
    """Return -1, 0 or 1; equal means equal, not close."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return (left > right) - (left < right)
    return sign(minus(left, right))


def smaller(left: Number, right: Number) -> Number:
    return left if compare(left, right) <= 0 else right


def larger(left: Number, right: Number) -> Number:
    return left if compare(left, right) >= 0 else right


def to_float(number: Number) -> float:
    """Return the nearest float, or one beside it; what 100 digits do not part from zero may be that far off."""
    middle = number if isinstance(number, Fraction) else _middle(number)
    try:
        return float(middle)
    except OverflowError as error:
        raise NumberTooLongError(sys.float_info.max_10_exp) from error


def _middle(number: Irrational) -> Fraction:
    middle = None
    for _, interval in enclosures(number, PRECISIONS[:3]):
        if interval is not None:
            low, high = interval
            middle = (low + high) / 2
            if high - low <= CLEAR * abs(middle):
                break
    if middle is None:
        raise NumbersTooCloseError(PRECISIONS[2])
    return middle


def _atom(atom: Power | Log) -> Irrational:
    return Irrational(ZERO, frozenset({(atom, ONE)}))


def _rational_powers(powers: dict[Fraction, Fraction]) -> Number:
    degree = math.lcm(*(exponent.denominator for exponent in powers.values()))
    length = sum(bits(base) * abs(exponent * degree) for base, exponent in powers.items())
    if degree > LARGEST_ROOT_SIMPLIFIED or length > MOST_BITS:
        left = frozenset((base, exponent) for base, exponent in powers.items() if exponent)
        return _atom(Power(left)) if left else ONE
    radicand = ONE
    for base, exponent in powers.items():
        radicand *= base ** int(exponent * degree)
    for prime in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61):
        while degree % prime == 0 and (root := exact_root(radicand, prime)) is not None:
            radicand, degree = root, degree // prime
    return radicand if degree == 1 else _atom(Power(frozenset({(radicand, Fraction(1, degree))})))
