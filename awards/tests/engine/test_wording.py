from decimal import Decimal
from fractions import Fraction

import pytest

from awards.engine.wording import listed, percent, plain, written


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (Decimal("1234567.895"), 2, "1.234.567,90"),
        (Fraction(-5, 2), 0, "−3"),
        (-0.001, 2, "0,00"),
        (12, 1, "12,0"),
        (Decimal("0.05"), 1, "0,1"),
        (1000, 0, "1.000"),
    ],
)
def test_written_when_number_then_indonesian_digits(value, digits, expected):
    assert written(value, digits) == expected


@pytest.mark.parametrize(("value", "expected"), [(100, "100"), (Decimal("1000.50"), "1.000,5"), (0, "0")])
def test_plain_when_number_then_no_trailing_zeros(value, expected):
    assert plain(value) == expected


def test_percent_when_share_then_times_hundred():
    assert (percent(Fraction(1, 3)), percent(0.5, 0)) == ("33,3%", "50%")


@pytest.mark.parametrize(
    ("names", "expected"),
    [([], ""), (["A"], "A"), (["A", "B"], "A dan B"), (["A", "B", "C"], "A, B, dan C")],
)
def test_listed_when_names_then_joined(names, expected):
    assert listed(names) == expected
