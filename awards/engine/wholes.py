"""Scores of some entries as whole numbers over one denominator, through adjustments, effects, limits and minima.

Close calls of trees that stay rational come here first: decimals times decimals end on a half so often that asking the
reference entry by entry would take most of the time. Entries with something missing are left to the reference.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from awards.engine.criteria import AdjustmentKind, Cases, Criterion, Effect, Goalposts, Join, Points, Relation
from awards.engine.evaluate import Case, is_carried
from awards.engine.figures import Mask
from awards.engine.linear import rounded_quotient, straight_line
from awards.engine.rounding import RoundingMode
from awards.engine.table import LARGEST_SCALED, ScaledColumn, State, Whole
from awards.engine.truths import case_places


class TooWideError(Exception):
    """The numbers may pass 62 bits, or the tree does not stay rational."""


@dataclass(frozen=True, slots=True, eq=False)
class Wholes:
    """Numerators over one denominator; only those that are `told` mean anything."""

    numerators: Whole
    denominator: int
    told: Mask

    @property
    def reach(self) -> int:
        return max(abs(int(self.numerators.max(initial=0))), abs(int(self.numerators.min(initial=0))))

    def over(self, denominator: int) -> Whole:
        return _product(self.numerators, self.reach, denominator // self.denominator)

    def scaled_by(self, factor: Fraction) -> Wholes:
        return Wholes(
            _product(self.numerators, self.reach, factor.numerator), self.denominator * factor.denominator, self.told
        )

    def times(self, other: Wholes) -> Wholes:
        if self.reach * other.reach >= LARGEST_SCALED:
            raise TooWideError
        return Wholes(self.numerators * other.numerators, self.denominator * other.denominator, self.told & other.told)

    def plus(self, other: Wholes) -> Wholes:
        denominator = math.lcm(self.denominator, other.denominator)
        left, right = self.over(denominator), other.over(denominator)
        return Wholes(_checked(left + right), denominator, self.told & other.told)

    def limited(self, low: Fraction | None, high: Fraction | None) -> Wholes:
        ends = [end for end in (low, high) if end is not None]
        denominator = math.lcm(self.denominator, *(end.denominator for end in ends))
        if any(abs(end * denominator) >= LARGEST_SCALED for end in ends):
            raise TooWideError
        numerators = self.over(denominator)
        if low is not None:
            numerators = np.maximum(numerators, int(low * denominator))
        if high is not None:
            numerators = np.minimum(numerators, int(high * denominator))
        return Wholes(numerators, denominator, self.told)

    def rounded(self, digits: int, mode: RoundingMode) -> Whole:
        """Round as the reference does."""
        if 4 * (self.reach * 10**digits + self.denominator) >= LARGEST_SCALED:
            raise TooWideError
        return rounded_quotient(self.numerators * 10**digits, self.denominator, mode)


def whole_scores(
    case: Case, node: Criterion, rows: Whole, digits: int, mode: RoundingMode
) -> tuple[Whole, Mask] | None:
    """Return rounded scores and which of them are told; None where the tree does not stay in whole numbers."""
    try:
        found = _finished(case, node, rows)
        return found.rounded(digits, mode), found.told
    except TooWideError:
        return None


def _finished(case: Case, node: Criterion, rows: Whole) -> Wholes:
    if is_carried(case.rulebook.rounding, node):
        raise TooWideError
    score = _leaf(case, node, rows) if node.is_leaf else _joined(case, node, rows)
    for adjustment in node.adjustments:
        column = _column(case, adjustment.column, rows)
        if adjustment.kind is AdjustmentKind.MULTIPLY:
            score = score.times(column)
        elif adjustment.kind is AdjustmentKind.DEDUCT_SHARE:
            one = Wholes(np.full(len(rows), column.denominator), column.denominator, column.told)
            score = score.times(one.plus(column.scaled_by(Fraction(-1))))
        else:
            sign = 1 if adjustment.kind is AdjustmentKind.ADD else -1
            score = score.plus(column.scaled_by(Fraction(sign)))
    if node.at_least is None and node.at_most is None:
        return score
    return score.limited(node.at_least, node.at_most)


def _place_in_field(case: Case, leaf: Criterion, rule: Relation, rows: Whole) -> Wholes:
    """Score a percentile of the field itself; any other relation is left to the reference."""
    known = case.statistics[leaf.code]
    if known.passed is None:
        raise TooWideError
    below, upto = known.passed[0][rows], known.passed[1][rows]
    count, told = len(known.members), below >= 0
    passed = below if rule.higher_is_better else count - upto
    halves = passed * rule.ties.denominator + rule.ties.numerator * (upto - below)
    low, width = rule.low, rule.high - rule.low
    if leaf.is_complement:
        low, width = rule.high, -width
    start = Wholes(np.ones(len(rows), dtype=np.int64), 1, told).scaled_by(low)
    return Wholes(halves, count * rule.ties.denominator, told).scaled_by(width).plus(start)


def _points_of_cases(case: Case, rule: Cases, rows: Whole) -> Wholes:
    places, states = case_places(case, rule, rows)
    points = list(rule.points.values())
    denominator = math.lcm(*(one.denominator for one in points))
    if any(abs(one * denominator) >= LARGEST_SCALED for one in points):
        raise TooWideError
    numerators = np.array([int(one * denominator) for one in points], dtype=np.int64)
    return Wholes(numerators[places], denominator, states == State.PRESENT)


def _leaf(case: Case, leaf: Criterion, rows: Whole) -> Wholes:
    if isinstance(leaf.normalisation, Cases):
        return _points_of_cases(case, leaf.normalisation, rows)
    if isinstance(leaf.normalisation, Relation):
        return _place_in_field(case, leaf, leaf.normalisation, rows)
    if leaf.column is None or not isinstance(leaf.normalisation, Goalposts | Points):
        raise TooWideError
    column = case.table.numbers(leaf.column, case.rulebook.not_applicable)
    line = straight_line(leaf, column, Fraction(1)) if isinstance(column, ScaledColumn) else None
    if line is None:
        raise TooWideError
    term, constant = line
    read = _column(case, leaf.column, rows)
    if term.ends is not None:
        read = Wholes(np.clip(read.numerators, *term.ends), read.denominator, read.told)
    bare = Wholes(read.numerators, 1, read.told).scaled_by(term.slope)
    start = Wholes(np.ones(len(rows), dtype=np.int64), 1, read.told).scaled_by(constant)
    return bare.plus(start) if constant else bare


def _joined(case: Case, node: Criterion, rows: Whole) -> Wholes:
    parts = [(child, _finished(case, child, rows)) for child in node.children]
    taking = [(child.weight, part) for child, part in parts if child.effect is Effect.SHARE]
    if node.join is Join.MINIMUM:
        score = _lowest([part for _, part in taking])
    elif node.join in (Join.SUM, Join.ARITHMETIC):
        total = Fraction(1) if node.join is Join.SUM else sum((weight for weight, _ in taking), Fraction(0))
        score = taking[0][1].scaled_by(taking[0][0] / total)
        for weight, part in taking[1:]:
            score = score.plus(part.scaled_by(weight / total))
    else:
        raise TooWideError
    for effect in (Effect.FACTOR, Effect.BONUS, Effect.PENALTY):
        for child, part in parts:
            if child.effect is effect:
                sign = Fraction(-1 if effect is Effect.PENALTY else 1)
                score = score.times(part) if effect is Effect.FACTOR else score.plus(part.scaled_by(sign))
    return score


def _lowest(parts: Sequence[Wholes]) -> Wholes:
    denominator = math.lcm(*(part.denominator for part in parts))
    numerators = np.min([part.over(denominator) for part in parts], axis=0)
    return Wholes(numerators, denominator, np.all([part.told for part in parts], axis=0))


def _column(case: Case, name: str, rows: Whole) -> Wholes:
    column = case.table.numbers(name, case.rulebook.not_applicable)
    if not isinstance(column, ScaledColumn):
        raise TooWideError
    told = np.ones(len(rows), dtype=np.bool_) if column.states is None else column.states[rows] == State.PRESENT
    return Wholes(np.where(told, column.scaled[rows], 0), 10**column.places, told)


def _product(numerators: Whole, reach: int, factor: int) -> Whole:
    if reach * abs(factor) >= LARGEST_SCALED or abs(factor) >= LARGEST_SCALED:
        raise TooWideError
    return numerators * factor


def _checked(numerators: Whole) -> Whole:
    """Refuse sums beyond 62 bits; two numbers below them never wrap around."""
    if len(numerators) and max(abs(int(numerators.max())), abs(int(numerators.min()))) >= LARGEST_SCALED:
        raise TooWideError
    return numerators
