"""Exact order of many numbers: floats put them nearly right, the close ones are compared exactly."""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key
from itertools import pairwise
from typing import Final

import numpy as np

from awards.engine.figures import Floats
from awards.engine.numbers import Number, compare
from awards.engine.table import Whole

BITS: Final = 62
"""Of a whole number, what may be filled."""


def numbered(codes: Whole) -> tuple[Whole, Whole]:
    """Return the different codes in rising order and, for every row, the place of its code among them."""
    lowest, highest = int(codes.min(initial=0)), int(codes.max(initial=0))
    if lowest < 0 or highest > 4 * len(codes):
        found, where = np.unique(codes, return_inverse=True)
        return found, where
    is_there = np.zeros(highest + 1, dtype=np.bool_)
    is_there[codes] = True
    found = np.flatnonzero(is_there)
    if len(found) == highest + 1:
        return found, codes
    return found, (np.cumsum(is_there) - 1)[codes]


def rising(keys: Whole) -> tuple[Whole, Whole]:
    """Return the rows in the order of their keys, which are not negative, and the keys in that order.

    Equal keys stay in row order. Key and row as one number are sorted without looking anything up, by vectors.
    """
    bits = len(keys).bit_length()
    if int(keys.max(initial=0)).bit_length() + bits > BITS:
        order = np.argsort(keys, kind="stable")
        return order, keys[order]
    packed = keys << bits
    packed |= np.arange(len(keys))
    packed.sort()
    return packed & (2**bits - 1), packed >> bits


def exact_codes(values: Floats, errors: Floats, exact: Callable[[int], Number]) -> Whole:
    """Return whole numbers that stand in the same order as the numbers, equal where these are equal.

    Neighbours are apart when everything up to the one must lie below everything from the other on.
    """
    order = np.argsort(values, kind="stable")
    highest = np.maximum.accumulate((values + errors)[order])
    lowest = np.minimum.accumulate((values - errors)[order][::-1])[::-1]
    is_apart = highest[:-1] < lowest[1:]
    starts = np.concatenate([[0], np.flatnonzero(is_apart) + 1, [len(values)]])
    steps = np.ones(len(values), dtype=np.int64)
    lengths = np.diff(starts)
    for start, length in zip(starts[:-1][lengths > 1].tolist(), lengths[lengths > 1].tolist(), strict=True):
        _settle(order, steps, slice(start, start + length), exact)
    codes = np.empty(len(values), dtype=np.int64)
    codes[order] = np.cumsum(steps)
    return codes


def _settle(order: Whole, steps: Whole, run: slice, exact: Callable[[int], Number]) -> None:
    """Sort one run of close numbers exactly; equal ones take no step from the one before."""
    numbers = {int(place): exact(int(place)) for place in order[run]}
    rank = cmp_to_key(compare)
    places = sorted(numbers, key=lambda place: rank(numbers[place]))
    order[run] = places
    for offset, (before, after) in enumerate(pairwise(places), start=1):
        if compare(numbers[before], numbers[after]) == 0:
            steps[run.start + offset] = 0


def order_statistic(values: Floats, error: float, place: int, exact: Callable[[int], Number]) -> Number:
    """Return the number that stands at this place in rising order."""
    gaps = values - float(np.partition(values, place)[place])
    reach = 4 * error  # two errors tell apart; twice that, lest the rounding of a gap lets a value fall between
    below = int(np.count_nonzero(gaps < -reach))
    close = np.flatnonzero(np.abs(gaps) <= reach)
    rising = sorted((exact(int(one)) for one in close), key=cmp_to_key(compare))
    return rising[place - below]
