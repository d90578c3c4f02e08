"""Leads split over the tree; every amount is worked by hand."""

from decimal import Decimal

import pytest

from awards.engine.errors import ScoringError
from awards.engine.tests.said import refused
from awards.engine.tests.sheets import PERCENT, POINTS, leaf, root
from awards.engine.tests.test_scoring import run

HALVES = [leaf(code, PERCENT, more="weight = 0.5") for code in ("a", "b")]


def lines(lead):
    return [(line.kind.value, line.code, str(line.amount)) for line in lead.lines]


def test_lead_of_weighted_means_is_weight_times_difference():
    lead = run(
        root("arithmetic"),
        leaf("a", PERCENT, more="weight = 0.25"),
        leaf("b", PERCENT, more="weight = 0.75"),
        a=[80, 40],
        b=[60, 64],
    ).compare("p0", "p1")

    assert (str(lead.lead), lines(lead)) == (
        "7.00",
        [("criterion", "a", "10.00"), ("criterion", "b", "-3.00"), ("rounding", "", "0.00")],
    )


def test_lead_of_geometric_means_is_split_by_the_log_mean():
    """sqrt(20*80) = 40 against sqrt(20*20) = 20: all of it is b's. L(40, 20) = 20 / ln 2; 0.5 * ln 4 * L = 20."""
    lead = run(root("geometric", "floor = 1"), *HALVES, a=[20, 20], b=[80, 20]).compare("p0", "p1")

    assert lines(lead) == [("criterion", "a", "0.00"), ("criterion", "b", "20.00"), ("rounding", "", "0.00")]


def test_lead_of_equal_geometric_means_uses_the_slope_there():
    """20 and 80 against 40 and 40, both 40: 0.5 * 40 * ln(1/2) = -13.86 and its opposite."""
    lead = run(root("geometric", "floor = 1"), *HALVES, a=[20, 40], b=[80, 40]).compare("p0", "p1")

    assert lines(lead) == [("criterion", "a", "-13.86"), ("criterion", "b", "13.86"), ("rounding", "", "0.00")]


def test_lead_of_harmonic_means_is_split_by_reciprocals():
    """H(20, 80) = 32, H(20, 20) = 20: the reciprocals differ by b only."""
    lead = run(root("harmonic", "floor = 1"), *HALVES, a=[20, 20], b=[80, 20]).compare("p0", "p1")

    assert (str(lead.lead), lines(lead)) == (
        "12.00",
        [("criterion", "a", "0.00"), ("criterion", "b", "12.00"), ("rounding", "", "0.00")],
    )


def test_lead_of_equal_harmonic_means_adds_up():
    lead = run(root("harmonic", "floor = 1"), *HALVES, a=[20, 32], b=[80, 32]).compare("p0", "p1")

    assert (str(lead.lead), [line.code for line in lead.lines]) == ("0.00", ["a", "b", ""])
    assert sum(line.amount for line in lead.lines) == 0


@pytest.mark.parametrize(
    ("ahead", "behind", "expected"),
    [
        ([50, 30], [20, 90], [("criterion", "a", "10.00"), ("criterion", "b", "0.00")]),
        ([20, 90], [50, 30], [("criterion", "a", "-10.00"), ("criterion", "b", "0.00")]),
        ([30, 40], [30, 90], [("criterion", "a", "0.00"), ("criterion", "b", "0.00")]),
    ],
    ids=["lower is behind", "lower is ahead", "same lowest"],
)
def test_lead_of_minima_is_paid_by_the_lower(ahead, behind, expected):
    parts = [leaf(code, PERCENT) for code in ("a", "b")]

    lead = run(root("minimum"), *parts, a=[ahead[0], behind[0]], b=[ahead[1], behind[1]]).compare("p0", "p1")

    assert lines(lead)[:-1] == expected


def test_lead_with_effects_and_limits_names_each():
    """60 * 0.9 + 5 - 2 = 57, cut to 56, against 40 * 1 + 1 - 0 = 41."""
    effects = [leaf(code, POINTS, more=f'effect = "{code}"') for code in ("bonus", "penalty", "factor")]

    lead = run(
        root("sum", "at_most = 56"),
        leaf("a", POINTS),
        *effects,
        a=[60, 40],
        bonus=[5, 1],
        penalty=[2, 0],
        factor=[Decimal("0.9"), 1],
    ).compare("p0", "p1")

    assert (str(lead.lead), lines(lead)) == (
        "15.00",
        [
            ("criterion", "a", "19.00"),  # 20 * (0.9 + 1) / 2
            ("factor", "total", "-5.00"),  # (60 + 40) / 2 * (0.9 - 1)
            ("bonus", "bonus", "4.00"),
            ("penalty", "penalty", "-2.00"),
            ("limit", "total", "-1.00"),
            ("rounding", "", "0.00"),
        ],
    )


def test_lead_over_an_entry_with_skipped_parts_sets_their_explanations_against_each_other():
    b = leaf("b", PERCENT, more='weight = 0.5\nmissing = "skip_and_rescale"')

    lead = run(
        root("arithmetic", "available = { weight = 0.5 }"),
        leaf("a", PERCENT, more="weight = 0.5"),
        b,
        a=[60, 50],
        b=[80, None],
    ).compare("p0", "p1")

    assert (str(lead.lead), lines(lead)) == (
        "20.00",
        [("criterion", "a", "-20.00"), ("criterion", "b", "40.00"), ("rounding", "", "0.00")],
    )


def test_lead_over_an_entry_whose_total_is_the_policys_is_explained():
    more = 'missing = "zero"\nmissing_reason = "Terlalu sedikit."\navailable = { weight = 1 }'
    a = leaf("a", POINTS, more='missing = "skip_and_rescale"')

    lead = run(root("sum", more), a, a=[60, None]).compare("p0", "p1")

    assert lines(lead) == [("criterion", "a", "60.00"), ("criterion", "total", "0.00"), ("rounding", "", "0.00")]


def test_scores_below_the_floor_have_no_part_in_a_lead():
    lead = run(root("geometric", "floor = 10"), *HALVES, a=[0, 5], b=[90, 40]).compare("p0", "p1")

    assert lines(lead) == [("criterion", "a", "0.00"), ("criterion", "b", "10.00"), ("rounding", "", "0.00")]


def test_join_line_explains_what_a_geometric_mean_takes():
    explanation = run(root("geometric", "floor = 1"), *HALVES, a=[20], b=[80]).explain("p0")

    assert [(line.kind.value, line.code, str(line.amount)) for line in explanation.lines] == [
        ("criterion", "a", "10.00"),
        ("criterion", "b", "40.00"),
        ("join", "total", "-10.00"),
        ("rounding", "", "0.00"),
    ]


def test_rounding_line_closes_the_gap():
    """Three thirds of 1: 0.33 each, printed total 1.00."""
    parts = [leaf(code, 'kind = "goalposts", worst = 0, best = 3, target = [0, 1]') for code in "abc"]

    explanation = run(root(), *parts, a=[1], b=[1], c=[1]).explain("p0")

    assert [str(line.amount) for line in explanation.lines] == ["0.33", "0.33", "0.33", "0.01"]


def test_compare_with_an_entry_without_a_total_is_refused():
    with refused(ScoringError, "«p1» belum punya nilai total"):
        run(root(), leaf("a", POINTS), a=[1, None]).compare("p0", "p1")
