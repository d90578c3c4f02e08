"""Numbers as a report shows them: rounded half away from zero to the digits that are read, not yet written."""

from decimal import Decimal
from fractions import Fraction

Amount = Fraction | Decimal | float | int


def shown(value: Amount, digits: int) -> Decimal:
    """`1234.50`: a fixed number of digits, however long the number is."""
    exact = Fraction(value)
    whole = int(abs(exact) * 10**digits + Fraction(1, 2))
    return Decimal((int(exact < 0 and whole > 0), tuple(map(int, str(whole))), -digits))


def percent(share: Amount, digits: int = 1) -> Decimal:
    """Return a share in per cent."""
    return shown(Fraction(share) * 100, digits)


def short(value: Amount) -> Decimal:
    """`1234.5`: at most six digits behind the point, no trailing zeros."""
    text = format(shown(value, 6), "f")
    return Decimal(text.rstrip("0").rstrip("."))


def given(value: Decimal) -> Decimal:
    """Return a number with the digits it was given with, an exponent written out."""
    return shown(value, max(0, -int(value.as_tuple().exponent)))
