"""The order of discussion that sends the fewest people out of the room and back in. Pure."""

from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise, permutations
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)
EXACT_UP_TO = 7


def fewest_moves(items: Sequence[Item], recused: Mapping[Item, frozenset[int]]) -> list[Item]:
    """Order the items so that people leave and return as seldom as possible.

    Everybody is in the room before the first and after the last item. Items with the same people recused stay in the
    order given. Exact up to seven different groups of recused people, improved by exchanges above.
    """
    groups: dict[frozenset[int], list[Item]] = {}
    for item in items:
        groups.setdefault(recused.get(item, frozenset()), []).append(item)
    sets = _ordered([group for group in groups if group])
    full = groups.get(frozenset(), [])
    return [*full, *(item for group in sets for item in groups[group])]


def moves(order: Sequence[Item], recused: Mapping[Item, frozenset[int]]) -> int:
    """Count how many times somebody leaves or comes back."""
    return _cost([recused.get(item, frozenset()) for item in order])


def _cost(sets: Sequence[frozenset[int]]) -> int:
    return sum(len(first ^ second) for first, second in pairwise([frozenset(), *sets, frozenset()]))


def _ordered(sets: list[frozenset[int]]) -> list[frozenset[int]]:
    if len(sets) <= EXACT_UP_TO:
        return list(min(permutations(sets), key=lambda order: _cost(list(order)), default=()))
    return _improved(_nearest(sets))


def _nearest(sets: list[frozenset[int]]) -> list[frozenset[int]]:
    left, here, order = list(sets), frozenset[int](), []
    while left:
        here = min(left, key=lambda group: len(group ^ here))  # noqa: B023 - called at once
        left.remove(here)
        order.append(here)
    return order


def _improved(order: list[frozenset[int]]) -> list[frozenset[int]]:
    """Turn stretches around as long as that saves a move."""
    best, is_better = order, True
    while is_better:
        is_better = False
        for start in range(len(best) - 1):
            for end in range(start + 2, len(best) + 1):
                turned = [*best[:start], *reversed(best[start:end]), *best[end:]]
                if _cost(turned) < _cost(best):
                    best, is_better = turned, True
    return best
