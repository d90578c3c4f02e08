from fractions import Fraction

import pytest

from paritrana.lib.agreement import PairedAgreement, paired_agreement

NAMES = ("psychotic", "neurotic", "organic")
# Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd edition (2003), table 18.1: two clinicians
# sort a hundred patients. The book reports po = .89, pe = .66, kappa = .68.
DIAGNOSES = ((75, 1, 4), (5, 4, 1), (0, 0, 10))


def test_agreement_when_the_published_example_is_counted_then_equals_it():
    pairs = [
        (first, second)
        for first, row in zip(NAMES, DIAGNOSES, strict=True)
        for second, number in zip(NAMES, row, strict=True)
        for _person in range(number)
    ]

    found = paired_agreement(pairs)

    assert found == PairedAgreement(100, Fraction(89, 100), Fraction(23, 34))
    assert round(float(found.kappa), 2) == 0.68


@pytest.mark.parametrize(
    ("pairs", "agreed", "kappa"),
    [
        pytest.param([("a", "a"), ("b", "b")], Fraction(1), Fraction(1), id="all the same"),
        pytest.param([("a", "b"), ("b", "a")], Fraction(0), Fraction(-1), id="all different"),
        pytest.param([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], Fraction(1, 2), Fraction(0), id="as by chance"),
        pytest.param([("a", "a"), ("a", "a")], Fraction(1), None, id="only one name: no kappa"),
    ],
)
def test_agreement_when_at_its_ends_then_is_what_it_should_be(pairs, agreed, kappa):
    assert paired_agreement(pairs) == PairedAgreement(len(pairs), agreed, kappa)


def test_agreement_when_there_is_nothing_then_none():
    assert paired_agreement([]) is None
