"""Example figures of a criterion: the points are those of the engine, or none are shown."""

from decimal import Decimal

import pytest

from awards.engine import load_rulebook
from awards.rulebooks.selectors.examples import ExamplePoints, example_points
from awards.tests.factories.runs import RULES

POSTS = 'normalise = { kind = "goalposts", worst = 0, best = 100 }'


def examples(rule, more=""):
    text = RULES.replace(POSTS, f"normalise = {rule}\n{more}", 1)
    assert text != RULES
    return example_points(load_rulebook(text), "coverage")


def test_goalposts_when_shown_then_both_ends_and_the_middle():
    assert examples('{ kind = "goalposts", worst = 10, best = 0, target = [0, 7] }') == (
        ExamplePoints("10 persen", Decimal("0.00")),
        ExamplePoints("5 persen", Decimal("3.50")),
        ExamplePoints("0 persen", Decimal("7.00")),
    )


def test_bands_when_shown_then_what_lies_right_on_an_edge():
    found = examples('{ kind = "bands", edges = [1, 2.5], points = [0, 5, 10], edge = "below" }')

    assert [(one.figure, one.points) for one in found] == [("1 persen", 0), ("2,5 persen", 5)]


@pytest.mark.parametrize(
    ("rule", "more"),
    [
        pytest.param('{ kind = "points" }', "", id="the figure is the points"),
        pytest.param('{ kind = "goalposts", worst = 0, best = 5 }', "complement = true", id="turned over later"),
        pytest.param('{ kind = "goalposts", worst = 0, best = 5 }', "at_most = 50", id="cut later"),
    ],
)
def test_rule_when_its_points_say_nothing_or_change_later_then_none_is_shown(rule, more):
    assert examples(rule, more) == ()
