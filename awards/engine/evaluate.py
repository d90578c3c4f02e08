"""The reference: one entry through the whole tree, in exact arithmetic, in the order that the method states.

Normalise, adjust, limit and round the leaves; join, apply factors, bonuses and penalties, adjust, limit and round
the nodes, bottom up. The array path proposes; whatever is close is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import cast

from awards.engine.conditions import chosen_case
from awards.engine.criteria import (
    Adjustment,
    AdjustmentKind,
    Cases,
    Comparator,
    Comparison,
    Criterion,
    Effect,
    Levels,
    Measure,
    MissingPolicy,
    Normalisation,
    RoundingRule,
)
from awards.engine.joins import apply_effect, join_scores, part_factors
from awards.engine.measures import Reading, read_measure
from awards.engine.normalise import Statistics, normalise, span
from awards.engine.numbers import ONE, Number, larger, minus, smaller, times, weighted_sum
from awards.engine.rounding import round_scaled
from awards.engine.rulebook import Rules
from awards.engine.table import NumberColumn, State, Table, Whole


class Status(StrEnum):
    """How a criterion came by its score."""

    SCORED = "scored"
    IMPUTED = "imputed"
    WORST = "worst"
    ZERO = "zero"
    SKIPPED = "skipped"
    NOT_RANKED = "not_ranked"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One criterion of one entry. `joined` is before adjustments, limits and rounding, `score` after them."""

    criterion: Criterion
    status: Status
    state: State = State.PRESENT
    figure: Number | str | None = None
    joined: Number | None = None
    score: Number | None = None
    share: Fraction | None = None
    children: tuple[Outcome, ...] = ()

    def walk(self) -> Iterator[Outcome]:
        """Yield this criterion, then those below it, in the order of the rulebook."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, code: str) -> Outcome | None:
        return next((outcome for outcome in self.walk() if outcome.criterion.code == code), None)


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Everything a score depends on: rules, figures, juries' values, populations, group medians."""

    rulebook: Rules
    table: Table
    juries: Mapping[str, NumberColumn]
    statistics: Mapping[str, Statistics]
    medians: Mapping[tuple[str, int], Number]
    groups: Whole

    def number(self, column: str, index: int) -> Fraction | State:
        numbers = self.table.numbers(column, self.rulebook.not_applicable)
        state = numbers.state(index)
        return numbers.exact(index) if state is State.PRESENT else state

    def label(self, column: str, index: int) -> str | State:
        labels = self.table.labels(column, self.rulebook.not_applicable)
        position = int(labels.positions[index])
        if position >= 0:
            return labels.labels[position]
        return State.NOT_REPORTED if position == -1 else State.NOT_APPLICABLE

    def figure(self, leaf: Criterion, index: int) -> Reading | str:
        """Return what the leaf reads, before normalisation; of cases the name of the one that holds."""
        if isinstance(leaf.normalisation, Cases):
            return chosen_case(leaf.normalisation, lambda one: self.compared(one, index))
        if leaf.jury is not None:
            numbers = self.juries[leaf.code]
            state = numbers.state(index)
            return numbers.exact(index) if state is State.PRESENT else state
        if leaf.measure is not None:
            return self.measured(leaf.measure, index)
        column = leaf.column or leaf.code
        return self.label(column, index) if isinstance(leaf.normalisation, Levels) else self.number(column, index)

    def compared(self, one: Comparison, index: int) -> Reading | str:
        """Return what a comparison holds against its limit."""
        if one.comparator is Comparator.ONE_OF:
            return self.label(one.column or "", index)
        return self.number(one.column or "", index) if one.measure is None else self.measured(one.measure, index)

    def measured(self, code: str, index: int) -> Reading:
        return self.derived(self.rulebook.measures[code], index)

    def derived(self, measure: Measure, index: int) -> Reading:
        return read_measure(measure, lambda column: self.number(column, index), self.table.ids[index])


def evaluate(case: Case, node: Criterion, index: int) -> Outcome:
    """Return the score and how it came about; a rounded score feeds the parent only where the rulebook carries it."""
    outcome = _evaluate_leaf(case, node, index) if node.is_leaf else _evaluate_node(case, node, index)
    rounding = case.rulebook.rounding
    if outcome.score is None or not is_carried(rounding, node):
        return outcome
    digits = stage_digits(rounding, node)
    return replace(outcome, score=Fraction(round_scaled(outcome.score, digits, rounding.mode), 10**digits))


def policy(node: Criterion, state: State) -> MissingPolicy:
    return node.not_applicable if state is State.NOT_APPLICABLE else node.missing


def stage_digits(rounding: RoundingRule, node: Criterion) -> int:
    """Return the digits this criterion is printed with; the top has those of the total."""
    if node.parent is None:
        return rounding.total
    if node.digits is not None:
        return node.digits
    return rounding.leaf if node.is_leaf else rounding.node


def is_carried(rounding: RoundingRule, node: Criterion) -> bool:
    return node.parent is not None and ("leaf" if node.is_leaf else "node") in rounding.carried


def _evaluate_leaf(case: Case, leaf: Criterion, index: int) -> Outcome:
    figure = case.figure(leaf, index)
    if isinstance(figure, State):
        if policy(leaf, figure) is not MissingPolicy.GROUP_MEDIAN:
            return _without_figure(leaf, figure)
        median = case.medians.get((leaf.code, int(case.groups[index])))
        if median is None:
            return Outcome(leaf, Status.NOT_RANKED, figure)
        return _with_figure(case, leaf, index, median, Status.IMPUTED, figure)
    return _with_figure(case, leaf, index, figure, Status.SCORED, State.PRESENT)


def _with_figure(
    case: Case, leaf: Criterion, index: int, figure: Number | str, status: Status, state: State
) -> Outcome:
    rule = cast("Normalisation", leaf.normalisation)
    joined = normalise(rule, figure, case.statistics.get(leaf.code), leaf.name, case.table.ids[index])
    ends = span(rule)
    if leaf.is_complement and ends is not None:
        joined = minus(ends[0] + ends[1], joined)
    score = _finished(case, leaf, index, joined)
    if isinstance(score, State):
        return replace(_without_figure(leaf, score), figure=figure)
    return Outcome(leaf, status, state, figure, joined, score)


def _without_figure(node: Criterion, state: State) -> Outcome:
    chosen = policy(node, state)
    if chosen is MissingPolicy.SKIP:
        return Outcome(node, Status.SKIPPED, state)
    if chosen is MissingPolicy.ZERO:
        return Outcome(node, Status.ZERO, state, score=Fraction(0))
    if chosen is MissingPolicy.WORST:
        return Outcome(node, Status.WORST, state, score=worst_score(node))
    return Outcome(node, Status.NOT_RANKED, state)


def worst_score(node: Criterion) -> Fraction:
    """Return the declared score, or the low end of the range; a checked rulebook has one of them."""
    if node.missing_score is not None:
        return node.missing_score
    return cast("tuple[Fraction, Fraction]", span(cast("Normalisation", node.normalisation)))[0]


def _evaluate_node(case: Case, node: Criterion, index: int) -> Outcome:
    children = tuple(evaluate(case, child, index) for child in node.children)
    if any(child.status is Status.NOT_RANKED for child in children):
        return Outcome(node, Status.NOT_RANKED, State.NOT_REPORTED, children=children)
    taking = [child for child in children if child.criterion.effect is Effect.SHARE]
    parts = [(child.criterion.weight, child.score) for child in taking if child.score is not None]
    available = available_share(node, [child.criterion.weight for child in taking if child.score is not None])
    if not parts or available < node.available_share:
        return replace(_without_figure(node, State.NOT_REPORTED), children=children)
    joined = join_scores(node, parts)
    score = joined
    for effect in (Effect.FACTOR, Effect.BONUS, Effect.PENALTY):
        for child in children:
            if child.criterion.effect is effect and child.score is not None:
                score = apply_effect(effect, score, child.score)
    finished = _finished(case, node, index, score)
    if isinstance(finished, State):
        return replace(_without_figure(node, finished), children=children)
    factors = iter(part_factors(node, parts))
    shares = tuple(
        replace(child, share=next(factors))
        if child.criterion.effect is Effect.SHARE and child.score is not None
        else child
        for child in children
    )
    return Outcome(node, Status.SCORED, State.PRESENT, None, joined, finished, children=shares)


def available_share(node: Criterion, weights: Sequence[Fraction]) -> Fraction:
    """Return how much of the shares is there, by weight or by count."""
    shares = [child.weight for child in node.children if child.effect is Effect.SHARE]
    if node.available_by_count:
        return Fraction(len(weights), len(shares))
    return sum(weights, Fraction(0)) / sum(shares, Fraction(0))


def _finished(case: Case, node: Criterion, index: int, score: Number) -> Number | State:
    for adjustment in node.adjustments:
        value = case.number(adjustment.column, index)
        if isinstance(value, Fraction):
            score = _adjusted(adjustment, score, value)
        elif not adjustment.empty_changes_nothing:
            return value
    if node.at_least is not None:
        score = larger(score, node.at_least)
    if node.at_most is not None:
        score = smaller(score, node.at_most)
    return score


def _adjusted(adjustment: Adjustment, score: Number, value: Fraction) -> Number:
    if adjustment.kind is AdjustmentKind.MULTIPLY:
        return times(value, score)
    if adjustment.kind is AdjustmentKind.DEDUCT_SHARE:
        return times(ONE - value, score)
    signed = value if adjustment.kind is AdjustmentKind.ADD else -value
    return weighted_sum([(ONE, score), (ONE, signed)])
