"""Declared rounding: a number becomes a whole count of its last digit, and is printed with trailing zeros."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from awards.engine.numbers import PRECISIONS, Number

WIDE: Final = Context(prec=50, Emin=MIN_EMIN, Emax=MAX_EMAX)
LARGEST_SHIFTED: Final = 10**50


class RoundingMode(StrEnum):
    """What happens to a value exactly half way between two printed ones."""

    HALF_AWAY = "half_away"
    HALF_EVEN = "half_even"
    HALF_DOWN = "half_down"


def round_scaled(number: Number, digits: int, mode: RoundingMode) -> int:
    """Return the rounded number times 10 ** digits."""
    if isinstance(number, Fraction):
        return _nearest(number * 10**digits, mode)
    for precision in PRECISIONS:
        low, high = (end * 10**digits for end in number.enclose(precision))
        nearest = _nearest(low, mode)
        if nearest == _nearest(high, mode):
            return nearest
    return _nearest(Fraction(round(2 * high), 2), mode)


def printed(scaled: int, digits: int) -> Decimal:
    """Return the decimal that people see, trailing zeros kept."""
    if abs(scaled) < LARGEST_SHIFTED:
        return WIDE.scaleb(Decimal(scaled), -digits)
    sign = int(scaled < 0)
    return Decimal((sign, tuple(int(digit) for digit in str(abs(scaled))), -digits))


def round_number(number: Number, digits: int, mode: RoundingMode) -> Decimal:
    return printed(round_scaled(number, digits, mode), digits)


def _nearest(value: Fraction, mode: RoundingMode) -> int:
    whole, rest = divmod(abs(value), 1)
    half = Fraction(1, 2)
    up = rest > half or (rest == half and _half_goes_up(whole, mode))
    magnitude = whole + int(up)
    return magnitude if value >= 0 else -magnitude


def _half_goes_up(whole: int, mode: RoundingMode) -> bool:
    if mode is RoundingMode.HALF_EVEN:
        return whole % 2 == 1
    return mode is RoundingMode.HALF_AWAY
