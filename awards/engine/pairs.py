"""Joins without weights: of two scores their difference or ratio, of one its complement or reciprocal.

Published indices end in them: the Gender Inequality Index is the complement of a ratio of two means. A divisor below
the node's floor counts as the floor. The order of the children is that of the rulebook.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, cast

from awards.engine.criteria import Criterion, Join
from awards.engine.numbers import ONE, ZERO, Number, compare, divide, larger, minus, times, weighted_sum

HALF: Final = Fraction(1, 2)


def pair_score(node: Criterion, scores: Sequence[Number]) -> Number:
    """Join the scores of all children, exactly."""
    if node.join is Join.DIFFERENCE:
        return minus(scores[0], scores[1])
    if node.join is Join.COMPLEMENT:
        return minus(_of(node), scores[0])
    top, divisor = _top(node, scores), larger(scores[-1], _floor(node))
    return divide(top, divisor)


def pair_factors(node: Criterion) -> list[Fraction]:
    """Return what each score counts in the straight line that explains the join; a divisor counts in no line."""
    return {
        Join.DIFFERENCE: [ONE, -ONE],
        Join.COMPLEMENT: [-ONE],
        Join.RATIO: [ONE, ZERO],
        Join.RECIPROCAL: [ZERO],
    }[cast("Join", node.join)]


def pair_slopes(node: Criterion, ahead: Sequence[Number], behind: Sequence[Number]) -> list[Number]:
    """Return what the children's own gaps are multiplied with; the products add up to the gap of the joined scores."""
    if node.join in (Join.DIFFERENCE, Join.COMPLEMENT):
        return list(pair_factors(node))
    slope = _slope_of_one_over(ahead[-1], behind[-1], _floor(node))
    if node.join is Join.RECIPROCAL:
        return [times(_of(node), slope)]
    raised = [larger(scores[1], _floor(node)) for scores in (ahead, behind)]
    shares = weighted_sum((HALF, divide(ONE, one)) for one in raised)
    tops = weighted_sum((HALF, scores[0]) for scores in (ahead, behind))
    return [shares, times(tops, slope)]


def _slope_of_one_over(ahead: Number, behind: Number, floor: Fraction) -> Number:
    """Return (1/a - 1/b) / (a - b) with both raised to the floor, the slope there where they are equal."""
    high, low = larger(ahead, floor), larger(behind, floor)
    if compare(ahead, behind) == 0:
        return times(-ONE, divide(ONE, times(high, high)))
    return divide(minus(divide(ONE, high), divide(ONE, low)), minus(ahead, behind))


def _top(node: Criterion, scores: Sequence[Number]) -> Number:
    return scores[0] if node.join is Join.RATIO else _of(node)


def _of(node: Criterion) -> Fraction:
    return cast("Fraction", node.of)


def _floor(node: Criterion) -> Fraction:
    return cast("Fraction", node.floor)
