"""Whole roots, and bases without common factors."""

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.engine.factors import multiplicity, refined, whole_root

wholes = st.one_of(st.integers(1, 1000), st.integers(1, 10**400))


@given(wholes, st.integers(2, 200))
def test_whole_root_when_raised_then_holds_the_number_between_two_powers(value, degree):
    root = whole_root(value, degree)

    assert root**degree <= value < (root + 1) ** degree


@given(wholes, st.integers(2, 60))
def test_whole_root_when_the_number_is_a_power_then_is_exact(root, degree):
    assert (whole_root(root**degree, degree), whole_root(root**degree - 1, degree)) == (root, root - 1)


@pytest.mark.parametrize("value", [0, 1])
def test_whole_root_when_nothing_is_to_be_found_then_is_the_number_itself(value):
    assert whole_root(value, 7) == value


@given(st.lists(st.integers(1, 10**12), max_size=6))
def test_refined_when_done_then_has_no_common_factors_and_makes_up_every_number(numbers):
    basis = []
    for number in numbers:
        refined(basis, number)

    assert all(math.gcd(*pair) == 1 for pair in combinations(basis, 2))
    for number in numbers:
        for member in basis:
            number = multiplicity(number, member)[1]
        assert number == 1
