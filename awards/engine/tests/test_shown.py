from decimal import Decimal
from fractions import Fraction

import pytest

from awards.engine.shown import given, percent, short, shown


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (Decimal("1234567.895"), 2, "1234567.90"),
        (Fraction(-5, 2), 0, "-3"),
        (-0.001, 2, "0.00"),
        (12, 1, "12.0"),
        (Decimal("0.05"), 1, "0.1"),
        (Fraction(10**40, 3), 2, "3333333333333333333333333333333333333333.33"),
    ],
)
def test_shown_when_number_then_rounded_half_away_to_so_many_digits(value, digits, expected):
    assert str(shown(value, digits)) == expected


@pytest.mark.parametrize(("value", "expected"), [(100, "100"), (Decimal("1000.50"), "1000.5"), (0, "0"), (-7, "-7")])
def test_short_when_number_then_no_trailing_zeros(value, expected):
    assert str(short(value)) == expected


def test_percent_when_share_then_times_hundred():
    assert (percent(Fraction(1, 3)), percent(0.5, 0)) == (Decimal("33.3"), Decimal("50"))


@pytest.mark.parametrize(("value", "expected"), [("1.50", "1.50"), ("1E+1", "10"), ("7", "7")])
def test_given_when_decimal_then_its_own_digits(value, expected):
    assert str(given(Decimal(value))) == expected
