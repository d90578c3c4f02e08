"""Joins without weights over columns of floats, each with what it loses; `pairs` has them exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

import numpy as np

from awards.engine.criteria import Criterion, Join
from awards.engine.figures import EPSILON, Floats, largest
from awards.engine.pairs import pair_factors


def pair_values(node: Criterion, values: Sequence[Floats], errors: Sequence[Floats | float]) -> tuple[Floats, float]:
    """Join columns of floats; the second is a bound on the error of each."""
    if node.join is Join.DIFFERENCE:
        reach = largest(values[0]) + largest(values[1])
        return values[0] - values[1], _greatest(errors[0]) + _greatest(errors[1]) + 4 * EPSILON * reach
    if node.join is Join.COMPLEMENT:
        whole = float(cast("Fraction", node.of))
        return whole - values[0], _greatest(errors[0]) + 4 * EPSILON * (abs(whole) + largest(values[0]))
    floor = float(cast("Fraction", node.floor))
    divisors = np.maximum(values[-1], floor)
    lowest = np.maximum(divisors - errors[-1] - 2 * EPSILON * divisors, floor * (1 - 2 * EPSILON))
    tops: Floats = values[0] if node.join is Join.RATIO else np.full(len(divisors), float(cast("Fraction", node.of)))
    top_errors = errors[0] if node.join is Join.RATIO else EPSILON * np.abs(tops)
    found = tops / divisors
    lost = (top_errors + np.abs(found) * (errors[-1] + 2 * EPSILON * divisors)) / lowest + 4 * EPSILON * np.abs(found)
    return found, 2 * largest(lost)


def pair_links(node: Criterion, scores: Sequence[Floats], means: Sequence[float]) -> list[Floats]:
    """Return the slope of the join in each child's score, from the mean entry to each entry."""
    count = len(scores[0])
    if node.join in (Join.DIFFERENCE, Join.COMPLEMENT):
        return [np.full(count, float(factor)) for factor in pair_factors(node)]
    floor = float(cast("Fraction", node.floor))
    divisors, mean = np.maximum(scores[-1], floor), max(means[-1], floor)
    gap = scores[-1] - means[-1]
    is_near = np.abs(gap) <= 1e-9 * (np.abs(scores[-1]) + abs(means[-1]))
    slope = np.where(is_near, -1 / divisors**2, (1 / divisors - 1 / mean) / np.where(is_near, 1.0, gap))
    if node.join is Join.RECIPROCAL:
        return [float(cast("Fraction", node.of)) * slope]
    return [(1 / divisors + 1 / mean) / 2, (scores[0] + means[0]) / 2 * slope]


def _greatest(errors: Floats | float) -> float:
    return errors if isinstance(errors, float) else largest(errors)
