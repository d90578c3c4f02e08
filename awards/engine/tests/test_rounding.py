import math
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest

from awards.engine.errors import NumbersTooCloseError
from awards.engine.numbers import ln, minus, power, weighted_sum
from awards.engine.rounding import RoundingMode, printed, round_number, round_scaled

AWAY, EVEN, DOWN = RoundingMode


@pytest.mark.parametrize(
    ("value", "away", "even", "down"),
    [
        ("2.5", "3", "2", "2"),
        ("3.5", "4", "4", "3"),
        ("-2.5", "-3", "-2", "-2"),
        ("-3.5", "-4", "-4", "-3"),
        ("2.51", "3", "3", "3"),
        ("2.49", "2", "2", "2"),
        ("0.5", "1", "0", "0"),
        ("-0.4", "0", "0", "0"),
    ],
)
def test_round_number_at_a_half_follows_the_mode(value, away, even, down):
    found = tuple(str(round_number(Fraction(value), 0, mode)) for mode in (AWAY, EVEN, DOWN))

    assert found == (away, even, down)


@pytest.mark.parametrize(
    ("scaled", "digits", "expected"),
    [(5150, 2, "51.50"), (-7, 3, "-0.007"), (0, 2, "0.00"), (12, 0, "12"), (10000, 4, "1.0000")],
)
def test_printed_keeps_trailing_zeros(scaled, digits, expected):
    assert str(printed(scaled, digits)) == expected


def test_round_scaled_of_an_irrational_near_a_half_looks_further():
    close = weighted_sum(
        [(Fraction(1), Fraction("0.5")), (Fraction(1, 10**60), minus(power(Fraction(2), Fraction(1, 2)), Fraction(1)))]
    )

    assert (round_scaled(close, 0, DOWN), round_scaled(close, 2, AWAY)) == (1, 50)


def test_round_scaled_of_a_half_in_disguise_follows_the_mode():
    half = weighted_sum(
        [
            (Fraction(1), power(Fraction(2), Fraction(1, 2))),
            (Fraction(-1, 2), power(Fraction(8), Fraction(1, 2))),
            (Fraction(1), Fraction("0.5")),
        ]
    )

    assert tuple(round_scaled(half, 0, mode) for mode in (AWAY, EVEN, DOWN)) == (1, 0, 0)


@pytest.mark.parametrize(
    ("scaled", "expected"),
    [
        (-(10**60) - 7, "-1" + "0" * 57 + "0.07"),
        (10**60 + 7, "1" + "0" * 57 + "0.07"),
        (10**50, "1" + "0" * 48 + ".00"),
        (10**50 - 1, "9" * 48 + ".99"),
    ],
    ids=["negative", "positive", "just too long", "just short enough"],
)
def test_printed_when_the_number_is_longer_than_any_context_then_no_digit_is_lost(scaled, expected):
    assert format(printed(scaled, 2), "f") == expected
    assert printed(scaled, 2).as_tuple().exponent == -2


ROOT = power(Fraction(2), Fraction(1, 2))


def test_round_scaled_of_a_half_in_disguise_between_two_printed_digits_follows_the_mode():
    half = weighted_sum(
        [
            (Fraction(1), ROOT),
            (Fraction(-1, 2), power(Fraction(8), Fraction(1, 2))),
            (Fraction(1), Fraction("0.125")),
        ]
    )

    assert tuple(round_scaled(half, 2, mode) for mode in (AWAY, EVEN, DOWN)) == (13, 12, 12)


@pytest.mark.parametrize(("sign", "expected"), [(1, 13), (-1, 12)])
def test_round_scaled_when_two_hundred_digits_from_a_half_then_on_its_own_side(sign, expected):
    close = weighted_sum([(Fraction(1), Fraction("0.125")), (Fraction(sign, 10**200), ROOT)])

    assert round_scaled(close, 2, DOWN) == expected


def test_round_scaled_when_few_digits_bound_nothing_then_more_are_asked_for():
    """The root of 2 less its first 70 digits: with 25 digits it may be below nought, which has no logarithm."""
    first = math.isqrt(2 * 10**140)
    small = weighted_sum([(Fraction(1), ROOT), (Fraction(-1), Fraction(first, 10**70))])

    found = round_scaled(ln(small), 30, AWAY)

    with localcontext(prec=150):
        left = Decimal(2).sqrt() - Decimal(first).scaleb(-70)
        assert found == round(left.ln().scaleb(30))


def test_round_scaled_when_the_number_is_longer_than_the_first_enclosures_then_every_digit_is_right():
    long = weighted_sum([(Fraction(10**60), ROOT)])

    assert round_scaled(long, 0, AWAY) == (math.isqrt(8 * 10**120) + 1) // 2


def test_round_scaled_when_the_work_is_too_much_then_says_to_how_many_digits_it_would_look():
    many = weighted_sum(
        [(Fraction(10**60), power(Fraction(2 * number + 1, 7), Fraction(1, 3))) for number in range(12_500)]
    )

    with pytest.raises(NumbersTooCloseError) as refusal:
        round_scaled(many, 0, AWAY)

    assert refusal.value.args == NumbersTooCloseError(1600).args
