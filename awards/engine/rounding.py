"""Declared rounding: a number becomes a whole count of its last digit, and is printed with trailing zeros."""

from __future__ import annotations

import math
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from awards.engine.errors import NumbersTooCloseError
from awards.engine.expressions import PRECISIONS, PROVED_FROM, enclosures
from awards.engine.numbers import ONE, Number, sign, weighted_sum

WIDE: Final = Context(prec=50, Emin=MIN_EMIN, Emax=MAX_EMAX)
LARGEST_SHIFTED: Final = 10**50
HALF: Final = Fraction(1, 2)


class RoundingMode(StrEnum):
    """What happens to a value exactly half way between two printed ones."""

    HALF_AWAY = "half_away"
    HALF_EVEN = "half_even"
    HALF_DOWN = "half_down"


def round_scaled(number: Number, digits: int, mode: RoundingMode) -> int:
    """Return the rounded number times 10 ** digits."""
    if isinstance(number, Fraction):
        return _nearest(number * 10**digits, mode)
    for precision, interval in enclosures(number):
        if interval is None:
            continue
        low, high = (end * 10**digits for end in interval)
        nearest = _nearest(low, mode)
        if nearest == _nearest(high, mode):
            return nearest
        if precision >= PROVED_FROM // 2 and high - low < HALF:
            return _parted(number, digits, mode, math.floor(high - HALF))
    raise NumbersTooCloseError(PRECISIONS[-1])


def _parted(number: Number, digits: int, mode: RoundingMode, below: int) -> int:
    """Round a number that lies within a half of the half way from the whole number below it to the next."""
    half_way = below + HALF
    side = sign(weighted_sum([(ONE, number), (ONE, -half_way / 10**digits)]))
    return _nearest(half_way, mode) if side == 0 else below + (side > 0)


def printed(scaled: int, digits: int) -> Decimal:
    """Return the decimal that people see, trailing zeros kept."""
    if abs(scaled) < LARGEST_SHIFTED:
        return WIDE.scaleb(Decimal(scaled), -digits)
    whole = Decimal(scaled).as_tuple()  # a decimal, for Python prints no whole number of more than 4,300 digits
    return Decimal((whole.sign, whole.digits, -digits))


def round_number(number: Number, digits: int, mode: RoundingMode) -> Decimal:
    return printed(round_scaled(number, digits, mode), digits)


def _nearest(value: Fraction, mode: RoundingMode) -> int:
    whole, rest = divmod(abs(value), 1)
    up = rest > HALF or (rest == HALF and _half_goes_up(whole, mode))
    magnitude = whole + int(up)
    return magnitude if value >= 0 else -magnitude


def _half_goes_up(whole: int, mode: RoundingMode) -> bool:
    if mode is RoundingMode.HALF_EVEN:
        return whole % 2 == 1
    return mode is RoundingMode.HALF_AWAY
