"""Declared shares and parts of the index; expected figures are worked by hand."""

import numpy as np
import pytest

from awards.engine import load_rulebook
from awards.engine.index_weights import index_parts, nominal_shares, walk_shares
from awards.engine.tests.sheets import PERCENT, POINTS, book, leaf, root


def tree(*parts):
    return load_rulebook(book(*parts)).root


def node(code, join, more="", parent="total"):
    return f'\n[[criteria]]\ncode = "{code}"\nparent = "{parent}"\nname = "Aspek {code}"\njoin = "{join}"\n{more}\n'


def test_nominal_when_points_are_summed_then_shares_are_those_of_the_points_at_stake():
    """60 points, twice 20 points, and an aspect whose two criteria of 50 points are cut at 100 - 80 = 20 points."""
    top = tree(
        root(), leaf("a", POINTS + ", range = [0, 60]"), leaf("b", POINTS + ", range = [10, 30]", more="weight = 2"),
        node("x", "sum", "at_least = 80\nat_most = 100"), leaf("c", PERCENT, parent="x"),
        leaf("d", 'kind = "levels", levels = { ya = 50, tidak = 25 }', parent="x"),
    )  # fmt: skip

    assert nominal_shares(top) == {"total": 1.0, "a": 0.5, "b": pytest.approx(1 / 3), "x": pytest.approx(1 / 6)} | {
        "c": 0.8, "d": 0.2,
    }  # fmt: skip


@pytest.mark.parametrize(
    "unbounded",
    [
        leaf("b", POINTS),
        leaf("b", PERCENT, more='adjust = [{ kind = "add_points", column = "c" }]'),
        node("b", "sum") + leaf("c", POINTS, parent="b"),
    ],
    ids=["points without range", "changed by a column", "deeper"],
)
def test_nominal_when_one_range_of_a_sum_is_open_then_no_share_is_declared(unbounded):
    found = nominal_shares(tree(root(), leaf("a", PERCENT), unbounded))

    assert (found["a"], found["b"]) == (None, None)


def test_nominal_when_the_join_is_a_mean_then_weights_and_when_a_minimum_then_none():
    top = tree(
        root("geometric", "floor = 1"), leaf("a", POINTS, more="weight = 0.75"),
        node("x", "minimum", "weight = 0.25"), leaf("b", POINTS, parent="x"),
        leaf("z", POINTS, more='effect = "bonus"'),
    )  # fmt: skip

    assert nominal_shares(top) == {"total": 1.0, "a": 0.75, "x": 0.25, "b": None}


def parts_of(top, **columns):
    return index_parts(top, {code: np.array(column, dtype=float) for code, column in columns.items()})


def test_parts_when_points_are_summed_then_weights_are_as_written():
    top = tree(root(), leaf("a", POINTS), leaf("b", POINTS, more="weight = 3"))

    found = parts_of(top, total=[7, 13], a=[1, 1], b=[2, 4])

    assert {code: part.tolist() for code, part in found.items()} == {"total": [-3, 3], "a": [0, 0], "b": [-3, 3]}


@pytest.mark.parametrize("floor", [1, 40])
@pytest.mark.parametrize(
    ("join", "exponent"),
    [
        ("geometric", None),
        ("harmonic", -1),
        ("power_mean", 2),
        ("power_mean", -1.5),
        ("power_mean", 90),
        ("power_mean", -150),
    ],
)
def test_parts_when_the_mean_bends_then_those_of_the_children_add_up_to_the_whole(join, exponent, floor):
    """Also through a node below; the first entry is the mean one."""
    more = f"floor = {floor}" + (f"\nexponent = {exponent}" if join == "power_mean" else "")
    top = tree(
        root(join, more), leaf("a", POINTS, more="weight = 0.4"),
        node("x", "harmonic", "weight = 0.6\nfloor = 1"), leaf("b", POINTS, parent="x", more="weight = 0.5"),
        leaf("c", POINTS, parent="x", more="weight = 0.5"),
    )  # fmt: skip
    a, b, c = np.array([50.0, 20, 80, 50]), np.array([60.0, 60, 90, 30]), np.array([30.0, 10, 30, 50])
    x = 2 / (1 / b + 1 / c)
    p, q = np.maximum(a, floor), np.maximum(x, floor)
    unit = min(p.min(), q.min()) if exponent and exponent < 0 else max(p.max(), q.max())
    p, q = p / unit, q / unit
    total = unit * ((0.4 * p**exponent + 0.6 * q**exponent) ** (1 / exponent) if exponent else p**0.4 * q**0.6)

    found = parts_of(top, total=total, a=a, x=x, b=b, c=c)

    assert found["a"] + found["x"] == pytest.approx(found["total"])
    assert found["b"] + found["c"] == pytest.approx(found["x"])
    assert found["total"][0] == pytest.approx(0)
    assert np.ptp(found["total"]) > 1


def test_parts_when_the_join_is_a_minimum_then_the_lowest_moves_it_alone():
    top = tree(root("minimum"), leaf("a", POINTS), leaf("b", POINTS))

    found = parts_of(top, total=[1, 2, 3], a=[1, 5, np.nan], b=[4, 2, 3])

    assert (found["a"].tolist()[:2], found["b"].tolist()) == ([-2, 0], [0, -1, 0])


def test_parts_when_nobody_has_a_score_then_the_part_is_absent():
    top = tree(root(), leaf("a", POINTS))

    assert np.isnan(parts_of(top, total=[np.nan], a=[np.nan])["a"]).all()


def test_walk_when_there_are_effects_then_they_are_left_out():
    top = tree(root(), leaf("a", POINTS), leaf("b", POINTS, more='effect = "penalty"'))

    assert [one.code for one in walk_shares(top)] == ["total", "a"]


def test_parts_when_nobody_has_a_score_under_a_bent_mean_then_the_part_is_absent():
    top = tree(root("geometric", "floor = 1"), leaf("a", POINTS, more="weight = 1"))

    assert np.isnan(parts_of(top, total=[np.nan], a=[np.nan])["a"]).all()
