"""From a result to the questions asked of it: weights, jurors and coherence, on what the result was made of.

Weights are questioned under one node at a time. What the node feeds must reach the total along plain shares, so that
the total is a constant plus a multiple of the node; at the top any mean will do, for the order of a mean
f(M) = sum w f(s) is the order of its weighted sum of f(s). Numbers that are no fractions are taken to 50 digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from awards.engine.coherence import CoherenceReport, audit_coherence
from awards.engine.criteria import Criterion, Effect, Goalposts, Join, Points, Transform
from awards.engine.errors import NumbersTooCloseError
from awards.engine.evaluate import Outcome, evaluate, is_carried, stage_digits
from awards.engine.expressions import PRECISIONS, enclosures
from awards.engine.index_weights import index_parts, nominal_shares, walk_shares
from awards.engine.joins import exponent_of
from awards.engine.marks import GivenMark
from awards.engine.numbers import ONE, ZERO, Number, larger, ln, minus, power, times, to_float, weighted_sum
from awards.engine.result import Result
from awards.engine.robustness.draws import DataError, JuryColumn
from awards.engine.robustness.table import RobustnessError, WeightedTable
from awards.engine.scoring import score
from awards.engine.table import State
from paritrana.lib.problems import note

DIGITS = 50
PLAIN = (Join.SUM, Join.ARITHMETIC)


@dataclass(frozen=True, slots=True)
class MarkScale:
    """The lowest and highest mark that a jury criterion takes."""

    criterion: str
    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True, slots=True)
class FigureError:
    """The standard error of what a criterion reads, in its own unit or as a share of each figure."""

    criterion: str
    deviation: float
    is_relative: bool = False


def weighted_nodes(result: Result) -> tuple[Criterion, ...]:
    """Return the nodes whose weights can be questioned, from the top down."""
    return tuple(_weighted(result, result.rulebook.root))


def ranked_in(result: Result, group: int) -> list[str]:
    """Return the ranked entries of one group, best first."""
    rows = [int(row) for row in result.listing if result.case.groups[row] == group and result.ranks[row] > 0]
    return [result.table.ids[row] for row in rows]


def weighted_table(result: Result, node: Criterion, entries: Sequence[str]) -> WeightedTable:
    """Lay out what the weights under a node decide between; the order of its totals is the order of the entries."""
    parts = [child for child in node.children if child.effect is Effect.SHARE]
    rows = []
    for entry in entries:
        top = evaluate(result.case, result.rulebook.root, result.table.index(entry))
        rows.append(_row(result, top, node, entry))
    return WeightedTable.of(entries, [part.code for part in parts], [part.weight for part in parts], rows)


def jury_columns(result: Result, node: Criterion, entries: Sequence[str]) -> tuple[JuryColumn, ...]:
    """Return the marks behind the criteria under a node, where points follow marks in a straight line."""
    found = [
        _jury_column(result, code, leaf, slope, entries)
        for code, leaf, slope in _straight_leaves(result, node)
        if leaf.jury is not None
    ]
    return tuple(column for column in found if column.jurors)


def data_errors(result: Result, entries: Sequence[str], figures: Sequence[FigureError]) -> tuple[DataError, ...]:
    """Return what errors of figures are worth in points of the criteria under the root.

    Near a goalpost an error counts as it does between them. Raise RobustnessError where points do not follow the
    figure in a straight line up to the total.
    """
    straight = {
        leaf.code: (code, leaf, slope)
        for code, leaf, slope in _straight_leaves(result, result.rulebook.root)
        if leaf.jury is None
    }
    found = []
    for figure in figures:
        if figure.criterion not in straight:
            if not straight:
                raise RobustnessError(note("robust.no-straight-criterion", name=figure.criterion))
            raise RobustnessError(note("robust.not-straight", name=figure.criterion, criteria=tuple(sorted(straight))))
        code, leaf, slope = straight[figure.criterion]
        found.append(DataError(code, [abs(float(slope)) * _deviation(result, leaf, one, figure) for one in entries]))
    return tuple(found)


def mark_scales(result: Result) -> tuple[MarkScale, ...]:
    """Return the scales of the jury criteria that state one."""
    scales: dict[str, MarkScale] = {}
    for leaf in result.rulebook.leaves:
        rule = leaf.normalisation
        if leaf.jury is None or leaf.jury in scales:
            continue
        ends: tuple[Fraction | None, Fraction | None] = (None, None)
        if isinstance(rule, Goalposts):
            ends = min(rule.worst, rule.best), max(rule.worst, rule.best)
        elif isinstance(rule, Points):
            ends = rule.low, rule.high
        if ends[0] is not None and ends[1] is not None:
            scales[leaf.jury] = MarkScale(leaf.jury, _decimal(ends[0]), _decimal(ends[1]))
    return tuple(scales.values())


def winners_of(result: Result, group: int, marks: Sequence[GivenMark]) -> tuple[str, ...]:
    """Return who ranks first in a group when everything but the marks stays as it was."""
    again = score(result.rulebook, result.table, marks, reference=result.populations)
    firsts = np.flatnonzero((again.ranks == 1) & (again.case.groups == group))
    return tuple(sorted(again.table.ids[int(row)] for row in firsts))


def coherence_of(result: Result) -> CoherenceReport:
    """Audit the tree of shares on the ranked entries; bonuses, penalties and factors are left out."""
    root = result.rulebook.root
    ranked = result.ranks > 0
    columns = {}
    for node in walk_shares(root):
        scores, is_there = result.node_column(node.code)
        unit = 10.0 ** stage_digits(result.rulebook.rounding, node)
        columns[node.code] = np.where(is_there, scores / unit, np.nan)[ranked]
    nominal, parts = nominal_shares(root), index_parts(root, columns)
    return audit_coherence(
        list(columns),
        np.column_stack(list(columns.values())),
        [nominal[code] for code in columns],
        {node.code: node.parent for node in walk_shares(root) if node.parent is not None},
        np.column_stack([parts[code] for code in columns]),
    )


def _weighted(result: Result, node: Criterion) -> Iterator[Criterion]:
    shares = [child for child in node.children if child.effect is Effect.SHARE]
    has_weights = len(shares) > 1 and node.has_weights
    if node.join is Join.SUM and len({child.weight for child in shares}) < 2:
        has_weights = False
    is_top = node.parent is None
    if has_weights and (node.join in PLAIN or (is_top and len(shares) == len(node.children))):
        yield node
    if node.join in PLAIN:
        for child in shares:
            if child.children and not is_carried(result.rulebook.rounding, child):
                yield from _weighted(result, child)


def _row(result: Result, top: Outcome, node: Criterion, entry: str) -> list[Fraction]:
    found = top.find(node.code)
    steps = _path(top, node.code)
    if found is None or found.joined is None or steps is None:
        raise RobustnessError(note("robust.entry-not-scored", name=node.name, entry=entry))
    children = [child for child in found.children if child.criterion.effect is Effect.SHARE]
    skipped = [child.criterion.name for child in children if child.score is None]
    if skipped:
        raise RobustnessError(note("robust.criteria-skipped", name=node.name, entry=entry, skipped=tuple(skipped)))
    _refuse_bent_path(steps, node, entry)
    sign = ONE if result.rulebook.rank.higher_is_better else -ONE
    scores = [child.score for child in children if child.score is not None]
    if node.join not in PLAIN:
        return [sign * _fraction(_bent(node, one)) for one in scores]
    factor = ONE
    for step in steps[1:]:
        factor *= step.share or ZERO
    total = sum((child.criterion.weight for child in children), ZERO) if node.join is Join.SUM else ONE
    rest = minus(top.score or ZERO, times(factor, found.joined))
    return [sign * _fraction(weighted_sum([(ONE, rest), (factor * total, one)])) for one in scores]


def _refuse_bent_path(steps: Sequence[Outcome], node: Criterion, entry: str) -> None:
    """What a limit cut or a factor multiplied no longer moves with the weights in a straight line."""
    for step in steps:
        criterion = step.criterion
        bent = any(
            child.criterion.effect is Effect.FACTOR and child.score is not None for child in step.children
        ) or any(one.kind.value in ("multiply", "deduct_factor") for one in criterion.adjustments)
        cut = [end for end in (criterion.at_least, criterion.at_most) if end is not None]
        is_cut = step.score is not None and any(step.score == end for end in cut)
        if bent or is_cut:
            raise RobustnessError(note("robust.score-bent", name=node.name, criterion=criterion.name, entry=entry))


def _path(outcome: Outcome, code: str) -> list[Outcome] | None:
    if outcome.criterion.code == code:
        return [outcome]
    for child in outcome.children:
        below = _path(child, code)
        if below is not None:
            return [outcome, *below]
    return None


def _bent(node: Criterion, score: Number) -> Number:
    """Return a rising function of the score whose weighted sum orders as the mean does."""
    floored = score if node.floor is None else larger(score, node.floor)
    if node.join is Join.GEOMETRIC:
        return ln(floored)
    exponent = exponent_of(node)
    raised = power(floored, exponent)
    return raised if exponent > 0 else times(-ONE, raised)


def _fraction(number: Number) -> Fraction:
    if isinstance(number, Fraction):
        return number
    for digits, interval in enclosures(number):
        if digits >= DIGITS and interval is not None:
            return Fraction(round(sum(interval) / 2 * 10**DIGITS), 10**DIGITS)
    raise NumbersTooCloseError(PRECISIONS[-1])


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _multiplier(top: Criterion, node: Criterion) -> Fraction | None:
    """Return the nominal share of a node in the total."""
    if top.code == node.code:
        return ONE
    total = sum((one.weight for one in top.children if one.effect is Effect.SHARE), ZERO)
    for child in top.children:
        below = _multiplier(child, node)
        if below is not None:
            return below * (child.weight if top.join is Join.SUM else child.weight / total)
    return None


def _straight_leaves(result: Result, node: Criterion) -> Iterator[tuple[str, Criterion, Fraction]]:
    """Yield the leaves under each child of a node whose points follow the figure in a straight line, with its slope."""
    if node.join not in PLAIN:
        return
    scale = _multiplier(result.rulebook.root, node) or ONE
    scale = scale if result.rulebook.rank.higher_is_better else -scale
    total = sum((one.weight for one in node.children if one.effect is Effect.SHARE), ZERO)
    for child in node.children:
        for leaf, slope in _slopes(child, scale * (total if node.join is Join.SUM else ONE)):
            yield child.code, leaf, slope


def _slopes(node: Criterion, share: Fraction) -> Iterator[tuple[Criterion, Fraction]]:
    if node.effect is not Effect.SHARE or node.adjustments:
        return
    rule = node.normalisation
    sign = -ONE if node.is_complement else ONE
    if isinstance(rule, Goalposts) and rule.transform is Transform.NONE:
        yield node, sign * share * (rule.high - rule.low) / (rule.best - rule.worst)
    if isinstance(rule, Points):
        yield node, sign * share
    if node.join in PLAIN:
        total = sum((one.weight for one in node.children if one.effect is Effect.SHARE), ZERO)
        for child in node.children:
            part = child.weight if node.join is Join.SUM else child.weight / total
            yield from _slopes(child, share * part)


def _deviation(result: Result, leaf: Criterion, entry: str, figure: FigureError) -> float:
    """Return the error of one entry's figure; one that is not there has none."""
    if not figure.is_relative:
        return figure.deviation
    read = result.case.figure(leaf, result.table.index(entry))
    return 0.0 if isinstance(read, State | str) else figure.deviation * abs(to_float(read))


def _jury_column(result: Result, code: str, leaf: Criterion, slope: Fraction, entries: Sequence[str]) -> JuryColumn:
    marks = [mark for mark in result.marks if mark.criterion == leaf.jury]
    jurors = tuple(sorted({mark.juror for mark in marks}))
    found = np.full((len(entries), len(jurors)), np.nan)
    place = {entry: row for row, entry in enumerate(entries)}
    for mark in marks:
        if mark.entity in place:
            found[place[mark.entity], jurors.index(mark.juror)] = float(mark.value)
    return JuryColumn(code, jurors, found, float(slope))
