"""Criteria as Excel formulas. A rule without a formula gives None, and the sheet shows the stored figure instead."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from awards.engine.criteria import (
    Adjustment,
    AdjustmentKind,
    Bands,
    Cases,
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
from awards.results.exports.terms import (
    FormulaTerm,
    added,
    chosen,
    exponential,
    greatest,
    inside,
    least,
    less,
    literal,
    logarithm,
    over,
    root,
    rounded,
    times,
)

ONE = literal(1)


def quoted(label: str) -> FormulaTerm:
    return FormulaTerm('"' + label.replace('"', '""') + '"', label)


def measure_formula(measure: Measure, cells: Mapping[str, FormulaTerm]) -> FormulaTerm | None:
    """`cells` holds each column's cell; an absent one gives no formula, nor does a denominator of nought."""
    if measure.transform is not Transform.NONE or any(column not in cells for column in measure.columns):
        return None
    first = added([cells[column] for column in measure.first])
    if measure.base is not None:
        computed = measure_formula(measure.base, cells)
        if computed is None:
            return None
        first = computed
    if measure.kind is MeasureKind.SUM:
        return first
    second = added([cells[column] for column in measure.second])
    if measure.kind is MeasureKind.DIFFERENCE:
        return less(first, second)
    if measure.guard in (Guard.WILSON, Guard.SHRINKAGE):
        return None
    divisor = second
    if measure.guard is Guard.RAISE_DENOMINATOR:
        divisor = greatest([divisor, literal(measure.minimum_denominator)])
    if not divisor.number:
        return None
    top = less(first, second) if measure.kind is MeasureKind.GROWTH else first
    return inside(over(times(literal(measure.scale), top), divisor))


def leaf_formula(
    leaf: Criterion, raw: FormulaTerm, cells: Mapping[str, FormulaTerm], rounding: RoundingRule
) -> FormulaTerm | None:
    """Return the score of a leaf from the cell that holds its raw value."""
    rule = leaf.normalisation
    formula = _normalised(rule, raw) if rule is not None else None
    if formula is None or rule is None:
        return None
    if leaf.is_complement:
        ends = span(rule)
        if ends is None:
            return None
        formula = less(literal(sum(ends, Fraction(0))), formula)
    return _finished(leaf, formula, cells, rounding, rounding.leaf if leaf.digits is None else leaf.digits)


def node_formula(
    node: Criterion, scores: Mapping[str, FormulaTerm], cells: Mapping[str, FormulaTerm], rounding: RoundingRule
) -> FormulaTerm | None:
    """Return the score of a node from the cells of its children; every child must be there."""
    if any(child.code not in scores for child in node.children):
        return None
    sharing = [(child, scores[child.code]) for child in node.children if child.effect is Effect.SHARE]
    formula = _joined(node, sharing)
    if formula is None:
        return None
    for effect, combine in ((Effect.FACTOR, _multiplied), (Effect.BONUS, _plus), (Effect.PENALTY, less)):
        for child in node.children:
            if child.effect is effect:
                formula = combine(formula, scores[child.code])
    digits = rounding.node if node.digits is None else node.digits
    return _finished(node, formula, cells, rounding, digits)


def _multiplied(first: FormulaTerm, second: FormulaTerm) -> FormulaTerm:
    return inside(times(first, second))


def _plus(first: FormulaTerm, second: FormulaTerm) -> FormulaTerm:
    return added([first, second])


def _joined(node: Criterion, sharing: Sequence[tuple[Criterion, FormulaTerm]]) -> FormulaTerm | None:
    if not sharing:
        return None
    if node.join is Join.DIFFERENCE:
        return inside(less(sharing[0][1], sharing[1][1]))
    if node.join is Join.COMPLEMENT and node.of is not None:
        return inside(less(literal(node.of), sharing[0][1]))
    if node.join in (Join.RATIO, Join.RECIPROCAL) and node.floor is not None:
        top = sharing[0][1] if node.of is None else literal(node.of)
        return inside(over(top, greatest([sharing[-1][1], literal(node.floor)])))
    if node.join is Join.MINIMUM:
        return least([cell for _, cell in sharing])
    if node.join is Join.SUM:
        return added([_weighted(child.weight, cell) for child, cell in sharing])
    total = literal(sum((child.weight for child, _ in sharing), Fraction(0)))
    if node.join is Join.ARITHMETIC:
        return inside(over(added([_weighted(child.weight, cell) for child, cell in sharing]), total))
    if node.join is Join.GEOMETRIC and node.floor is not None:
        floor = literal(node.floor)
        parts = [times(literal(child.weight), logarithm(greatest([cell, floor]))) for child, cell in sharing]
        return exponential(over(added(parts), total))
    return None


def _weighted(weight: Fraction, cell: FormulaTerm) -> FormulaTerm:
    return cell if weight == 1 else times(literal(weight), cell)


def _normalised(rule: Normalisation, raw: FormulaTerm) -> FormulaTerm | None:
    if isinstance(rule, Goalposts):
        return _goalposts(rule, raw)
    if isinstance(rule, Bands):
        return _bands(rule, raw)
    if isinstance(rule, Levels):
        return _levels(rule, raw)
    if isinstance(rule, Cases):
        return _cases(rule, raw)
    if isinstance(rule, Points):
        if rule.is_clamped and rule.low is not None and rule.high is not None:
            return greatest([literal(rule.low), least([literal(rule.high), raw])])
        return raw
    return None


def _levels(rule: Levels, raw: FormulaTerm) -> FormulaTerm | None:
    """Return none for a word that is no level: the figure was refused, so it has no points to compute."""
    if raw.value not in rule.points:
        return None
    formula = FormulaTerm("NA()", Fraction(0))
    for label, points in reversed(list(rule.points.items())):
        formula = chosen(raw, "=", quoted(label), literal(points), formula)
    return formula


def _cases(rule: Cases, raw: FormulaTerm) -> FormulaTerm:
    """Return the points of the case whose name stands in the cell of the raw value, letter by letter."""
    formula = literal(rule.otherwise)
    for case in reversed(rule.cases):
        value = case.points if raw.value == case.name else formula.value
        text = f"IF(EXACT({raw.text},{quoted(case.name).text}),{literal(case.points).text},{formula.text})"
        formula = FormulaTerm(text, value)
    return formula


def _goalposts(rule: Goalposts, raw: FormulaTerm) -> FormulaTerm:
    worst, best = literal(rule.worst), literal(rule.best)
    if rule.is_clamped:
        raw = greatest([least([worst, best]), least([greatest([worst, best]), raw])])
    scaled, low_end, high_end = (_transformed(part, rule.transform) for part in (raw, worst, best))
    share = over(less(scaled, low_end), less(high_end, low_end))
    return added([literal(rule.low), times(literal(rule.high - rule.low), share)])


def _transformed(term: FormulaTerm, transform: Transform) -> FormulaTerm:
    if transform is Transform.NONE:
        return inside(term)
    return logarithm(term) if transform is Transform.LN else root(term)


def _bands(rule: Bands, raw: FormulaTerm) -> FormulaTerm:
    if rule.is_interpolated:
        return _interpolated(rule, raw)
    sign = ">=" if rule.edge_belongs_above else ">"
    formula = literal(rule.points[0])
    for edge, points in zip(rule.edges, rule.points[1:], strict=True):
        formula = chosen(raw, sign, literal(edge), literal(points), formula)
    return formula


def _interpolated(rule: Bands, raw: FormulaTerm) -> FormulaTerm:
    formula = literal(rule.points[0])
    for place in range(1, len(rule.edges)):
        left, right = rule.edges[place - 1], rule.edges[place]
        slope = (rule.points[place] - rule.points[place - 1]) / (right - left)
        step = added([literal(rule.points[place - 1]), times(literal(slope), less(raw, literal(left)))])
        formula = chosen(raw, ">", literal(left), step, formula)
    return chosen(raw, ">=", literal(rule.edges[-1]), literal(rule.points[-1]), formula)


def _finished(
    node: Criterion, formula: FormulaTerm, cells: Mapping[str, FormulaTerm], rounding: RoundingRule, digits: int
) -> FormulaTerm | None:
    for adjustment in node.adjustments:
        if adjustment.column in cells:
            formula = _adjusted(adjustment, formula, cells[adjustment.column])
    if node.at_least is not None:
        formula = greatest([literal(node.at_least), formula])
    if node.at_most is not None:
        formula = least([literal(node.at_most), formula])
    is_carried = node.parent is not None and ("leaf" if node.is_leaf else "node") in rounding.carried
    return rounded(formula, digits, rounding.mode) if is_carried else formula


def _adjusted(adjustment: Adjustment, formula: FormulaTerm, cell: FormulaTerm) -> FormulaTerm:
    if adjustment.kind is AdjustmentKind.MULTIPLY:
        return _multiplied(formula, cell)
    if adjustment.kind is AdjustmentKind.ADD:
        return added([formula, cell])
    if adjustment.kind is AdjustmentKind.DEDUCT:
        return less(formula, cell)
    return _multiplied(formula, less(ONE, cell))
