"""Reports on many jurors take whole tables at once: held here against the plain words of their definition."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.engine.panel.diagnostics import diagnose
from awards.engine.panel.graph import Component, connected_components
from awards.engine.panel.grid import lay_out
from awards.engine.panel.variance import CrossedMarks, fit_crossed
from awards.engine.tests.panel_cases import mark

ENTRIES, JURORS = "ABCDEF", tuple(f"J{number}" for number in range(7))
PANELS = st.dictionaries(
    st.tuples(st.sampled_from(ENTRIES), st.sampled_from(JURORS)),
    st.sampled_from(["0", "1", "2.5", "3", "3.0000000000001", "1000000000000", "1000000000001"]),
    min_size=1,
    max_size=42,
)


def pairwise(table):
    """The mean over pairs, one pair after another, in exact numbers up to the root."""
    marks = {(m.juror, m.entity): m.value for m in table}
    found = []
    for one, two in combinations(sorted({m.juror for m in table}), 2):
        shared = [entity for entity in ENTRIES if (one, entity) in marks and (two, entity) in marks]
        if len(shared) < 3:
            continue
        pair = [[marks[juror, entity] for entity in shared] for juror in (one, two)]
        first, second = ([value - sum(row) / len(row) for value in row] for row in pair)
        if all(len(set(row)) > 1 for row in pair):
            top = float(sum(a * b for a, b in zip(first, second, strict=True)))
            sizes = [float(sum(a * a for a in row)) ** 0.5 for row in (first, second)]
            found.append(top / sizes[0] / sizes[1])
    return (np.mean(found) if found else None, len(found))


@given(PANELS)
def test_correlation_when_any_panel_then_the_mean_of_its_pairs_one_by_one(cells):
    table = [mark(entity, juror, value) for (entity, juror), value in cells.items()]

    found = diagnose(table, entities=ENTRIES)

    expected, pairs = pairwise(table)
    assert (found.correlation, found.pairs) == (None if expected is None else pytest.approx(expected, abs=1e-6), pairs)


def test_correlation_when_more_jurors_than_one_block_then_every_pair_counts_once():
    drawn = np.random.default_rng(3).integers(1, 6, (6, 300)).tolist()
    table = [mark(ENTRIES[row], f"J{column:03}", value) for row in range(6) for column, value in enumerate(drawn[row])]

    found = diagnose(table, entities=ENTRIES)

    expected, pairs = pairwise(table)
    assert (found.correlation, found.pairs) == (pytest.approx(expected), pairs)


@given(PANELS)
def test_connected_components_when_any_panel_then_the_closure_of_shared_entries(cells):
    grid = lay_out([mark(entity, juror, value) for (entity, juror), value in cells.items()], ENTRIES)

    found = connected_components(grid)

    reached = grid.seen.T @ grid.seen > 0
    for _ in JURORS:
        reached = reached @ reached
    parts = sorted({tuple(np.flatnonzero(row).tolist()) for row in reached})
    expected = []
    for part in parts:
        seen = grid.seen[:, part]
        rows = np.flatnonzero(seen.any(axis=1))
        names = tuple(grid.entities[row] for row in rows)
        expected.append(Component(names, tuple(grid.jurors[juror] for juror in part), bool(seen[rows].all())))
    assert found == tuple(expected)


def dense_criterion(marks, theta):
    """-2 log REML by the whole covariance matrix (Bates et al. 2015, section 3.4), nothing eliminated."""
    rows, columns = np.eye(marks.rows.max() + 1)[marks.rows], np.eye(marks.columns.max() + 1)[marks.columns]
    covariance = theta[0] ** 2 * rows @ rows.T + theta[1] ** 2 * columns @ columns.T + np.eye(len(marks.values))
    inverse, ones = np.linalg.inv(covariance), np.ones(len(marks.values))
    mean = ones @ inverse @ marks.values / (ones @ inverse @ ones)
    rest = marks.values - mean
    free = len(rest) - 1
    residual = rest @ inverse @ rest / free
    logged = np.linalg.slogdet(covariance)[1] + np.log(ones @ inverse @ ones)
    entries = theta[0] ** 2 * rows.T @ inverse @ rest
    jurors = theta[1] ** 2 * columns.T @ inverse @ rest
    return logged + free * (1 + np.log(2 * np.pi * residual)), mean, entries, jurors


@pytest.mark.parametrize(("entries", "jurors"), [(60, 90), (90, 60), (4, 12)], ids=["wide", "tall", "full"])
def test_fit_crossed_when_a_panel_is_thin_or_full_then_as_by_the_whole_covariance_matrix(entries, jurors):
    generator = np.random.default_rng(entries)
    pairs = np.unique(generator.integers(0, (entries, jurors), (260, 2)), axis=0)
    values = generator.normal(size=entries)[pairs[:, 0]] + generator.normal(size=len(pairs))
    marks = CrossedMarks(pairs[:, 0], pairs[:, 1], values)

    fit, _, is_converged = fit_crossed(marks, 400)

    theta = (fit.entity / fit.residual) ** 0.5, (fit.juror / fit.residual) ** 0.5
    criterion, mean, of_entries, of_jurors = dense_criterion(marks, theta)
    assert is_converged
    assert (fit.criterion, fit.mean) == (pytest.approx(criterion), pytest.approx(mean))
    assert fit.entities == pytest.approx(of_entries, abs=1e-9)
    assert fit.jurors == pytest.approx(of_jurors, abs=1e-9)
