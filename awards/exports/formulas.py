"""Criteria as Excel formulas. A rule without a formula gives None, and the sheet shows the stored figure instead."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from awards.engine.criteria import (
    Adjustment,
    AdjustmentKind,
    Bands,
    Criterion,
    Effect,
    Goalposts,
    Guard,
    Join,
    Levels,
    Measure,
    MeasureKind,
    Normalisation,
    Points,
    RoundingRule,
    Transform,
)
from awards.engine.normalise import span
from awards.engine.rounding import RoundingMode

GUARD_DIGITS = 9
"""Digits kept while a float is brought back to the decimal it stands for, before the declared rounding."""


def literal(value: Fraction | Decimal | int) -> str:
    """Write a rulebook's number for Excel; what has no finite decimal is written as a division."""
    exact = Fraction(value)
    text = format(Decimal(exact.numerator) / Decimal(exact.denominator), "f")
    return text if Fraction(text) == exact else f"({exact.numerator}/{exact.denominator})"


def quoted(label: str) -> str:
    return '"' + label.replace('"', '""') + '"'


def rounded(formula: str, digits: int, mode: RoundingMode) -> str | None:
    """Round half away from zero, Excel's own way; the inner rounding takes the float's last noise away."""
    if mode is not RoundingMode.HALF_AWAY:
        return None
    return f"ROUND(ROUND({formula},{digits + GUARD_DIGITS}),{digits})"


def measure_formula(measure: Measure, cells: Mapping[str, str]) -> str | None:
    """`cells` names the address of each column's value; an absent one gives no formula."""
    if measure.transform is not Transform.NONE or any(column not in cells for column in measure.columns):
        return None
    first = "+".join(cells[column] for column in measure.first)
    second = "+".join(cells[column] for column in measure.second)
    if measure.kind is MeasureKind.SUM:
        return f"({first})"
    if measure.kind is MeasureKind.DIFFERENCE:
        return f"(({first})-({second}))"
    if measure.guard in (Guard.WILSON, Guard.SHRINKAGE):
        return None
    divisor = f"({second})"
    if measure.guard is Guard.RAISE_DENOMINATOR:
        divisor = f"MAX({divisor},{literal(measure.minimum_denominator)})"
    top = f"(({first})-({second}))" if measure.kind is MeasureKind.GROWTH else f"({first})"
    return f"({measure.scale}*{top}/{divisor})"


def leaf_formula(leaf: Criterion, raw: str, cells: Mapping[str, str], rounding: RoundingRule) -> str | None:
    """Return the score of a leaf from the cell that holds its raw value."""
    rule = leaf.normalisation
    formula = _normalised(rule, raw) if rule is not None else None
    if formula is None or rule is None:
        return None
    if leaf.is_complement:
        ends = span(rule)
        if ends is None:
            return None
        formula = f"({literal(sum(ends, Fraction(0)))}-{formula})"
    return _finished(leaf, formula, cells, rounding, rounding.leaf if leaf.digits is None else leaf.digits)


def node_formula(
    node: Criterion, scores: Mapping[str, str], cells: Mapping[str, str], rounding: RoundingRule
) -> str | None:
    """Return the score of a node from the cells of its children; every child must be there."""
    if any(child.code not in scores for child in node.children):
        return None
    sharing = [(child, scores[child.code]) for child in node.children if child.effect is Effect.SHARE]
    formula = _joined(node, sharing)
    if formula is None:
        return None
    for effect, sign in ((Effect.FACTOR, "*"), (Effect.BONUS, "+"), (Effect.PENALTY, "-")):
        for child in node.children:
            if child.effect is effect:
                formula = f"({formula}{sign}{scores[child.code]})"
    digits = rounding.node if node.digits is None else node.digits
    return _finished(node, formula, cells, rounding, digits)


def _joined(node: Criterion, sharing: Sequence[tuple[Criterion, str]]) -> str | None:
    if not sharing:
        return None
    if node.join is Join.MINIMUM:
        return f"MIN({','.join(cell for _, cell in sharing)})"
    if node.join is Join.SUM:
        return "(" + "+".join(_weighted(child.weight, cell) for child, cell in sharing) + ")"
    total = sum((child.weight for child, _ in sharing), Fraction(0))
    if node.join is Join.ARITHMETIC:
        parts = "+".join(_weighted(child.weight, cell) for child, cell in sharing)
        return f"(({parts})/{literal(total)})"
    if node.join is Join.GEOMETRIC and node.floor is not None:
        floor = literal(node.floor)
        parts = "+".join(f"{literal(child.weight)}*LN(MAX({cell},{floor}))" for child, cell in sharing)
        return f"EXP(({parts})/{literal(total)})"
    return None


def _weighted(weight: Fraction, cell: str) -> str:
    return cell if weight == 1 else f"{literal(weight)}*{cell}"


def _normalised(rule: Normalisation, raw: str) -> str | None:
    if isinstance(rule, Goalposts):
        return _goalposts(rule, raw)
    if isinstance(rule, Bands):
        return _bands(rule, raw)
    if isinstance(rule, Levels):
        formula = "NA()"
        for label, points in reversed(list(rule.points.items())):
            formula = f"IF({raw}={quoted(label)},{literal(points)},{formula})"
        return formula
    if isinstance(rule, Points):
        if rule.is_clamped and rule.low is not None and rule.high is not None:
            return f"MAX({literal(rule.low)},MIN({literal(rule.high)},{raw}))"
        return raw
    return None


def _goalposts(rule: Goalposts, raw: str) -> str:
    worst, best = literal(rule.worst), literal(rule.best)
    if rule.is_clamped:
        raw = f"MAX(MIN({worst},{best}),MIN(MAX({worst},{best}),{raw}))"
    functions = {Transform.NONE: "({})", Transform.LN: "LN({})", Transform.SQRT: "SQRT({})"}
    scaled, low_end, high_end = (functions[rule.transform].format(part) for part in (raw, worst, best))
    return f"({literal(rule.low)}+{literal(rule.high - rule.low)}*({scaled}-{low_end})/({high_end}-{low_end}))"


def _bands(rule: Bands, raw: str) -> str:
    if rule.is_interpolated:
        return _interpolated(rule, raw)
    sign = ">=" if rule.edge_belongs_above else ">"
    formula = literal(rule.points[0])
    for edge, points in zip(rule.edges, rule.points[1:], strict=True):
        formula = f"IF({raw}{sign}{literal(edge)},{literal(points)},{formula})"
    return formula


def _interpolated(rule: Bands, raw: str) -> str:
    formula = literal(rule.points[0])
    for place in range(1, len(rule.edges)):
        left, right = rule.edges[place - 1], rule.edges[place]
        slope = (rule.points[place] - rule.points[place - 1]) / (right - left)
        step = f"({literal(rule.points[place - 1])}+{literal(slope)}*({raw}-{literal(left)}))"
        formula = f"IF({raw}>{literal(left)},{step},{formula})"
    return f"IF({raw}>={literal(rule.edges[-1])},{literal(rule.points[-1])},{formula})"


def _finished(
    node: Criterion, formula: str, cells: Mapping[str, str], rounding: RoundingRule, digits: int
) -> str | None:
    for adjustment in node.adjustments:
        if adjustment.column in cells:
            formula = _adjusted(adjustment, formula, cells[adjustment.column])
    if node.at_least is not None:
        formula = f"MAX({literal(node.at_least)},{formula})"
    if node.at_most is not None:
        formula = f"MIN({literal(node.at_most)},{formula})"
    is_carried = node.parent is not None and ("leaf" if node.is_leaf else "node") in rounding.carried
    return rounded(formula, digits, rounding.mode) if is_carried else formula


def _adjusted(adjustment: Adjustment, formula: str, cell: str) -> str:
    return {
        AdjustmentKind.MULTIPLY: f"({formula}*{cell})",
        AdjustmentKind.ADD: f"({formula}+{cell})",
        AdjustmentKind.DEDUCT: f"({formula}-{cell})",
        AdjustmentKind.DEDUCT_SHARE: f"({formula}*(1-{cell}))",
    }[adjustment.kind]
