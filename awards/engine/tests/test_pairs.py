"""Joins without weights: difference, ratio, complement and reciprocal, by hand and against the oracle."""

import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.engine import Table, load_rulebook, score
from awards.engine.details import details
from awards.engine.errors import RulebookError
from awards.engine.index_weights import index_parts
from awards.engine.tests.oracle import joined, rounded
from awards.engine.tests.said import refused
from awards.engine.tests.sheets import POINTS, book, leaf, root
from awards.engine.tests.test_scoring import run

TWO = [leaf(code, POINTS) for code in ("a", "b")]
ONE = TWO[:1]
JOINS = {
    "difference": ("", TWO),
    "ratio": ("floor = 0.5", TWO),
    "complement": ("of = 100", ONE),
    "reciprocal": ("of = 40\nfloor = 0.5", ONE),
}


def lines(explained):
    return [(line.kind.value, line.code, str(line.amount)) for line in explained.lines]


@pytest.mark.parametrize(
    ("join", "expected"),
    [
        ("difference", ["30.00", "-60.00", "7.00"]),
        ("ratio", ["2.50", "0.33", "14.00"]),
        ("complement", ["50.00", "70.00", "93.00"]),
        ("reciprocal", ["0.80", "1.33", "5.71"]),
    ],
)
def test_total_when_two_scores_or_one_are_joined_then_as_by_hand(join, expected):
    """7 / 0 counts the divisor as the floor 0,5; 40 / 7 is 5,714."""
    more, parts = JOINS[join]

    result = run(root(join, more), *parts, a=[50, 30, 7], b=[20, 90, 0])

    assert [str(result.standing(f"p{place}").score) for place in range(3)] == expected


@pytest.mark.parametrize(
    ("join", "expected"),
    [
        ("difference", [("criterion", "a", "50.00"), ("criterion", "b", "-20.00")]),
        ("ratio", [("criterion", "a", "50.00"), ("criterion", "b", "0.00"), ("division", "total", "-47.50")]),
        ("complement", [("criterion", "a", "-50.00"), ("turn", "total", "100.00")]),
        ("reciprocal", [("criterion", "a", "0.00"), ("turn", "total", "0.80")]),
    ],
)
def test_explanation_when_joined_then_a_line_of_its_own_for_what_is_no_straight_line(join, expected):
    more, parts = JOINS[join]

    found = run(root(join, more), *parts, a=[50], b=[20]).explain("p0")

    assert lines(found) == [*expected, ("rounding", "", "0.00")]


def test_lead_when_ratios_then_split_at_the_middle_of_both():
    """50/20 over 30/90: 20 * (1/20 + 1/90)/2 = 0,611 and 40 * (1/20 - 1/90) = 1,556."""
    lead = run(root("ratio", "floor = 0.5"), *TWO, a=[50, 30], b=[20, 90]).compare("p0", "p1")

    assert (str(lead.lead), lines(lead)) == (
        "2.17",
        [("criterion", "a", "0.61"), ("criterion", "b", "1.56"), ("rounding", "", "0.00")],
    )


def test_lead_when_divisors_are_equal_then_their_parts_take_the_slope_there():
    """20/(30 + 10) and 20/(10 + 30), both 0,5: 20 * -1/1600 = -0,0125 for each point."""
    inner = root("sum").replace('"total"', '"u"').replace("Total", 'U"\nparent = "total')
    below = [leaf(code, POINTS).replace('parent = "total"', 'parent = "u"') for code in ("b", "c")]

    lead = run(root("ratio", "floor = 1"), ONE[0], inner, *below, a=[20, 20], b=[30, 10], c=[10, 30]).compare(
        "p0", "p1"
    )

    assert [line[:3] for line in lines(lead)] == [
        ("criterion", "a", "0.00"),
        ("criterion", "b", "-0.25"),
        ("criterion", "c", "0.25"),
        ("rounding", "", "0.00"),
    ]


@pytest.mark.parametrize("join", sorted(JOINS))
def test_audit_when_joined_then_parts_add_up_to_the_distance_from_the_mean_entry(join):
    more, parts = JOINS[join]
    top, of = load_rulebook(book(root(join, more), *parts)).root, Decimal(100 if join == "complement" else 40)
    entries = [(50, 20), (30, 90), (7, 0), (29, Decimal(110) / 3)]

    *totals, centre = (
        float(joined(join, [], [Decimal(one) for one in row[: len(parts)]], floor=Decimal("0.5"), of=of))
        for row in entries
    )
    columns = {code: np.array([float(row[place]) for row in entries[:-1]]) for place, code in enumerate("ab")}
    found = index_parts(top, {"total": np.array(totals), **columns})

    assert sum(found[part] for part in ("a", "b")[: len(parts)]) == pytest.approx(np.array(totals) - centre)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (book(root("difference"), *ONE), "Gabungan «difference» menerima 2 kriteria di bawahnya, bukan 1."),
        (book(root("complement", "of = 1"), *TWO), "Gabungan «complement» menerima 1 kriteria di bawahnya, bukan 2."),
        (
            book(root("complement"), *ONE),
            "Tulis bilangan yang dikurangi atau dibagi nilai anaknya (of), misalnya 1.",
        ),
        (
            book(root("ratio"), *TWO),
            "Tulis nilai dasar (lebih besar daripada nol) yang dipakai bila nilai anak lebih rendah.",
        ),
        (book(root("difference", "of = 1"), *TWO), "Kunci ini tidak berlaku untuk cara gabung difference."),
        (book(root("difference", "weight_total = 2"), *TWO), "Kunci ini tidak berlaku untuk cara gabung difference."),
        (
            book(root("difference"), leaf("a", POINTS, more="weight = 2"), TWO[1]),
            "Anak dari gabungan «difference» tidak berbobot. Hapus bobotnya.",
        ),
        (
            book(root("difference"), leaf("a", POINTS, more='missing = "skip_and_rescale"'), TWO[1]),
            "Anak dari gabungan «difference» tidak dapat dilewati. Pilih aturan lain bila nilainya tidak ada.",
        ),
    ],
)
def test_rulebook_when_a_pair_is_not_whole_then_refused_in_words(text, sentence):
    with refused(RulebookError, re.escape(sentence)):
        load_rulebook(text)


@given(
    st.sampled_from(sorted(JOINS)),
    st.lists(
        st.tuples(*(st.decimals(0, 120, places=3, allow_nan=False, allow_infinity=False) for _ in range(2))),
        min_size=1,
        max_size=6,
    ),
)
def test_scores_when_drawn_then_those_of_the_oracle_on_both_paths(join, drawn):
    more, parts = JOINS[join]
    rules = load_rulebook(book(root(join, more), *parts))
    columns = {code: list(column) for code, column in zip("ab", zip(*drawn, strict=True), strict=True)}
    ids = [f"p{place}" for place in range(len(drawn))]

    result = score(rules, Table(ids, columns))

    of = Decimal(100 if join == "complement" else 40)
    for place, row in enumerate(drawn):
        assert result.standing(ids[place]).score == rounded(
            joined(join, [], row[: len(parts)], floor=Decimal("0.5"), of=of), 2
        )
    for detail in details(result):
        assert detail.nodes == result.nodes(detail.standing.id)
        assert detail.explanation == result.explain(detail.standing.id)
        lead = result.compare(ids[0], detail.standing.id)
        assert sum(line.amount for line in lead.lines) == lead.lead
