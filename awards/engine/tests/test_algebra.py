"""What is proved to be zero by algebra, and what is left to digits."""

from fractions import Fraction
from functools import reduce

import pytest

from awards.engine.algebra import is_proved_zero
from awards.engine.errors import NumbersTooCloseError, NumberTooLongError, TooDeeplyNestedError
from awards.engine.numbers import compare, divide, ln, minus, power, power_product, sign, times, to_float, weighted_sum
from awards.engine.rounding import RoundingMode, round_scaled

ONE, HALF = Fraction(1), Fraction(1, 2)
ROOT_2, ROOT_3 = power(Fraction(2), HALF), power(Fraction(3), HALF)


def mean(scores, exponent):
    raised = [(Fraction(1, len(scores)), power(Fraction(score), exponent)) for score in scores]
    return power(weighted_sum(raised), 1 / exponent)


def ratio(figure, worst, best):
    worst, best = ln(Fraction(worst)), ln(Fraction(best))
    return divide(minus(ln(Fraction(figure)), worst), minus(best, worst))


def plus(left, right):
    return weighted_sum([(ONE, left), (ONE, right)])


EQUAL = {
    "roots multiplied": (times(ROOT_2, ROOT_3), power(Fraction(6), HALF)),
    "hundredth powers": (
        power_product([(Fraction(4), Fraction(1, 100)), (Fraction(2), Fraction(98, 100))]), Fraction(2),
    ),
    "bases that share a factor": (
        power_product([(Fraction(6), Fraction(41, 100)), (Fraction(12), Fraction(59, 100))]),
        power_product([(Fraction(6), ONE), (Fraction(2), Fraction(59, 100))]),
    ),
    "logarithm in the middle of its goalposts": (ratio(10, 1, 100), HALF),
    "logarithm a third of the way": (ratio(35, 7, 875), Fraction(1, 3)),
    "square of a sum": (power(plus(ROOT_2, ROOT_3), Fraction(2)), plus(Fraction(5), power(Fraction(24), HALF))),
    "divided by itself": (divide(plus(ROOT_2, ROOT_3), plus(ROOT_3, ROOT_2)), ONE),
    "conjugates": (divide(ONE, minus(ROOT_3, ROOT_2)), plus(ROOT_3, ROOT_2)),
    "mean of halves": (mean([2, 8], HALF), Fraction(9, 2)),
    "mean of powers with a rational inside": (mean([4, 16], Fraction(3, 2)), power(Fraction(36), Fraction(2, 3))),
    "mean of powers, scaled": (
        mean([3, 7], Fraction(3, 2)), times(Fraction(1, 4), mean([12, 28], Fraction(3, 2))),
    ),
    "high power of a low one": (mean([Fraction("33.335")] * 2, Fraction(1, 10**6)), Fraction("33.335")),
    "logarithm of a root": (ln(ROOT_2), times(HALF, ln(Fraction(2)))),
}  # fmt: skip


@pytest.mark.parametrize("pair", EQUAL.values(), ids=EQUAL)
def test_equal_numbers_when_written_differently_then_are_proved_equal(pair):
    assert compare(*pair) == 0


FAR = Fraction(1, 10**500)
CLOSE = {
    "root": (power(Fraction(1, 4) + FAR, HALF), HALF),
    "logarithm": (ln(1 + FAR), Fraction(0)),
    "product": (power_product([(4 + FAR, Fraction(1, 100)), (Fraction(2), Fraction(98, 100))]), Fraction(2)),
    "mean of powers": (mean([4 + FAR, 16], Fraction(3, 2)), mean([4, 16], Fraction(3, 2))),
}


@pytest.mark.parametrize("pair", CLOSE.values(), ids=CLOSE)
def test_numbers_when_500_digits_agree_then_are_still_told_apart(pair):
    larger, smaller = pair

    assert (compare(larger, smaller), compare(smaller, larger)) == (1, -1)


@pytest.mark.parametrize(
    ("mode", "expected"), [(RoundingMode.HALF_AWAY, 1), (RoundingMode.HALF_DOWN, 0), (RoundingMode.HALF_EVEN, 0)]
)
def test_round_when_a_product_is_exactly_on_the_half_then_the_mode_decides(mode, expected):
    half = power_product([(Fraction(1, 4), Fraction(1, 100)), (HALF, Fraction(98, 100))])

    assert round_scaled(half, 0, mode) == expected
    assert round_scaled(times(Fraction(-1), half), 0, mode) == -expected


@pytest.mark.parametrize("mode", RoundingMode)
def test_round_when_500_digits_agree_with_the_half_then_the_side_decides(mode):
    above, below = (power(Fraction(1, 4) + gap, HALF) for gap in (FAR, -FAR))

    assert [round_scaled(one, 0, mode) for one in (above, below)] == [1, 0]
    assert [round_scaled(times(Fraction(-1), one), 0, mode) for one in (above, below)] == [-1, 0]


def test_compare_when_equality_has_no_proof_then_refuses_and_guesses_nothing():
    nested = power(plus(Fraction(3), power(Fraction(8), HALF)), HALF)

    with pytest.raises(NumbersTooCloseError, match="value.too-close"):
        compare(nested, plus(ONE, ROOT_2))


@pytest.mark.parametrize("exponent", [10**6, -(10**6), 10**50], ids=["large", "small", "absurd"])
def test_sign_when_a_power_has_too_many_digits_then_refuses(exponent):
    with pytest.raises(NumberTooLongError, match="value.too-many-digits"):
        sign(minus(power(Fraction(100), Fraction(exponent)), ROOT_2))


def test_numbers_when_nested_too_deeply_then_refuse():
    with pytest.raises(TooDeeplyNestedError, match="value.too-deep"):
        reduce(lambda inner, _: power(plus(ONE, inner), HALF), range(100), ROOT_2)


def test_to_float_when_a_rational_is_beyond_floats_then_refuses():
    with pytest.raises(NumberTooLongError):
        to_float(Fraction(10**400))


def test_power_mean_when_the_exponent_is_almost_nought_then_is_the_geometric_mean():
    assert to_float(mean([3, 12], Fraction(1, 10**40))) == 6.0


@pytest.mark.parametrize("number", [minus(ROOT_3, ROOT_2), ln(Fraction(2)), power(plus(ROOT_2, ROOT_3), HALF)])
def test_proof_when_a_number_is_not_zero_then_is_never_given(number):
    assert not is_proved_zero(number)
