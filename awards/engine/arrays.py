"""The array path through the tree: blocks of entries small enough to stay in the processor's cache."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, cast

import numpy as np

from awards.engine.blocks import Block, Lines, Proposal, error_by_entry
from awards.engine.criteria import PAIRS, Criterion, Effect, Join
from awards.engine.evaluate import Case, available_share, is_carried
from awards.engine.figures import EPSILON, Floats, Mask, largest
from awards.engine.ordering import numbered
from awards.engine.pair_columns import pair_values
from awards.engine.proposals import adjust, carry, limit, propose_leaf, settle_missing
from awards.engine.table import State, States, Whole

BLOCK: Final = 32_768
STEEPEST: Final = 8
"""Powers up to this one of any score stay floats; a score has at most some thirty digits."""
LARGEST_EXPONENT: Final = 280.0
"""Decimal exponents that a product of scores may use up."""
SMALL_SHARE: Final = 1e-6
"""Up to here the error of a logarithm is the share itself, within the slack of the bounds."""
NO_BOUND: Final = 1e100
BITS: Final = 31
"""Children whose presence is added to a number before it is counted anew: together they stay below 62 bits."""


def selections(count: int) -> Iterator[slice]:
    for start in range(0, count, BLOCK):
        yield slice(start, min(start + BLOCK, count))


def blocks(case: Case) -> Iterator[Block]:
    lines: Lines = {}
    for rows in selections(len(case.table)):
        yield Block.of(case, rows, lines)


def blocks_of(case: Case, rows: Whole) -> Iterator[Block]:
    lines: Lines = {}
    for start in range(0, len(rows), BLOCK):
        yield Block.of(case, rows[start : start + BLOCK], lines)


def propose(block: Block, node: Criterion) -> Proposal:
    return propose_leaf(block, node) if node.is_leaf else _propose_node(block, node)


def _propose_node(block: Block, node: Criterion, *, as_logarithm: bool = False) -> Proposal:
    children = [
        (child, _propose_node(block, child, as_logarithm=True) if _melts(block, node, child) else propose(block, child))
        for child in node.children
    ]
    taking = [(child, proposal) for child, proposal in children if child.effect is Effect.SHARE]
    weights, states = _weights(node, taking, len(block.rows))
    parts = [proposal for _, proposal in taking]
    joined = _logarithm(node, parts, weights) if as_logarithm and states is None else _joined(node, parts, weights)
    before = block.joined(joined)
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
    block.trace(node, before, joined, states)
    return joined


def _melts(block: Block, node: Criterion, child: Criterion) -> bool:
    """Say whether nothing happens to a geometric child on its way into its geometric parent."""
    return (
        node.join is child.join is Join.GEOMETRIC
        and block.traces is None
        and child.effect is Effect.SHARE
        and not (child.adjustments or is_carried(block.case.rulebook.rounding, child))
        and child.at_least is child.at_most is None
        and all(one.effect is Effect.SHARE for one in child.children)
        and cast("Fraction", child.floor) >= cast("Fraction", node.floor)
    )


Weights = Sequence[float | Floats]


def _weights(
    node: Criterion, taking: Sequence[tuple[Criterion, Proposal]], count: int
) -> tuple[Weights, States | None]:
    """Return each child's share of the weight that is there, and where too little of it is."""
    if all(proposal.skipped is None for _, proposal in taking):
        shares = _shares(node, [child.weight for child, _ in taking])
        return [float(share) for share in shares], None
    examples, where = _patterns([proposal.skipped for _, proposal in taking], count)
    table = np.zeros((len(taking), len(examples)))
    short = np.zeros(len(examples), dtype=np.uint8)
    for column, row in enumerate(examples.tolist()):
        there = [
            child.weight if proposal.skipped is None or not proposal.skipped[row] else None
            for child, proposal in taking
        ]
        left = [weight for weight in there if weight is not None]
        if not left or available_share(node, left) < node.available_share:
            short[column] = State.NOT_REPORTED
            continue
        counted = iter(_shares(node, left))
        table[:, column] = [float(next(counted)) if weight is not None else 0.0 for weight in there]
    states = short[where]
    return [row[where] for row in table], states if states.any() else None


def _patterns(skipped: Sequence[Mask | None], count: int) -> tuple[Whole, Whole]:
    """Number the sets of skipped children: one entry that shows each set, and the number of each entry's own."""
    pattern = np.zeros(count, dtype=np.int64)
    for place, mask in enumerate(one for one in skipped if one is not None):
        if place % BITS == 0:
            pattern = numbered(pattern)[1]
        pattern *= 2
        pattern += mask
    _, examples, where = np.unique(pattern, return_index=True, return_inverse=True)
    return examples, where


def _shares(node: Criterion, weights: Sequence[Fraction]) -> list[Fraction]:
    """Return the multipliers of the scores; those of a sum grow to make up for what is skipped."""
    total = sum(weights, Fraction(0))
    if node.join is Join.SUM:
        total /= sum((child.weight for child in node.children if child.effect is Effect.SHARE), Fraction(0))
    return [weight / total for weight in weights]


def _joined(node: Criterion, parts: Sequence[Proposal], weights: Weights) -> Proposal:
    if node.join in PAIRS:
        return Proposal(*pair_values(node, [part.values for part in parts], [error_by_entry(part) for part in parts]))
    if node.join is Join.MINIMUM:
        return _lowest(parts)
    if node.join in (Join.SUM, Join.ARITHMETIC) or node.floor is None:
        return _linear(parts, weights)
    if node.join is Join.GEOMETRIC:
        return _geometric(node, parts, weights)
    return _power_mean(node, parts, weights)


def _linear(parts: Sequence[Proposal], weights: Weights) -> Proposal:
    values = np.multiply(parts[0].values, weights[0])
    error, reach = 0.0, 0.0
    for part, weight in zip(parts, weights, strict=True):
        heaviest = weight if isinstance(weight, float) else largest(weight)
        error += heaviest * part.error
        reach += heaviest * part.reach
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
    """Join by powers; each entry's error is followed as a share of its value."""
    floor = float(node.floor or 1)
    exponent = -1.0 if node.join is Join.HARMONIC else float(node.exponent or 1)
    if abs(exponent) > STEEPEST:
        return _steep_mean(parts, weights, floor, exponent)
    values = np.zeros(len(parts[0].values))
    lost = np.zeros(len(values))
    for part, weight in zip(parts, weights, strict=True):
        floored = _floored(part, floor)
        np.maximum(lost, _lost(part, floored), out=lost)
        values += floored**exponent * weight
    values = np.where(values > 0, values, 1.0) ** (1 / exponent)
    spread = 1 + abs(exponent) + 1 / abs(exponent)
    lost *= spread
    lost += 4 * (len(parts) + 4) * EPSILON * (1 + len(parts) * abs(exponent)) * spread
    return Proposal(values, largest(lost) * largest(values), lost)


def _geometric(node: Criterion, parts: Sequence[Proposal], weights: Weights) -> Proposal:
    joined = _logarithm(node, parts, weights)
    np.exp(joined.values, out=joined.values)
    error = largest(cast("Floats", joined.relative_error)) * largest(joined.values)
    return Proposal(joined.values, error, joined.relative_error)


def _logarithm(node: Criterion, parts: Sequence[Proposal], weights: Weights) -> Proposal:
    """Return ln of a geometric mean. Scores of one weight are multiplied first: one logarithm serves them all."""
    floor = float(node.floor or 1)
    values, span = np.zeros(len(parts[0].values)), 0.0
    losses = _Losses.of(len(values))
    for weight, own in _of_one_weight(floor, parts, weights):
        product: Floats | None = None
        for part in own:
            if part.is_logarithm:
                losses.take(cast("Floats", part.relative_error))
                continue
            floored = _floored(part, floor)
            losses.note(part, floored)
            product = floored if product is None else np.multiply(product, floored, out=product)
        terms = own[0].values if product is None else np.log(product, out=product)
        span += largest(terms)
        values += np.multiply(terms, weight)
    lost = losses.greatest()
    lost += 8 * (len(parts) + 4) * EPSILON * (1 + span)
    return Proposal(values, 0.0, lost, is_logarithm=True)


@dataclass(frozen=True, slots=True, eq=False)
class _Losses:
    """Errors as shares of the scores. Of scores with one error only the lowest are kept: one division serves them."""

    shares: Floats
    lowest: dict[float, Floats]

    @classmethod
    def of(cls, count: int) -> _Losses:
        return cls(np.zeros(count), {})

    def take(self, shares: Floats) -> None:
        np.maximum(self.shares, shares, out=self.shares)

    def note(self, part: Proposal, floored: Floats) -> None:
        if part.relative_error is not None:
            self.take(_lost(part, floored))
        elif part.error in self.lowest:
            np.minimum(self.lowest[part.error], floored, out=self.lowest[part.error])
        else:
            self.lowest[part.error] = floored.copy()

    def greatest(self) -> Floats:
        for error, floored in self.lowest.items():
            self.take(_share_lost(error, floored))
        return self.shares


def _of_one_weight(
    floor: float, parts: Sequence[Proposal], weights: Weights
) -> Iterator[tuple[float | Floats, list[Proposal]]]:
    """Put scores together whose product is far from the ends of what a float holds."""
    room: dict[float, float] = {}
    open_lists: dict[float, list[Proposal]] = {}
    for part, weight in zip(parts, weights, strict=True):
        if part.is_logarithm or not isinstance(weight, float):
            yield weight, [part]
            continue
        size = max(abs(math.log10(floor)), abs(math.log10(max(part.reach, floor))))
        if weight in open_lists and room[weight] < size:
            yield weight, open_lists.pop(weight)
        room[weight] = (room[weight] if weight in open_lists else LARGEST_EXPONENT) - size
        open_lists.setdefault(weight, []).append(part)
    yield from open_lists.items()


def _floored(part: Proposal, floor: float) -> Floats:
    return np.clip(part.values, floor, np.inf)  # twice as fast as the maximum with a scalar


def _lost(part: Proposal, floored: Floats) -> Floats:
    own = _share_lost(part.error, floored)
    return own if part.relative_error is None else np.minimum(own, part.relative_error, out=own)


def _share_lost(error: float, floored: Floats) -> Floats:
    """Return the error of floored scores as a share of them; one that is not small counts twice, or bounds nothing."""
    own: Floats = error / floored
    return own if largest(own) <= SMALL_SHARE else np.where(own < 1 / 2, 2 * own, NO_BOUND)


def _steep_mean(parts: Sequence[Proposal], weights: Weights, floor: float, exponent: float) -> Proposal:
    """Take a mean of high powers in logarithms from its greatest term, for the powers themselves hold no float."""
    floored = [np.maximum(part.values, floor) for part in parts]
    heavy = np.array([np.broadcast_to(weight, floored[0].shape) for weight in weights])
    logarithms = np.where(heavy > 0, np.log(floored), 0.0)
    terms = np.where(heavy > 0, exponent * logarithms, -np.inf)
    greatest = np.max(terms, axis=0)
    greatest = np.where(np.isfinite(greatest), greatest, 0.0)
    sums = (heavy * np.exp(terms - greatest)).sum(axis=0)
    values = np.exp((np.log(np.where(sums > 0, sums, 1.0)) + greatest) / exponent)
    own = [part.error / column for part, column in zip(parts, floored, strict=True)]
    lost = np.max(own, axis=0) + 64 * EPSILON * (len(parts) + largest(logarithms.ravel()))
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
