"""Roots and common factors of whole numbers, without finding primes."""

from __future__ import annotations

import math
from fractions import Fraction


def bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def exact_root(value: Fraction, degree: int) -> Fraction | None:
    """Return the root of a positive rational where it is rational."""
    top, bottom = whole_root(value.numerator, degree), whole_root(value.denominator, degree)
    exact = top**degree == value.numerator and bottom**degree == value.denominator
    return Fraction(top, bottom) if exact else None


def whole_root(value: int, degree: int) -> int:
    """Return the largest whole number whose power does not exceed the value, by Newton's method from just above."""
    if value.bit_length() <= degree:
        return min(value, 1)
    guess = _above_root(value, degree)
    while True:
        better = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better


def _above_root(value: int, degree: int) -> int:
    """Return a number a little above the root: the method halves a distance only where it starts close."""
    whole, rest = divmod(math.log2(value) / degree + 1e-9, 1)
    shift = max(0, int(whole) - 50)
    return (math.ceil(2 ** (whole - shift + rest)) + 1) << shift


def refined(basis: list[int], number: int) -> None:
    """Split the members of a basis so that none has a factor in common and the number is a product of them."""
    waiting = [number]
    while waiting:
        part = waiting.pop()
        if part == 1:
            continue
        for place, member in enumerate(basis):
            common = math.gcd(part, member)
            if common > 1:
                del basis[place]
                waiting += [common, part // common, member // common]
                break
        else:
            basis.append(part)


def multiplicity(number: int, factor: int) -> tuple[int, int]:
    """Return how often a factor goes into a number, and what is left."""
    found = 0
    while True:
        quotient, rest = divmod(number, factor)
        if rest:
            return found, number
        found, number = found + 1, quotient
