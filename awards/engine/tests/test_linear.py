"""The whole-number form against the reference evaluator, on values that are full of halves."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from awards.engine import ScaledColumn, Table, load_rulebook, score
from awards.engine.evaluate import Case, evaluate
from awards.engine.linear import Term, combined, linear_form
from awards.engine.rounding import RoundingMode, round_scaled
from awards.engine.tests.sheets import PERCENT, POINTS, book, leaf, root

NINTHS = 'kind = "goalposts", worst = 5, best = 95'
OPEN = 'kind = "goalposts", worst = 50, best = -50, clamp = false'


def cased(*parts, **columns):
    table = Table([str(row) for row in range(len(next(iter(columns.values()))))], columns)
    return score(load_rulebook(book(*parts)), table).case


@pytest.mark.parametrize("mode", list(RoundingMode))
def test_rounded_equals_the_reference_in_every_mode(mode):
    weights = [leaf("a", NINTHS, more="weight = 0.3"), leaf("b", OPEN, more="weight = 0.5\ncomplement = true")]
    rows = np.arange(0, 2000, 7)
    case = cased(
        root("arithmetic"),
        *weights,
        leaf("c", POINTS + ", range = [0, 60], clamp = true", more="weight = 0.2"),
        a=ScaledColumn(rows, 1),
        b=ScaledColumn(rows - 900, 1),
        c=ScaledColumn(rows[::-1].copy(), 1),
    )
    form = linear_form(case, case.rulebook.root, 1)

    found = form.rounded(np.arange(len(rows)), 1, mode)

    exact = [evaluate(case, case.rulebook.root, row).score for row in range(len(rows))]
    assert found.tolist() == [round_scaled(one, 1, mode) for one in exact]
    assert any((20 * one) % 2 == 1 for one in exact)


@pytest.mark.parametrize(
    ("parts", "column"),
    [
        ([root(), leaf("a", 'kind = "goalposts", worst = 1, best = 9, transform = "ln"')], [1, 2]),
        ([root(), leaf("a", 'kind = "goalposts", worst = 0.5, best = 9')], [1, 2]),
        ([root(), leaf("a", PERCENT)], [1, None]),
        ([root(), leaf("a", PERCENT)], [Decimal("1e30"), 2]),
        ([root(), leaf("a", PERCENT, more="at_most = 50")], [1, 2]),
        ([root("minimum"), leaf("a", PERCENT)], [1, 2]),
        ([root(), leaf("a", POINTS + ", range = [0, 9]", more="complement = true")], [1, 2]),
        ([root(), leaf("a", 'kind = "bands", edges = [1], points = [0, 1], edge = "above"')], [1, 2]),
        ([root(), leaf("a", POINTS)], [4 * 10**12, 2]),
    ],
    ids=["bends", "cut between digits", "missing", "too long", "limit", "minimum", "complement", "bands", "too large"],
)
def test_linear_form_of_anything_else_is_left_to_the_reference(parts, column):
    case = cased(*parts, a=column)

    assert linear_form(case, case.rulebook.root, 6) is None


@pytest.mark.parametrize(
    ("rule", "scaled", "is_told"),
    [
        (", range = [0, 10]", [0, 100], True),
        (", range = [0, 10]", [-1, 100], False),
        (", range = [0, 10]", [0, 101], False),
        (", range = [0, 10], clamp = true", [-1, 101], True),
        (", range = [2, 10]", [20, 100], True),
        (", range = [2, 10]", [19, 100], False),
        ("", [-1, 101], True),
        (", range = [2, 10]", [], True),
    ],
    ids=["inside", "below", "above", "cut", "from the low end", "just below it", "no range", "nobody"],
)
def test_linear_form_of_points_that_would_be_refused_is_left_to_the_reference(rule, scaled, is_told):
    """The column is given in tenths. Only the reference names the entry that is out of range."""
    rulebook = load_rulebook(book(root(), leaf("a", POINTS + rule)))
    hundredths = ScaledColumn(10 * np.array(scaled, dtype=np.int64), 2)
    table = Table([str(row) for row in range(len(scaled))], {"a": hundredths})

    form = linear_form(Case(rulebook, table, {}, {}, {}, np.zeros(len(scaled), dtype=np.int64)), rulebook.root, 0)

    assert (form is not None) is is_told


def test_linear_form_with_a_start_that_is_no_multiple_of_any_slope_keeps_it():
    case = cased(root(), leaf("a", 'kind = "goalposts", worst = 0, best = 10, target = [0.5, 10.5]'), a=[0, 3])

    assert linear_form(case, case.rulebook.root, 1).rounded(slice(None), 1, RoundingMode.HALF_AWAY).tolist() == [5, 35]


COLUMN = ScaledColumn(np.array([-8, 4]), 0)
ONE = Fraction(1)


@pytest.mark.parametrize(
    ("slope", "start", "digits", "is_told"),
    [
        (ONE, 2**56, 0, True),
        (ONE, -(2**60), 0, False),
        (ONE, 2**60, 0, False),
        (ONE, 2**41, 6, False),
        (Fraction(2**57 + 1), 0, 0, False),
        (Fraction(1, 2**60), 0, 0, False),
        (Fraction(1, 2**55), 0, 0, True),
    ],
    ids=["fits", "low start", "high start", "digits", "steep", "fine", "not too fine"],
)
def test_combined_when_numerators_may_pass_62_bits_then_there_is_no_form(slope, start, digits, is_told):
    form = combined([(Term(COLUMN, slope, None), Fraction(start))], digits)

    assert (form is not None) is is_told


def test_combined_when_parts_have_no_column_then_their_constants_count():
    constant = (None, Fraction(1, 3))

    assert combined([constant], 0) is None
    assert combined([constant, None], 0) is None
    assert combined([(Term(COLUMN, ONE, (0, 3)), Fraction(0)), constant], 0).numerators(slice(None)).tolist() == [1, 10]


def test_linear_form_under_carried_rounding_is_left_to_the_reference():
    rulebook = load_rulebook(book(root(), leaf("a", PERCENT), rounding='[rounding]\ntotal = 2\ncarry = ["leaf"]\n'))
    case = score(rulebook, Table(["p"], {"a": [1]})).case

    assert (linear_form(case, rulebook.root, 2), linear_form(case, rulebook.leaves[0], 2)) == (None, None)
