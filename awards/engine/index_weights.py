"""What each criterion weighs in the whole index: by the rulebook, and by the part of the index that it makes up.

The part of a criterion is its distance from the mean entry times the slope that leads up to the index. Sums and
arithmetic means have one slope; a mean of the form f(M) = sum w f(s) has that of the chords of f, so that the parts of
the children add up to the part of the node; of a minimum the lowest child has the slope 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from awards.engine.criteria import PAIRS, Criterion, Effect, Join
from awards.engine.joins import exponent_of, join_scores
from awards.engine.normalise import span
from awards.engine.numbers import ONE, ZERO, Number, larger, minus, smaller, to_float
from awards.engine.pair_columns import pair_links, pair_values

Floats = NDArray[np.float64]
Ends = tuple[Number, Number]


def nominal_shares(root: Criterion) -> dict[str, float | None]:
    """Return each criterion's declared share inside its parent; None where the rulebook declares none.

    In a sum the share is that of the points at stake, which takes declared ranges; a minimum has no weights.
    """
    found: dict[str, float | None] = {root.code: 1.0}
    for node in walk_shares(root):
        shares = share_children(node)
        stakes = [_stake(node, child) for child in shares]
        whole = sum((stake for stake in stakes if stake is not None), 0.0)
        for child, stake in zip(shares, stakes, strict=True):
            found[child.code] = None if stake is None or None in stakes else stake / whole
    return found


def index_parts(root: Criterion, columns: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return each criterion's part of the index, entry by entry, from every criterion's scores."""
    return dict(_parts(root, np.ones(len(columns[root.code])), columns, _mean_entry(root, columns)))


def walk_shares(node: Criterion) -> Iterator[Criterion]:
    """Yield a node and what is below it along shares, leaving out bonuses, penalties and factors."""
    yield node
    for child in share_children(node):
        yield from walk_shares(child)


def share_children(node: Criterion) -> list[Criterion]:
    return [child for child in node.children if child.effect is Effect.SHARE]


def _stake(node: Criterion, child: Criterion) -> float | None:
    if not node.has_weights:
        return None
    if node.join is not Join.SUM:
        return float(child.weight)
    ends = _ends(child)
    return None if ends is None else float(child.weight) * to_float(minus(ends[1], ends[0]))


def _ends(node: Criterion) -> Ends | None:
    """Return the lowest and highest score that can be reached along shares."""
    if node.adjustments:
        return None
    found: Ends | None
    if node.normalisation is not None:
        found = span(node.normalisation)
    else:
        ends = [(child.weight, _ends(child)) for child in share_children(node)]
        known = [(weight, pair) for weight, pair in ends if pair is not None]
        if len(known) < len(ends):
            return None
        if node.join in PAIRS:
            return None
        low = join_scores(node, [(weight, pair[0]) for weight, pair in known])
        high = join_scores(node, [(weight, pair[1]) for weight, pair in known])
        found = (low, high)
    return None if found is None else (_limited(node, found[0]), _limited(node, found[1]))


def _limited(node: Criterion, score: Number) -> Number:
    raised = score if node.at_least is None else larger(score, node.at_least)
    return raised if node.at_most is None else smaller(raised, node.at_most)


def _mean_entry(root: Criterion, columns: Mapping[str, Floats]) -> dict[str, float]:
    found: dict[str, float] = {}
    for node in reversed(list(walk_shares(root))):
        children = share_children(node)
        found[node.code] = (
            _mean_joined(node, [found[child.code] for child in children]) if children else _mean(columns[node.code])
        )
    return found


def _mean_joined(node: Criterion, means: Sequence[float]) -> float:
    columns = [np.array([one]) for one in means]
    if node.join in PAIRS:
        return float(pair_values(node, columns, [0.0] * len(columns))[0][0])
    unit = _unit(node, columns)
    return float(_joined(node, [one / unit for one in columns], float(node.floor or ZERO) / unit)[0]) * unit


def _mean(column: Floats) -> float:
    present = column[~np.isnan(column)]
    return float(present.mean()) if len(present) else 0.0


def _parts(
    node: Criterion, slope: Floats, columns: Mapping[str, Floats], mean: Mapping[str, float]
) -> Iterator[tuple[str, Floats]]:
    yield node.code, slope * (columns[node.code] - mean[node.code])
    children = share_children(node)
    if children:
        links = _links(node, [columns[child.code] for child in children], [mean[child.code] for child in children])
        for child, link in zip(children, links, strict=True):
            yield from _parts(child, slope * link, columns, mean)


def _links(node: Criterion, scores: Sequence[Floats], means: Sequence[float]) -> list[Floats]:
    """Return the slope of the joined score in each child's."""
    if node.join in PAIRS:
        return pair_links(node, scores, means)
    weights = _weights(node)
    if node.join is Join.MINIMUM:
        lowest = np.argmin(np.where(np.isnan(scores), np.inf, scores), axis=0)
        return [np.where(lowest == place, 1.0, 0.0) for place in range(len(scores))]
    if node.floor is None:
        return [np.full(len(column), weight) for column, weight in zip(scores, weights, strict=True)]
    chord = _chord(float(exponent_of(node)))
    unit = _unit(node, scores)
    scores, means, floor = [one / unit for one in scores], [one / unit for one in means], float(node.floor) / unit
    own = chord(_joined(node, scores, floor), float(_joined(node, [np.array([one]) for one in means], floor)[0]), floor)
    return [
        weight * chord(column, mean, floor) / own for column, mean, weight in zip(scores, means, weights, strict=True)
    ]


def _weights(node: Criterion) -> list[float]:
    weights = [child.weight for child in share_children(node)]
    whole = ONE if node.join is Join.SUM else sum(weights, ZERO)
    return [float(Fraction(weight, whole)) for weight in weights]


def _unit(node: Criterion, scores: Sequence[Floats]) -> float:
    """Return the score that counts as 1 while powers are taken: slopes are the same in any unit, powers overflow."""
    floored = np.maximum(np.concatenate(scores), float(node.floor or ONE))
    present = floored[~np.isnan(floored)]
    if not len(present):
        return 1.0
    return float(present.max() if exponent_of(node) > 0 else present.min())


def _joined(node: Criterion, scores: Sequence[Floats], floor: float) -> Floats:
    if node.join is Join.MINIMUM:
        lowest: Floats = np.fmin.reduce(scores)
        return lowest
    if node.floor is None:
        plain: Floats = np.array(_weights(node)) @ np.array(scores)
        return plain
    exponent = float(exponent_of(node))
    floored = np.maximum(scores, floor)
    bent = np.array(_weights(node)) @ (np.log(floored) if exponent == 0.0 else floored**exponent)
    return np.asarray(np.exp(bent) if exponent == 0.0 else bent ** (1 / exponent), dtype=np.float64)


def _chord(exponent: float) -> Callable[[Floats, float, float], Floats]:
    """Return the slope of the chord of f from one score to another, its tangent where the two are as good as one."""

    def bend(score: Floats) -> Floats:
        return np.asarray(np.log(score) if exponent == 0.0 else score**exponent, dtype=np.float64)

    def chord(score: Floats, mean: float, floor: float) -> Floats:
        high, low = np.maximum(score, floor), np.array(max(mean, floor))
        is_near = np.abs(score - mean) <= 1e-9 * (np.abs(score) + abs(mean) + 1)
        tangent = (exponent or 1.0) * high ** (exponent - 1)
        return np.where(is_near, tangent, (bend(high) - bend(low)) / np.where(is_near, 1.0, score - mean))

    return chord
