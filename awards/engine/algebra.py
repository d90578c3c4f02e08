"""Proofs that an expression is zero, by algebra alone.

An expression is written as a sum of monomials over generators: whole numbers without common factors under broken
exponents, their logarithms, and sums that cannot be written out. It is zero when every coefficient is. Where no sum is
left over, nothing else is zero either: roots of such numbers are independent over the rationals (Besicovitch 1940), and
so are roots and logarithms together (Baker 1966); but nothing here relies on that, for what is not proved zero is
settled by its digits. Every step has a bound; beyond it there is no proof.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Final

from awards.engine.expressions import Irrational, Log, Number, Power
from awards.engine.factors import bits, multiplicity, refined, whole_root

MOST_PARTS: Final = 2000
MOST_TERMS: Final = 4000
MOST_BITS: Final = 2**16
SHORT: Final = 2**10
MOST_GENERATORS: Final = 200
MOST_ROUNDS: Final = 50
ONE: Final = Fraction(1)


@dataclass(frozen=True, slots=True)
class Logarithm:
    """Of a whole number above 1, or of a form that is no product."""

    argument: int | Frozen


@dataclass(frozen=True, slots=True)
class Sum:
    """A form that stands under an exponent; `is_positive` where the exponent is broken, so that it must be."""

    terms: Frozen
    is_positive: bool


Generator = int | Logarithm | Sum
Monomial = frozenset[tuple[Generator, Fraction]]
Frozen = frozenset[tuple[Monomial, Fraction]]
Form = Mapping[Monomial, Fraction]
NO_GENERATOR: Final[Monomial] = frozenset()


class NoProofError(Exception):
    """A bound is met."""


class _FinerError(Exception):
    """The basis was split further: what was written over it is to be written anew."""


def is_proved_zero(number: Irrational) -> bool:
    """Tell whether the expression is proved to be zero; if not it may still be."""
    try:
        field = _Field.of(number)
        for _ in range(MOST_ROUNDS):
            try:
                return field.is_zero(field.form(number))
            except _FinerError:
                field.take_roots()
    except NoProofError:
        pass
    return False


class _Field:
    """Forms over one basis: whole numbers without common factors, none of which is a power that exponents undo."""

    def __init__(self, numbers: Iterable[Fraction], degree: int) -> None:
        self.basis: list[int] = []
        self.degree = degree
        for number in numbers:
            self._take(number)
        self.take_roots()

    @classmethod
    def of(cls, number: Irrational) -> _Field:
        numbers: set[Fraction] = set()
        degree, found = 1, 0
        waiting: list[Number] = [number]
        while waiting:
            part = waiting.pop()
            found += 1
            if found > MOST_PARTS:
                raise NoProofError
            if isinstance(part, Fraction):
                numbers.add(part)
                continue
            for atom, _ in part.terms:
                if isinstance(atom, Log):
                    waiting.append(atom.argument)
                    continue
                waiting += [base for base, _ in atom.factors]
                degree = math.lcm(degree, *(exponent.denominator for _, exponent in atom.factors))
        return cls((one for one in numbers if one > 0), degree)

    def _take(self, number: Fraction) -> None:
        if bits(number) > MOST_BITS or len(self.basis) > MOST_GENERATORS:
            raise NoProofError
        refined(self.basis, number.numerator)
        refined(self.basis, number.denominator)

    def take_roots(self) -> None:
        """A number of so many bits is no power of a higher degree."""
        longest = max((member.bit_length() for member in self.basis), default=0)
        primes = [degree for degree in range(2, longest + 1) if self.degree % degree == 0 and _is_prime(degree)]
        for place, whole in enumerate(self.basis):
            member = whole
            for prime in primes:
                while (root := whole_root(member, prime)) > 1 and root**prime == member:
                    member = root
            self.basis[place] = member

    # Numbers as forms

    def form(self, number: Number) -> Form:
        if isinstance(number, Fraction):
            return _sum([(NO_GENERATOR, number)])
        parts = [(NO_GENERATOR, number.constant)]
        for atom, coefficient in number.terms:
            found = self._power_form(atom) if isinstance(atom, Power) else self._log_form(atom)
            parts += [(monomial, coefficient * multiple) for monomial, multiple in found.items()]
        return _sum(parts)

    def _power_form(self, atom: Power) -> Form:
        found: Form = {NO_GENERATOR: ONE}
        for base, exponent in atom.factors:
            found = self._times(found, self._raised(self.form(base), exponent))
        return found

    def _log_form(self, atom: Log) -> Form:
        argument = self.form(atom.argument)
        if len(argument) != 1:
            return {frozenset({(Logarithm(frozenset(argument.items())), ONE)}): ONE}
        ((monomial, coefficient),) = argument.items()
        if coefficient <= 0 or not all(isinstance(generator, int) for generator, _ in monomial):
            return {frozenset({(Logarithm(frozenset(argument.items())), ONE)}): ONE}
        exponents: defaultdict[int, Fraction] = defaultdict(Fraction, self._exponents(coefficient))
        for generator, exponent in monomial:
            if isinstance(generator, int):
                exponents[generator] += exponent
        return _sum((frozenset({(Logarithm(base), ONE)}), exponent) for base, exponent in exponents.items())

    def _raised(self, base: Form, exponent: Fraction) -> Form:
        if not base:
            if exponent <= 0:
                raise NoProofError
            return base
        if len(base) == 1:
            ((monomial, coefficient),) = base.items()
            if exponent.denominator == 1 or (coefficient > 0 and all(map(_is_positive, monomial))):
                return self._product(
                    [(generator, own * exponent) for generator, own in monomial], coefficient, exponent
                )
        whole = exponent.numerator
        if exponent.denominator == 1 and whole > 0 and len(base) ** min(whole, 64) <= MOST_TERMS:
            return self._written_out(base, whole)
        return {frozenset({(Sum(frozenset(base.items()), exponent.denominator != 1), exponent)}): ONE}

    def _written_out(self, base: Form, exponent: int) -> Form:
        if exponent > MOST_ROUNDS and len(base) > 1:
            raise NoProofError
        found: Form = {NO_GENERATOR: ONE}
        for _ in range(exponent):
            found = self._times(found, base)
        return found

    def _product(
        self, generators: Iterable[tuple[Generator, Fraction]], coefficient: Fraction, exponent: Fraction
    ) -> Form:
        """Multiply powers of generators with a power of a coefficient; whole powers of numbers go into the latter."""
        exponents: defaultdict[Generator, Fraction] = defaultdict(Fraction)
        for generator, own in generators:
            exponents[generator] += own
        factor = ONE
        if exponent.denominator == 1 and (coefficient < 0 or bits(coefficient) * abs(exponent) <= SHORT):
            factor = _whole_power(coefficient, exponent.numerator)
        else:  # also a long whole power: it may cancel against those of the generators
            for base, times in self._exponents(coefficient).items():
                exponents[base] += times * exponent
        for generator, own in list(exponents.items()):
            if isinstance(generator, int):
                factor *= _whole_power(Fraction(generator), math.floor(own))
                exponents[generator] = own % 1
        if bits(factor) > MOST_BITS:
            raise NoProofError
        return {frozenset((generator, own) for generator, own in exponents.items() if own): factor}

    def _exponents(self, number: Fraction) -> dict[int, Fraction]:
        """Write a positive rational as powers of the basis."""
        found: dict[int, Fraction] = {}
        for part, sign in ((number.numerator, 1), (number.denominator, -1)):
            left = part
            for base in self.basis:
                times, left = multiplicity(left, base)
                if times:
                    found[base] = Fraction(sign * times)
            if left != 1:
                self._take(Fraction(left))
                raise _FinerError
        return found

    def _times(self, left: Form, right: Form) -> Form:
        if len(left) * len(right) > MOST_TERMS:
            raise NoProofError
        return _sum(
            (monomial, factor * own * other)
            for (first, own), (second, other) in product(left.items(), right.items())
            for monomial, factor in self._product((*first, *second), ONE, ONE).items()
        )

    # Proofs

    def is_zero(self, form: Form) -> bool:
        """Write whole powers of sums out, then compare what is left."""
        for _ in range(MOST_ROUNDS):
            if not form:
                return True
            found = next(_whole_sums(form), None)
            if found is None:
                return len(form) == 2 and self._are_level(form)
            form = self._without(form, found)
        raise NoProofError

    def _without(self, form: Form, one: Sum) -> Form:
        """Multiply by a whole power of a sum, so that its exponents lie from 0 up to 1; a divisor is not zero."""
        exponents = {monomial: dict(monomial).get(one, Fraction(0)) for monomial in form}
        least = min(math.floor(exponent) for exponent in exponents.values())
        written = dict(one.terms)
        parts: list[tuple[Monomial, Fraction]] = []
        for monomial, coefficient in form.items():
            whole = math.floor(exponents[monomial])
            kept = [(generator, own) for generator, own in monomial if generator != one]
            kept += [(one, exponents[monomial] - whole)]
            rest = self._product(kept, coefficient, ONE)
            parts += self._times(rest, self._written_out(written, whole - least)).items()
        return _sum(parts)

    def _are_level(self, form: Form) -> bool:
        """Two monomials that only sums under broken exponents keep apart are level when fitting powers of them are."""
        (first, own), (second, other) = form.items()
        if own * other > 0 or not all(map(_is_positive, (*first, *second))):
            return False
        exponents: defaultdict[Generator, Fraction] = defaultdict(Fraction)
        for monomial, sign in ((first, 1), (second, -1)):
            for generator, exponent in monomial:
                exponents[generator] += sign * exponent
        sums = {generator: exponent for generator, exponent in exponents.items() if isinstance(generator, Sum)}
        if not any(sums.values()):
            return False
        step = _common_measure(sums.values())
        if sum(abs(int(exponent / step)) for exponent in sums.values()) > MOST_ROUNDS:
            raise NoProofError
        rest = [(generator, -own / step) for generator, own in exponents.items() if generator not in sums]
        left: Form = {NO_GENERATOR: ONE}
        right = self._product(rest, -other / own, 1 / step)
        for one, exponent in sums.items():
            power = self._written_out(dict(one.terms), abs(int(exponent / step)))
            left, right = (self._times(left, power), right) if exponent > 0 else (left, self._times(right, power))
        return self.is_zero(_sum([*left.items(), *((monomial, -multiple) for monomial, multiple in right.items())]))


def _sum(parts: Iterable[tuple[Monomial, Fraction]]) -> Form:
    found: defaultdict[Monomial, Fraction] = defaultdict(Fraction)
    for monomial, coefficient in parts:
        found[monomial] += coefficient
        if len(found) > MOST_TERMS:
            raise NoProofError
    return {monomial: coefficient for monomial, coefficient in found.items() if coefficient}


def _is_positive(factor: tuple[Generator, Fraction]) -> bool:
    generator = factor[0]
    if isinstance(generator, Logarithm):
        return isinstance(generator.argument, int)
    return isinstance(generator, int) or generator.is_positive


def _whole_sums(form: Form) -> Iterator[Sum]:
    """Yield sums that stand under an exponent below 0 or from 1 up."""
    for monomial in form:
        for generator, exponent in monomial:
            if isinstance(generator, Sum) and not 0 <= exponent < 1:
                yield generator


def _whole_power(number: Fraction, exponent: int) -> Fraction:
    if bits(number) * abs(exponent) > MOST_BITS and number != 1:
        raise NoProofError
    return number**exponent


def _common_measure(numbers: Iterable[Fraction]) -> Fraction:
    """Return the largest rational that goes into all of them a whole number of times."""
    there = [number for number in numbers if number]
    bottom = math.lcm(*(number.denominator for number in there))
    return Fraction(math.gcd(*(int(number * bottom) for number in there)), bottom)


def _is_prime(number: int) -> bool:
    return all(number % divisor for divisor in range(2, math.isqrt(number) + 1))
