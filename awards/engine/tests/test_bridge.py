"""What is asked of a result is what the result was made of; expected figures are worked by hand."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from awards.engine import GivenMark, Table, load_rulebook, score
from awards.engine.bridge import (
    FigureError,
    MarkScale,
    coherence_of,
    data_errors,
    jury_columns,
    mark_scales,
    ranked_in,
    weighted_nodes,
    weighted_table,
    winners_of,
)
from awards.engine.robustness.draws import UniformWeights
from awards.engine.robustness.flips import weight_flips
from awards.engine.robustness.simulation import Uncertainty, simulate
from awards.engine.robustness.table import RobustnessError
from awards.engine.tests.said import refused
from awards.engine.tests.sheets import PERCENT, POINTS, book, leaf, root
from awards.engine.tests.test_cases import cases

HUNDRED = '[rulebook]\ncode = "uji"\ntitle = "Uji"\nversion = "1"\nillustrative = true\nweight_total = 1\n'


def node(code, join, *, weight, more="", parent="total"):
    return (
        f'\n[[criteria]]\ncode = "{code}"\nparent = "{parent}"\nname = "Aspek {code}"\njoin = "{join}"\n'
        f"weight = {weight}\n{more}\n"
    )


def w(code, weight, *, parent="total", rule=PERCENT, more=""):
    return leaf(code, rule, parent=parent, more=f"weight = {weight}\n{more}")


def run(*parts, marks=(), tail="", **columns):
    rulebook = load_rulebook(book(*parts, head=HUNDRED) + '[rank]\non = "full"\ndirection = "higher"\n' + tail)
    count = len(next(iter(columns.values())))
    return score(rulebook, Table([f"p{place}" for place in range(count)], columns), marks)


def table_of(result, code="total"):
    return weighted_table(result, result.rulebook.criterion(code), ranked_in(result, 0))


def test_table_when_the_top_is_a_mean_then_holds_the_scores_of_its_children():
    result = run(root("arithmetic"), w("a", 0.6), w("b", 0.4), a=[80, 60], b=[10, 60])

    found = table_of(result)

    assert (found.ids, found.codes) == (("p1", "p0"), ("a", "b"))
    assert found.weights == (Fraction(3, 5), Fraction(2, 5))
    assert found.scores == ((60, 60), (80, 10))


def test_table_when_the_top_is_geometric_then_flips_where_the_geometric_means_meet():
    """A (90, 40) and B (60, 60) meet where t ln 1.5 = (1 - t) ln 1.5, at a half."""
    result = run(root("geometric", "floor = 1"), w("a", 0.6), w("b", 0.4), a=[90, 60], b=[40, 60])

    flip = weight_flips(table_of(result)).flips[0]

    assert ranked_in(result, 0) == ["p0", "p1"]
    assert float(flip.lower.weight) == pytest.approx(math.log(1.5) / (math.log(1.5) + math.log(1.5)), abs=1e-15)


@pytest.mark.parametrize(
    ("join", "more"),
    [
        ("harmonic", "floor = 1"),
        ("power_mean", "floor = 1\nexponent = -2"),
        ("power_mean", "floor = 1\nexponent = 3"),
        ("geometric", "floor = 1"),
    ],
)
def test_table_when_the_top_bends_then_its_order_is_the_order_of_the_result(join, more):
    generator = np.random.default_rng(3)
    figures = {name: [int(one) for one in generator.integers(0, 101, 40)] for name in "abc"}
    parts = [w(name, weight) for name, weight in zip("abc", ("0.5", "0.3", "0.2"), strict=True)]
    result = run(root(join, more), *parts, **figures)

    found = table_of(result)

    assert dict(zip(found.ids, found.ranks, strict=True)) == {one.id: one.rank for one in result.standings}


def test_table_when_the_node_stands_deeper_then_totals_are_the_totals_of_the_result():
    """p0: aspect 0.5*80 + 0.5*20 = 50, total 0.7*50 + 0.3*40 = 47, plus a bonus of 2: 49."""
    result = run(
        root("arithmetic"),
        node("x", "arithmetic", weight=0.7),
        w("a", 0.5, parent="x"),
        w("b", 0.5, parent="x"),
        w("c", 0.3),
        leaf("extra", POINTS, more='effect = "bonus"'),
        a=[80, 10],
        b=[20, 10],
        c=[40, 10],
        extra=[2, 0],
    )

    found = table_of(result, "x")

    assert [one.code for one in weighted_nodes(result)] == ["total", "x"]
    assert found.totals == (49, 10)
    assert found.scores[0] == (Fraction(49 - 35) + Fraction(7, 10) * 80, Fraction(49 - 35) + Fraction(7, 10) * 20)


def test_table_when_weights_multiply_points_then_totals_are_those_of_the_sum():
    result = run(root("sum"), w("a", 2, rule=POINTS), w("b", 3, rule=POINTS), a=[10, 1], b=[4, 1])

    found = table_of(result)

    assert found.weights == (Fraction(2, 5), Fraction(3, 5))
    assert found.totals == (32, 5)


def test_table_when_lower_is_better_then_the_lowest_total_leads():
    rulebook = load_rulebook(
        book(root("arithmetic"), w("a", 0.6), w("b", 0.4), head=HUNDRED) + '[rank]\non = "full"\ndirection = "lower"\n'
    )
    result = score(rulebook, Table(["x", "y"], {"a": [10, 90], "b": [10, 20]}))

    assert table_of(result).leaders == ("x",)


def test_nodes_when_nothing_is_weighed_then_there_are_none():
    even = run(root("sum"), leaf("a", POINTS), leaf("b", POINTS), a=[1], b=[2])
    least = run(root("minimum"), leaf("a", POINTS), leaf("b", POINTS), a=[1], b=[2])

    assert (weighted_nodes(even), weighted_nodes(least)) == ((), ())


def test_nodes_when_an_aspect_is_rounded_before_it_counts_then_its_weights_are_left_alone():
    parts = [root("arithmetic"), node("x", "arithmetic", weight=0.7), w("a", 0.5, parent="x"), w("b", 0.5, parent="x")]
    rounding = '[rounding]\ntotal = 2\nnode = 0\ncarry = ["node"]\n'
    rulebook = load_rulebook(
        book(*parts, w("c", 0.3), rounding=rounding, head=HUNDRED) + '[rank]\non = "full"\ndirection = "higher"\n'
    )
    result = score(rulebook, Table(["p"], {"a": [1], "b": [2], "c": [3]}))

    assert [one.code for one in weighted_nodes(result)] == ["total"]


@pytest.mark.parametrize(
    ("more", "columns", "said"),
    [
        ("at_most = 50", {}, "terkena batas"),
        ('adjust = [{ kind = "multiply", column = "k" }]', {"k": [1, 2]}, "dikalikan faktor"),
    ],
)
def test_table_when_the_total_no_longer_follows_the_weights_then_is_refused(more, columns, said):
    result = run(root("arithmetic", more), w("a", 0.6), w("b", 0.4), a=[80, 60], b=[90, 60], **columns)

    with refused(RobustnessError, said):
        table_of(result)


def test_table_when_a_factor_multiplies_the_total_then_is_refused():
    factor = leaf("f", POINTS, more='effect = "factor"')
    result = run(root("arithmetic"), w("a", 0.6), w("b", 0.4), factor, a=[80, 60], b=[90, 60], f=[1, 1])

    with refused(RobustnessError, "dikalikan faktor"):
        table_of(result)


def test_table_when_a_criterion_was_skipped_then_names_it():
    skip = 'missing = "skip_and_rescale"'
    result = run(
        root("arithmetic", "available = { weight = 0.5 }"), w("a", 0.6), w("b", 0.4, more=skip), a=[80, 60], b=[None, 5]
    )

    with refused(RobustnessError, "pada p0 dilewati Kriteria b"):
        table_of(result)


def test_table_when_an_aspect_was_not_scored_then_is_refused():
    aspect = node(
        "x",
        "arithmetic",
        weight=0.7,
        more='missing = "zero"\nmissing_reason = "Kosong."\n[criteria.available]\nweight = 1',
    )
    skip = 'missing = "skip_and_rescale"'
    result = run(
        root("arithmetic"), aspect, w("a", 0.5, parent="x", more=skip), w("b", 0.5, parent="x", more=skip), w("c", 0.3),
        a=[None, 5], b=[1, 5], c=[9, 5],
    )  # fmt: skip

    with refused(RobustnessError, "p0 tidak dinilai pada kriteria itu"):
        table_of(result, "x")


JURY = '[[panels]]\ncode = "tim"\nmethod = "mean"\n'
MARKS = [
    GivenMark("p0", "A", "w", Decimal(6)),
    GivenMark("p0", "B", "w", Decimal(8)),
    GivenMark("p1", "A", "w", Decimal(5)),
]


def judged(rule, *, parent="total", weight=0.4, more=""):
    text = f'weight = {weight}\njury = "w"\npanel = "tim"\n{more}'
    return leaf("wawancara", rule, parent=parent, column="", source="jury", more=text)


def contest(rule, *, more=""):
    return run(root("arithmetic"), w("a", 0.6), judged(rule, more=more), tail=JURY, marks=MARKS, a=[50, 60])


def test_jury_when_goalposts_turn_marks_into_points_then_the_slope_is_theirs():
    result = contest('kind = "goalposts", worst = 0, best = 10')

    (column,) = jury_columns(result, result.rulebook.root, ["p1", "p0"])

    assert (column.code, column.jurors, column.points_per_mark) == ("wawancara", ("A", "B"), 10.0)
    assert np.array_equal(column.marks, [[5, np.nan], [6, 8]], equal_nan=True)
    assert mark_scales(result) == (MarkScale("w", Decimal(0), Decimal(10)),)


def test_jury_when_the_mark_is_the_score_then_the_slope_is_one_or_turned_over():
    plain, turned = (contest('kind = "points", range = [0, 10]', more=more) for more in ("", "complement = true"))

    slopes = [jury_columns(one, one.rulebook.root, ["p0"])[0].points_per_mark for one in (plain, turned)]

    assert slopes == [1.0, -1.0]
    assert mark_scales(plain) == (MarkScale("w", Decimal(0), Decimal(10)),)


def test_jury_when_marks_are_banded_then_there_is_no_slope_and_no_scale():
    result = contest('kind = "bands", edges = [5], points = [0, 100], edge = "above"')

    assert jury_columns(result, result.rulebook.root, ["p0"]) == ()
    assert mark_scales(result) == ()


def test_jury_when_it_sits_in_an_aspect_then_the_slope_carries_the_weights_between():
    """A mark is worth 10 points of the criterion, 2.5 of the aspect; under the aspect 0.4 of 10 of the total."""
    result = run(
        root("arithmetic"), w("a", 0.6), node("x", "arithmetic", weight=0.4), w("b", 0.75, parent="x"),
        judged('kind = "goalposts", worst = 0, best = 10', parent="x", weight=0.25),
        tail=JURY, marks=MARKS, a=[50, 60], b=[1, 2],
    )  # fmt: skip

    at_top, in_aspect = (jury_columns(result, result.rulebook.criterion(code), ["p0"]) for code in ("total", "x"))

    assert [(one.code, one.points_per_mark) for one in at_top] == [("x", 2.5)]
    assert [(one.code, one.points_per_mark) for one in in_aspect] == [("wawancara", 4.0)]


def test_jury_when_the_mean_bends_then_marks_are_left_out():
    result = run(
        root("geometric", "floor = 1"), w("a", 0.6), judged('kind = "goalposts", worst = 0, best = 10'),
        tail=JURY, marks=MARKS, a=[50, 60],
    )  # fmt: skip

    assert jury_columns(result, result.rulebook.root, ["p0"]) == ()


@pytest.mark.parametrize(
    ("figure", "deviations"),
    [(FigureError("b", 2.0), [0.2, 0.2]), (FigureError("b", 0.5, is_relative=True), [1.0, 0.0])],
    ids=["in its own unit", "as a share of what is there"],
)
def test_data_errors_when_a_figure_is_deep_in_the_tree_then_weigh_what_it_weighs(figure, deviations):
    """One unit of b is 2 points (0 to 50), of which the aspect takes a twentieth."""
    rule = 'kind = "goalposts", worst = 50, best = 0'
    result = run(
        root("arithmetic"), w("a", 0.6), node("x", "arithmetic", weight=0.4), w("c", 0.95, parent="x"),
        w("b", 0.05, parent="x", rule=rule, more='missing = "worst"\nmissing_reason = "Belum dilaporkan."'),
        a=[50, 60], c=[1, 2], b=[20, None],
    )  # fmt: skip

    (found,) = data_errors(result, ["p0", "p1"], [figure])

    assert (found.code, list(found.deviation)) == ("x", pytest.approx(deviations))
    simulate(table_of(result), Uncertainty(errors=[found]), seed=1, draws=10)


def test_data_errors_when_points_do_not_follow_the_figure_then_are_refused_by_name():
    bands = 'kind = "bands", edges = [5], points = [0, 100], edge = "above"'
    plain = run(root("arithmetic"), w("a", 0.6), w("b", 0.4, rule=bands), a=[50, 60], b=[1, 9])
    bent = run(root("geometric", "floor = 1"), w("a", 0.6), w("b", 0.4), a=[50, 60], b=[1, 9])

    tiers = cases((9, '{ column = "b", above = 1 }'), code="b", more="weight = 0.4")
    cased = run(root("arithmetic"), w("a", 0.6), tiers, a=[50, 60], b=[1, 9])

    for result in (plain, cased):
        with refused(RobustnessError, "«b» tidak dapat dihitung.*Kriteria yang dapat: a"):
            data_errors(result, ["p0"], [FigureError("b", 1.0)])
    with refused(RobustnessError, "Kriteria yang dapat: tidak ada"):
        data_errors(bent, ["p0"], [FigureError("a", 1.0)])


def test_winners_when_marks_change_then_are_ranked_again():
    result = contest('kind = "goalposts", worst = 0, best = 10')

    assert winners_of(result, 0, result.marks) == ("p0",)
    assert winners_of(result, 0, [GivenMark("p0", "A", "w", Decimal(1)), MARKS[2]]) == ("p1",)


def test_simulation_when_two_entries_mirror_each_other_then_each_wins_half():
    result = run(root("arithmetic"), w("a", 0.5), w("b", 0.5), a=[80, 20], b=[20, 80])

    found = simulate(table_of(result), Uncertainty(UniformWeights()), seed=1, draws=4000)

    assert found.probability_above("p0", "p1") == pytest.approx(0.5, abs=0.03)


def test_coherence_when_one_criterion_never_moves_then_is_named():
    figures = list(range(0, 100, 5))
    result = run(root("arithmetic"), w("a", 0.6), w("b", 0.4), a=figures, b=[50] * len(figures))

    report = coherence_of(result)

    assert [(one.kind.value, one.code) for one in report.findings] == [("constant", "b")]
    assert [(one.code, one.nominal) for one in report.weights] == [("a", 0.6)]


def test_coherence_when_points_are_summed_then_effective_weights_add_up_and_nothing_is_called_too_light():
    """Two uncorrelated criteria of 50 points each: half of the variance comes from either."""
    low, high = [10, 10, 40, 40] * 3, [10, 40, 10, 40] * 3
    points = POINTS + ", range = [0, 50]"
    result = run(root("sum"), leaf("a", points), leaf("b", points), a=low, b=high)

    report = coherence_of(result)

    assert [(one.code, one.nominal, round(one.effective, 9)) for one in report.weights] == [
        ("a", 0.5, 0.5),
        ("b", 0.5, 0.5),
    ]
    assert {one.kind.value for one in report.findings} == {"ceiling", "floor"}


def test_coherence_when_the_mean_is_geometric_then_the_low_criterion_pulls_as_its_logarithm_does():
    """The product of 1 or 4 with 64 or 256: either logarithm has the same spread, so either pulls by half."""
    result = run(root("geometric", "floor = 1"), w("a", 0.5, rule=POINTS), w("b", 0.5, rule=POINTS),
        a=[1, 1, 4, 4] * 3, b=[64, 256, 64, 256] * 3)  # fmt: skip

    shares = [round(one.effective, 1) for one in coherence_of(result).weights]

    assert shares == [0.5, 0.5]


def test_second_aspect_when_questioned_then_its_table_and_its_jury_are_found_behind_the_first():
    """A mark is worth 10 points of the criterion, half of the aspect, and 0.4 of that in the total."""
    result = run(
        root("arithmetic"), node("x", "arithmetic", weight=0.6), w("a", 0.5, parent="x"), w("b", 0.5, parent="x"),
        node("y", "arithmetic", weight=0.4), w("c", 0.5, parent="y"),
        judged('kind = "goalposts", worst = 0, best = 10', parent="y", weight=0.5),
        tail=JURY, marks=MARKS, a=[50, 60], b=[1, 2], c=[3, 4],
    )  # fmt: skip
    second = result.rulebook.criterion("y")

    columns = jury_columns(result, second, ["p0"])

    assert [(one.code, one.points_per_mark) for one in columns] == [("wawancara", 4.0)]
    assert weighted_table(result, second, ["p0", "p1"]).codes == ("c", "wawancara")


def test_jury_when_a_column_changes_its_score_then_marks_are_left_out():
    more = 'adjust = [{ kind = "multiply", column = "a" }]'
    result = contest('kind = "goalposts", worst = 0, best = 10', more=more)

    assert jury_columns(result, result.rulebook.root, ["p0"]) == ()
