"""Why one entry leads another: the difference of two totals split over the tree, exactly.

A mean M of the form f(M) = sum w f(s) is split by K w (f(a) - f(b)) with K = (A - B) / (f(A) - f(B)); for the
geometric mean K is the logarithmic mean of the two scores. The lower minimum pays for the whole difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from awards.engine.criteria import PAIRS, Criterion, Effect, Join
from awards.engine.evaluate import Outcome
from awards.engine.explain import Amount, LineKind, amounts, score_of
from awards.engine.joins import exponent_of
from awards.engine.numbers import (
    ONE,
    ZERO,
    Number,
    compare,
    divide,
    larger,
    ln,
    minus,
    power,
    times,
    weighted_sum,
)
from awards.engine.pairs import pair_slopes

HALF = Fraction(1, 2)


def lead_amounts(ahead: Outcome, behind: Outcome) -> list[Amount]:
    """Return amounts that add up to the difference of the two scores."""
    merged: dict[tuple[LineKind, str], Amount] = {}
    for amount in _split(ahead, behind, ONE):
        key = amount.kind, amount.outcome.criterion.code
        known = merged.get(key)
        number = amount.number if known is None else weighted_sum([(ONE, known.number), (ONE, amount.number)])
        merged[key] = Amount(amount.kind, amount.outcome, number)
    return list(merged.values())


def _split(ahead: Outcome, behind: Outcome, factor: Number) -> Iterator[Amount]:
    if not ahead.criterion.children:
        yield Amount(LineKind.CRITERION, ahead, times(factor, minus(score_of(ahead), score_of(behind))))
        return
    if not _are_alike(ahead, behind):
        yield from amounts(ahead, factor)
        yield from amounts(behind, times(-ONE, factor))
        return
    own, other = _factor(ahead), _factor(behind)
    inner = times(factor, _middle(own, other))
    for left, right, multiplier in _multipliers(ahead, behind):
        yield from _split(left, right, times(inner, multiplier))
    if own != ONE or other != ONE:
        change = times(_middle(joined_of(ahead), joined_of(behind)), minus(own, other))
        yield Amount(LineKind.FACTOR, ahead, times(factor, change))
    for left, right in zip(ahead.children, behind.children, strict=True):
        if left.criterion.effect in (Effect.BONUS, Effect.PENALTY):
            gap = times(_sign(left.criterion), minus(score_of(left), score_of(right)))
            yield Amount(LineKind(left.criterion.effect.value), left, times(factor, gap))
    rest = minus(_rest(ahead), _rest(behind))
    if rest != ZERO:
        yield Amount(LineKind.LIMIT, ahead, times(factor, rest))


def _are_alike(ahead: Outcome, behind: Outcome) -> bool:
    """Two nodes can be split child by child when both were joined and from the same children."""
    if ahead.joined is None or behind.joined is None:
        return False
    pairs = zip(ahead.children, behind.children, strict=True)
    return all((left.score is None) == (right.score is None) for left, right in pairs)


def _multipliers(ahead: Outcome, behind: Outcome) -> Iterator[tuple[Outcome, Outcome, Number]]:
    """Yield the children with what their own difference is multiplied with; the products add up to the joined lead."""
    node = ahead.criterion
    pairs = [
        (left, right)
        for left, right in zip(ahead.children, behind.children, strict=True)
        if left.criterion.effect is Effect.SHARE and left.score is not None
    ]
    if node.join is Join.MINIMUM:
        yield from _lowest_pays(ahead, behind, pairs)
        return
    if node.join in PAIRS:
        slopes = pair_slopes(node, *([score_of(one) for one in side] for side in zip(*pairs, strict=True)))
        yield from ((left, right, slope) for (left, right), slope in zip(pairs, slopes, strict=True))
        return
    if node.floor is None:
        yield from ((left, right, left.share or ZERO) for left, right in pairs)
        return
    factor = _secant(node, joined_of(ahead), joined_of(behind), inverse=True)
    for left, right in pairs:
        yield left, right, times(factor, times(left.share or ZERO, _floored_secant(node, node.floor, left, right)))


def _lowest_pays(
    ahead: Outcome, behind: Outcome, pairs: list[tuple[Outcome, Outcome]]
) -> Iterator[tuple[Outcome, Outcome, Number]]:
    lead = minus(joined_of(ahead), joined_of(behind))
    lower_is_ahead = compare(lead, ZERO) < 0
    for left, right in pairs:
        binding = (left if lower_is_ahead else right).share == ONE
        gap = minus(score_of(left), score_of(right))
        yield left, right, divide(lead, gap) if binding and compare(gap, ZERO) != 0 else ZERO


def _floored_secant(node: Criterion, floor: Fraction, left: Outcome, right: Outcome) -> Number:
    """Return (f(a) - f(b)) / (a - b) with both scores raised to the floor inside f."""
    high, low = score_of(left), score_of(right)
    if compare(high, low) == 0:
        return _secant(node, larger(high, floor), larger(high, floor), inverse=False)
    change = minus(_bent(node, larger(high, floor)), _bent(node, larger(low, floor)))
    return divide(change, minus(high, low))


def _secant(node: Criterion, high: Number, low: Number, *, inverse: bool) -> Number:
    """Return the slope of f between two scores, or its slope there when they are equal; or one over it."""
    if compare(high, low) != 0:
        rise, run = minus(_bent(node, high), _bent(node, low)), minus(high, low)
        return divide(run, rise) if inverse else divide(rise, run)
    exponent = exponent_of(node)
    slope = power(high, -ONE) if exponent == 0 else times(exponent, power(high, exponent - 1))
    return divide(ONE, slope) if inverse else slope


def _bent(node: Criterion, number: Number) -> Number:
    exponent = exponent_of(node)
    return ln(number) if exponent == 0 else power(number, exponent)


def _factor(outcome: Outcome) -> Number:
    product: Number = ONE
    for child in outcome.children:
        if child.criterion.effect is Effect.FACTOR and child.score is not None:
            product = times(product, child.score)
    return product


def _rest(outcome: Outcome) -> Number:
    """Return what adjustments, limits and rounding add after joins and effects."""
    reached = times(joined_of(outcome), _factor(outcome))
    for child in outcome.children:
        if child.criterion.effect in (Effect.BONUS, Effect.PENALTY):
            reached = weighted_sum([(ONE, reached), (_sign(child.criterion), score_of(child))])
    return minus(score_of(outcome), reached)


def _sign(criterion: Criterion) -> Fraction:
    return ONE if criterion.effect is Effect.BONUS else -ONE


def _middle(left: Number, right: Number) -> Number:
    return weighted_sum([(HALF, left), (HALF, right)])


def joined_of(outcome: Outcome) -> Number:
    return ZERO if outcome.joined is None else outcome.joined
