"""Ranks 1, 2, 2, 4 inside groups; ties go through the chain, and what stays equal stays tied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from awards.engine.arrays import blocks_of, propose
from awards.engine.blocks import error_by_entry
from awards.engine.criteria import Criterion, RankKey
from awards.engine.evaluate import Case, evaluate, stage_digits
from awards.engine.figures import Figures, Mask, column_figures, measured_figures, number_of, present
from awards.engine.numbers import ZERO, Number
from awards.engine.ordering import exact_codes, rising
from awards.engine.proposals import rounded
from awards.engine.table import State, Whole

NOT_RANKED = 0
UNDECIDED = -1
Levels = NDArray[np.int16]
"""How deep in the chain of keys a neighbour was parted from the one before."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """`ranks` is 0 for entries that are not ranked. `decided` is the deepest key that was needed: 0 the total, then
    the chain; -1 where entries are equal on all keys.
    """

    ranks: Whole
    decided: Whole


def rank_entries(case: Case, ranked: Whole, totals: Whole) -> Ranking:
    """Rank the entries at these indices; larger totals are better by now, whatever the rulebook's direction."""
    groups = case.groups
    is_everyone = len(ranked) == len(groups)
    own = groups if is_everyone else groups[ranked]
    order, keys = _best_first(own, totals)
    differs = np.ones(len(order), dtype=np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=differs[1:])
    if not is_everyone:
        order = ranked[order]
    level = differs.astype(np.int16)
    level += UNDECIDED
    if case.rulebook.rank.chain and not differs.all():
        _break_ties(case, order, differs, level)
    return _numbered(len(groups), order, np.bincount(own), level)


def _best_first(groups: Whole, totals: Whole) -> tuple[Whole, Whole]:
    """Return the places in order and, in that order, numbers that part one total of one group from the next."""
    if not len(totals):
        return totals, totals
    highest, lowest = int(totals.max()), int(totals.min())
    width = highest - lowest + 1
    if width * (int(groups.max()) + 1) < 2**62:
        keys = groups * width
        keys += highest
        keys -= totals
        return rising(keys)
    order = np.lexsort((-totals, groups))
    parts = (np.diff(groups[order], prepend=-1) != 0) | (np.diff(totals[order], prepend=0) != 0)
    return order, np.cumsum(parts)


def _break_ties(case: Case, order: Whole, differs: Mask, level: Levels) -> None:
    """Reorder the runs of equal totals by the chain, and note at which key neighbours part."""
    cluster = np.cumsum(differs)
    sizes = np.bincount(cluster)
    tied = np.flatnonzero(sizes[cluster] > 1)
    entries = order[tied]
    codes = [_key_codes(case, key, entries) for key in case.rulebook.rank.chain]
    again = np.lexsort((*(-code for code in reversed(codes)), cluster[tied]))
    order[tied] = entries[again]
    same = np.diff(cluster[tied], prepend=-1) == 0
    for depth in range(len(codes), 0, -1):
        parts = np.diff(codes[depth - 1][again], prepend=0) != 0
        level[tied[same & parts]] = depth


def _numbered(count: int, order: Whole, sizes: Whole, level: Levels) -> Ranking:
    """Number the places inside the groups of these sizes; one that is undecided shares the place before it."""
    ends = np.cumsum(sizes)
    firsts = np.arange(len(order))
    tied = np.flatnonzero(level == UNDECIDED)
    opens = np.diff(tied, prepend=-1) != 1
    firsts[tied] = (tied[opens] - 1)[np.cumsum(opens) - 1]
    firsts -= np.repeat(ends - sizes - 1, sizes)
    ranks = np.full(count, NOT_RANKED, dtype=np.int64)
    ranks[order] = firsts
    following = np.append(level[1:], np.zeros(1, dtype=np.int16))[: len(level)]
    following[ends[sizes > 0] - 1] = 0
    deepest = np.where(np.minimum(level, following) == UNDECIDED, UNDECIDED, np.maximum(level, following))
    decided = np.zeros(count, dtype=np.int64)
    later = np.flatnonzero(deepest)
    decided[order[later]] = deepest[later]
    return Ranking(ranks, decided)


def _key_codes(case: Case, key: RankKey, entries: Whole) -> Whole:
    """Return whole numbers, larger is better; an entry without this figure comes after those that have it."""
    if key.kind == "criterion":
        codes, absent = _criterion_codes(case, case.rulebook.criterion(key.code), key, entries)
    else:
        figures = _figures(case, key, entries)
        codes = (
            figures.scaled
            if figures.scaled is not None
            else exact_codes(
                np.where(present(figures.states, len(entries)), figures.values, 0.0),
                np.full(len(entries), figures.error),
                lambda place: _number_or_zero(figures, place),
            )
        )
        absent = ~present(figures.states, len(entries))
    signed = codes if key.higher_is_better else -codes
    lowest = int(signed.min(initial=0)) - 1
    return np.where(absent, lowest, signed)


def _number_or_zero(figures: Figures, place: int) -> Number:
    reading = figures.exact(place)
    return ZERO if isinstance(reading, State) else number_of(reading)


def _figures(case: Case, key: RankKey, entries: Whole) -> Figures:
    if key.kind == "measure":
        return measured_figures(case, key.code, entries)
    column = case.table.numbers(key.code, case.rulebook.not_applicable)
    return column_figures(column, entries, lambda place: case.number(key.code, int(entries[place])))


def _criterion_codes(case: Case, node: Criterion, key: RankKey, entries: Whole) -> tuple[Whole, Mask]:
    rounding = case.rulebook.rounding
    codes, values, errors, absent = [], [], [], []
    for block in blocks_of(case, entries):
        proposal = propose(block, node)
        values.append(proposal.values)
        errors.append(error_by_entry(proposal))
        absent.append(np.zeros(len(proposal.values), dtype=np.bool_) if proposal.skipped is None else proposal.skipped)
        if key.is_rounded:
            codes.append(rounded(block, node, proposal, stage_digits(rounding, node), rounding.mode))
    gone = np.concatenate(absent)
    if key.is_rounded:
        return np.concatenate(codes), gone
    return exact_codes(
        np.concatenate(values), np.concatenate(errors), lambda place: exact_score(case, node, int(entries[place]))
    ), gone


def exact_score(case: Case, node: Criterion, index: int) -> Number:
    """Return the exact score; a skipped criterion stands at zero and is put last by its caller."""
    score = evaluate(case, node, index).score
    return ZERO if score is None else score
