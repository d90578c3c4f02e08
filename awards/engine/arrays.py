"""The array path through the tree: blocks of entries small enough to stay in the processor's cache."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from awards.engine.criteria import Criterion, Effect, Join
from awards.engine.evaluate import Case, available_share
from awards.engine.figures import EPSILON, Floats, Mask, largest
from awards.engine.proposals import Block, Proposal, adjust, carry, limit, propose_leaf, settle_missing
from awards.engine.table import State, States, Whole

BLOCK: Final = 32_768


def selections(count: int) -> Iterator[slice]:
    for start in range(0, count, BLOCK):
        yield slice(start, min(start + BLOCK, count))


def blocks(case: Case) -> Iterator[Block]:
    for rows in selections(len(case.table)):
        yield Block.of(case, rows)


def blocks_of(case: Case, rows: Whole) -> Iterator[Block]:
    for start in range(0, len(rows), BLOCK):
        yield Block.of(case, rows[start : start + BLOCK])


def propose(block: Block, node: Criterion) -> Proposal:
    return propose_leaf(block, node) if node.is_leaf else _propose_node(block, node)


def _propose_node(block: Block, node: Criterion) -> Proposal:
    children = [(child, propose(block, child)) for child in node.children]
    taking = [(child, proposal) for child, proposal in children if child.effect is Effect.SHARE]
    weights, states = _weights(node, taking, len(block.rows))
    joined = _joined(node, [proposal for _, proposal in taking], weights)
    for effect in (Effect.FACTOR, Effect.BONUS, Effect.PENALTY):
        for child, proposal in children:
            if child.effect is effect:
                _apply(effect, joined, proposal)
    if any(child.effect is not Effect.SHARE for child in node.children) or node.adjustments:
        joined.relative_error = None
    states = adjust(block, node, joined, states)
    limit(node, joined)
    settle_missing(block, node, joined, states)
    for _, proposal in children:
        if proposal.unranked is not None:
            joined.unranked = proposal.unranked if joined.unranked is None else joined.unranked | proposal.unranked
    if joined.unranked is not None:
        joined.values = np.where(joined.unranked, 0.0, joined.values)
        joined.skipped = None if joined.skipped is None else joined.skipped & ~joined.unranked
    carry(block, node, joined)
    return joined


Weights = Sequence[float | Floats]


def _weights(
    node: Criterion, taking: Sequence[tuple[Criterion, Proposal]], count: int
) -> tuple[Weights, States | None]:
    """Return each child's share of the weight that is there, and where too little of it is."""
    if all(proposal.skipped is None for _, proposal in taking):
        shares = _shares(node, [child.weight for child, _ in taking])
        return [float(share) for share in shares], None
    pattern = np.zeros(count, dtype=np.int64)
    for place, (_, proposal) in enumerate(taking):
        pattern |= (1 if proposal.skipped is None else (~proposal.skipped).astype(np.int64)) << place
    found, where = np.unique(pattern, return_inverse=True)
    table = np.zeros((len(taking), len(found)))
    short = np.zeros(len(found), dtype=np.uint8)
    for column, bits in enumerate(found.tolist()):
        there = [child.weight if bits >> place & 1 else None for place, (child, _) in enumerate(taking)]
        left = [weight for weight in there if weight is not None]
        if not left or available_share(node, left) < node.available_share:
            short[column] = State.NOT_REPORTED
            continue
        counted = iter(_shares(node, left))
        table[:, column] = [float(next(counted)) if weight is not None else 0.0 for weight in there]
    states = short[where]
    return [row[where] for row in table], states if states.any() else None


def _shares(node: Criterion, weights: Sequence[Fraction]) -> list[Fraction]:
    """Return the multipliers of the scores; those of a sum grow to make up for what is skipped."""
    total = sum(weights, Fraction(0))
    if node.join is Join.SUM:
        total /= sum((child.weight for child in node.children if child.effect is Effect.SHARE), Fraction(0))
    return [weight / total for weight in weights]


def _joined(node: Criterion, parts: Sequence[Proposal], weights: Weights) -> Proposal:
    if node.join is Join.MINIMUM:
        return _lowest(parts)
    if node.join in (Join.SUM, Join.ARITHMETIC) or node.floor is None:
        return _linear(parts, weights)
    return _power_mean(node, parts, weights)


def _linear(parts: Sequence[Proposal], weights: Weights) -> Proposal:
    values = np.multiply(parts[0].values, weights[0])
    error, reach = 0.0, 0.0
    for part, weight in zip(parts, weights, strict=True):
        heaviest = weight if isinstance(weight, float) else largest(weight)
        error += heaviest * part.error
        reach += heaviest * largest(part.values)
        if part is not parts[0]:
            values += np.multiply(part.values, weight)
    return Proposal(values, error + (len(parts) + 4) * EPSILON * reach)


def _lowest(parts: Sequence[Proposal]) -> Proposal:
    values = np.full(len(parts[0].values), np.inf)
    for part in parts:
        there = part.values if part.skipped is None else np.where(part.skipped, np.inf, part.values)
        values = np.minimum(values, there)
    values = np.where(np.isinf(values), 0.0, values)
    return Proposal(values, max(part.error for part in parts))


def _power_mean(node: Criterion, parts: Sequence[Proposal], weights: Weights) -> Proposal:
    """Join by ln and exp, or by powers; each entry's error is followed as a share of its value."""
    floor = float(node.floor or 1)
    exponent = {Join.GEOMETRIC: 0.0, Join.HARMONIC: -1.0}.get(node.join or Join.POWER_MEAN, float(node.exponent or 1))
    values = np.zeros(len(parts[0].values))
    lost, span = np.zeros(len(values)), 0.0
    for part, weight in zip(parts, weights, strict=True):
        floored = np.maximum(part.values, floor)
        own = part.error / floored
        if part.relative_error is not None:
            np.minimum(own, part.relative_error, out=own)
        np.maximum(lost, own, out=lost)
        terms = np.log(floored) if exponent == 0.0 else floored**exponent
        span += largest(terms) if exponent == 0.0 else abs(exponent)
        terms *= weight
        values += terms
    if exponent == 0.0:
        np.exp(values, out=values)
    else:
        values = np.where(values > 0, values, 1.0) ** (1 / exponent)
    spread = 1 + abs(exponent) + (1 / abs(exponent) if exponent else 0.0)
    lost *= spread
    lost += 4 * (len(parts) + 4) * EPSILON * (1 + span) * spread
    return Proposal(values, largest(lost) * largest(values), lost)


def _apply(effect: Effect, joined: Proposal, part: Proposal) -> None:
    if effect is Effect.FACTOR:
        neutral = part.values if part.skipped is None else np.where(part.skipped, 1.0, part.values)
        reach, factor = largest(joined.values), largest(neutral)
        joined.error = joined.error * factor + part.error * (reach + joined.error) + 2 * EPSILON * reach * factor
        joined.values = joined.values * neutral
        return
    change = part.values if part.skipped is None else np.where(part.skipped, 0.0, part.values)
    joined.values = joined.values + change if effect is Effect.BONUS else joined.values - change
    joined.error += part.error + 2 * EPSILON * largest(joined.values)


def unranked_mask(proposal: Proposal) -> Mask:
    return np.zeros(len(proposal.values), dtype=np.bool_) if proposal.unranked is None else proposal.unranked
