"""The plenary's order sends the fewest people out."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from awards.jury.selectors.agenda import fewest_moves, moves


def test_fewest_moves_then_entries_of_the_same_recusal_stand_together():
    recused = {"b": frozenset({1}), "d": frozenset({1}), "e": frozenset({1, 2})}

    order = fewest_moves(["a", "b", "c", "d", "e"], recused)

    assert order[:2] == ["a", "c"]
    assert moves(order, recused) == 4
    assert moves(["a", "b", "c", "d", "e"], recused) == 6


@given(st.lists(st.frozensets(st.integers(1, 4), max_size=3), min_size=1, max_size=6))
def test_fewest_moves_then_no_other_order_is_cheaper(sets):
    items = list(range(len(sets)))
    recused = dict(enumerate(sets))

    best = min(moves(list(order), recused) for order in permutations(items))

    assert moves(fewest_moves(items, recused), recused) == best
