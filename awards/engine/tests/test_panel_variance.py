import numpy as np
import pytest

from awards.engine.panel.variance import CrossedMarks, VarianceNotEstimableError, fit_crossed, variance_components
from awards.engine.tests.panel_cases import CATALYSTS, DYESTUFF, PENICILLIN, SHROUT_FLEISS, mark, marks_of
from awards.sentences import sentence, sentences


def test_variance_components_when_penicillin_then_as_published():
    """lme4's fit as printed in Rosenberg, Comparing crossed effects models (bookdown), and Bates et al., lme4 book."""
    found = variance_components(PENICILLIN, entities="ABCDEF")

    assert round(found.criterion, 4) == 330.8606
    assert round(found.entity**0.5, 4) == 1.9316
    assert round(found.juror**0.5, 4) == 0.8467
    assert round(found.residual**0.5, 4) == 0.5499
    assert round(found.mean, 2) == 22.97
    assert found.is_converged


def test_variance_components_when_balanced_then_effects_shrink_by_the_textbook_factor():
    """Searle, Casella and McCulloch, Variance Components (1992), chapter 7: the factor n v / (n v + rest)."""
    found = variance_components(PENICILLIN, entities="ABCDEF")

    for effect in found.entities:
        mean = float(np.mean([float(m.value) for m in PENICILLIN if m.entity == effect.name]))
        factor = 24 * found.entity / (24 * found.entity + found.residual)
        assert effect.effect == pytest.approx(factor * (mean - found.mean), rel=1e-9)
    for effect in found.jurors:
        mean = float(np.mean([float(m.value) for m in PENICILLIN if m.juror == effect.name]))
        factor = 6 * found.juror / (6 * found.juror + found.residual)
        assert effect.effect == pytest.approx(factor * (mean - found.mean), rel=1e-9, abs=1e-9)


def test_fit_crossed_when_dyestuff_then_as_published():
    """lme4 book, chapter 1: 1764.05, 2451.25, 319.6543; fitted values' mean square error 2049.847 (gist ca7644fc)."""
    values = np.array(DYESTUFF, dtype=float).ravel()
    rows = np.repeat(np.arange(6), 5)

    fit, _, is_converged = fit_crossed(CrossedMarks(rows, np.zeros(30, dtype=np.int64), values), 400)

    assert is_converged
    assert (round(fit.entity, 2), round(fit.residual, 2)) == (1764.05, 2451.25)
    assert (round(fit.criterion, 4), round(fit.mean, 1)) == (319.6543, 1527.5)
    assert round(float(np.mean((values - fit.mean - fit.entities[rows]) ** 2)), 3) == 2049.847


def test_variance_components_when_shrout_and_fleiss_then_published_intraclass_correlations():
    """Shrout and Fleiss (1979), Table 4: ICC(2,1) = .29 and ICC(3,1) = .71."""
    found = variance_components(SHROUT_FLEISS, entities=["S1", "S2", "S3", "S4", "S5", "S6"])

    assert (round(found.agreement, 2), round(found.consistency, 2)) == (0.29, 0.71)
    assert sentences(found.notes())[1] == (
        "Kesepakatan antarjuri (ICC) 0,29; bila perbedaan kelonggaran disisihkan 0,71."
    )


def test_variance_components_when_more_jurors_than_entries_then_same_as_transposed():
    """Roles of entries and jurors are symmetric in the model."""
    straight = variance_components(PENICILLIN, entities="ABCDEF")
    turned = variance_components(
        [mark(m.juror, m.entity, str(m.value)) for m in PENICILLIN], entities=sorted({m.juror for m in PENICILLIN})
    )

    assert turned.entity == pytest.approx(straight.juror, rel=1e-5)
    assert turned.criterion == pytest.approx(straight.criterion, abs=1e-8)


def test_variance_components_when_jurors_do_not_differ_then_their_variance_is_zero():
    rows = {"A": (8, 9, 7), "B": (5, 4, 6), "C": (2, 2, 2), "D": (6, 7, 5), "E": (9, 8, 10)}

    found = variance_components(marks_of(rows, ("J1", "J2", "J3")), entities="ABCDE")

    assert found.juror == pytest.approx(0, abs=1e-6)
    assert found.is_converged


def test_variance_components_when_stopped_early_then_says_so():
    found = variance_components(PENICILLIN, entities="ABCDEF", most_iterations=3)

    assert (found.iterations, found.is_converged) == (3, False)
    assert sentences(found.notes())[-1] == (
        "Perhitungan ragam belum konvergen setelah 3 langkah; angkanya perkiraan kasar."
    )


@pytest.mark.parametrize(
    "table",
    [
        [],
        marks_of({"A": (7, 8)}, ("J1", "J2")),
        marks_of({"A": (7,), "B": (8,)}, ("J1",)),
        marks_of({"A": (7, 8), "B": (8, None)}, ("J1", "J2")),
        marks_of({"A": (7, 8), "B": (8, 9), "C": (1, 2)}, ("J1", "J2")),
    ],
    ids=["no marks", "one entry", "one juror", "no degree of freedom", "no residual"],
)
def test_variance_components_when_not_separable_then_refused(table):
    with pytest.raises(VarianceNotEstimableError) as refusal:
        variance_components(table, entities="ABC")

    assert sentence(refusal.value.problems[0]).endswith("Nilai dan peringkat tidak terpengaruh.")


def test_variance_components_when_incomplete_then_shrinks_towards_the_mean():
    found = variance_components(CATALYSTS, entities="1234")

    assert [effect.name for effect in found.entities] == ["1", "2", "3", "4"]
    assert max(found.entities, key=lambda effect: effect.effect).name == "4"
    assert found.is_converged
