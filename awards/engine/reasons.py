"""Why an entry has its case or its band: figure and limit of what gives it, as a near miss tells of the next one.

Of "any" only what holds is told; where an exception stands in for a rule, the exception is told, and named as one.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import cast

from awards.engine.conditions import ReadFigure, truth
from awards.engine.criteria import Band, Cases, Comparison, Criterion, Exemption, Logic, Requirement
from awards.engine.numbers import Number
from awards.engine.rounding import RoundingMode, round_number
from awards.engine.shortfalls import FEWEST_DIGITS, current_case, figure_of, holds_rounded, needed
from awards.engine.shown import short
from paritrana.lib.problems import Note, note


def case_reason(leaf: Criterion, read: ReadFigure) -> Note | None:
    """Say what gives an entry the case that it has; None where it has none, or where it is open."""
    name = current_case(leaf, read)
    case = next((one for one in cast("Cases", leaf.normalisation).cases if one.name == name), None)
    return None if case is None else note("reason.case", case=(leaf.code, case.name), met=_met(case.when, read))


def band_reason(band: Band, total: Decimal, *, higher_is_better: bool) -> Note:
    code = "reason.band" if higher_is_better else "reason.band-at-most"
    limit = Decimal(band.threshold.numerator) / Decimal(band.threshold.denominator)
    return note(code, total=total, limit=limit)


def _met(condition: Requirement, read: ReadFigure) -> Note:
    if isinstance(condition, Comparison):
        return note("reason.one", found=_found(condition, read), needed=needed(condition))
    if isinstance(condition, Exemption):
        if truth(condition.rule, read) is True:
            return _met(condition.rule, read)
        return note("reason.excused", exception=_met(condition.exception, read))
    if condition.logic is Logic.ALL:
        return note("reason.all", parts=tuple(_met(part, read) for part in condition.parts))
    holding = tuple(_met(part, read) for part in condition.parts if truth(part, read) is True)
    return holding[0] if len(holding) == 1 else note("reason.all", parts=holding)


def _found(one: Comparison, read: ReadFigure) -> Note:
    found = read(one)
    if isinstance(found, str):
        return note("shortfall.has-label", figure=figure_of(one), label=(one.column or "", found))
    return note("shortfall.has", figure=figure_of(one), amount=_shown(one, cast("Number", found)))


def _shown(one: Comparison, found: Number) -> Decimal:
    """Return a figure with as many digits as show that it keeps the limit: 98.996 of 99 is not 99.00."""
    if isinstance(found, Fraction) and Fraction(short(found)) == found:
        return short(found)
    digits = FEWEST_DIGITS
    while not holds_rounded(one, found, digits):
        digits += 1
    return round_number(found, digits, RoundingMode.HALF_AWAY)
