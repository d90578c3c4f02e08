"""Sums and arithmetic means of straight-line leaves as whole numbers over one denominator: exact, and fast for many.

Only the close calls of such a tree come here; anything that bends, is missing or is adjusted goes to the reference.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from awards.engine.criteria import Criterion, Effect, Goalposts, Join, Points, Transform
from awards.engine.evaluate import Case, is_carried
from awards.engine.rounding import RoundingMode
from awards.engine.table import LARGEST_SCALED, ScaledColumn, Whole


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A slope on a column's scaled whole numbers, which are cut to low..high first."""

    column: ScaledColumn
    slope: Fraction
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True, eq=False)
class LinearForm:
    """The score is (constant + sum of slope * cut value); all slopes are whole over `denominator`."""

    terms: tuple[Term, ...]
    constant: Fraction
    denominator: int

    def numerators(self, rows: Whole) -> Whole:
        total = np.full(len(rows), int(self.constant * self.denominator), dtype=np.int64)
        for term in self.terms:
            total += int(term.slope * self.denominator) * np.clip(term.column.scaled[rows], term.low, term.high)
        return total

    def rounded(self, rows: Whole, digits: int, mode: RoundingMode) -> Whole:
        """Round as the reference does, in whole numbers."""
        numerators = self.numerators(rows) * 10**digits
        whole, rest = np.divmod(np.abs(numerators), self.denominator)
        twice = 2 * rest
        if mode is RoundingMode.HALF_AWAY:
            up = twice >= self.denominator
        elif mode is RoundingMode.HALF_DOWN:
            up = twice > self.denominator
        else:
            up = (twice > self.denominator) | ((twice == self.denominator) & (whole % 2 == 1))
        magnitude: Whole = whole + up
        return np.where(numerators < 0, -magnitude, magnitude)


def linear_form(case: Case, node: Criterion, digits: int) -> LinearForm | None:
    """Return the form, or None where the node is not linear or its numerators may pass 62 bits."""
    if is_carried(case.rulebook.rounding, node):
        return None
    parts = list(_parts(case, node, Fraction(1)))
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    constant = sum((part[1] for part in known), Fraction(0))
    terms = tuple(part[0] for part in known)
    denominator = math.lcm(constant.denominator, *(term.slope.denominator for term in terms))
    reach = abs(constant) + sum(abs(term.slope) * _reach(term) for term in terms)
    if 4 * reach * denominator * 10**digits >= LARGEST_SCALED:
        return None
    return LinearForm(terms, constant, denominator)


def _reach(term: Term) -> int:
    if term.low is not None and term.high is not None:
        return max(abs(term.low), abs(term.high))
    return int(np.abs(term.column.scaled).max(initial=0))


def _parts(case: Case, node: Criterion, factor: Fraction) -> Iterator[tuple[Term, Fraction] | None]:
    if node.adjustments or node.at_least is not None or node.at_most is not None:
        yield None
    elif node.is_leaf:
        yield _leaf_part(case, node, factor)
    elif node.join not in (Join.SUM, Join.ARITHMETIC) or any(one.effect is not Effect.SHARE for one in node.children):
        yield None
    else:
        for child, share in zip(node.children, _shares(node), strict=True):
            if is_carried(case.rulebook.rounding, child):
                yield None
            yield from _parts(case, child, factor * share)


def _shares(node: Criterion) -> Sequence[Fraction]:
    total = Fraction(1) if node.join is Join.SUM else sum((child.weight for child in node.children), Fraction(0))
    return [child.weight / total for child in node.children]


def _leaf_part(case: Case, leaf: Criterion, factor: Fraction) -> tuple[Term, Fraction] | None:
    rule = leaf.normalisation
    if leaf.column is None or not isinstance(rule, Goalposts | Points):
        return None
    column = case.table.numbers(leaf.column, case.rulebook.not_applicable)
    if not isinstance(column, ScaledColumn) or column.states is not None:
        return None
    if isinstance(rule, Points):
        if leaf.is_complement:
            return None
        cut = (rule.low, rule.high) if rule.is_clamped else (None, None)
        return _term(column, factor, Fraction(0), cut)
    if rule.transform is not Transform.NONE:
        return None
    slope = (rule.high - rule.low) / (rule.best - rule.worst)
    start = rule.low - slope * rule.worst
    if leaf.is_complement:
        slope, start = -slope, rule.low + rule.high - start
    ends = (min(rule.worst, rule.best), max(rule.worst, rule.best)) if rule.is_clamped else (None, None)
    return _term(column, factor * slope, factor * start, ends)


def _term(
    column: ScaledColumn, slope: Fraction, start: Fraction, ends: tuple[Fraction | None, Fraction | None]
) -> tuple[Term, Fraction] | None:
    scale = 10**column.places
    cuts = [None if end is None else end * scale for end in ends]
    if any(cut is not None and cut.denominator != 1 for cut in cuts):
        return None
    low, high = (None if cut is None else int(cut) for cut in cuts)
    return Term(column, slope / scale, low, high), start
