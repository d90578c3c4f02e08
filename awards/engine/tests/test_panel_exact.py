import random
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.engine.marks import GivenMark
from awards.engine.panel.errors import UnsolvedPanelError
from awards.engine.panel.exact import CrossedSystem, solve_crossed
from awards.engine.panel.judge import judge
from awards.engine.panel.rule import PanelMethod, PanelRule


def dense_solution(system):
    """Gauss elimination in fractions over the whole system: slow, plain, and nobody else's code."""
    rows, columns = system.incidence.shape
    size = rows + columns
    table = [[Fraction(0)] * (size + 1) for _ in range(size)]
    for i in range(rows):
        table[i][i] = Fraction(system.diagonal_a[i])
        table[i][size] = Fraction(system.rhs_a[i])
        for j in range(columns):
            table[i][rows + j] = table[rows + j][i] = Fraction(system.link * int(system.incidence[i, j]))
    for j in range(columns):
        table[rows + j][rows + j] = Fraction(system.diagonal_b[j])
        table[rows + j][size] = Fraction(system.rhs_b[j])
    if system.anchored:
        kept = range(rows) if rows < columns else range(rows, size)
        for i in kept:
            for j in kept:
                table[i][j] += 1
    for pivot in range(size):
        row = next(r for r in range(pivot, size) if table[r][pivot])
        table[pivot], table[row] = table[row], table[pivot]
        table[pivot] = [value / table[pivot][pivot] for value in table[pivot]]
        for other in range(size):
            if other != pivot and table[other][pivot]:
                factor = table[other][pivot]
                table[other] = [a - factor * b for a, b in zip(table[other], table[pivot], strict=True)]
    answer = [row[size] for row in table]
    return answer[:rows], answer[rows:]


def system_of(rows, columns, seed, ridge, scale=1):
    randomness = random.Random(seed)
    seen = np.array([[randomness.random() < 0.6 for _ in range(columns)] for _ in range(rows)], dtype=np.int64)
    seen[:, 0] = 1
    seen[0, :] = 1
    marks = [[randomness.randint(0, 1000) * scale * int(seen[i, j]) for j in range(columns)] for i in range(rows)]
    return CrossedSystem(
        incidence=seen,
        link=1,
        diagonal_a=[int(row.sum()) for row in seen],
        diagonal_b=[int(column.sum()) + ridge for column in seen.T],
        rhs_a=[sum(row) for row in marks],
        rhs_b=[sum(row[j] for row in marks) for j in range(columns)],
        anchored=not ridge,
    )


@given(st.integers(1, 7), st.integers(1, 7), st.integers(0, 10**6), st.integers(0, 2))
def test_solve_crossed_when_any_system_then_equals_elimination_in_fractions(rows, columns, seed, ridge):
    system = system_of(rows, columns, seed, ridge)

    assert solve_crossed(system) == dense_solution(system)


def test_solve_crossed_when_numbers_overflow_64_bits_then_still_exact():
    system = system_of(5, 4, 3, 0, scale=10**30)

    assert solve_crossed(system) == dense_solution(system)


def test_solve_crossed_when_first_primes_divide_the_determinant_then_next_prime():
    """One entry and one juror, anchored: the reduced matrix is 1 - 1 + 1 = 1; with a ridge of 6 it is 6."""
    system = CrossedSystem(np.ones((1, 1), dtype=np.int64), 1, [1], [7], [10], [10], anchored=False)

    assert solve_crossed(system, primes=(2, 3, 101)) == ([Fraction(10)], [Fraction(0)])


def test_solve_crossed_when_no_prime_serves_then_says_so():
    system = CrossedSystem(np.ones((1, 1), dtype=np.int64), 1, [1], [7], [10], [10], anchored=False)

    with pytest.raises(UnsolvedPanelError, match=r"singular modulo each of \(2, 3\)"):
        solve_crossed(system, primes=(2, 3))


def test_solve_crossed_when_small_prime_then_lifts_until_the_equations_hold():
    system = system_of(6, 3, 11, 1)

    assert solve_crossed(system, primes=(97, 101)) == dense_solution(system)


def test_judge_when_500_entries_and_200_jurors_then_normal_equations_hold():
    randomness = random.Random(5)
    table = [
        GivenMark(f"E{i}", f"J{j}", "K", Decimal(randomness.randint(0, 1000)) / 10)
        for i in range(500)
        for j in randomness.sample(range(200), randomness.randint(2, 6))
    ]
    rule = PanelRule(PanelMethod.LENIENCY, minimum_juror_marks=1)

    result = judge(table, rule, entities=[f"E{i}" for i in range(500)])

    leniency = {juror.juror: juror.leniency for juror in result.jurors}
    rests = dict.fromkeys(leniency, Fraction(0))
    for m in table:
        rests[m.juror] += Fraction(m.value) - result.values[m.entity] - leniency[m.juror]
    assert set(rests.values()) == {Fraction(0)}
