from decimal import Decimal

import numpy as np
import pytest

from awards.engine import ScaledColumn
from awards.engine.tests.sheets import PERCENT, POINTS, leaf, root
from awards.engine.tests.test_scoring import placed, run
from paritrana.lib.problems import note

TWO = (root(), leaf("a", POINTS), leaf("b", POINTS))


def chain(*keys, on="rounded", direction="higher"):
    listed = "".join(f"[[rank.tie_break]]\n{key}\n" for key in keys)
    return f'[rank]\non = "{on}"\ndirection = "{direction}"\n{listed}'


def test_equal_totals_without_a_chain_share_rank_and_skip_the_next():
    result = run(*TWO, a=[1, 2, 2, 3], b=[0, 0, 0, 0])

    assert placed(result) == [
        ("p3", 1, "3.00", "total"),
        ("p1", 2, "2.00", None),
        ("p2", 2, "2.00", None),
        ("p0", 4, "1.00", "total"),
    ]
    assert [one.is_tied for one in result.standings] == [False, True, True, False]


def test_chain_decides_key_by_key_and_says_which():
    """All add up to 9: a puts p3 first, b = 9 - a parts nobody, the column x parts p0 from p1 and p2."""
    keys = ('by = "a"\ndirection = "higher"', 'by = "b"\ndirection = "lower"', 'by = "x"\ndirection = "lower"')
    gate = '[[gates]]\ncode = "g"\nname = "G"\nreason = "R."\ncolumn = "x"\nmust_be = "above"\nlimit = 0\n'

    result = run(*TWO, gate, chain(*keys), a=[4, 4, 4, 5], b=[5, 5, 5, 4], x=[1, 2, 2, 9])

    assert placed(result) == [
        ("p3", 1, "9.00", "a"),
        ("p0", 2, "9.00", "x"),
        ("p1", 3, "9.00", None),
        ("p2", 3, "9.00", None),
    ]


def test_tie_key_that_is_missing_comes_last_in_either_direction():
    gate = (
        '[[gates]]\ncode = "g"\nname = "G"\nreason = "R."\n'
        'column = "x"\nmust_be = "above"\nlimit = -100\nwhen_missing = "pass"\n'
    )
    for direction in ("higher", "lower"):
        result = run(*TWO, gate, chain(f'by = "x"\ndirection = "{direction}"'), a=[1, 1], b=[1, 1], x=[None, -5])

        assert placed(result) == [("p1", 1, "2.00", "x"), ("p0", 2, "2.00", "x")]


def test_tie_key_on_a_skipped_criterion_comes_last():
    b = leaf("b", PERCENT, more='weight = 0.5\nmissing = "skip_and_rescale"')
    parts = root("arithmetic", "available = { weight = 0.5 }"), leaf("a", PERCENT, more="weight = 0.5"), b

    for on in ("full", "rounded"):
        result = run(*parts, chain(f'by = "b"\ndirection = "higher"\non = "{on}"'), a=[50, 60], b=[None, 40])

        assert placed(result) == [("p1", 1, "50.00", "b"), ("p0", 2, "50.00", "b")]


def test_tie_key_on_a_measure_is_compared_exactly():
    """1/3 against 333333333333333333/10^18: apart by a third of the last digit only."""
    measure = '[[measures]]\ncode = "m"\nname = "M"\nkind = "ratio"\nnumerator = "x"\ndenominator = "y"\n'

    result = run(
        *TWO,
        measure,
        chain('by = "m"\ndirection = "higher"'),
        a=[1, 1, 1, 1],
        b=[0, 0, 0, 0],
        x=[333333333333333333, 1, 2, None],
        y=[10**18, 3, 6, 1],
    )

    assert [(one, rank, key) for one, rank, _, key in placed(result)] == [
        ("p1", 1, None),
        ("p2", 1, None),
        ("p0", 3, "m"),
        ("p3", 4, "m"),
    ]


@pytest.mark.parametrize(("on", "ranks"), [("rounded", [1, 1]), ("full", [2, 1])])
def test_rank_on_the_value_the_rulebook_says(on, ranks):
    result = run(root(), leaf("a", POINTS), chain(on=on), a=[Decimal("1.001"), Decimal("1.002")])

    assert result.ranks.tolist() == ranks


def test_rank_on_full_values_sees_equal_geometric_means_as_equal():
    """sqrt(2 * 9) and sqrt(3 * 6) are one number; sqrt(2 * 9.000001) is not."""
    parts = (
        root("geometric", "floor = 1"),
        leaf("a", PERCENT, more="weight = 0.5"),
        leaf("b", PERCENT, more="weight = 0.5"),
    )

    result = run(*parts, chain(on="full"), a=[2, 3, 2], b=[9, 6, Decimal("9.000001")])

    assert placed(result) == [("p2", 1, "4.24", "total"), ("p0", 2, "4.24", None), ("p1", 2, "4.24", None)]


def test_lower_is_better_turns_ranks_bands_and_chain_apart():
    bands = (
        '[[bands]]\ncode = "emas"\nname = "Emas"\nthreshold = 2\n'
        '[[bands]]\ncode = "perak"\nname = "Perak"\nthreshold = 5\n'
    )

    result = run(
        *TWO, chain('by = "a"\ndirection = "higher"', direction="lower"), bands, a=[1, 2, 0, 9], b=[2, 1, 2, 0]
    )

    assert [
        (one.id, one.rank, one.band, one.next_band, str(one.distance_to_next_band)) for one in result.standings
    ] == [
        ("p2", 1, "emas", None, "None"),
        ("p1", 2, "perak", "emas", "1.00"),
        ("p0", 3, "perak", "emas", "1.00"),
        ("p3", 4, None, "perak", "4.00"),
    ]


def test_ranks_start_anew_in_each_group_and_groups_stand_in_order():
    result = run(
        *TWO,
        '[groups]\nby = ["prov", "skala"]\n',
        a=[1, 2, 3, 4],
        b=[0, 0, 0, 0],
        prov=["52", "11", "52", "11"],
        skala=["b", "b", "b", "a"],
    )

    assert [(one.id, one.rank, one.group) for one in result.standings] == [
        ("p3", 1, {"prov": "11", "skala": "a"}),
        ("p1", 1, {"prov": "11", "skala": "b"}),
        ("p2", 1, {"prov": "52", "skala": "b"}),
        ("p0", 2, {"prov": "52", "skala": "b"}),
    ]


def test_group_below_its_minimum_size_is_not_ranked():
    result = run(*TWO, '[groups]\nby = "g"\nminimum_size = 2\n', a=[1, 2, 3], b=[0, 0, 0], g=["x", "x", "y"])

    assert placed(result) == [("p1", 1, "2.00", "total"), ("p0", 2, "1.00", "total"), ("p2", None, "None", None)]
    assert result.standing("p2").notes == (note("place.small-group", least=2),)


def test_totals_far_apart_are_ranked_without_overflow():
    column = ScaledColumn(np.array([4 * 10**16, -4 * 10**16, 0]), 0)

    assert run(root(), leaf("a", POINTS), '[groups]\nby = "g"\n', a=column, g=["x", "x", "x"]).ranks.tolist() == [
        1,
        3,
        2,
    ]


def test_ranks_when_groups_and_totals_fill_more_than_63_bits_then_groups_stay_apart():
    far = 2 * 10**16

    result = run(root(), leaf("a", POINTS), '[groups]\nby = "zona"\n', a=[1, 1, -far, far], zona=["x", "y", "z", "z"])

    assert result.ranks.tolist() == [1, 1, 2, 1]
