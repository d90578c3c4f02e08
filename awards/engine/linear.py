"""Sums and arithmetic means of straight-line leaves as whole numbers over one denominator: exact, and fast for many.

Anything that bends, is missing or is adjusted has no such form and goes through floats and the reference.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from awards.engine.criteria import Criterion, Effect, Goalposts, Join, Points, Transform
from awards.engine.evaluate import Case, is_carried
from awards.engine.rounding import RoundingMode
from awards.engine.table import LARGEST_SCALED, ScaledColumn, Selection, Whole


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A slope on a column's scaled whole numbers, which are cut to `ends` first; None cuts nothing."""

    column: ScaledColumn
    slope: Fraction
    ends: tuple[int, int] | None

    @property
    def reach(self) -> int:
        lowest, highest = self.ends or self.column.ends()
        return max(abs(lowest), abs(highest))


@dataclass(frozen=True, slots=True, eq=False)
class LinearForm:
    """The score is (constant + sum of slope * cut value); all slopes are whole over `denominator`."""

    terms: tuple[Term, ...]
    constant: Fraction
    denominator: int

    def numerators(self, rows: Selection) -> Whole:
        total = self._numerator(self.terms[0], rows)
        for term in self.terms[1:]:
            total += self._numerator(term, rows)
        if self.constant:
            total += int(self.constant * self.denominator)
        return total

    def _numerator(self, term: Term, rows: Selection) -> Whole:
        chosen = term.column.scaled[rows]
        cut: Whole = chosen.copy() if term.ends is None else np.clip(chosen, *term.ends)
        cut *= int(term.slope * self.denominator)
        return cut

    def rounded(self, rows: Selection, digits: int, mode: RoundingMode) -> Whole:
        """Round as the reference does, in whole numbers."""
        return rounded_quotient(self.numerators(rows) * 10**digits, self.denominator, mode)


def rounded_quotient(numerators: Whole, denominator: int, mode: RoundingMode) -> Whole:
    """Round to whole numbers; four times a numerator and the denominator must fit 62 bits. Takes the array over."""
    numerators *= 2
    is_signed = bool(numerators.min(initial=0) < 0)
    doubled = np.abs(numerators) if is_signed else numerators
    doubled += denominator - (mode is RoundingMode.HALF_DOWN)
    magnitude: Whole = doubled // (2 * denominator)
    if mode is RoundingMode.HALF_EVEN:
        magnitude -= (magnitude * (2 * denominator) == doubled) & (magnitude % 2 == 1)
    return np.where(numerators < 0, -magnitude, magnitude) if is_signed else magnitude


def linear_form(case: Case, node: Criterion, digits: int) -> LinearForm | None:
    """Return the form, or None where the node is not linear or its numerators may pass 62 bits."""
    if is_carried(case.rulebook.rounding, node):
        return None
    return combined(_parts(case, node, Fraction(1)), digits)


def combined(parts: Iterable[tuple[Term | None, Fraction] | None], digits: int) -> LinearForm | None:
    """Add terms and constants up; None where a part has no such form or the numerators may pass 62 bits."""
    known = []
    for part in parts:
        if part is None:
            return None
        known.append(part)
    constant = sum((part[1] for part in known), Fraction(0))
    terms = tuple(part[0] for part in known if part[0] is not None)
    denominator = math.lcm(constant.denominator, *(term.slope.denominator for term in terms))
    reach = 1 + abs(constant) + sum(abs(term.slope) * term.reach for term in terms)
    if not terms or 4 * reach * denominator * 10**digits >= LARGEST_SCALED:
        return None
    return LinearForm(terms, constant, denominator)


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
    if leaf.column is None or not isinstance(leaf.normalisation, Goalposts | Points):
        return None
    column = case.table.numbers(leaf.column, case.rulebook.not_applicable)
    if not isinstance(column, ScaledColumn) or column.states is not None:
        return None
    if isinstance(leaf.normalisation, Points) and not _is_inside(column, leaf.normalisation):
        return None
    return straight_line(leaf, column, factor)


def straight_line(leaf: Criterion, column: ScaledColumn, factor: Fraction) -> tuple[Term, Fraction] | None:
    """Return factor times the score as a slope on the column and a constant; points must be known to be in range."""
    rule = leaf.normalisation
    if isinstance(rule, Points):
        if leaf.is_complement:
            return None
        if rule.low is None or rule.high is None or not rule.is_clamped:
            return _term(column, factor, Fraction(0), None)
        return _term(column, factor, Fraction(0), (rule.low, rule.high))
    if not isinstance(rule, Goalposts) or rule.transform is not Transform.NONE:
        return None
    slope = (rule.high - rule.low) / (rule.best - rule.worst)
    start = rule.low - slope * rule.worst
    if leaf.is_complement:
        slope, start = -slope, rule.low + rule.high - start
    ends = (min(rule.worst, rule.best), max(rule.worst, rule.best)) if rule.is_clamped else None
    return _term(column, factor * slope, factor * start, ends)


def _is_inside(column: ScaledColumn, rule: Points) -> bool:
    """Say whether no value has to be refused."""
    if rule.low is None or rule.high is None or rule.is_clamped or not len(column):
        return True
    (lowest, highest), scale = column.ends(), 10**column.places
    return bool(rule.low * scale <= lowest and highest <= rule.high * scale)


def _term(
    column: ScaledColumn, slope: Fraction, start: Fraction, ends: tuple[Fraction, Fraction] | None
) -> tuple[Term, Fraction] | None:
    """Return None where the column is to be cut between two of its numbers, or beyond 62 bits."""
    scale = 10**column.places
    if ends is None:
        return Term(column, slope / scale, None), start
    low, high = (end * scale for end in ends)
    if any(cut.denominator != 1 or abs(cut) >= LARGEST_SCALED for cut in (low, high)):
        return None
    return Term(column, slope / scale, (int(low), int(high))), start
