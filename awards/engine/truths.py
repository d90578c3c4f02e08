"""Conditions over all entries as arrays: who meets them, who does not, and whose missing figures leave it open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import numpy as np

from awards.engine.criteria import Cases, Comparator, Comparison, Exemption, Logic, Requirement
from awards.engine.evaluate import Case
from awards.engine.figures import Figures, Mask, chosen_rows, column_figures, measured_figures, present
from awards.engine.table import Selection, State, States, Whole


@dataclass(frozen=True, slots=True, eq=False)
class Truths:
    """`states` tells why it is open whether a condition holds; only where it is PRESENT does `holds` mean anything."""

    holds: Mask
    states: States

    @property
    def are_met(self) -> Mask:
        return self.holds & present(self.states, len(self.states))

    @property
    def are_failed(self) -> Mask:
        return ~self.holds & present(self.states, len(self.states))


def truths(case: Case, condition: Requirement, selection: Selection) -> Truths:
    """Answer for a selection of the entries as the reference does for each."""
    if isinstance(condition, Comparison):
        return _compared(case, condition, selection)
    if isinstance(condition, Exemption):
        return _joined(Logic.ANY, [truths(case, one, selection) for one in (condition.rule, condition.exception)])
    return _joined(condition.logic, [truths(case, one, selection) for one in condition.parts])


def case_places(case: Case, rule: Cases, selection: Selection) -> tuple[Whole, States]:
    """Return the place of the first case that holds, one past the last for none; a case left open leaves all open."""
    answers = [truths(case, one.when, selection) for one in rule.cases]
    places = np.full(len(answers[0].holds), len(answers), dtype=np.int64)
    states = np.zeros(len(places), dtype=np.uint8)
    for place, answer in reversed(list(enumerate(answers))):
        is_first = ~answer.are_failed
        places[is_first], states[is_first] = place, answer.states[is_first]
    return places, states


def _joined(logic: Logic, parts: Sequence[Truths]) -> Truths:
    """One failure decides "all" and one success "any", whatever else is open."""
    deciding = [part.are_failed if logic is Logic.ALL else part.are_met for part in parts]
    is_decided: Mask = np.any(deciding, axis=0)
    states = parts[0].states
    for part in parts[1:]:
        states = _merged(states, part.states)
    holds = ~is_decided if logic is Logic.ALL else is_decided
    return Truths(holds, np.where(is_decided, State.PRESENT, states).astype(np.uint8))


def _merged(left: States, right: States) -> States:
    both = np.where(left == right, left, State.NOT_REPORTED)
    return np.where(left == State.PRESENT, right, np.where(right == State.PRESENT, left, both)).astype(np.uint8)


def _compared(case: Case, one: Comparison, selection: Selection) -> Truths:
    if one.comparator is Comparator.ONE_OF:
        return _listed(case, one, selection)
    figures = _figures(case, one, selection)
    states = figures.states
    there = np.zeros(len(figures.values), dtype=np.uint8) if states is None else states
    return Truths(_reached(one, figures), there)


def _listed(case: Case, one: Comparison, selection: Selection) -> Truths:
    labels = case.table.labels(one.column or "", case.rulebook.not_applicable)
    wanted = [place for place, label in enumerate(labels.labels) if label in one.labels]
    positions = labels.positions[selection]
    return Truths(np.isin(positions, wanted), np.where(positions < 0, -positions, State.PRESENT).astype(np.uint8))


def _figures(case: Case, one: Comparison, selection: Selection) -> Figures:
    if one.measure is not None:
        return measured_figures(case, one.measure, selection)
    column, rows = one.column or "", chosen_rows(selection, len(case.table))
    numbers = case.table.numbers(column, case.rulebook.not_applicable)
    return column_figures(numbers, selection, lambda place: case.number(column, int(rows[place])))


def _reached(one: Comparison, figures: Figures) -> Mask:
    limit = cast("Fraction", one.limit)
    if one.comparator is Comparator.AT_LEAST:
        return figures.is_above(limit, or_equal=True)
    if one.comparator is Comparator.ABOVE:
        return figures.is_above(limit, or_equal=False)
    if one.comparator is Comparator.AT_MOST:
        return ~figures.is_above(limit, or_equal=False)
    if one.comparator is Comparator.BELOW:
        return ~figures.is_above(limit, or_equal=True)
    return figures.is_above(limit, or_equal=True) & ~figures.is_above(limit, or_equal=False)
