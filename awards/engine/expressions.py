"""What an exact number is made of: rationals as Fractions, anything else as an expression of powers and logarithms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Overflow, Underflow
from fractions import Fraction
from typing import Final

from awards.engine.errors import NumberTooLongError, TooDeeplyNestedError
from awards.engine.intervals import LONGEST, UNIT, Bounds, VagueError, logarithm, plus, raised, rational, times

PRECISIONS: Final = (25, 50, 100, 200, 400, 800, 1600)
PROVED_FROM: Final = 100
"""What 50 digits do not tell apart is worth a proof that it is equal."""
DEEPEST: Final = 80
"""Expressions inside expressions; comparing and enclosing go down one call at a time."""
MOST_WORK: Final = 100_000_000
"""Parts of an expression times digits squared: about what its enclosing costs, at most a few seconds. Powers of -250 of
scores such as 50 and 100 differ behind 425 digits; the lines of their lead have some forty parts."""

Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Power:
    """A product of powers; a base under a broken exponent is positive."""

    factors: frozenset[tuple[Number, Fraction]]
    known: dict[int, Bounds] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Bounds by digits: the lines of an explanation share their parts, and a deep tree would be enclosed for each."""

    @property
    def depth(self) -> int:
        return max((depth_of(base) for base, _ in self.factors), default=0)

    def bounds(self, digits: int) -> Bounds:
        if digits not in self.known:
            product = UNIT, UNIT
            for base, exponent in self.factors:
                product = times(product, raised(bounds_of(base, digits), exponent, digits), digits)
            self.known[digits] = product
        return self.known[digits]


@dataclass(frozen=True, slots=True)
class Log:
    """The natural logarithm of a positive number."""

    argument: Number
    known: dict[int, Bounds] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def depth(self) -> int:
        return depth_of(self.argument)

    def bounds(self, digits: int) -> Bounds:
        if digits not in self.known:
            self.known[digits] = logarithm(bounds_of(self.argument, digits), digits)
        return self.known[digits]


@dataclass(frozen=True, slots=True)
class Irrational:
    """A rational plus multiples of powers and logarithms; `depth` counts how often one stands inside another."""

    constant: Fraction
    terms: frozenset[tuple[Power | Log, Fraction]]
    depth: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        depth = 1 + max((atom.depth for atom, _ in self.terms), default=0)
        if depth > DEEPEST:
            raise TooDeeplyNestedError(DEEPEST)
        object.__setattr__(self, "depth", depth)

    def bounds(self, digits: int) -> Bounds:
        total = rational(self.constant, digits)
        for atom, coefficient in self.terms:
            total = plus(total, times(rational(coefficient, digits), atom.bounds(digits), digits), digits)
        return total

    def enclose(self, digits: int) -> Interval:
        """Raise VagueError where so many digits bound nothing, NumberTooLongError where none ever will."""
        try:
            low, high = self.bounds(digits)
        except (Overflow, Underflow) as error:
            raise NumberTooLongError(LONGEST) from error
        return Fraction(low), Fraction(high)


Number = Fraction | Irrational


def depth_of(number: Number) -> int:
    return 0 if isinstance(number, Fraction) else number.depth


def bounds_of(number: Number, digits: int) -> Bounds:
    return rational(number, digits) if isinstance(number, Fraction) else number.bounds(digits)


def enclosures(number: Irrational, precisions: tuple[int, ...] = PRECISIONS) -> Iterator[tuple[int, Interval | None]]:
    """Yield digits and the interval that they give, None for one that bounds nothing, until the work is too much."""
    size = 1
    for digits in precisions:
        if digits == PROVED_FROM:
            size = _size(number, MOST_WORK)
        if size * digits**2 > MOST_WORK:
            return
        try:
            yield digits, number.enclose(digits)
        except VagueError:
            yield digits, None


def _size(number: Number, most: int) -> int:
    """Count the parts of an expression, but no further than asked."""
    found, waiting = 0, [number]
    while waiting and found < most:
        part = waiting.pop()
        found += 1
        if isinstance(part, Fraction):
            continue
        for atom, _ in part.terms:
            waiting += [atom.argument] if isinstance(atom, Log) else [base for base, _ in atom.factors]
    return found
