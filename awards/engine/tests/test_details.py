"""The bulk answer against the answer entry by entry, digit for digit and word for word."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, note, settings

from awards.engine import GivenMark, LabelColumn, ScaledColumn, ScoringError, Table, load_rulebook, score
from awards.engine.details import details, details_of
from awards.engine.likeness import alike
from awards.engine.tests.drawn import rows, rulebooks
from awards.engine.tests.sheets import PERCENT, POINTS, book, leaf, root

DRAWN = settings(suppress_health_check=list(HealthCheck))


def one_by_one(result):
    """Compare as text: 1.0 and 1.00 are not printed alike."""
    for standing in result.standings:
        is_scored = result.is_scored[result.table.index(standing.id)]
        yield repr((standing, result.nodes(standing.id), result.explain(standing.id) if is_scored else None))


def in_bulk(result):
    for detail in details(result):
        yield repr((detail.standing, detail.nodes, detail.explanation))


@given(rulebooks(), rows())
@DRAWN
def test_details_on_random_rulebooks_equal_the_answers_entry_by_entry(text, entries):
    note(text)
    note(str(entries))
    try:
        result = score(load_rulebook(text), Table.from_rows(entries, id_column="id"))
    except ScoringError:
        assume(False)

    assert list(in_bulk(result)) == list(one_by_one(result))


def extra(effect, column="c"):
    rule = 'kind = "goalposts", worst = 0, best = 100, target = [0, 1.25]'
    return leaf("e", rule, column=column, more=f'effect = "{effect}"\n{SKIP}')


SKIP = 'missing = "skip_and_rescale"\nmissing_reason = "x"'
HALF = "weight = 0.5"
PAIR = [leaf("a", PERCENT, more=HALF), leaf("b", PERCENT, more=HALF)]
LOWEST = [leaf("a", PERCENT), leaf("b", PERCENT)]
DEDUCTION = '{ kind = "deduct_points", column = "c", empty_changes_nothing = true }'
SHARE = '[[measures]]\ncode = "m"\nname = "M"\nkind = "percentage"\nnumerator = "a"\ndenominator = "b"\n'
TREES = {
    "factor": [root("geometric", "floor = 1"), *PAIR, extra("factor")],
    "bonus": [root("arithmetic", "at_most = 70"), *PAIR, extra("bonus")],
    "penalty": [root("arithmetic", "at_least = 30"), *PAIR, extra("penalty")],
    "minimum": [root("minimum"), *LOWEST],
    "adjusted": [root("sum", f"adjust = [{DEDUCTION}]"), *LOWEST],
    "zero": [root("arithmetic"), *PAIR[:1], leaf("c", PERCENT, more=f'{HALF}\nmissing = "zero"\nmissing_reason = "x"')],
    "worst": [root("harmonic", "floor = 1"), *PAIR[:1],
              leaf("c", PERCENT, more=f'{HALF}\nmissing = "worst"\nmissing_reason = "x"\nmissing_score = 12.5')],
    "skipped": [root("arithmetic", "available = { weight = 0.5 }"), *PAIR[:1],
                leaf("c", PERCENT, more=f"{HALF}\n{SKIP}")],
    "not ranked": [root("arithmetic"), *PAIR[:1], leaf("c", PERCENT, more=HALF)],
    "measure": [SHARE, root("arithmetic"), leaf("a", PERCENT, more=HALF),
                leaf("s", PERCENT, column="", more=f'measure = "m"\n{HALF}')],
    "levels": [root("arithmetic"), *PAIR[:1], leaf("l", 'kind = "levels", levels = { x = 12.5, y = 80 }', more=HALF)],
    "limited leaf": [root("sum"), leaf("a", POINTS, more="at_most = 50\nat_least = 20"), leaf("b", POINTS)],
}  # fmt: skip


def columns(count):
    row = np.arange(count)
    return {
        "a": ScaledColumn(row * 7919 % 10_001, 2),
        "b": ScaledColumn(row * 104_729 % 10_001, 2),
        "c": ScaledColumn(row * 31 % 101 * 100, 2, (row % 4 == 3).astype(np.uint8)),
        "l": LabelColumn(row % 2, ["x", "y"]),
    }


@pytest.mark.parametrize("parts", TREES.values(), ids=TREES)
def test_details_of_every_kind_of_tree_equal_the_answers_entry_by_entry(parts):
    result = score(load_rulebook(book(*parts)), Table([f"p{row:03d}" for row in range(60)], columns(60)))

    told = sum(len(group.places) for group in alike(result.case, result.listing))

    assert list(in_bulk(result)) == list(one_by_one(result))
    assert told >= 59


def test_details_leave_tied_minima_to_the_reference():
    result = score(load_rulebook(book(root("minimum"), *LOWEST)), Table(["p", "q"], {"a": [5, 7], "b": [5, 8]}))

    told = [result.table.ids[row] for group in alike(result.case, result.listing) for row in group.rows]

    assert told == ["q"]
    assert list(in_bulk(result)) == list(one_by_one(result))


def test_details_with_rounding_carried_and_marks_of_a_jury_equal_the_answers_entry_by_entry():
    panel = '[[panels]]\ncode = "panel"\nmethod = "mean"\n'
    jury = leaf("j", PERCENT, column="", source="jury", more=f'jury = "k"\npanel = "panel"\n{HALF}')
    rounding = '[rounding]\nmode = "half_even"\nleaf = 1\nnode = 1\ntotal = 2\ncarry = ["leaf"]\n'
    rulebook = load_rulebook(book(panel, root("arithmetic"), *PAIR[:1], jury, rounding=rounding))
    marks = [
        GivenMark(f"p{row:03d}", juror, "k", Decimal(row + place))
        for row in range(12)
        for place, juror in enumerate("st")
    ]

    result = score(rulebook, Table([f"p{row:03d}" for row in range(13)], {"a": columns(13)["a"]}), marks)

    assert list(in_bulk(result)) == list(one_by_one(result))


def test_details_when_the_top_is_a_leaf_that_was_imputed_then_equal_the_answer_entry_by_entry():
    """Nothing is joined, and p1 is given the median of the others."""
    top = leaf("total", POINTS, column="a", more='missing = "group_median"').replace('parent = "total"', "")
    result = score(load_rulebook(book(top)), Table(["p0", "p1", "p2"], {"a": [10, None, 30]}))

    assert list(in_bulk(result)) == list(one_by_one(result))
    assert str(result.standing("p1").score) == "20.00"


def test_details_when_some_entries_are_named_then_come_in_that_order():
    result = score(load_rulebook(book(root(), leaf("a", POINTS))), Table(["p0", "p1", "p2"], {"a": [1, 2, 3]}))

    assert [(one.standing.id, one.nodes) for one in details_of(result, ["p2", "p0"])] == [
        (entry, result.nodes(entry)) for entry in ("p2", "p0")
    ]


def test_details_when_effects_end_exactly_half_way_then_each_line_is_rounded_exactly():
    """10 · 0.5 + 0.125 - 0.005 and its like: every effect is worth a half of the last digit somewhere."""
    effects = [
        leaf("f", POINTS, more='effect = "factor"'), leaf("g", POINTS, more='effect = "bonus"'),
        leaf("h", POINTS, more='effect = "bonus"'), leaf("i", POINTS, more='effect = "penalty"'),
    ]  # fmt: skip
    figures = {
        "a": ["10", "0.03", "7.77"], "f": ["0.5", "0.5", "0.5"], "g": ["0.125", "0.005", "0.015"],
        "h": ["0.005", "0.015", "0.025"], "i": ["0.005", "0.035", "0.045"],
    }  # fmt: skip
    columns = {name: [Decimal(one) for one in cells] for name, cells in figures.items()}
    result = score(load_rulebook(book(root(), leaf("a", POINTS), *effects)), Table(["p0", "p1", "p2"], columns))

    assert list(in_bulk(result)) == list(one_by_one(result))
