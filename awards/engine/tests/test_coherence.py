import numpy as np
import pytest

from awards.engine.coherence import (
    CoherenceKind,
    Correlation,
    Extremes,
    Limits,
    ScoredTree,
    WeightShare,
    audit_coherence,
    average_ranks,
    pearson,
)
from awards.sentences import sentences

NAN = float("nan")


def audit(columns, weights=None, parents=None, limits=None):
    """Columns by code, the index first; children of the index unless said otherwise."""
    codes = list(columns)
    parents = parents or dict.fromkeys(codes[1:], codes[0])
    weights = weights or [1.0] + [1 / (len(codes) - 1)] * (len(codes) - 1)
    matrix = np.array(list(columns.values()), dtype=float).T
    return audit_coherence(codes, matrix, weights, parents, matrix * whole_weights(codes, weights, parents), limits)


def whole_weights(codes, weights, parents):
    """Weights in the index: those of the chain up to it multiplied."""
    own, found = dict(zip(codes, weights, strict=True)), []
    for code in codes:
        share = own[code] or 0.0
        while (code := parents.get(code)) is not None:
            share *= own[code]
        found.append(share)
    return np.array(found)


def kinds(report):
    return [(finding.kind, finding.code, finding.other) for finding in report.findings]


def test_pearson_when_anscombe_then_published():
    """Anscombe, "Graphs in statistical analysis", Am. Stat. 27 (1973): first set, r = .816."""
    x = np.array([10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5], dtype=float)
    y = np.array([8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68])

    assert round(pearson(x, y), 3) == 0.816


def test_average_ranks_when_intelligence_and_television_then_published_spearman():
    """The worked example of the encyclopaedia article on Spearman's coefficient: rho = -29/165."""
    first = np.array([106, 100, 86, 101, 99, 103, 97, 113, 112, 110], dtype=float)
    second = np.array([7, 27, 2, 50, 28, 29, 20, 12, 6, 17], dtype=float)

    assert pearson(average_ranks(first), average_ranks(second)) == pytest.approx(-29 / 165)


def test_average_ranks_when_ties_then_mean_of_their_places():
    assert average_ranks(np.array([5.0, 1.0, 5.0, 9.0])).tolist() == [2.5, 1.0, 2.5, 4.0]


@pytest.mark.parametrize(("first", "second"), [([1.0], [2.0]), ([1.0, 1.0], [1.0, 2.0]), ([1.0, 2.0], [3.0, 3.0])])
def test_pearson_when_a_side_does_not_vary_then_zero(first, second):
    assert pearson(np.array(first), np.array(second)) == 0.0


def test_audit_when_columns_vary_unequally_then_effective_weights_by_hand():
    """Uncorrelated columns with variances 1 and 9 and equal weights carry 10 % and 90 % of the index."""
    a, b = np.array([1, -1, 1, -1] * 3), np.array([3, 3, -3, -3] * 3)

    report = audit({"I": (a + b) / 2, "a": a, "b": b})

    assert report.weights == (
        WeightShare("a", 0.5, pytest.approx(0.1)),
        WeightShare("b", 0.5, pytest.approx(0.9)),
    )
    assert report.parents == (
        Correlation("a", "I", pytest.approx(1 / np.sqrt(10)), pytest.approx(1 / np.sqrt(5))),
        Correlation("b", "I", pytest.approx(3 / np.sqrt(10)), pytest.approx(2 / np.sqrt(5))),
    )
    assert report.siblings == (Correlation("a", "b", 0.0, 0.0),)
    assert (CoherenceKind.UNDERWEIGHT, "a", None) in kinds(report)
    assert sentences(report.notes())[-1] == (
        "Jauh di bawah bobotnya: bobot a 50,0%, pengaruh nyatanya 10,0% dari ragam nilai akhir."
    )


def test_audit_when_one_column_dominates_then_overweight():
    a, b = np.array([1, -1, 1, -1] * 3), np.array([3, 3, -3, -3] * 3)

    report = audit({"I": 0.7 * a + 0.3 * b, "a": a, "b": b}, weights=[1, 0.7, 0.3])

    assert (CoherenceKind.OVERWEIGHT, "b", None) in kinds(report)
    assert any(line.startswith("Jauh di atas bobotnya: bobot b 30,0%") for line in sentences(report.notes()))


def test_audit_when_no_weight_is_declared_then_the_pull_is_told_but_not_judged():
    a, b = np.array([1, -1, 1, -1] * 3), np.array([3, 3, -3, -3] * 3)
    matrix = np.column_stack([a + b, a, b]).astype(float)

    report = audit_coherence(["I", "a", "b"], matrix, [1.0, None, None], {"a": "I", "b": "I"}, matrix)

    assert report.weights == (WeightShare("a", None, pytest.approx(0.1)), WeightShare("b", None, pytest.approx(0.9)))
    assert kinds(report) == [
        (CoherenceKind.CEILING, "a", None),
        (CoherenceKind.FLOOR, "a", None),
        (CoherenceKind.CEILING, "b", None),
        (CoherenceKind.FLOOR, "b", None),
    ]


def test_audit_when_tree_is_deep_then_nominal_weights_multiply():
    generator = np.random.default_rng(1)
    a, b, c = generator.normal(size=(3, 40))
    aspect = 0.25 * a + 0.75 * b
    index = 0.4 * aspect + 0.6 * c
    columns = {"I": index, "P": aspect, "c": c, "a": a, "b": b}

    report = audit(columns, [1, 0.4, 0.6, 0.25, 0.75], {"P": "I", "c": "I", "a": "P", "b": "P"})

    shares = {share.code: share for share in report.weights}
    assert {code: round(share.nominal, 9) for code, share in shares.items()} == {"P": 0.4, "c": 0.6, "a": 0.1, "b": 0.3}
    assert shares["a"].effective + shares["b"].effective + shares["c"].effective == pytest.approx(1)
    assert shares["P"].effective == pytest.approx(shares["a"].effective + shares["b"].effective)
    assert [(found.code, found.other) for found in report.siblings] == [("P", "c"), ("a", "b")]


def test_audit_when_indicator_runs_against_its_aspect_then_said():
    a = np.arange(12.0)
    report = audit({"I": a, "a": a * 3, "b": -a + np.array([0, 1] * 6)})

    assert (CoherenceKind.AGAINST_PARENT, "b", "I") in kinds(report)
    assert (CoherenceKind.AGAINST_SIBLING, "a", "b") in kinds(report)
    assert CoherenceKind.REDUNDANT not in {finding.kind for finding in report.findings}
    assert any("b berlawanan arah dengan I (korelasi −0,99)" in line for line in sentences(report.notes()))
    assert any("a dan b saling meniadakan (korelasi −0,99)" in line for line in sentences(report.notes()))


def test_audit_when_only_the_ranks_run_against_then_said_too():
    """One giant hides that everyone else falls: Pearson is positive, Spearman negative."""
    index = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 90.0])
    column = np.array([9, 8, 7, 6, 5, 4, 3, 2, 1, 80.0])

    report = audit({"I": index, "a": column})

    assert report.parents[0].pearson > 0 > report.parents[0].spearman
    assert (CoherenceKind.AGAINST_PARENT, "a", "I") in kinds(report)


def test_audit_when_siblings_cancel_out_then_said():
    """Both columns are 1 to 10 and their squared differences add up to 282: r = 1 - 6 * 282 / 990."""
    a = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10.0])
    b = np.array([7, 9, 10, 4, 8, 3, 6, 1, 5, 2.0])

    report = audit({"I": a + 0.9 * b, "a": a, "b": b})

    assert (CoherenceKind.AGAINST_SIBLING, "a", "b") in kinds(report)
    assert any("a dan b saling meniadakan (korelasi −0,71)." in line for line in sentences(report.notes()))


def test_audit_when_many_at_the_top_or_bottom_then_ceiling_and_floor():
    top = np.array([100] * 6 + [50, 40, 30, 20.0])
    bottom = np.array([0] * 4 + [50, 10, 30, 20, 60, 70.0])

    report = audit({"I": np.arange(10.0), "a": top, "b": bottom})

    assert report.extremes == (Extremes("a", 0.6, 0.1), Extremes("b", 0.1, 0.4))
    assert (CoherenceKind.CEILING, "a", None) in kinds(report)
    assert (CoherenceKind.FLOOR, "b", None) in kinds(report)
    assert "60,0% peserta berada pada nilai tertinggi a, sehingga mereka tidak terbedakan." in sentences(report.notes())
    assert "40,0% peserta berada pada nilai terendah b, sehingga mereka tidak terbedakan." in sentences(report.notes())


def test_audit_when_column_is_constant_then_only_that_is_said_of_it():
    report = audit({"I": np.arange(10.0), "a": np.arange(10.0) * 2, "b": np.full(10, 7.0)})

    assert kinds(report)[0] == (CoherenceKind.CONSTANT, "b", None)
    assert {found.code for found in report.parents} == {"a"}
    assert report.siblings == ()
    assert sentences(report.notes())[0] == "b bernilai sama untuk semua peserta, sehingga tidak membedakan siapa pun."


def test_audit_when_index_is_constant_then_no_effective_weights():
    report = audit({"I": np.full(10, 5.0), "a": np.arange(10.0), "b": -np.arange(10.0)})

    assert (report.parents, report.weights) == ((), ())


def test_audit_when_cells_are_missing_then_pairs_that_are_there_count():
    index = np.arange(12.0)
    column = np.where(index < 2, NAN, index * 2)

    report = audit({"I": index, "a": column})

    assert report.parents == (Correlation("a", "I", pytest.approx(1), pytest.approx(1)),)
    assert report.extremes == (Extremes("a", pytest.approx(0.1), pytest.approx(0.1)),)


def test_audit_when_no_entry_has_both_then_no_correlation_and_no_weight():
    index = np.array([1.0, 2.0, NAN, NAN])
    column = np.array([NAN, NAN, 3.0, 4.0])

    report = audit({"I": index, "a": column}, limits=Limits(entries=1))

    assert report.parents == (Correlation("a", "I", 0.0, 0.0),)
    assert report.weights == (WeightShare("a", 1.0, 0.0),)


def test_audit_when_few_entries_then_warns():
    report = audit({"I": [1, 2, 3], "a": [1, 2, 3]})

    assert kinds(report)[0] == (CoherenceKind.FEW_ENTRIES, "I", None)
    assert sentences(report.notes())[0] == "Data hanya memuat 3 peserta; angka audit ini belum dapat dipegang."


def test_audit_when_nothing_is_odd_then_says_so():
    generator = np.random.default_rng(3)
    a, b = generator.normal(size=(2, 200))

    report = audit({"I": (a + b) / 2, "a": a, "b": b})

    assert report.findings == ()
    assert sentences(report.notes()) == ("Tidak ada kejanggalan yang ditemukan pada pohon kriteria dengan data ini.",)


@pytest.mark.parametrize(
    ("codes", "columns", "weights", "parents"),
    [
        (("a", "b"), 2, (1.0, 1.0), {}),
        (("a", "b"), 1, (1.0, 1.0), {"b": "a"}),
        (("a", "b"), 2, (1.0,), {"b": "a"}),
    ],
    ids=["two roots", "column missing", "weight missing"],
)
def test_scored_tree_when_malformed_then_refused(codes, columns, weights, parents):
    with pytest.raises(ValueError, match="The tree needs"):
        ScoredTree(codes, np.zeros((3, columns)), weights, parents, np.zeros((3, columns)))


def test_audit_when_figures_lie_exactly_on_the_limits_then_no_findings():
    """Three of ten at either end, a correlation of exactly the limits, effective weights 1/2 and 2 times nominal."""
    a = np.array([9, 9, 9, 8, 7, 6, 5, 1, 1, 1.0])
    both = audit({"I": a, "a": a, "b": a * 2})
    at_limit = both.siblings[0].pearson

    report = audit({"I": a, "a": a, "b": a * 2}, limits=Limits(redundant=at_limit, weight_ratio=1.0))

    assert [round(share.effective / share.nominal, 12) for share in report.weights] == [1.0, 2.0]
    assert kinds(report) == [(CoherenceKind.OVERWEIGHT, "b", None)]


def test_audit_when_siblings_oppose_exactly_at_the_limit_then_no_finding():
    a = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10.0])
    b = np.array([7, 9, 10, 4, 8, 3, 6, 1, 5, 2.0])
    columns = {"I": a + 1.1 * b, "a": a, "b": b}
    found = audit(columns).siblings[0].pearson

    report = audit(columns, limits=Limits(against_sibling=found))

    assert CoherenceKind.AGAINST_SIBLING not in [finding.kind for finding in report.findings]
