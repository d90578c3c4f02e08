"""The whole-number form against the reference evaluator, on values that are full of halves."""

from decimal import Decimal

import numpy as np
import pytest

from awards.engine import ScaledColumn, Table, load_rulebook, score
from awards.engine.evaluate import evaluate
from awards.engine.linear import linear_form
from awards.engine.rounding import RoundingMode, round_scaled
from awards.tests.engine.sheets import PERCENT, POINTS, book, leaf, root

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


def test_linear_form_under_carried_rounding_is_left_to_the_reference():
    rulebook = load_rulebook(book(root(), leaf("a", PERCENT), rounding='[rounding]\ntotal = 2\ncarry = ["leaf"]\n'))
    case = score(rulebook, Table(["p"], {"a": [1]})).case

    assert (linear_form(case, rulebook.root, 2), linear_form(case, rulebook.leaves[0], 2)) == (None, None)
