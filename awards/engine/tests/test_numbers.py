from decimal import Decimal, localcontext
from fractions import Fraction

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

ROOT_2, ROOT_3, ROOT_6, ROOT_8 = (power(Fraction(n), Fraction(1, 2)) for n in (2, 3, 6, 8))


@pytest.mark.parametrize(
    ("factors", "expected"),
    [
        ([(Fraction(4), Fraction(1, 2)), (Fraction(9), Fraction(1, 2))], Fraction(6)),
        ([(Fraction(8), Fraction(1, 3)), (Fraction(27, 64), Fraction(1, 3))], Fraction(3, 2)),
        ([(Fraction(100), Fraction(1, 3)), (Fraction(100), Fraction(2, 3))], Fraction(100)),
        ([(Fraction(0), Fraction(1, 2)), (Fraction(9), Fraction(1, 2))], Fraction(0)),
        ([(Fraction(2), Fraction(-3))], Fraction(1, 8)),
        ([(Fraction(7), Fraction(333, 1000)), (Fraction(7), Fraction(667, 1000))], Fraction(7)),
        ([(ROOT_2, Fraction(0))], Fraction(1)),
    ],
    ids=["square", "cube", "equal bases", "zero", "negative power", "long weights", "power of nothing"],
)
def test_power_product_of_perfect_powers_is_rational(factors, expected):
    assert power_product(factors) == expected


def test_power_product_of_other_numbers_encloses_the_50_digit_value():
    with localcontext() as context:
        context.prec = 60
        expected = Fraction(Decimal(2).sqrt())

    low, high = ROOT_2.enclose(50)

    assert low < expected + Fraction(1, 10**55)
    assert high > expected - Fraction(1, 10**55)
    assert high - low < Fraction(1, 10**50)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (times(ROOT_2, ROOT_3), ROOT_6, 0),
        (ROOT_8, weighted_sum([(Fraction(2), ROOT_2)]), 0),
        (
            power_product([(Fraction(2), Fraction(1, 2)), (Fraction(9), Fraction(1, 2))]),
            power_product([(Fraction(3), Fraction(1, 2)), (Fraction(6), Fraction(1, 2))]),
            0,
        ),
        (ROOT_2, Fraction(1414213562373095048801688724209698078569671875376948, 10**51), 1),
        (Fraction(3, 2), ROOT_2, 1),
        (ROOT_2, ROOT_3, -1),
        (ln(Fraction(8)), weighted_sum([(Fraction(3), ln(Fraction(2)))]), 0),
        (Fraction(1), Fraction(2), -1),
    ],
    ids=["product", "factor out", "same product", "51 digits", "above", "below", "logarithms", "rationals"],
)
def test_compare_tells_equal_from_close(left, right, expected):
    assert compare(left, right) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (divide(Fraction(6), ROOT_2), 3 * 2**0.5),
        (divide(ROOT_6, ROOT_2), 3**0.5),
        (times(ROOT_2, ROOT_2), 2.0),
        (divide(ROOT_2, Fraction(2)), 2**0.5 / 2),
        (power(minus(ROOT_3, ROOT_2), Fraction(1, 2)), (3**0.5 - 2**0.5) ** 0.5),
        (power(minus(ROOT_3, ROOT_2), Fraction(2)), (3**0.5 - 2**0.5) ** 2),
        (times(minus(ROOT_2, ROOT_3), minus(ROOT_2, ROOT_6)), (2**0.5 - 3**0.5) * (2**0.5 - 6**0.5)),
        (ln(ROOT_2), 0.34657359027997264),
        (power(Fraction(5), Fraction(1, 100)), 5**0.01),
    ],
)
def test_to_float_of_an_expression_is_its_value(number, expected):
    assert to_float(number) == pytest.approx(expected, rel=1e-15)


def test_ln_of_one_is_zero():
    assert ln(Fraction(1)) == 0


def test_minus_of_itself_is_zero():
    assert minus(ROOT_2, ROOT_2) == Fraction(0)


def test_sign_of_a_reciprocal_that_touches_zero_takes_more_digits():
    tiny = minus(ROOT_2, Fraction(14142135623730950488016887242096980785696, 10**40))

    assert sign(divide(Fraction(1), tiny)) == 1


def test_smaller_and_larger_keep_the_number_itself():
    assert (smaller(ROOT_2, Fraction(2)), larger(ROOT_2, Fraction(2)), smaller(Fraction(2), Fraction(2))) == (
        ROOT_2,
        Fraction(2),
        Fraction(2),
    )


def test_divide_by_zero_is_an_error():
    with pytest.raises(ZeroDivisionError):
        divide(ROOT_2, Fraction(0))
