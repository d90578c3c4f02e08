"""Formulas of a workbook, each with the value it comes to, so that a reader that computes nothing still shows figures.

A term is built once and both sides of it grow together: the text that a spreadsheet program computes, and the exact
value. Only logarithms and roots go through floats, as they do in the program. ROUND rounds half away from zero there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median

from awards.engine.rounding import RoundingMode, round_number

GUARD_DIGITS = 9
"""Digits kept while a float is brought back to the decimal it stands for, before the declared rounding."""

Value = Fraction | str


@dataclass(frozen=True, slots=True)
class FormulaTerm:
    """A part of a formula. `value` is text only where a cell holds a level's word."""

    text: str
    value: Value

    @property
    def number(self) -> Fraction:
        """Raises TypeError for a word: what computes with it has no formula."""
        if isinstance(self.value, str):
            raise TypeError(f"{self.text} holds a word.")
        return self.value


Cells = dict[str, FormulaTerm]


def literal(value: Fraction | Decimal | int) -> FormulaTerm:
    """Write a rulebook's number for Excel; what has no finite decimal is written as a division."""
    exact = Fraction(value)
    text = format(Decimal(exact.numerator) / Decimal(exact.denominator), "f")
    return FormulaTerm(text if Fraction(text) == exact else f"({exact.numerator}/{exact.denominator})", exact)


def inside(term: FormulaTerm) -> FormulaTerm:
    return FormulaTerm(f"({term.text})", term.value)


def added(terms: Sequence[FormulaTerm]) -> FormulaTerm:
    return FormulaTerm(f"({'+'.join(term.text for term in terms)})", sum((term.number for term in terms), Fraction(0)))


def less(first: FormulaTerm, second: FormulaTerm) -> FormulaTerm:
    return FormulaTerm(f"({first.text}-{second.text})", first.number - second.number)


def times(first: FormulaTerm, second: FormulaTerm) -> FormulaTerm:
    """Bind both as they stand: a product needs no brackets in a sum, a quotient or another product."""
    return FormulaTerm(f"{first.text}*{second.text}", first.number * second.number)


def over(first: FormulaTerm, second: FormulaTerm) -> FormulaTerm:
    """Raises ZeroDivisionError, where the program would show #DIV/0!."""
    return FormulaTerm(f"{first.text}/{second.text}", first.number / second.number)


def least(terms: Sequence[FormulaTerm]) -> FormulaTerm:
    return FormulaTerm(f"MIN({','.join(term.text for term in terms)})", min(term.number for term in terms))


def greatest(terms: Sequence[FormulaTerm]) -> FormulaTerm:
    return FormulaTerm(f"MAX({','.join(term.text for term in terms)})", max(term.number for term in terms))


def chosen(left: FormulaTerm, sign: str, right: FormulaTerm, then: FormulaTerm, otherwise: FormulaTerm) -> FormulaTerm:
    """`sign` is =, > or >=; words are compared by =."""
    if sign == "=":
        holds = left.value == right.value
    else:
        holds = left.number > right.number if sign == ">" else left.number >= right.number
    text = f"IF({left.text}{sign}{right.text},{then.text},{otherwise.text})"
    return FormulaTerm(text, then.value if holds else otherwise.value)


def logarithm(term: FormulaTerm) -> FormulaTerm:
    """Raises ValueError for zero and less."""
    return FormulaTerm(f"LN({term.text})", _through_float(math.log, term))


def exponential(term: FormulaTerm) -> FormulaTerm:
    return FormulaTerm(f"EXP({term.text})", _through_float(math.exp, term))


def root(term: FormulaTerm) -> FormulaTerm:
    """Raises ValueError for less than zero."""
    return FormulaTerm(f"SQRT({term.text})", _through_float(math.sqrt, term))


def rounded(term: FormulaTerm, digits: int, mode: RoundingMode = RoundingMode.HALF_AWAY) -> FormulaTerm | None:
    """Round half away from zero, Excel's own way; the inner rounding takes the float's last noise away."""
    if mode is not RoundingMode.HALF_AWAY:
        return None
    inner = digits + GUARD_DIGITS
    value = _half_away(_half_away(term.number, inner), digits)
    return FormulaTerm(f"ROUND(ROUND({term.text},{inner}),{digits})", value)


def mean_of(address: str, values: Sequence[Decimal]) -> FormulaTerm:
    return FormulaTerm(f"AVERAGE({address})", sum(map(Fraction, values), Fraction(0)) / len(values))


def median_of(address: str, values: Sequence[Decimal]) -> FormulaTerm:
    return FormulaTerm(f"MEDIAN({address})", Fraction(median(map(Fraction, values))))


def _half_away(value: Fraction, digits: int) -> Fraction:
    return Fraction(round_number(value, digits, RoundingMode.HALF_AWAY))


def _through_float(function: Callable[[float], float], term: FormulaTerm) -> Fraction:
    return Fraction(function(float(term.number)))
