from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.engine.numbers import ln, to_float
from awards.engine.ordering import exact_codes, numbered, order_statistic, rising

numbers = st.lists(
    st.sampled_from([Fraction(1, 3), Fraction(2, 3), Fraction(1), Fraction(10**17 + 1, 10**17), Fraction(4, 3)]),
    min_size=1,
    max_size=9,
)


def test_exact_codes_of_no_numbers_are_none():
    assert exact_codes(np.array([]), np.array([]), lambda _: Fraction(0)).tolist() == []


def test_exact_codes_look_past_a_small_error_between_two_large_ones():
    """The first is said to be 0 but is 2.5: it stands last, though the second is certain of its place."""
    exact = [Fraction(5, 2), Fraction(1), Fraction(2)]

    codes = exact_codes(np.array([0.0, 1.0, 2.0]), np.array([10.0, 0.1, 0.1]), exact.__getitem__)

    assert np.argsort(codes).tolist() == [1, 2, 0]


def test_exact_codes_do_not_ask_for_numbers_that_are_apart():
    codes = exact_codes(np.array([3.0, 1.0]), np.array([0.5, 0.5]), lambda _: 1 / 0)

    assert np.argsort(codes).tolist() == [1, 0]


@given(numbers)
def test_exact_codes_stand_like_the_numbers(exact):
    floats = np.array([float(one) for one in exact])

    codes = exact_codes(floats, np.full(len(exact), 1e-15), exact.__getitem__).tolist()

    assert [[(a > b) - (a < b) for a in codes] for b in codes] == [[(a > b) - (a < b) for a in exact] for b in exact]


@given(numbers, st.integers(0, 8))
def test_order_statistic_is_the_number_at_its_place(exact, place):
    place %= len(exact)
    floats = np.array([float(one) for one in exact])

    assert order_statistic(floats, 1e-15, place, exact.__getitem__) == sorted(exact)[place]


@given(st.lists(st.sampled_from([0, 1, 7, 65535, 65536, 65543, 2**33 + 1, 2**33, 2**47]), max_size=20), st.booleans())
def test_rising_is_the_stable_order_of_the_keys(keys, is_wide):
    keys = [*keys, 2**48 + 3] if is_wide else keys

    order, found = rising(np.array(keys, dtype=np.int64))

    assert order.tolist() == sorted(range(len(keys)), key=keys.__getitem__)
    assert found.tolist() == sorted(keys)


@pytest.mark.parametrize("bits", [60, 61, 62], ids=["just packed", "one bit too many", "far too many"])
def test_rising_when_key_and_row_fill_a_number_then_rows_stay_in_order(bits):
    keys = [2**bits - 1, 0, 2**bits - 1]

    order, found = rising(np.array(keys, dtype=np.int64))

    assert (order.tolist(), found.tolist()) == ([1, 0, 2], sorted(keys))


@pytest.mark.parametrize(
    ("codes", "found", "where"),
    [
        ([], [], []),
        ([1, 0, 1], [0, 1], [1, 0, 1]),
        ([3, 0, 3, 5], [0, 3, 5], [1, 0, 1, 2]),
        ([900, 7], [7, 900], [1, 0]),
        ([5, 0, 1, 2], [0, 1, 2, 5], [3, 0, 1, 2]),
        ([-2, 4, -2], [-2, 4], [0, 1, 0]),
    ],
    ids=["none", "without gaps", "with gaps", "far apart", "two gaps", "negative"],
)
def test_numbered_names_the_codes_in_order_and_the_place_of_each(codes, found, where):
    names, places = numbered(np.array(codes, dtype=np.int64))

    assert (names.tolist(), places.tolist()) == (found, where)


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0])), min_size=1, max_size=7))
def test_order_statistic_when_floats_are_off_by_their_error_then_the_exact_number_is_found(drawn):
    exact = [Fraction(number, 2) for number, _ in drawn]
    floats = np.array([float(number) + noise for number, (_, noise) in zip(exact, drawn, strict=True)])

    found = [order_statistic(floats, 1.0, place, exact.__getitem__) for place in range(len(exact))]

    assert found == sorted(exact)


@pytest.mark.parametrize(
    ("floats", "error"),
    [([0.0, 1.25, 2.5], 0.5), ([0.25, 1.25, 2.25], 0.5), ([0.5, 2.5, 4.5], 1.0), ([0.0, 3.0, 6.0], 1.0)],
    ids=["just apart", "exactly two errors", "exactly two whole errors", "three errors"],
)
def test_order_statistic_when_neighbours_are_about_two_errors_off_then_none_counts_twice_or_not_at_all(floats, error):
    exact = [Fraction(one) for one in floats]

    found = [order_statistic(np.array(floats), error, place, exact.__getitem__) for place in range(3)]

    assert found == exact


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0])), max_size=7))
def test_exact_codes_when_floats_are_off_by_their_error_then_stand_like_the_numbers(drawn):
    """Also where one number may reach from below as far as the next may reach from above."""
    exact = [Fraction(number, 2) for number, _ in drawn]
    floats = np.array([float(number) + noise for number, (_, noise) in zip(exact, drawn, strict=True)])
    errors = np.array([abs(noise) for _, noise in drawn])

    codes = exact_codes(floats, errors, exact.__getitem__).tolist()

    assert [[(a > b) - (a < b) for a in codes] for b in codes] == [[(a > b) - (a < b) for a in exact] for b in exact]


@pytest.mark.parametrize("unit", [1, 2**45, 2**59], ids=["packed", "packed closely", "too wide to be packed"])
def test_rising_when_many_keys_are_equal_then_they_stay_in_row_order(unit):
    keys = [place * 7919 % 5 * unit for place in range(1000)]

    assert rising(np.array(keys))[0].tolist() == sorted(range(1000), key=keys.__getitem__)


@given(
    st.floats(1e3, 1e6),
    st.lists(st.tuples(st.floats(-2.5, 2.5), st.floats(-0.9, 0.9)), min_size=2, max_size=8),
)
def test_order_statistic_when_the_error_is_no_binary_part_of_the_values_then_places_agree(base, drawn):
    error = base * 2.0**-50
    floats = np.array([base + error * apart for apart, _ in drawn])
    exact = [Fraction(float(one)) + Fraction(error * off) for one, (_, off) in zip(floats, drawn, strict=True)]

    found = [order_statistic(floats, error, place, exact.__getitem__) for place in range(len(exact))]

    assert found == sorted(exact)


def test_order_statistic_when_floats_are_exact_then_asks_for_the_one_number():
    asked = []

    found = order_statistic(np.array([3.0, 1.0, 2.0]), 0.0, 1, lambda one: asked.append(one) or Fraction(one))

    assert (found, asked) == (Fraction(2), [2])


def test_order_statistic_of_irrational_numbers_that_floats_cannot_part_goes_by_their_size():
    exact = [ln(Fraction(10**20 + part, 10**20)) for part in (3, 1, 2)]
    floats = np.array([to_float(one) for one in exact])

    assert [order_statistic(floats, 1e-9, place, exact.__getitem__) for place in range(3)] == [
        exact[1],
        exact[2],
        exact[0],
    ]
