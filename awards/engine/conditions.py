"""Conditions of one entry, exactly and in three values: one holds, does not, or is left open by what is missing.

A missing figure leaves its comparison open; "all", "any" and "unless" are decided wherever the others decide (Kleene).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import cast

from awards.engine.criteria import Cases, Comparator, Comparison, Exemption, Logic, Requirement
from awards.engine.measures import Reading
from awards.engine.numbers import compare
from awards.engine.table import State

Truth = bool | State
ReadFigure = Callable[[Comparison], Reading | str]


def truth(condition: Requirement, read: ReadFigure) -> Truth:
    """Tell whether a condition holds, or what leaves it open.

    Everything is read, also what no longer decides: whether a figure is refused never hangs on the others.
    """
    if isinstance(condition, Comparison):
        return _compared(condition, read(condition))
    if isinstance(condition, Exemption):
        return _joined(Logic.ANY, [truth(condition.rule, read), truth(condition.exception, read)])
    return _joined(condition.logic, [truth(part, read) for part in condition.parts])


def chosen_case(rule: Cases, read: ReadFigure) -> str | State:
    """Return the name of the first case that holds, "" for none; a case left open before it leaves all open."""
    answers = [(case, truth(case.when, read)) for case in rule.cases]
    for case, answer in answers:
        if answer is True:
            return case.name
        if answer is not False:
            return answer
    return ""


def _joined(logic: Logic, parts: Sequence[Truth]) -> Truth:
    """Return what is missing where nothing decides: what all the open parts lack, or that it was not reported."""
    deciding = logic is Logic.ANY
    if any(part is deciding for part in parts):
        return deciding
    states = {part for part in parts if isinstance(part, State)}
    if not states:
        return not deciding
    return states.pop() if len(states) == 1 else State.NOT_REPORTED


def _compared(one: Comparison, found: Reading | str) -> Truth:
    if isinstance(found, State):
        return found
    if isinstance(found, str):
        return found in one.labels
    order = compare(found, cast("Fraction", one.limit))
    return {
        Comparator.AT_LEAST: order >= 0,
        Comparator.ABOVE: order > 0,
        Comparator.AT_MOST: order <= 0,
        Comparator.BELOW: order < 0,
        Comparator.EQUALS: order == 0,
    }[one.comparator]
