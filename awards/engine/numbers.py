"""Exact numbers: rationals as Fractions, anything else as an expression that can be enclosed to any precision.

Two numbers are equal when their expressions are, or when 400 digits do not tell them apart; no rounding
error of any kind takes part in a decision.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from typing import Final

PRECISIONS: Final = (25, 50, 100, 200, 400)
LARGEST_ROOT_SIMPLIFIED: Final = 64
MOST_PLACES: Final = 60
"""Digits before the point of a figure that is entered; floats must be able to propose for products of several."""
MOST_DECIMALS: Final = 1000
ZERO: Final = Fraction(0)
ONE: Final = Fraction(1)

Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Power:
    """A product of powers; a base under a broken exponent is positive."""

    factors: frozenset[tuple[Number, Fraction]]

    def enclose(self, digits: int) -> Interval:
        bounds: Interval = (ONE, ONE)
        for base, exponent in self.factors:
            bounds = _times(bounds, _raised(_enclosed(base, digits), exponent, digits))
        return bounds


@dataclass(frozen=True, slots=True)
class Log:
    """The natural logarithm of a positive number."""

    argument: Number

    def enclose(self, digits: int) -> Interval:
        low, high = _enclosed(self.argument, digits)
        return Fraction(_ln_below(low, digits)), Fraction(_ln_above(high, digits))


@dataclass(frozen=True, slots=True)
class Irrational:
    """A rational plus multiples of powers and logarithms."""

    constant: Fraction
    terms: frozenset[tuple[Power | Log, Fraction]]

    def enclose(self, digits: int) -> Interval:
        low = high = self.constant
        for atom, coefficient in self.terms:
            ends = [coefficient * end for end in atom.enclose(digits)]
            low, high = low + min(ends), high + max(ends)
        return low, high


Number = Fraction | Irrational


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
    for digits in PRECISIONS:
        low, high = number.enclose(digits)
        if low > 0:
            return 1
        if high < 0:
            return -1
    return 0


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
    low, high = _enclosed(number, 25)
    return float((low + high) / 2)


def _atom(atom: Power | Log) -> Irrational:
    return Irrational(ZERO, frozenset({(atom, ONE)}))


def _rational_powers(powers: dict[Fraction, Fraction]) -> Number:
    degree = math.lcm(*(exponent.denominator for exponent in powers.values()))
    if degree > LARGEST_ROOT_SIMPLIFIED:
        return _atom(Power(frozenset((base, exponent) for base, exponent in powers.items() if exponent)))
    radicand = ONE
    for base, exponent in powers.items():
        radicand *= base ** int(exponent * degree)
    for prime in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61):
        while degree % prime == 0 and (root := _exact_root(radicand, prime)) is not None:
            radicand, degree = root, degree // prime
    return radicand if degree == 1 else _atom(Power(frozenset({(radicand, Fraction(1, degree))})))


def _exact_root(value: Fraction, degree: int) -> Fraction | None:
    top, bottom = _whole_root(value.numerator, degree), _whole_root(value.denominator, degree)
    exact = top**degree == value.numerator and bottom**degree == value.denominator
    return Fraction(top, bottom) if exact else None


def _whole_root(value: int, degree: int) -> int:
    """Return the largest whole number whose power does not exceed the value, by Newton's method from above."""
    guess = 1 << -(-value.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better


def _enclosed(number: Number, digits: int) -> Interval:
    return (number, number) if isinstance(number, Fraction) else number.enclose(digits)


def _times(left: Interval, right: Interval) -> Interval:
    products = [a * b for a in left for b in right]
    return min(products), max(products)


def _raised(base: Interval, exponent: Fraction, digits: int) -> Interval:
    """Raise an interval; one that still touches zero is answered by everything until more digits part it from zero."""
    if exponent.denominator == 1:
        whole = exponent.numerator
        if whole < 0 and base[0] <= 0 <= base[1]:
            widest = Fraction(10) ** (10 * digits)
            return -widest, widest
        return min(base[0] ** whole, base[1] ** whole), max(base[0] ** whole, base[1] ** whole)
    context = _context(digits, ROUND_FLOOR)
    ends = []
    for logarithm in (_ln_below(base[0], digits), _ln_above(base[1], digits)):
        product = Fraction(logarithm) * exponent
        ends += [_decimal(product, digits, ROUND_FLOOR), _decimal(product, digits, ROUND_CEILING)]
    low, high = context.exp(min(ends)), context.exp(max(ends))
    return Fraction(context.next_minus(low)), Fraction(context.next_plus(high))


def _ln_below(value: Fraction, digits: int) -> Decimal:
    context = _context(digits, ROUND_FLOOR)
    return context.next_minus(context.ln(_decimal(value, digits, ROUND_FLOOR)))


def _ln_above(value: Fraction, digits: int) -> Decimal:
    context = _context(digits, ROUND_CEILING)
    return context.next_plus(context.ln(_decimal(value, digits, ROUND_CEILING)))


def _decimal(value: Fraction, digits: int, rounding: str) -> Decimal:
    return _context(digits, rounding).divide(Decimal(value.numerator), Decimal(value.denominator))


def _context(digits: int, rounding: str) -> Context:
    return Context(prec=digits + 10, rounding=rounding, Emin=MIN_EMIN, Emax=MAX_EMAX)
