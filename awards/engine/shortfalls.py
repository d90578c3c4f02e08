"""What an entry lacks for the next better case: figure and limit of every comparison that keeps it from there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import cast

import numpy as np

from awards.engine.conditions import ReadFigure, chosen_case, truth
from awards.engine.criteria import (
    Cases,
    Combination,
    Comparator,
    Comparison,
    Criterion,
    Effect,
    Exemption,
    Logic,
    Requirement,
)
from awards.engine.evaluate import Case
from awards.engine.measures import Reading
from awards.engine.numbers import Number
from awards.engine.rounding import RoundingMode, round_number
from awards.engine.rulebook import Rules
from awards.engine.shown import short
from awards.engine.table import State, Table
from paritrana.lib.problems import Note, note

FEWEST_DIGITS = 2
NEEDED = {
    Comparator.AT_LEAST: "shortfall.at-least",
    Comparator.ABOVE: "shortfall.above",
    Comparator.AT_MOST: "shortfall.at-most",
    Comparator.BELOW: "shortfall.below",
    Comparator.EQUALS: "shortfall.equals",
}


def risen_leaves(rules: Rules) -> Iterator[Criterion]:
    """Yield the leaves of cases of which more points are better for the entry."""
    if rules.rank.higher_is_better:
        yield from _risen(rules.root)


def _risen(node: Criterion) -> Iterator[Criterion]:
    if node.effect is Effect.PENALTY:
        return
    if isinstance(node.normalisation, Cases):
        yield node
    for child in node.children:
        yield from _risen(child)


def reader_of(rules: Rules, table: Table, index: int = 0) -> ReadFigure:
    """Return what comparisons read of one row of a table."""
    case = Case(rules, table, {}, {}, {}, np.zeros(len(table), dtype=np.int64))
    return lambda one: case.compared(one, index)


def current_case(leaf: Criterion, read: ReadFigure) -> str | State:
    """Return the name of the case that an entry has, "" for none of them, or what leaves it open."""
    return chosen_case(cast("Cases", leaf.normalisation), read)


def near_miss(leaf: Criterion, read: ReadFigure) -> Note | None:
    """Say what keeps an entry from the case before the one it has, or from the one that is left open; else None."""
    cases = cast("Cases", leaf.normalisation).cases
    answers = [truth(case.when, read) for case in cases]
    place = next((place for place, answer in enumerate(answers) if answer is not False), len(cases))
    if place == len(cases) or answers[place] is True:
        place -= 1
    if place < 0:
        return None
    unmet = cast("Requirement", unmet_part(cases[place].when, read))
    return note("shortfall.case", case=(leaf.code, cases[place].name), unmet=_told(unmet, read))


def unmet_part(condition: Requirement, read: ReadFigure) -> Requirement | None:
    """Leave out what holds; what is left open is unmet as well."""
    if truth(condition, read) is True:
        return None
    if isinstance(condition, Comparison):
        return condition
    if isinstance(condition, Exemption):
        rule, exception = (unmet_part(one, read) for one in (condition.rule, condition.exception))
        return Exemption(cast("Requirement", rule), cast("Requirement", exception))
    found = [part for part in (unmet_part(one, read) for one in condition.parts) if part is not None]
    flat = tuple(_flat(condition.logic, found))
    return flat[0] if len(flat) == 1 else Combination(condition.logic, flat)


def _flat(logic: Logic, parts: Iterable[Requirement]) -> Iterator[Requirement]:
    for part in parts:
        if isinstance(part, Combination) and part.logic is logic:
            yield from part.parts
        else:
            yield part


def _told(unmet: Requirement, read: ReadFigure) -> Note:
    if isinstance(unmet, Comparison):
        return note("shortfall.one", found=_found(unmet, read(unmet)), needed=needed(unmet))
    if isinstance(unmet, Exemption):
        return note("shortfall.excusable", rule=_bracketed(unmet.rule, read), exception=_wanted(unmet.exception))
    if unmet.logic is Logic.ALL:
        return note("shortfall.all", parts=tuple(_told(part, read) for part in unmet.parts))
    return note("shortfall.any", parts=tuple(_bracketed(part, read) for part in unmet.parts))


def _bracketed(part: Requirement, read: ReadFigure) -> Note:
    told = _told(part, read)
    return note("shortfall.bracketed", part=told) if isinstance(part, Combination) else told


def _wanted(condition: Requirement) -> Note:
    """Say what would hold, without what the entry has."""
    if isinstance(condition, Comparison):
        return note("shortfall.wanted", figure=figure_of(condition), needed=needed(condition))
    parts = condition.parts if isinstance(condition, Combination) else (condition.rule, condition.exception)
    told = tuple(
        _wanted(part) if isinstance(part, Comparison) else note("shortfall.bracketed", part=_wanted(part))
        for part in parts
    )
    needs_all = isinstance(condition, Combination) and condition.logic is Logic.ALL
    return note("shortfall.wanted-all", parts=told) if needs_all else note("shortfall.wanted-any", parts=told)


def _found(one: Comparison, found: Reading | str) -> Note:
    if isinstance(found, State):
        return note("shortfall.has-none", figure=figure_of(one))
    if isinstance(found, str):
        return note("shortfall.has-label", figure=figure_of(one), label=(one.column or "", found))
    return note("shortfall.has", figure=figure_of(one), amount=shown_short(one, found))


def needed(one: Comparison) -> Note:
    if one.limit is None:
        return note("shortfall.one-of", labels=tuple((one.column or "", label) for label in one.labels))
    return Note(
        NEEDED[one.comparator],
        {"amount": Decimal(one.limit.numerator) / Decimal(one.limit.denominator), "figure": figure_of(one)},
    )


def figure_of(one: Comparison) -> tuple[str, str]:
    return one.column or "", one.measure or ""


def shown_short(one: Comparison, found: Number) -> Decimal:
    """Return a figure with as many digits as show that it misses the limit: 17.996 of 18 is not 18.00."""
    if isinstance(found, Fraction) and Fraction(short(found)) == found:
        return short(found)
    digits = FEWEST_DIGITS
    while holds_rounded(one, found, digits):
        digits += 1
    return round_number(found, digits, RoundingMode.HALF_AWAY)


def holds_rounded(one: Comparison, found: Number, digits: int) -> bool:
    rounded = Fraction(round_number(found, digits, RoundingMode.HALF_AWAY))
    return truth(one, lambda _: rounded) is True
