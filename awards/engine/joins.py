"""How the scores under one node become one score, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

from awards.engine.criteria import PAIRS, Criterion, Effect, Join
from awards.engine.numbers import (
    ONE,
    ZERO,
    Number,
    compare,
    larger,
    minus,
    power,
    power_product,
    smaller,
    times,
    weighted_sum,
)
from awards.engine.pairs import pair_factors, pair_score

Part = tuple[Fraction, Number]


def join_scores(node: Criterion, parts: Sequence[Part]) -> Number:
    """Join weight and score of the children that are there; their weights are rescaled to the whole."""
    if node.join in PAIRS:
        return pair_score(node, [score for _, score in parts])
    if node.join is Join.SUM:
        return weighted_sum((weight * regrown(node, parts), score) for weight, score in parts)
    if node.join is Join.MINIMUM:
        return reduce(smaller, (score for _, score in parts))
    shares = shared(parts)
    if node.join is Join.ARITHMETIC or node.floor is None:
        return weighted_sum(shares)
    floored = [(share, larger(score, node.floor)) for share, score in shares]
    if node.join is Join.GEOMETRIC:
        return power_product((score, share) for share, score in floored)
    exponent = exponent_of(node)
    return power(weighted_sum((share, power(score, exponent)) for share, score in floored), 1 / exponent)


def exponent_of(node: Criterion) -> Fraction:
    """Return p of the mean f(M) = sum w f(s) with f(s) = s ** p; nought stands for the logarithm."""
    return {Join.GEOMETRIC: ZERO, Join.HARMONIC: -ONE}.get(node.join or Join.ARITHMETIC, node.exponent or ONE)


def shared(parts: Sequence[Part]) -> list[Part]:
    total = sum((weight for weight, _ in parts), Fraction(0))
    return [(weight / total, score) for weight, score in parts]


def regrown(node: Criterion, parts: Sequence[Part]) -> Fraction:
    """Return the factor that makes up for skipped parts of a sum."""
    whole = sum((child.weight for child in node.children if child.effect is Effect.SHARE), Fraction(0))
    return whole / sum((weight for weight, _ in parts), Fraction(0))


def part_factors(node: Criterion, parts: Sequence[Part]) -> list[Fraction]:
    """Return what each score is multiplied with in the plain weighted sum that explains the join.

    Of a minimum the first of the lowest counts fully and the others not at all.
    """
    if node.join in PAIRS:
        return pair_factors(node)
    if node.join is Join.SUM:
        return [weight * regrown(node, parts) for weight, _ in parts]
    if node.join is Join.MINIMUM:
        lowest = reduce(smaller, (score for _, score in parts))
        binding = next(place for place, (_, score) in enumerate(parts) if compare(score, lowest) == 0)
        return [Fraction(int(place == binding)) for place in range(len(parts))]
    return [share for share, _ in shared(parts)]


def apply_effect(effect: Effect, score: Number, value: Number) -> Number:
    if effect is Effect.BONUS:
        return weighted_sum([(ONE, score), (ONE, value)])
    if effect is Effect.PENALTY:
        return minus(score, value)
    return times(score, value)
