"""A rulebook's numbers as they are read."""

from decimal import Decimal
from fractions import Fraction

from paritrana.pages.templatetags.formats import number


def figure(value: Fraction | Decimal | int) -> str:
    """Write a rulebook's number with the separators of the reader's language and no trailing zeros."""
    exact = Fraction(value)
    text = Decimal(exact.numerator) / Decimal(exact.denominator)
    return number(Decimal(format(text.normalize(), "f")))


def with_unit(text: str, unit: str) -> str:
    return f"{text} {unit}" if unit else text
