"""Exact rational solution of the crossed normal equations, by p-adic lifting.

    diagonal_a * a + link * N b = rhs_a
    link * N' a + diagonal_b * b = rhs_b          (N: 0/1, one side per axis)

The larger side is eliminated modulo a prime, the digits of the solution are lifted one prime at a time, turned into
fractions, and then checked in the equations themselves: what is returned is proven, whatever the lifting did.
Method: Dixon, "Exact solution of linear equations using p-adic expansions", Numer. Math. 40 (1982).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, lcm

import numpy as np
from numpy.typing import NDArray

from awards.engine.panel.errors import UnsolvedPanelError

PRIMES = (2147483647, 2147483629, 2147483587)
_SAFE = 2**62


@dataclass(frozen=True)
class CrossedSystem:
    """Integers throughout. `anchored` adds the sum of the kept (smaller) side to its own equations.

    The plain system knows the two sides only up to a constant between them; anchoring picks one solution.
    """

    incidence: NDArray[np.int64]
    link: int
    diagonal_a: Sequence[int]
    diagonal_b: Sequence[int]
    rhs_a: Sequence[int]
    rhs_b: Sequence[int]
    anchored: bool

    def transposed(self) -> "CrossedSystem":
        return CrossedSystem(
            self.incidence.T,
            self.link,
            self.diagonal_b,
            self.diagonal_a,
            self.rhs_b,
            self.rhs_a,
            self.anchored,
        )


def solve_crossed(system: CrossedSystem, primes: Sequence[int] = PRIMES) -> tuple[list[Fraction], list[Fraction]]:
    """Both sides, exactly: (a, b)."""
    if system.incidence.shape[0] < system.incidence.shape[1]:
        kept, eliminated = solve_crossed(system.transposed(), primes)
        return eliminated, kept
    for prime in primes:
        inverse = _inverse(_reduced(system, prime), prime)
        if inverse is not None:
            kept = _lift(system, inverse, prime)
            return _eliminated(system, kept), kept
    raise UnsolvedPanelError(primes)


def _reduced(system: CrossedSystem, prime: int) -> NDArray[np.int64]:
    """The kept side's matrix after elimination of the other, modulo the prime."""
    weights = np.array([pow(d, -1, prime) * system.link**2 % prime for d in system.diagonal_a], dtype=np.int64)
    matrix = -((system.incidence * weights[:, None]).T @ system.incidence) % prime
    matrix[np.diag_indices_from(matrix)] += [d % prime for d in system.diagonal_b]
    return (matrix + int(system.anchored)) % prime


def _inverse(matrix: NDArray[np.int64], prime: int) -> NDArray[np.int64] | None:
    """Gauss-Jordan modulo the prime; None where the matrix is singular modulo it."""
    size = len(matrix)
    work = np.hstack([matrix, np.eye(size, dtype=np.int64)])
    for column in range(size):
        pivots = np.flatnonzero(work[column:, column])
        if not len(pivots):
            return None
        pivot = column + int(pivots[0])
        work[[column, pivot]] = work[[pivot, column]]
        work[column] = work[column] * pow(int(work[column, column]), -1, prime) % prime
        factors = work[:, column].copy()
        factors[column] = 0
        work = (work - factors[:, None] * work[column] % prime) % prime
    return work[:, size:]


def _lift(system: CrossedSystem, inverse: NDArray[np.int64], prime: int) -> list[Fraction]:
    kind = _kind(system, prime)
    incidence = system.incidence.astype(kind)
    diagonal_a, diagonal_b = np.array(system.diagonal_a, dtype=kind), np.array(system.diagonal_b, dtype=kind)
    rest_a, rest_b = np.array(system.rhs_a, dtype=kind), np.array(system.rhs_b, dtype=kind)
    inverse_a = np.array([pow(d, -1, prime) for d in system.diagonal_a], dtype=np.int64)
    found = [0] * len(rest_b)
    modulus, trial, enough = 1, 4, _bits_enough(system)
    while modulus.bit_length() <= enough:
        for _ in range(trial):
            low_a, low_b = (rest_a % prime).astype(np.int64), (rest_b % prime).astype(np.int64)
            folded = low_a * inverse_a % prime
            right = (low_b - system.link % prime * ((system.incidence.T @ folded) % prime)) % prime
            digit_b = (inverse * right % prime).sum(axis=1) % prime
            right = (low_a - system.link % prime * ((system.incidence @ digit_b) % prime)) % prime
            digit_a = right * inverse_a % prime
            wide_a, wide_b = digit_a.astype(kind), digit_b.astype(kind)
            rest_a = (rest_a - diagonal_a * wide_a - system.link * (incidence @ wide_b)) // prime
            anchor = wide_b.sum() if system.anchored else 0
            rest_b = (rest_b - diagonal_b * wide_b - system.link * (incidence.T @ wide_a) - anchor) // prime
            found = [value + modulus * int(digit) for value, digit in zip(found, digit_b, strict=True)]
            modulus *= prime
        fractions = _fractions(found, modulus)
        if fractions is not None and _holds(system, fractions):
            return fractions
        trial *= 2
    raise UnsolvedPanelError([prime])


def _bits_enough(system: CrossedSystem) -> int:
    """Return the size of a modulus that fits every solution.

    By Cramer's rule numerator and denominator are determinants, each below the product of its rows' sums; the modulus
    must hold twice the square of the larger.
    """
    size: int = sum(system.incidence.shape)
    sides = [*system.diagonal_a, *system.diagonal_b, *system.rhs_a, *system.rhs_b]
    widest = 2 * max(map(abs, sides)) + (system.link + 1) * size + 1
    return 2 * (size + 1) * widest.bit_length() + 2


def _kind(system: CrossedSystem, prime: int) -> np.dtype[np.int64] | np.dtype[np.object_]:
    """int64 where no step can overflow, Python integers otherwise (slower, equally exact)."""
    rows, columns = system.incidence.shape
    widest = max(*map(abs, system.diagonal_a), *map(abs, system.diagonal_b), 0)
    largest = max(*map(abs, system.rhs_a), *map(abs, system.rhs_b), 0)
    step = (widest + (system.link + 1) * (rows + columns)) * prime
    return np.dtype(np.int64) if step < _SAFE and largest < _SAFE else np.dtype(object)


def _fractions(residues: Sequence[int], modulus: int) -> list[Fraction] | None:
    """The fractions these residues stand for, over one growing denominator; None when the modulus is too small."""
    bound = isqrt(modulus // 2)
    denominator = 1
    found = []
    for residue in residues:
        shifted = residue * denominator % modulus
        if min(shifted, modulus - shifted) <= bound:
            numerator = shifted if shifted <= bound else shifted - modulus
            found.append(Fraction(numerator, denominator))
            continue
        top, below = _reconstructed(shifted, modulus, bound)
        if denominator * below > bound:
            return None
        denominator *= below
        found.append(Fraction(top, denominator))
    return found


def _reconstructed(residue: int, modulus: int, bound: int) -> tuple[int, int]:
    """Numerator and positive denominator by the extended Euclidean algorithm, stopped half way."""
    high, low = modulus, residue
    before, after = 0, 1
    while low > bound:
        quotient = high // low
        high, low = low, high - quotient * low
        before, after = after, before - quotient * after
    return (low, after) if after > 0 else (-low, -after)


def _eliminated(system: CrossedSystem, kept: Sequence[Fraction]) -> list[Fraction]:
    common = lcm(*(value.denominator for value in kept))
    scaled = [value.numerator * (common // value.denominator) for value in kept]
    return [
        Fraction(right * common - system.link * sum(scaled[j] for j in np.flatnonzero(row)), diagonal * common)
        for row, diagonal, right in zip(system.incidence, system.diagonal_a, system.rhs_a, strict=True)
    ]


def _holds(system: CrossedSystem, kept: Sequence[Fraction]) -> bool:
    """Whether the kept side, with the other side computed from it, satisfies the kept equations exactly."""
    common = lcm(*(value.denominator for value in kept))
    scaled = [value.numerator * (common // value.denominator) for value in kept]
    widest = lcm(*system.diagonal_a)
    tops = [
        (right * common - system.link * sum(scaled[j] for j in np.flatnonzero(row))) * (widest // diagonal)
        for row, diagonal, right in zip(system.incidence, system.diagonal_a, system.rhs_a, strict=True)
    ]
    anchor = sum(scaled) if system.anchored else 0
    return all(
        system.link * sum(tops[i] for i in np.flatnonzero(column)) + (diagonal * value + anchor) * widest
        == right * common * widest
        for column, diagonal, value, right in zip(
            system.incidence.T, system.diagonal_b, scaled, system.rhs_b, strict=True
        )
    )
