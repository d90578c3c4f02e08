from fractions import Fraction
from math import erf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import PCG64, Generator

from awards.engine.robustness import simulation
from awards.engine.robustness.draws import (
    WEIGHT_GRID,
    DataError,
    DirichletWeights,
    JurorDraws,
    JuryColumn,
    OfficialWeights,
    UniformWeights,
    draw_jurors,
    draw_weights,
)
from awards.engine.robustness.ranking import RankCounts
from awards.engine.robustness.simulation import ScoredEntries, Uncertainty, simulate, simulate_scores
from awards.engine.robustness.table import RobustnessError, WeightedTable
from awards.engine.tests.said import refused
from awards.sentences import sentences
from paritrana.lib.problems import note

DRAWS = 20_000


def near(probability, draws=DRAWS):
    """Within four Monte Carlo standard errors."""
    return pytest.approx(probability, abs=4 * sqrt(probability * (1 - probability) / draws) + 1e-12)


def table(scores, weights, ids=None):
    ids = ids or [f"E{i}" for i in range(len(scores))]
    return WeightedTable.of(ids, [f"k{k}" for k in range(len(weights))], weights, scores)


def test_simulate_when_two_weights_are_uniform_then_length_of_the_interval():
    """A leads when 3 w > 1 - w, that is on three quarters of the unit interval."""
    found = simulate(table([[3, 0], [0, 1]], [1, 1], "AB"), Uncertainty(UniformWeights()), seed=1, draws=DRAWS)

    assert found.probability_first("A") == near(0.75)
    assert found.probability_above("A", "B") == near(0.75)
    assert found.probability_above("A", "B") + found.probability_above("B", "A") == 1


def test_simulate_when_three_weights_are_uniform_then_area_of_the_triangle():
    """w1 > 1/2 on a quarter of the simplex."""
    found = simulate(table([[2, 0, 0], [0, 2, 2]], [1, 1, 1], "AB"), Uncertainty(UniformWeights()), seed=2, draws=DRAWS)

    assert found.probability_first("A") == near(0.25)


def test_simulate_when_data_are_uncertain_then_normal_probability():
    """Lead 2, each score with standard deviation sqrt(2): the lead has deviation 2, so P = Phi(1)."""
    scores = table([[52], [50]], [1], "AB")

    found = simulate(scores, Uncertainty(errors=[DataError("k0", sqrt(2))]), seed=3, draws=DRAWS)

    assert found.probability_first("A") == near(0.5 * (1 + erf(1 / sqrt(2))))


def test_simulate_when_errors_are_relative_and_weights_shared_then_normal_probability():
    """Half of the weight certain (lead 2), half with an error of 10 % of 20 and of 15: deviation .5 sqrt(4 + 2.25)."""
    scores = table([[12, 20], [10, 15]], [1, 1], "AB")
    errors = [DataError("k1", 0.1, is_relative=True), DataError("k0", 0.0)]

    found = simulate(scores, Uncertainty(errors=errors), seed=4, draws=DRAWS)

    lead, deviation = 0.5 * 2 + 0.5 * 5, 0.5 * sqrt(2.0**2 + 1.5**2)
    assert found.probability_first("A") == near(0.5 * (1 + erf(lead / deviation / sqrt(2))))


def test_simulate_when_two_jurors_are_resampled_then_uniform_shares():
    """Juror shares u and 1 - u with u uniform: A (marks 3, 0) beats B (marks 0, 1) when 3 u > 1 - u."""
    scores = table([[Fraction(3, 2)], [Fraction(1, 2)]], [1], "AB")
    jury = JuryColumn("k0", ("J1", "J2"), np.array([[3.0, 0.0], [0.0, 1.0]]), 1.0)

    found = simulate(scores, Uncertainty(jury=[jury]), seed=5, draws=DRAWS)

    assert found.probability_first("A") == near(0.75)


def test_simulate_when_two_jury_columns_share_jurors_then_both_move_together():
    """The same juror draws serve both columns, so two opposite columns of equal weight cancel out."""
    scores = table([[5, 5], [4, 4]], [1, 1], "AB")
    up = JuryColumn("k0", ("J1", "J2"), np.array([[9.0, 1.0], [4.0, 4.0]]), 1.0)
    down = JuryColumn("k1", ("J1", "J2"), np.array([[1.0, 9.0], [4.0, 4.0]]), 1.0)

    assert simulate(scores, Uncertainty(jury=[up, down]), seed=6, draws=500).probability_first("A") == 1
    assert simulate(scores, Uncertainty(jury=[up]), seed=6, draws=500).probability_first("A") < 1


def test_simulate_when_nothing_is_uncertain_then_official_ranks():
    scores = table([[1], [9], [9], [4]], [1], "ABCD")

    found = simulate(scores, Uncertainty(), seed=7, draws=300)

    assert [(e.id, e.rank, e.first, e.prized, e.low, e.high) for e in found.entries] == [
        ("B", 1, 300, 300, 1, 1),
        ("C", 1, 300, 300, 1, 1),
        ("D", 3, 0, 300, 3, 3),
        ("A", 4, 0, 0, 4, 4),
    ]
    assert found.probability_above("B", "C") == 0.5
    assert found.too_close == (("B", "C"),)


def test_simulate_when_all_scores_are_equal_then_everyone_first():
    found = simulate(table([[5, 5], [5, 5]], [1, 2]), Uncertainty(DirichletWeights(0.1)), seed=8, draws=100)

    assert [(e.first, e.low, e.high) for e in found.entries] == [(100, 1, 1), (100, 1, 1)]


def test_simulate_when_repeated_then_identical_and_another_seed_differs():
    generator = np.random.default_rng(0)
    scores = table(generator.integers(0, 100, (30, 5)).tolist(), [3, 2, 2, 2, 1])
    uncertainty = Uncertainty(DirichletWeights(0.1), errors=[DataError("k0", 2.0)])

    first = simulate(scores, uncertainty, seed=9, draws=700)

    assert simulate(scores, uncertainty, seed=9, draws=700) == first
    assert simulate(scores, uncertainty, seed=10, draws=700) != first


def test_simulate_when_many_draws_then_rank_counts_equal_plain_numpy():
    """The same weights drawn by hand, scored in Python integers and ranked one by one."""
    values = np.random.default_rng(1).integers(0, 40, (12, 3))
    scores = table(values.tolist(), [5, 3, 2])
    found = simulate(scores, Uncertainty(DirichletWeights(0.1)), seed=11, draws=400, prizes=2)

    stream = Generator(PCG64(np.random.SeedSequence(11).spawn(3)[0]))
    drawn = [
        row
        for size in (250, 150)
        for row in draw_weights(DirichletWeights(0.1), np.array([0.5, 0.3, 0.2]), size, stream).tolist()
    ]
    low, span = int(values.min()), int(values.max() - values.min())
    grid = [[round(Fraction((int(v) - low) * 2**26, span)) for v in row] for row in values]
    ranks = []
    for weights in drawn:
        totals = [sum(w * s for w, s in zip(weights, row, strict=True)) for row in grid]
        ranks.append([1 + sum(other > total for other in totals) for total in totals])
    ranks = np.array(ranks)
    for place, entry in enumerate(scores.ids):
        assert found.entry(entry).first == (ranks[:, place] == 1).sum()
        assert found.entry(entry).prized == (ranks[:, place] <= 2).sum()
        assert found.entry(entry).low == np.quantile(ranks[:, place], 0.05, method="inverted_cdf")
        assert found.entry(entry).high == np.quantile(ranks[:, place], 0.95, method="inverted_cdf")


def test_simulate_when_batches_are_smaller_then_same_result(monkeypatch):
    generator = np.random.default_rng(2)
    scores = table(generator.integers(0, 100, (8, 3)).tolist(), [3, 2, 2])
    jury = JuryColumn("k1", ("J1", "J2", "J3"), generator.integers(0, 10, (8, 3)).astype(float), 5.0)
    uncertainty = Uncertainty(DirichletWeights(0.1), [jury], [DataError("k0", 2.0)])
    whole = simulate(scores, uncertainty, seed=17, draws=600)

    monkeypatch.setattr(simulation, "SCORED_CELLS", 8 * 70)
    monkeypatch.setattr(simulation, "RANKED_DRAWS", 33)

    assert simulate(scores, uncertainty, seed=17, draws=600) == whole


def test_simulate_when_data_become_uncertain_then_weights_stay_as_drawn():
    scores = table([[3, 0], [0, 1]], [1, 1], "AB")
    weights = UniformWeights()

    plain = simulate(scores, Uncertainty(weights), seed=12, draws=1000)
    still = simulate(scores, Uncertainty(weights, errors=[DataError("k0", 0.0)]), seed=12, draws=1000)

    assert still.entries == plain.entries


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"draws": 0}, "paling sedikit 1"),
        ({"prizes": 0}, "paling sedikit 1"),
    ],
)
def test_simulate_when_nothing_to_draw_then_refused(arguments, words):
    with refused(RobustnessError, words):
        simulate(table([[1]], [1]), Uncertainty(), seed=1, **arguments)


def test_simulate_when_too_many_entries_then_refused():
    with refused(RobustnessError, "dibatasi 4096 peserta, sedangkan tabel ini memuat 4097"):
        simulate(table([[1]] * 4097, [1]), Uncertainty(), seed=1)


@pytest.mark.parametrize(
    "uncertainty",
    [
        Uncertainty(errors=[DataError("lain", 1.0)]),
        Uncertainty(jury=[JuryColumn("lain", ("J1",), np.ones((1, 1)), 1.0)]),
    ],
)
def test_simulate_when_criterion_is_unknown_then_refused(uncertainty):
    with refused(RobustnessError, "Kriteria lain tidak ada"):
        simulate(table([[1]], [1]), uncertainty, seed=1)


@pytest.mark.parametrize("spread", [0.0, -0.1, 0.26])
def test_dirichlet_weights_when_spread_is_out_of_range_then_refused(spread):
    with pytest.raises(RobustnessError):
        DirichletWeights(spread)


def test_simulate_scores_when_callback_is_additive_then_same_as_the_table():
    scores = table([[30, 10, 5], [20, 20, 20], [5, 25, 30]], [2, 1, 1])
    matrix = np.array(scores.scores, dtype=float)

    found = simulate_scores(
        ScoredEntries(scores.ids, scores.ranks, scores.weights, lambda weights: weights @ matrix.T),
        DirichletWeights(0.1),
        seed=13,
        draws=2000,
    )

    expected = simulate(scores, Uncertainty(DirichletWeights(0.1)), seed=13, draws=2000)
    assert found.entries == expected.entries
    assert found.wins == expected.wins


def test_simulate_scores_when_geometric_then_closed_form():
    """ln A = 2 w, ln B = 1 under uniform weights: A ahead for w > 1/2."""
    found = simulate_scores(
        ScoredEntries(
            ["A", "B"],
            [1, 2],
            [Fraction(1, 2), Fraction(1, 2)],
            lambda weights: np.exp(np.column_stack([2 * weights[:, 0], np.ones(len(weights))])),
        ),
        UniformWeights(),
        seed=14,
        draws=DRAWS,
    )

    assert found.probability_first("A") == near(0.5)


def test_sentences_when_read_out_then_whole_and_with_error():
    scores = table([[3, 0], [0, 1], [0, 0]], [1, 1], ["Alor", "Bima", "Cilegon"])

    found = simulate(scores, Uncertainty(UniformWeights()), seed=15, draws=1000, prizes=1)
    alor, bima = found.entry("Alor"), found.entry("Bima")

    share = found.probability_first("Alor")
    assert found.error(share) == sqrt(share * (1 - share) / 1000)
    assert found.probability_prized("Alor") == share
    assert sentences(found.notes())[0] == (
        "Dalam 1.000 undian (benih 15), bobot diundi bebas tanpa memandang bobot resmi."
    )
    assert sentences(found.notes())[1].startswith(
        f"Alor (peringkat 1) menjadi peringkat pertama dalam {alor.first // 10},"
    )
    assert sentences(found.notes())[1].endswith("dalam 90% undian ia berada di peringkat 1 sampai 2.")
    assert sentences(found.notes())[2].startswith(f"Bima (peringkat 2) masuk 1 besar dalam {bima.prized // 10},")
    assert sentences(found.notes())[3] == "Alor dan Bima terlalu dekat untuk dibedakan."


def test_sentences_when_one_rank_only_then_no_interval():
    found = simulate(table([[9], [1]], [1], "AB"), Uncertainty(), seed=16, draws=100, prizes=1)

    assert sentences(found.notes()) == (
        "Dalam 100 undian (benih 16), bobot tetap seperti bobot resmi.",
        "A (peringkat 1) menjadi peringkat pertama dalam 100,0% undian (galat Monte Carlo 0,00 poin persen) "
        "dan masuk 1 besar dalam 100,0%; dalam 90% undian ia berada di peringkat 1.",
    )


def test_uncertainty_when_several_sources_then_all_named():
    jury = JuryColumn("k0", ("J1",), np.ones((1, 1)), 1.0)

    assert Uncertainty(DirichletWeights(0.1), [jury], [DataError("k0", 1.0)]).notes() == (
        note("robust.weights-drawn-around"),
        note("robust.jury-drawn"),
        note("robust.errors-drawn"),
    )


def test_draw_weights_when_dirichlet_then_official_mean_and_agreed_deviation():
    """A weight w has deviation 2 * spread * sqrt(w (1 - w))."""
    weights = np.array([0.5, 0.3, 0.2, 0.0])

    drawn = draw_weights(DirichletWeights(0.05), weights, 40_000, Generator(PCG64(1))) / WEIGHT_GRID

    assert drawn.mean(axis=0) == pytest.approx(weights, abs=1e-3)
    assert drawn.std(axis=0) == pytest.approx(2 * 0.05 * np.sqrt(weights * (1 - weights)), rel=0.02, abs=1e-9)


def test_draw_weights_when_official_then_the_same_row_each_time():
    drawn = draw_weights(OfficialWeights(), np.array([0.75, 0.25]), 2, Generator(PCG64(1)))

    assert drawn.tolist() == [[WEIGHT_GRID * 3 // 4, WEIGHT_GRID // 4]] * 2


def test_juror_draws_when_marks_are_missing_then_others_carry_the_mean():
    marks = np.array([[8.0, np.nan], [2.0, 6.0], [np.nan, np.nan]])
    draws = JurorDraws(JuryColumn("k", ("J1", "J2"), marks, 10.0), ["J1", "J2"])

    changes = draws.changes(np.array([[1, 3], [1, 1]]))

    assert changes == pytest.approx(np.array([[0, 10.0, 0], [0, 0, 0]]), abs=1e-2)


def test_draw_jurors_when_drawn_then_never_zero():
    assert draw_jurors(3, 5000, Generator(PCG64(2))).min() >= 1


@given(st.integers(1, 9), st.integers(1, 6), st.integers(0, 10**6), st.sampled_from([2, 5, 2**40]))
def test_rank_counts_when_any_scores_then_one_plus_those_strictly_better(entries, draws, seed, reach):
    scores = np.random.default_rng(seed).integers(-reach, reach, (draws, entries))
    counted = RankCounts(entries)

    counted.add(scores.copy())

    expected = np.zeros((entries, entries), dtype=int)
    for row in scores.tolist():
        for place, score in enumerate(row):
            expected[place, sum(other > score for other in row)] += 1
    assert counted.table().tolist() == expected.tolist()
