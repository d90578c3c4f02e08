from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.engine.panel.additive import fit_additive
from awards.engine.panel.diagnostics import EntrySpread, diagnose
from awards.engine.panel.grid import lay_out
from awards.engine.panel.variance import VarianceNotEstimableError, variance_components
from awards.engine.tests.panel_cases import CATALYSTS, SHROUT_FLEISS, mark, marks_of
from awards.sentences import sentences

TARGETS = ["S1", "S2", "S3", "S4", "S5", "S6"]


def deleted_t(table, place):
    """t of a dummy for one mark in an ordinary regression (the mean-shift outlier model), by numpy alone."""
    entities, jurors = sorted({m.entity for m in table}), sorted({m.juror for m in table})
    design = np.zeros((len(table), len(entities) + len(jurors)))
    for row, m in enumerate(table):
        design[row, entities.index(m.entity)] = 1
        if m.juror != jurors[-1]:
            design[row, len(entities) + jurors.index(m.juror)] = 1
    design = design[:, design.any(axis=0)]
    dummy = np.zeros((len(table), 1))
    dummy[place] = 1
    design = np.hstack([design, dummy])
    values = np.array([float(m.value) for m in table])
    solution, _, rank, _ = np.linalg.lstsq(design, values, rcond=None)
    rest = values - design @ solution
    variance = rest @ rest / (len(table) - rank)
    return solution[-1] / np.sqrt(variance * np.linalg.inv(design.T @ design)[-1, -1])


def test_diagnose_when_shrout_and_fleiss_then_published_error_mean_square():
    """Shrout and Fleiss (1979), Table 3: EMS 1.02 with 15 degrees of freedom; judges' means 7.67, 2.50, 4.33, 6.67."""
    found = diagnose(SHROUT_FLEISS, entities=TARGETS)

    assert (round(found.residual_deviation**2, 2), found.degrees_of_freedom) == (1.02, 15)
    assert [round(juror.leniency + 127 / 24, 2) for juror in found.jurors] == [7.67, 2.5, 4.33, 6.67]
    assert (found.rank, found.rank_deficiency) == (9, 0)


def test_diagnose_when_catalyst_experiment_then_published_errors():
    """Montgomery (2001), section 4-4: error mean square 0.65 with 5 degrees of freedom, standard error 0.6982 of
    a difference of two adjusted treatments; of one effect that is the same times sqrt(3/4) / sqrt(2)."""
    turned = [mark(m.juror, m.entity, str(m.value)) for m in CATALYSTS]

    found = diagnose(turned, entities=["B1", "B2", "B3", "B4"])

    assert (round(found.residual_deviation**2, 2), found.degrees_of_freedom) == (0.65, 5)
    assert [juror.leniency for juror in found.jurors] == pytest.approx([-9 / 8, -7 / 8, -4 / 8, 20 / 8])
    for juror in found.jurors:
        assert round(juror.standard_error * np.sqrt(2 / 0.75), 4) == 0.6982


def test_studentised_when_incomplete_then_equals_the_mean_shift_model():
    table = sorted(CATALYSTS, key=lambda m: (m.entity, m.juror))

    studentised = fit_additive(lay_out(table, "1234")).studentised()

    assert studentised == pytest.approx([deleted_t(table, place) for place in range(len(table))])


def test_diagnose_when_one_mark_stands_out_then_named():
    rows = {"A": (70, 71, 69), "B": (80, 82, 80), "C": (60, 60, 61), "D": (75, 76, 7), "E": (66, 65, 66)}

    found = diagnose(marks_of(rows, ("J1", "J2", "J3")), entities="ABCDE")

    assert [outlier.mark for outlier in found.outliers] == [mark("D", "J3", 7)]
    assert "Nilai 7 dari juri J3 untuk D jauh dari perkiraan" in sentences(found.notes())[-1]


def test_diagnose_when_marks_fit_exactly_but_one_then_that_one_is_named():
    rows = {"A": (1, 2, 3), "B": (4, 5, 6), "C": (7, 8, 19)}

    found = diagnose(marks_of(rows, ("J1", "J2", "J3")), entities="ABC")

    assert [outlier.mark for outlier in found.outliers] == [mark("C", "J3", 19)]


def test_diagnose_when_a_mark_decides_its_own_fit_then_never_an_outlier():
    rows = {"A": (1, 2, 3), "B": (4, 5, 7), "C": (7, 9, 9), "D": (99, None, None)}

    found = diagnose(marks_of(rows, ("J1", "J2", "J3")), entities="ABCD", limit=0.0)

    assert mark("D", "J1", 99) not in [outlier.mark for outlier in found.outliers]


def test_diagnose_when_marks_fit_exactly_then_no_misfit_and_no_outliers():
    found = diagnose(marks_of({"A": (1, 2), "B": (4, 5), "C": (7, 8)}, ("J1", "J2")), entities="ABC")

    assert found.outliers == ()
    assert [(juror.standard_error, juror.misfit) for juror in found.jurors] == [(0.0, None), (0.0, None)]
    assert found.residual_deviation == 0.0


def test_diagnose_when_no_degree_of_freedom_then_no_errors_and_no_severity_sentences():
    found = diagnose([mark("A", "J1", 5), mark("B", "J2", 7)], entities="AB")

    assert [juror.standard_error for juror in found.jurors] == [None, None]
    assert (found.residual_deviation, found.degrees_of_freedom) == (None, 0)
    assert (found.rank, found.rank_deficiency, found.correlation) == (2, 1, None)
    assert sentences(found.notes()) == (
        "Panel terbagi dalam 2 bagian yang tidak terhubung; kelonggaran juri hanya dapat dibandingkan di dalam "
        "satu bagian.",
    )


def test_diagnose_when_no_marks_then_empty():
    found = diagnose([], entities="A")

    assert (found.jurors, found.spreads, found.rank_deficiency, sentences(found.notes())) == ((), (), 0, ())


def test_diagnose_when_spread_then_exact_range_and_deviation():
    found = diagnose([mark("A", "J1", "7.5"), mark("A", "J2", "9.0"), mark("B", "J1", "4")], entities="AB")

    assert found.spreads == (
        EntrySpread("A", 2, Decimal("7.5"), Decimal("9.0"), pytest.approx(1.5 / 2**0.5)),
        EntrySpread("B", 1, Decimal("4"), Decimal("4"), None),
    )
    assert found.spreads[0].spread == Decimal("1.5")


def test_diagnose_when_jurors_agree_and_oppose_then_mean_of_pairwise_correlations():
    """J1 and J2 rise together (+1), J3 falls (-1 with either); J4 never varies; J5 shares too few: mean -1/3 of 3."""
    rows = {"A": (1, 2, 9, 5, 1), "B": (2, 4, 8, 5, 2), "C": (3, 6, 7, 5, None)}

    found = diagnose(marks_of(rows, ("J1", "J2", "J3", "J4", "J5")), entities="ABC")

    assert (found.correlation, found.pairs) == (pytest.approx(-1 / 3), 3)


def test_severity_sentences_when_generous_strict_and_average_then_three_wordings():
    rows = {"A": (9, 5, 7), "B": (8, 4, 6), "C": (7, 3, 5), "D": (5, 1, 3)}

    found = diagnose(marks_of(rows, ("J1", "J2", "J3")), entities="ABCD")

    assert sentences(found.notes())[:3] == (
        "Juri J1 lebih longgar 2,00 dari rata-rata panel (galat baku 0,00, 4 nilai).",
        "Juri J2 lebih ketat 2,00 dari rata-rata panel (galat baku 0,00, 4 nilai).",
        "Juri J3 sejalan dengan rata-rata panel (galat baku 0,00, 4 nilai).",
    )
    assert sentences(found.notes())[3] == "Rata-rata korelasi antarjuri 1,00 dari 3 pasang juri."


@given(st.dictionaries(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("UVWX")), st.integers(0, 5), max_size=20))
def test_reports_when_any_panel_then_finite_or_refused_and_effects_centred(cells):
    table = [mark(entity, juror, value) for (entity, juror), value in cells.items()]

    found = diagnose(table, entities="ABCDE")
    try:
        components = variance_components(table, entities="ABCDE")
    except VarianceNotEstimableError:
        components = None

    assert sum(juror.leniency for juror in found.jurors) == pytest.approx(0, abs=1e-9)
    assert all(juror.standard_error is None or juror.standard_error >= 0 for juror in found.jurors)
    assert found.rank == len(found.spreads) + len(found.jurors) - (found.rank_deficiency + 1 if table else 0)
    if components is not None:
        assert np.isfinite([components.entity, components.juror, components.residual, components.criterion]).all()
        assert 0 <= components.agreement <= components.consistency <= 1


def test_diagnose_when_a_part_has_one_juror_then_that_juror_is_the_average():
    rows = {"A": (1, 5, None), "B": (4, 5, None), "C": (7, 9, None), "D": (None, None, 3), "E": (None, None, 8)}

    found = diagnose(marks_of(rows, ("J1", "J2", "J3")), entities="ABCDE")

    assert found.jurors[2].leniency == pytest.approx(0)
    assert found.jurors[2].standard_error == pytest.approx(0, abs=1e-7)
