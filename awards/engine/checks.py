"""What must be true of a rulebook as a whole, beyond each key by itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from awards.engine.criteria import (
    PAIRS,
    Cases,
    Criterion,
    Effect,
    Goalposts,
    Join,
    Levels,
    MissingPolicy,
    Points,
    Relation,
    Relative,
    Requirement,
    Source,
)
from awards.engine.shown import short
from paritrana.lib.problems import Problem, problem

if TYPE_CHECKING:
    from awards.engine.rulebook import Rules

CODES_TWICE = {
    "measures": "rulebook.measure-code-twice",
    "panels": "rulebook.panel-code-twice",
    "populations": "rulebook.population-code-twice",
    "gates": "rulebook.gate-code-twice",
    "bands": "rulebook.band-code-twice",
    "quotas": "rulebook.quota-code-twice",
    "history": "rulebook.history-code-twice",
}


def check_rulebook(rulebook: Rules) -> Iterator[Problem]:
    for node in rulebook.root.walk():
        path = f"criteria.{node.code}"
        yield from _check_leaf(rulebook, node, path) if node.is_leaf else _check_node(node, path)
    for gate in rulebook.gates:
        yield from _check_condition(rulebook, gate.condition, f"gates.{gate.code}")
    if rulebook.published is not None and rulebook.published.column in rulebook.columns:
        yield problem("published", "rulebook.published-scored", name=rulebook.published.column)
    yield from _check_unique(rulebook)
    yield from _check_bands(rulebook)


def _check_condition(rulebook: Rules, condition: Requirement, path: str) -> Iterator[Problem]:
    for one in condition.comparisons:
        if one.measure is not None and one.measure not in rulebook.measures:
            yield problem(path, "rulebook.measure-unknown", name=one.measure)


def _check_node(node: Criterion, path: str) -> Iterator[Problem]:
    shares = [child for child in node.children if child.effect is Effect.SHARE]
    if not shares:
        yield problem(path, "rulebook.no-weighted-child", name=node.name)
        return
    if node.join in PAIRS:
        yield from _check_pair(node, shares, path)
        return
    total = sum((child.weight for child in shares), Fraction(0))
    if node.has_weights and node.join is not Join.SUM and total != node.weight_total:
        yield problem(path, "rulebook.weights-sum", name=node.name, total=short(total), wanted=short(node.weight_total))
    if node.join is Join.MINIMUM and any(child.weight != 1 for child in shares):
        yield problem(path, "rulebook.minimum-weight")
    if (
        any(MissingPolicy.SKIP in (child.missing, child.not_applicable) for child in shares)
        and not node.available_share
    ):
        yield problem(path, "rulebook.available-absent", name=node.name)


def _check_pair(node: Criterion, shares: list[Criterion], path: str) -> Iterator[Problem]:
    wanted = PAIRS[cast("Join", node.join)]
    if len(shares) != wanted:
        yield problem(path, "rulebook.pair-children", join=str(node.join), wanted=wanted, found=len(shares))
    if any(child.weight != 1 for child in shares):
        yield problem(path, "rulebook.pair-weight", join=str(node.join))
    if any(MissingPolicy.SKIP in (child.missing, child.not_applicable) for child in shares):
        yield problem(path, "rulebook.pair-skipped", join=str(node.join))


def _check_leaf(rulebook: Rules, node: Criterion, path: str) -> Iterator[Problem]:
    rule = node.normalisation
    if node.measure is not None and node.measure not in rulebook.measures:
        yield problem(path, "rulebook.measure-unknown", name=node.measure)
    yield from _check_history(rulebook, node, path)
    if node.panel is not None and node.panel not in rulebook.panels:
        yield problem(path, "rulebook.panel-unknown", name=node.panel)
    if isinstance(rule, Relation) and rule.reference not in rulebook.populations:
        yield problem(path, "rulebook.population-unknown", name=rule.reference)
    if isinstance(rule, Relation):
        yield from _check_frozen(rulebook, node, rule, path)
    if isinstance(rule, Relation) and node.jury is not None:
        yield problem(path, "rulebook.jury-relative")
    if isinstance(rule, Cases):
        for case in rule.cases:
            yield from _check_condition(rulebook, case.when, path)
    if isinstance(rule, Levels) and node.column is None:
        yield problem(path, "rulebook.levels-column")
    policies = {node.missing, node.not_applicable}
    if isinstance(rule, Cases) and MissingPolicy.GROUP_MEDIAN in policies:
        yield problem(path, "rulebook.cases-median")
    if isinstance(rule, Levels) and MissingPolicy.GROUP_MEDIAN in policies:
        yield problem(path, "rulebook.levels-median")
    has_no_worst = (
        (isinstance(rule, Points) and rule.low is None)
        or (isinstance(rule, Relation) and rule.kind is Relative.Z_SCORE)
        or (isinstance(rule, Goalposts) and not rule.is_clamped)
    )
    if MissingPolicy.WORST in policies and has_no_worst and node.missing_score is None:
        yield problem(path, "rulebook.missing-score-absent")
    if node.is_complement and (
        (isinstance(rule, Points) and rule.low is None)
        or (isinstance(rule, Relation) and rule.kind is Relative.Z_SCORE)
    ):
        yield problem(path, "rulebook.complement-range")


def _check_history(rulebook: Rules, node: Criterion, path: str) -> Iterator[Problem]:
    """Hold a leaf's word about its source against the columns that earlier editions fill."""
    measure = rulebook.measures.get(node.measure or "")
    read = measure.columns if measure is not None else (node.column,)
    if node.source is Source.HISTORY and not any(column in rulebook.history for column in read):
        yield problem(path, "rulebook.history-unknown", name=node.column or node.measure or "")
    if node.source is not Source.HISTORY and node.column in rulebook.history:
        yield problem(path, "rulebook.history-source", name=node.name)


def _check_frozen(rulebook: Rules, node: Criterion, rule: Relation, path: str) -> Iterator[Problem]:
    population, measure = rulebook.populations.get(rule.reference), rulebook.measures.get(node.measure or "")
    if population is None or population.kind != "frozen":
        return
    needed = measure.columns if measure is not None else (node.column,)
    absent = sorted({column for column in needed if column} - population.columns.keys())
    if absent:
        yield problem(path, "rulebook.population-column-absent", name=population.name, columns=tuple(absent))


def _check_unique(rulebook: Rules) -> Iterator[Problem]:
    for table, code_twice in CODES_TWICE.items():
        codes = [item.get("code") for item in _listed(rulebook, table) if isinstance(item, dict)]
        for twice in sorted({str(code) for code in codes if codes.count(code) > 1}):
            yield problem(table, code_twice, name=twice)


def _listed(rulebook: Rules, table: str) -> list[object]:
    listed = rulebook.document.get(table)
    return listed if isinstance(listed, list) else []


def _check_bands(rulebook: Rules) -> Iterator[Problem]:
    thresholds = [band.threshold for band in rulebook.bands]
    if any(left == right for left, right in pairwise(sorted(thresholds))):
        yield problem("bands", "rulebook.bands-equal")
