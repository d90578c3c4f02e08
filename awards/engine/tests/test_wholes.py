"""Whole-number scores through adjustments, effects, limits and minima, on values that are full of halves."""

from fractions import Fraction

import numpy as np
import pytest

from awards.engine import ScaledColumn, Table, load_rulebook, score
from awards.engine.evaluate import evaluate
from awards.engine.rounding import RoundingMode, round_scaled
from awards.engine.tests.sheets import PERCENT, POINTS, book, leaf, root
from awards.engine.tests.test_cases import cases
from awards.engine.wholes import TooWideError, Wholes, whole_scores

HALF = "weight = 0.5"
SKIP = 'missing = "skip_and_rescale"\nmissing_reason = "x"'
PAIR = [leaf("a", PERCENT, more=HALF), leaf("b", 'kind = "goalposts", worst = 80, best = -20', more=HALF)]
LOWEST = [leaf("a", PERCENT), leaf("b", POINTS, more="at_least = 12.5\nat_most = 60")]


def changed(kind, more=""):
    return f'adjust = [{{ kind = "{kind}", column = "c", empty_changes_nothing = true }}]\n{more}'


def effect(name):
    return leaf("e", 'kind = "goalposts", worst = 0, best = 2', column="c", more=f'effect = "{name}"\n{SKIP}')


FIELD = '[[populations]]\ncode = "field"\nname = "P"\nkind = "field"\n'
PLACE = 'kind = "percentile", reference = "field", ties = "half"'
TREES = {
    "factor from a column": [root("arithmetic", changed("multiply", "at_most = 60")), *PAIR],
    "share taken off": [root("arithmetic", changed("deduct_factor", "at_least = -10")), *PAIR],
    "points": [root("arithmetic", changed("add_points")), *PAIR],
    "points taken off": [root("sum", changed("deduct_points")), *LOWEST],
    "factor": [root("arithmetic"), *PAIR, effect("factor")],
    "bonus": [root("arithmetic"), *PAIR, effect("bonus")],
    "penalty": [root("arithmetic"), *PAIR, effect("penalty")],
    "minimum": [root("minimum"), *LOWEST],
    "percentile": [
        FIELD,
        root("arithmetic"),
        leaf("a", PLACE, more=HALF),
        leaf("b", f'{PLACE}, direction = "lower"', more=HALF),
    ],
    "cases": [
        root("arithmetic"),
        leaf("a", PERCENT, more=HALF),
        cases((12.5, '{ column = "b", above = 50 }'), (7.3, '{ column = "a", below = 25 }'), more=HALF),
    ],
    "percentile turned round": [FIELD, root("sum"), leaf("c", PLACE, more="complement = true")],
}


def cased(parts, places=2, size=1, rounding="[rounding]\ntotal = 2\n"):
    row = np.arange(80)
    table = Table(
        [str(one) for one in row],
        {
            "a": ScaledColumn((row * 125 - 500) * size, places),
            "b": ScaledColumn((row * 37 % 80 * 125) * size, places),
            "c": ScaledColumn(row % 7 * 5, 2, (row % 9 == 4).astype(np.uint8)),
            "d": [f"{one}.5" + "0" * 19 for one in row],
        },
    )
    return score(load_rulebook(book(*parts, rounding=rounding)), table).case


@pytest.mark.parametrize("mode", list(RoundingMode))
@pytest.mark.parametrize("parts", TREES.values(), ids=TREES)
def test_whole_scores_equal_the_reference_where_they_are_told(parts, mode):
    case = cased(parts)
    rows = np.arange(79, -1, -1)

    wholes, told = whole_scores(case, case.rulebook.root, rows, 1, mode)

    exact = [evaluate(case, case.rulebook.root, row).score for row in rows]
    reads_c = 'column = "c"' in "".join(parts)
    assert told.tolist() == [not reads_c or row % 9 != 4 for row in rows.tolist()]
    assert [one for one, here in zip(wholes.tolist(), told, strict=True) if here] == [
        round_scaled(one, 1, mode) for one, here in zip(exact, told, strict=True) if here
    ]


@pytest.mark.parametrize(
    ("parts", "options"),
    [
        ([root("geometric", "floor = 1"), *PAIR], {}),
        ([root(), leaf("a", 'kind = "bands", edges = [1], points = [0, 1], edge = "above"')], {}),
        ([root(), leaf("a", 'kind = "goalposts", worst = 1, best = 9, transform = "sqrt"')], {}),
        ([root(), leaf("d", PERCENT)], {}),
        ([FIELD, root(), leaf("a", 'kind = "min_max", reference = "field"')], {}),
        ([root("sum", changed("multiply").replace('"c"', '"d"')), leaf("a", POINTS)], {}),
        ([root(), leaf("a", POINTS, more="at_most = 0.0000000000000000001")], {}),
        ([root("sum", changed("multiply").replace('"c"', '"b"')), leaf("a", POINTS)], {"places": 15, "size": 10**9}),
        ([root("arithmetic"), *PAIR], {"places": 17, "size": 10**13}),
        ([root(), leaf("a", POINTS), leaf("b", POINTS)], {"places": 17, "size": 4 * 10**14}),
        ([root(), leaf("a", PERCENT)], {"rounding": '[rounding]\ntotal = 2\ncarry = ["leaf"]\n'}),
    ],
    ids=[
        "geometric",
        "bands",
        "root",
        "fractions",
        "place between two",
        "factor in fractions",
        "limit",
        "product",
        "sum",
        "wide",
        "carried",
    ],
)
def test_whole_scores_of_anything_else_are_left_to_the_reference(parts, options):
    case = cased(parts, **options)

    assert whole_scores(case, case.rulebook.root, np.arange(5), 6, RoundingMode.HALF_AWAY) is None


def wide(*numerators, denominator=1):
    return Wholes(np.array(numerators, dtype=np.int64), denominator, np.ones(len(numerators), dtype=np.bool_))


@pytest.mark.parametrize(
    "step",
    [
        lambda: wide(2**61, 1).plus(wide(2**61, 1)),
        lambda: wide(2**40).times(wide(2**40)),
        lambda: wide(1).limited(Fraction(2**62), None),
        lambda: wide(1).limited(None, Fraction(-(2**62))),
        lambda: wide(3).over(2**62),
    ],
    ids=["sum", "product", "lower limit", "upper limit", "denominator"],
)
def test_wholes_when_62_bits_do_not_hold_the_outcome_then_refused(step):
    with pytest.raises(TooWideError):
        step()


def test_wholes_when_the_outcome_just_fits_then_exact():
    assert wide(2**61, -(2**61)).plus(wide(2**61 - 1, 1 - 2**61)).numerators.tolist() == [2**62 - 1, 1 - 2**62]
