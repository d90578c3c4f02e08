from decimal import Decimal, localcontext
from fractions import Fraction as F

import pytest

from awards.engine.numbers import (
    compare,
    divide,
    larger,
    ln,
    minus,
    power,
    power_product,
    sign,
    smaller,
    times,
    to_float,
    weighted_sum,
)

ROOT_2, ROOT_3, ROOT_6, ROOT_8 = (power(F(n), F(1, 2)) for n in (2, 3, 6, 8))


@pytest.mark.parametrize(
    ("factors", "expected"),
    [
        ([(F(4), F(1, 2)), (F(9), F(1, 2))], F(6)),
        ([(F(8), F(1, 3)), (F(27, 64), F(1, 3))], F(3, 2)),
        ([(F(100), F(1, 3)), (F(100), F(2, 3))], F(100)),
        ([(F(0), F(1, 2)), (F(9), F(1, 2))], F(0)),
        ([(F(2), F(-3))], F(1, 8)),
        ([(F(7), F(333, 1000)), (F(7), F(667, 1000))], F(7)),
        ([(ROOT_2, F(0))], F(1)),
    ],
    ids=["square", "cube", "equal bases", "zero", "negative power", "long weights", "power of nothing"],
)
def test_power_product_of_perfect_powers_is_rational(factors, expected):
    assert power_product(factors) == expected


def test_power_product_of_other_numbers_encloses_the_50_digit_value():
    with localcontext() as context:
        context.prec = 60
        expected = F(Decimal(2).sqrt())

    low, high = ROOT_2.enclose(50)

    assert low < F(2) ** 1 and low < expected + F(1, 10**55) and high > expected - F(1, 10**55)
    assert high - low < F(1, 10**50)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (times(ROOT_2, ROOT_3), ROOT_6, 0),
        (ROOT_8, weighted_sum([(F(2), ROOT_2)]), 0),
        (power_product([(F(2), F(1, 2)), (F(9), F(1, 2))]), power_product([(F(3), F(1, 2)), (F(6), F(1, 2))]), 0),
        (ROOT_2, F(1414213562373095048801688724209698078569671875376948, 10**51), 1),
        (F(3, 2), ROOT_2, 1),
        (ROOT_2, ROOT_3, -1),
        (ln(F(8)), weighted_sum([(F(3), ln(F(2)))]), 0),
        (F(1), F(2), -1),
    ],
    ids=["product", "factor out", "same product", "51 digits", "above", "below", "logarithms", "rationals"],
)
def test_compare_tells_equal_from_close(left, right, expected):
    assert compare(left, right) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (divide(F(6), ROOT_2), 3 * 2**0.5),
        (divide(ROOT_6, ROOT_2), 3**0.5),
        (times(ROOT_2, ROOT_2), 2.0),
        (divide(ROOT_2, F(2)), 2**0.5 / 2),
        (power(minus(ROOT_3, ROOT_2), F(1, 2)), (3**0.5 - 2**0.5) ** 0.5),
        (power(minus(ROOT_3, ROOT_2), F(2)), (3**0.5 - 2**0.5) ** 2),
        (times(minus(ROOT_2, ROOT_3), minus(ROOT_2, ROOT_6)), (2**0.5 - 3**0.5) * (2**0.5 - 6**0.5)),
        (ln(ROOT_2), 0.34657359027997264),
        (power(F(5), F(1, 100)), 5**0.01),
    ],
)
def test_to_float_of_an_expression_is_its_value(number, expected):
    assert to_float(number) == pytest.approx(expected, rel=1e-15)


def test_ln_of_one_is_zero():
    assert ln(F(1)) == 0


def test_minus_of_itself_is_zero():
    assert minus(ROOT_2, ROOT_2) == F(0)


def test_sign_of_a_reciprocal_that_touches_zero_takes_more_digits():
    tiny = minus(ROOT_2, F(14142135623730950488016887242096980785696, 10**40))

    assert sign(divide(F(1), tiny)) == 1


def test_smaller_and_larger_keep_the_number_itself():
    assert (smaller(ROOT_2, F(2)), larger(ROOT_2, F(2)), smaller(F(2), F(2))) == (ROOT_2, F(2), F(2))


def test_divide_by_zero_is_an_error():
    with pytest.raises(ZeroDivisionError):
        divide(ROOT_2, F(0))
