"""Geometric joins as arrays: products under one logarithm, geometric children that melt into their parent."""

import numpy as np
import pytest

from awards.engine import ScaledColumn, Table, load_rulebook, score
from awards.engine.evaluate import evaluate, stage_digits
from awards.engine.rounding import round_scaled
from awards.engine.tests.sheets import PERCENT, book, leaf, root

EXTREME = 'kind = "goalposts", worst = 0, best = 100, target = [0, 1e50]'
TINY = 'kind = "goalposts", worst = 0, best = 100, target = [0, 1e-50]'


def node(code, join, weight, more="floor = 1", parent="total"):
    return (
        f'[[criteria]]\ncode = "{code}"\nparent = "{parent}"\nname = "N"\nweight = {weight}\njoin = "{join}"\n{more}\n'
    )


def leaves(parent, rule, weights, more=""):
    return [
        leaf(f"{parent}{place}", rule, parent=parent, column="abc"[place], more=f"weight = {weight}\n{more}")
        for place, weight in enumerate(weights)
    ]


AVAILABLE = "available = { weight = 0.4 }"
SKIP = 'missing = "skip_and_rescale"'
NESTED = [node("s", "geometric", 0.75), node("t", "geometric", 0.25)]
TREES = {
    "nested": [root("geometric", "floor = 1"), *NESTED, *leaves("s", PERCENT, (0.5, 0.5)),
               *leaves("t", PERCENT, (0.25, 0.5, 0.25))],
    "lower floor inside": [root("geometric", "floor = 40"), *NESTED, *leaves("s", PERCENT, (0.5, 0.5)),
                           *leaves("t", PERCENT, (0.5, 0.5))],
    "limit inside": [root("geometric", "floor = 1"), node("s", "geometric", 0.5, "floor = 1\nat_most = 50"),
                     node("t", "geometric", 0.5), *leaves("s", PERCENT, (0.5, 0.5)), *leaves("t", PERCENT, (0.5, 0.5))],
    "skipped inside": [root("geometric", f"floor = 1\n{AVAILABLE}"),
                       node("s", "geometric", 0.5, f"floor = 1\n{AVAILABLE}\n{SKIP}"),
                       node("t", "geometric", 0.5, "floor = 1\navailable = { count = 0.3 }"),
                       *leaves("s", PERCENT, (0.5, 0.5), SKIP), *leaves("t", PERCENT, (0.25, 0.5, 0.25), SKIP)],
    "not ranked inside": [root("geometric", "floor = 1"), *NESTED, *leaves("s", PERCENT, (0.5, 0.5)),
                          *leaves("t", PERCENT, (0.5, 0.5), 'missing = "not_ranked"')],
    "past what a float holds": [root("geometric", "floor = 1e-50"),
                                *[leaf(f"{kind}{place}", rule, column="abca"[place % 4], more="weight = 0.0625")
                                  for kind, rule in (("e", EXTREME), ("t", TINY)) for place in range(8)]],
    "near the smallest floor": [root("harmonic", "floor = 1e-13"), leaf("a", TINY, more="weight = 0.5"),
                                leaf("b", PERCENT, more="weight = 0.5")],
}  # fmt: skip


@pytest.mark.parametrize("parts", TREES.values(), ids=TREES)
def test_every_node_of_a_geometric_tree_equals_the_exact_evaluator(parts):
    rows = np.arange(40)
    states = (rows % 5 == 3).astype(np.uint8) if "missing" in "".join(parts) else None
    columns = {
        "a": ScaledColumn(rows * 2500 // 10, 2, states),
        "b": ScaledColumn((rows * 37 % 41) * 250, 2, states),
        "c": ScaledColumn(10_000 - rows * 250, 2),
    }

    result = score(load_rulebook(book(*parts)), Table([str(row) for row in rows], columns))

    rounding = result.rulebook.rounding
    for one in (node for node in result.rulebook.root.walk() if not node.is_leaf):
        exact = [evaluate(result.case, one, row).score for row in rows]
        scores, there = result.node_column(one.code)
        assert there.tolist() == [number is not None for number in exact]
        assert [scaled for scaled, here in zip(scores.tolist(), there, strict=True) if here] == [
            round_scaled(number, stage_digits(rounding, one), rounding.mode) for number in exact if number is not None
        ]
