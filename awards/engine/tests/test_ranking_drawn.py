"""Ranks against the words of the method, one entry against every other, on drawn fields full of ties."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from awards.engine import Table, load_rulebook, score
from awards.engine.tests.sheets import HEAD, POINTS, book, leaf, root

FAR = Decimal(15 * 10**17)
GATE = '[[gates]]\ncode = "g"\nname = "G"\ncolumn = "gate"\nmust_be = "at_least"\nlimit = 1\nreason = "R"\n'
KEYS = (
    '{ by = "k", direction = "higher" }',
    '{ by = "m", direction = "lower" }',
    '{ by = "b", direction = "higher", on = "full" }',
)
small = st.sampled_from([Decimal(0), Decimal(1), Decimal("-2.5")])
entries = st.tuples(
    st.sampled_from([Decimal(0), Decimal(7), Decimal("-3.5"), FAR, -FAR]),
    st.sampled_from("xyz"),
    st.sampled_from([0, 1, 1, 1]),
    st.one_of(st.none(), small),
    st.one_of(st.none(), small),
    small,
)
fields = st.lists(entries, max_size=9)


def rulebook(depth, on):
    chain = f"tie_break = [{', '.join(KEYS[:depth])}]\n" if depth else ""
    rank = f'[rank]\non = "{on}"\ndirection = "higher"\n{chain}'
    measure = '[[measures]]\ncode = "m"\nname = "M"\nkind = "sum"\ncolumns = "n"\n'
    group = '[groups]\nby = "zona"\n'
    bonus = leaf("b", POINTS, more='effect = "factor"\nat_least = -9')
    parts = root(), leaf("a", POINTS), bonus, GATE, measure, group
    return load_rulebook(book(*parts, rounding="[rounding]\ntotal = 0\nleaf = 0\n", head=HEAD) + rank)


def key_of(entry, depth, on):
    """Larger is better at every place; a missing figure comes after all others."""
    points, _, _, column, measured, factor = entry
    total = points * factor
    if on == "rounded":
        total = total.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    chain = (
        (column is not None, column or 0),
        (measured is not None, -(measured or 0)),
        (True, factor),
    )
    return (total, *chain[:depth])


def parted_at(own, other):
    """The first place where two keys differ, none when they are equal."""
    return next((place for place, pair in enumerate(zip(own, other, strict=True)) if pair[0] != pair[1]), None)


def expected(field, depth, on):
    names = ("total", "k", "m", "b")
    found = {}
    for place, entry in enumerate(field):
        if not entry[2]:
            found[f"p{place}"] = (None, None, False)
            continue
        key = key_of(entry, depth, on)
        rivals = [key_of(one, depth, on) for n, one in enumerate(field) if one[1] == entry[1] and one[2] and n != place]
        better, worse = [one for one in rivals if one > key], [one for one in rivals if one < key]
        is_tied = key in rivals
        beside = [parted_at(key, one) for one in (min(better, default=None), max(worse, default=None)) if one]
        found[f"p{place}"] = (1 + len(better), None if is_tied else names[max(beside, default=0)], is_tied)
    return found


@given(fields, st.integers(0, 3), st.sampled_from(["full", "rounded"]))
def test_ranks_when_fields_are_drawn_then_are_those_of_the_method(field, depth, on):
    columns = {
        "a": [one[0] for one in field],
        "zona": [one[1] for one in field],
        "gate": [one[2] for one in field],
        "k": [one[3] for one in field],
        "n": [one[4] for one in field],
        "b": [one[5] for one in field],
    }

    result = score(rulebook(depth, on), Table([f"p{place}" for place in range(len(field))], columns))

    assert {one.id: (one.rank, one.decided_by, one.is_tied) for one in result.standings} == expected(field, depth, on)
    places = [(one.group["zona"], one.rank or len(field) + 1, one.id) for one in result.standings]
    assert places == sorted(places)
