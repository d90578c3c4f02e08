"""Ties: each key of the chain in its turn, on the figure it names, exactly, with missing figures last."""

from decimal import Decimal

import pytest

from awards.engine import Table, load_rulebook, score
from awards.engine.tests.sheets import HEAD, POINTS, book, leaf, root


def run(chain, *parts, rounding="[rounding]\ntotal = 0\n", more="", **columns):
    keys = ", ".join(chain)
    rank = f'[rank]\non = "rounded"\ndirection = "higher"\ntie_break = [{keys}]\n'
    rulebook = load_rulebook(book(root("sum", more), *parts, rounding=rounding, head=HEAD) + rank)
    count = len(next(iter(columns.values())))
    return score(rulebook, Table([f"p{place}" for place in range(count)], columns))


def by(code, direction="higher", on="rounded"):
    return f'{{ by = "{code}", direction = "{direction}", on = "{on}" }}'


def places(result):
    return [(one.id, one.rank, one.decided_by, one.is_tied) for one in result.standings]


def test_chain_when_the_first_key_decides_then_the_second_is_not_named():
    """All totals are 5: a is 0 and -1, b makes up for it; the first key parts them although c is equal and not 0."""
    result = run(
        [by("a"), by("c")], leaf("a", POINTS), leaf("b", POINTS), leaf("c", POINTS, more='effect = "bonus"'),
        a=[-1, 0], b=[1, 0], c=[5, 5],
    )  # fmt: skip

    assert places(result) == [("p1", 1, "a", False), ("p0", 2, "a", False)]


def test_chain_when_the_first_key_is_equal_then_the_second_decides():
    result = run(
        [by("a"), by("b")], leaf("a", POINTS), leaf("b", POINTS), leaf("c", POINTS),
        a=[5, 5, 5, 9], b=[1, 2, 2, 0], c=[2, 1, 1, 9],
    )  # fmt: skip

    assert places(result) == [
        ("p3", 1, "total", False),
        ("p1", 2, None, True),
        ("p2", 2, None, True),
        ("p0", 4, "b", False),
    ]


def test_key_when_it_is_a_criterion_then_its_score_counts_and_not_its_column():
    """The fewer days the better: 10 days are 90 points and 30 days 70, whatever the column says."""
    days = leaf("tepat", 'kind = "goalposts", worst = 100, best = 0', column="hari")
    result = run([by("tepat")], days, leaf("b", POINTS), hari=[30, 10], b=[20, 0])

    assert places(result) == [("p1", 1, "tepat", False), ("p0", 2, "tepat", False)]


def test_key_when_it_is_a_column_then_missing_and_not_applicable_come_last_and_equals_stay_tied():
    gate = (
        '[[gates]]\ncode = "g"\nname = "G"\ncolumn = "k"\nmust_be = "at_least"\nlimit = -100\nreason = "R"\n'
        'when_missing = "pass"\n'
    )
    cells = [Decimal(-3), None, "tidak berlaku", Decimal(7), Decimal(7)]
    result = run([by("k")], leaf("a", POINTS), gate, a=[5, 5, 5, 5, 5], k=cells)

    assert [(one.id, one.rank, one.is_tied) for one in result.standings] == [
        ("p3", 1, True),
        ("p4", 1, True),
        ("p0", 3, False),
        ("p1", 4, True),
        ("p2", 4, True),
    ]


@pytest.mark.parametrize("on", ["rounded", "full"])
def test_key_when_criteria_were_skipped_then_they_come_after_the_lowest_score(on):
    skip = 'missing = "skip_and_rescale"\nweight = 0.5'
    result = run(
        [by("a", on=on)],
        "[[criteria]]\ncode = 'x'\nparent = 'total'\nname = 'X'\njoin = 'arithmetic'\n"
        "[criteria.available]\nweight = 0.5\n",
        leaf("a", POINTS, parent="x", more=skip),
        leaf("b", POINTS, parent="x", more=skip),
        a=[-4, None, None, -2],
        b=[8, 2, 2, 6],
    )  # fmt: skip

    assert [(one.id, one.rank, one.is_tied) for one in result.standings] == [
        ("p3", 1, False),
        ("p0", 2, False),
        ("p1", 3, True),
        ("p2", 3, True),
    ]


@pytest.mark.parametrize(
    ("mode", "ranks"),
    [
        ("half_away", [("p0", 1), ("p1", 1)]),
        ("half_even", [("p1", 1), ("p0", 2)]),
        ("half_down", [("p1", 1), ("p0", 2)]),
    ],
)
def test_key_when_it_is_rounded_then_half_way_goes_as_the_rulebook_says(mode, ranks):
    """0.125 is printed 0.13 or 0.12; the other entry has 0.13. The total of both prints as 1."""
    result = run(
        [by("a", on="rounded")], leaf("a", POINTS, more="digits = 2"), leaf("b", POINTS),
        rounding=f'[rounding]\ntotal = 0\nmode = "{mode}"\n', a=[Decimal("0.125"), Decimal("0.13")], b=[1, 1],
    )  # fmt: skip

    assert [(one.id, one.rank) for one in result.standings] == ranks


def test_key_when_it_is_full_then_a_difference_no_float_holds_decides():
    cells = [Decimal("1.000000000000000001"), Decimal("1.000000000000000002"), Decimal("1.000000000000000001")]
    result = run([by("a", on="full")], leaf("a", POINTS), leaf("b", POINTS), a=cells, b=[1, 1, 1])

    assert places(result) == [("p1", 1, "a", False), ("p0", 2, None, True), ("p2", 2, None, True)]


def test_key_when_roots_are_equal_then_the_entries_stay_tied():
    """The geometric means of 2 and 8 and of 4 and 4 are both 4; that of 2 and 7.9999999999999999 is less."""
    geometric = "[[criteria]]\ncode = 'x'\nparent = 'total'\nname = 'X'\njoin = 'geometric'\nfloor = 1\n"
    result = run(
        [by("x", on="full")], geometric,
        leaf("a", POINTS, parent="x", more="weight = 0.5"), leaf("b", POINTS, parent="x", more="weight = 0.5"),
        a=[2, 4, 2], b=[8, 4, Decimal("7.9999999999999999")],
    )  # fmt: skip

    assert [(one.id, one.rank, one.is_tied) for one in result.standings] == [
        ("p0", 1, True),
        ("p1", 1, True),
        ("p2", 3, False),
    ]


def test_key_when_a_column_has_more_digits_than_whole_numbers_hold_then_it_is_compared_exactly():
    gate = (
        '[[gates]]\ncode = "g"\nname = "G"\ncolumn = "k"\nmust_be = "at_least"\nlimit = -100\nreason = "R"\n'
        'when_missing = "pass"\n'
    )
    cells = [Decimal("0.00000000000000000001"), Decimal("0.00000000000000000002"), None, Decimal(0)]
    result = run([by("k")], leaf("a", POINTS), gate, a=[5, 5, 5, 5], k=cells)

    assert [(one.id, one.rank) for one in result.standings] == [("p1", 1), ("p0", 2), ("p3", 3), ("p2", 4)]
