"""The door to scoring: rulebook, table and marks in, result out; a refusal leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from awards.engine.arrays import blocks, propose, selections, unranked_mask
from awards.engine.blocks import error_by_entry
from awards.engine.criteria import GateOutcome
from awards.engine.errors import MarkError, TableError
from awards.engine.evaluate import Case
from awards.engine.figures import Mask
from awards.engine.gates import OUTCOMES, judge_gates, worst_outcomes
from awards.engine.linear import LinearForm, linear_form
from awards.engine.marks import GivenMark
from awards.engine.numbers import ZERO
from awards.engine.ordering import exact_codes, numbered
from awards.engine.panel.errors import PanelError
from awards.engine.panel.judge import judge
from awards.engine.populations import with_populations
from awards.engine.proposals import rounded
from awards.engine.ranking import exact_score, rank_entries
from awards.engine.result import Result
from awards.engine.rulebook import Rules
from awards.engine.table import ExactColumn, NumberColumn, State, Table, Whole
from paritrana.lib.problems import note


def score(
    rulebook: Rules,
    table: Table,
    marks: Iterable[GivenMark] = (),
    *,
    reference: Mapping[str, Table] | None = None,
) -> Result:
    """Score and rank every entry of the table. `reference` holds the populations that the rulebook calls "given"."""
    table.require(rulebook.columns)
    kept = tuple(marks)
    populations = dict(reference or {})
    groups, keys = _group(rulebook, table)
    bare = Case(rulebook, table, {}, {}, {}, groups)
    juries = _judge(rulebook, table, kept, groups, keys)
    judged = judge_gates(bare)
    gate = worst_outcomes(judged, len(table))
    eligible = gate < OUTCOMES.index(GateOutcome.FAIL)
    if not rulebook.rank.ranks_cannot_tell:
        eligible &= gate < OUTCOMES.index(GateOutcome.CANNOT_TELL)
    with_juries = replace(bare, juries=juries)
    case = with_populations(with_juries, populations, eligible)
    totals, is_scored, codes = _totals(case)
    is_ranked = eligible & is_scored
    if rulebook.grouping.minimum_size > 1:
        is_ranked &= np.bincount(groups[is_ranked], minlength=len(keys))[groups] >= rulebook.grouping.minimum_size
    ranked = np.flatnonzero(is_ranked)
    own = codes if len(ranked) == len(codes) else codes[ranked]
    ranking = rank_entries(case, ranked, own if rulebook.rank.higher_is_better else -own)
    return Result(case, kept, populations, keys, judged, gate, totals, is_scored, ranking)


def _group(rulebook: Rules, table: Table) -> tuple[Whole, tuple[tuple[str, ...], ...]]:
    """Number the groups in the order of their keys, so that input order is of no account."""
    columns = [table.labels(name, rulebook.not_applicable) for name in rulebook.grouping.columns]
    if not columns:
        return np.zeros(len(table), dtype=np.int64), ((),)
    where, keys = np.zeros(len(table), dtype=np.int64), [()]  # type: tuple[Whole, list[tuple[str, ...]]]
    for name, column in zip(rulebook.grouping.columns, columns, strict=True):
        empty = [table.ids[int(row)] for row in np.flatnonzero(column.positions < 0)[:10]]
        if empty:
            raise TableError(note("table.group-empty", name=name, entries=tuple(empty)))
        # Numbered anew with every column: codes never outgrow the number of entries times the labels of one column.
        found, where = numbered(where * len(column.labels) + column.positions)
        parts = [divmod(code, len(column.labels)) for code in found.tolist()]
        keys = [(*keys[before], column.labels[position]) for before, position in parts]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    place = np.empty(len(keys), dtype=np.int64)
    place[order] = np.arange(len(keys))
    return place[where], tuple(keys[position] for position in order)


def _judge(
    rulebook: Rules, table: Table, marks: Sequence[GivenMark], groups: Whole, keys: Sequence[tuple[str, ...]]
) -> dict[str, NumberColumn]:
    leaves = [leaf for leaf in rulebook.leaves if leaf.jury is not None]
    unknown = sorted({mark.criterion for mark in marks} - {str(leaf.jury) for leaf in leaves})
    if unknown:
        raise MarkError(note("marks.unknown-criteria", criteria=tuple(unknown)))
    named = (
        {entry: " / ".join(keys[int(group)]) for entry, group in zip(table.ids, groups, strict=True)} if leaves else {}
    )
    found: dict[str, NumberColumn] = {}
    for leaf in leaves:
        own = [mark for mark in marks if mark.criterion == leaf.jury]
        try:
            result = judge(own, rulebook.panels[str(leaf.panel)].rule, entities=list(table.ids), groups=named)
        except PanelError as error:
            raise MarkError(*error.problems) from error
        values = [result.values[entry] for entry in table.ids]
        states = np.array([State.NOT_REPORTED if one is None else State.PRESENT for one in values], dtype=np.uint8)
        found[leaf.code] = ExactColumn([one if one is not None else ZERO for one in values], states)
    return found


def _totals(case: Case) -> tuple[Whole, Mask, Whole]:
    """Return rounded totals, who has one, and the numbers to rank on (larger is more)."""
    root, rounding = case.rulebook.root, case.rulebook.rounding
    form = linear_form(case, root, rounding.total)
    if form is not None:
        return _whole_totals(case, form)
    totals, scored, values, errors = [], [], [], []
    for block in blocks(case):
        proposal = propose(block, root)
        totals.append(rounded(block, root, proposal, rounding.total, rounding.mode))
        scored.append(~unranked_mask(proposal))
        if not case.rulebook.rank.is_rounded:
            values.append(proposal.values)
            errors.append(error_by_entry(proposal))
    empty = np.empty(0, dtype=np.int64)
    found = np.concatenate([empty, *totals])
    is_scored = np.concatenate([empty.astype(np.bool_), *scored])
    if case.rulebook.rank.is_rounded or not values:
        return found, is_scored, found
    return (
        found,
        is_scored,
        exact_codes(np.concatenate(values), np.concatenate(errors), lambda row: exact_score(case, root, row)),
    )


def _whole_totals(case: Case, form: LinearForm) -> tuple[Whole, Mask, Whole]:
    """Score a tree that is one weighted sum in whole numbers: nothing is close, nothing is missing."""
    rounding, count = case.rulebook.rounding, len(case.table)
    totals = np.empty(count, dtype=np.int64)
    codes = totals if case.rulebook.rank.is_rounded else np.empty(count, dtype=np.int64)
    for rows in selections(count):
        totals[rows] = form.rounded(rows, rounding.total, rounding.mode)
        if codes is not totals:
            codes[rows] = form.numerators(rows)
    return totals, np.ones(count, dtype=np.bool_), codes
