from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.engine.marks import GivenMark
from awards.engine.panel.errors import (
    DuplicateMarkError,
    InvalidMarkError,
    MixedCriteriaError,
    TooFewJurorMarksError,
    TooFewToTrimError,
    UnknownEntityError,
)
from awards.engine.panel.judge import EntryPanel, EntryStatus, JurorLeniency, judge
from awards.engine.panel.rule import PanelMethod, PanelRule
from awards.engine.tests.panel_cases import CATALYSTS, mark, marks_of
from awards.sentences import sentence

LENIENT = PanelRule(PanelMethod.LENIENCY, minimum_juror_marks=1)


def panel(*values):
    return [mark("A", f"J{place}", value) for place, value in enumerate(values, start=1)]


def value_of(rule, *values):
    return judge(panel(*values), rule, entities=["A"]).values["A"]


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        (PanelRule(), ("7", "8", "8.5"), Fraction(47, 6)),
        (PanelRule(PanelMethod.MEDIAN), ("9", "1", "7"), Fraction(7)),
        (PanelRule(PanelMethod.MEDIAN), ("9", "1", "7", "8"), Fraction(15, 2)),
        (PanelRule(PanelMethod.TRIMMED_MEAN, drop_high=1, drop_low=1), ("1", "5", "6", "10"), Fraction(11, 2)),
        (PanelRule(PanelMethod.TRIMMED_MEAN, drop_high=2), ("1", "5", "6", "10"), Fraction(3)),
        (PanelRule(PanelMethod.TRIMMED_MEAN, drop_low=1), ("3", "3", "3"), Fraction(3)),
        (PanelRule(PanelMethod.TRIMMED_SUM), ("1", "2.5"), Fraction(7, 2)),
    ],
    ids=["mean", "median odd", "median even", "trimmed mean", "high only", "low among equals", "plain sum"],
)
def test_judge_when_one_entry_then_value_by_method(rule, values, expected):
    assert value_of(rule, *values) == expected


def test_judge_when_trimmed_then_accounts_for_every_mark():
    rule = PanelRule(PanelMethod.TRIMMED_MEAN, drop_high=1, drop_low=1)

    entry = judge(panel("8", "6", "8", "7"), rule, entities=["A"]).entry("A")

    assert entry.dropped == (mark("A", "J2", "6"), mark("A", "J3", "8"))
    assert (entry.value, entry.raw, len(entry.marks)) == (Fraction(15, 2), Fraction(29, 4), 4)


# Women's synchronised 3 m springboard, final, Rio 2016: Wu and Shi (China), official total 345.60. Per dive: degree of
# difficulty, points, six execution marks (three for each diver), five synchronisation marks. Result sheet figures as
# published with the gist of S. Wu, gist.github.com/sxywu/e5edf25729cb6573783d927d677a4a4d.
RIO = [
    ("2", "55.80", ("9", "9.5", "9", "8.5", "9", "9"), ("9.5", "9.5", "9.5", "9.5", "9.5")),
    ("2", "52.20", ("9", "9", "9", "8.5", "8.5", "9"), ("8.5", "8.5", "9", "8.5", "9")),
    ("3", "76.50", ("8.5", "8.5", "8", "8.5", "7.5", "8"), ("9", "8.5", "9", "8.5", "8.5")),
    ("3", "80.10", ("9", "9", "9", "8.5", "9", "8.5"), ("8.5", "9", "9", "9", "9")),
    ("3", "81.00", ("9.5", "8.5", "9", "8.5", "9", "9"), ("9", "9", "9", "9", "9")),
]
# FINA diving rules in force in 2016: highest and lowest of each group dropped, sum times 0.6 times difficulty.
FINA = PanelRule(PanelMethod.TRIMMED_SUM, drop_high=1, drop_low=1)


def dive_points(difficulty, execution, synchronisation):
    groups = (execution[:3], execution[3:], synchronisation)
    return sum(value_of(FINA, *group) for group in groups) * Fraction("0.6") * Fraction(difficulty)


@pytest.mark.parametrize("dive", RIO, ids=["dive 1", "dive 2", "dive 3", "dive 4", "dive 5"])
def test_judge_when_rio_2016_dive_then_published_points(dive):
    difficulty, points, execution, synchronisation = dive

    assert dive_points(difficulty, execution, synchronisation) == Fraction(points)


def test_judge_when_rio_2016_dives_then_published_total():
    assert sum(dive_points(dive[0], dive[2], dive[3]) for dive in RIO) == Fraction("345.60")


def test_judge_when_catalyst_experiment_then_adjusted_means_of_the_textbook():
    """Montgomery (2001), section 4-4: Q = -9/3, -7/3, -4/3, 20/3; effects 3Q/8 around the mean 72.5."""
    result = judge(CATALYSTS, LENIENT, entities=["1", "2", "3", "4"])

    assert result.values == {
        "1": Fraction("71.375"),
        "2": Fraction("71.625"),
        "3": Fraction("72"),
        "4": Fraction("75"),
    }
    assert [entry.correction for entry in result.entries] == [
        Fraction("71.375") - Fraction(218, 3),
        Fraction("71.625") - Fraction(214, 3),
        Fraction(0),
        Fraction(1),
    ]


def test_judge_when_ridge_grows_then_correction_shrinks_to_nothing():
    sizes = []
    for ridge in ("0", "1", "100", "1000000"):
        rule = PanelRule(PanelMethod.LENIENCY, minimum_juror_marks=1, ridge=Decimal(ridge))
        result = judge(CATALYSTS, rule, entities=["1", "2", "3", "4"])
        sizes.append(sum(abs(entry.correction) for entry in result.entries))

    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < Fraction(1, 10_000) < sizes[0]


@pytest.mark.parametrize(("ridge", "kept"), [("0", "many jurors"), ("0.25", "many jurors"), ("0.25", "many entries")])
def test_judge_when_ridge_then_normal_equations_hold_exactly(ridge, kept):
    rows = {"A": (5, 7, None, 9, 1), "B": (None, 6, 8, "7.25", None), "C": (3, None, 4, None, 2)}
    table = marks_of(rows, ("J1", "J2", "J3", "J4", "J5"))
    if kept == "many entries":
        table = [GivenMark(m.juror, m.entity, m.criterion, m.value) for m in table]
    entities = sorted({m.entity for m in table})
    rule = PanelRule(PanelMethod.LENIENCY, minimum_juror_marks=1, ridge=Decimal(ridge))

    result = judge(table, rule, entities=entities)

    leniency = {juror.juror: juror.leniency for juror in result.jurors}
    for juror, effect in leniency.items():
        rest = sum(Fraction(m.value) - result.values[m.entity] - effect for m in table if m.juror == juror)
        assert rest == Fraction(ridge) * effect
    assert sum(leniency.values()) == 0


def test_judge_when_correction_exceeds_the_cap_then_capped_and_flagged():
    rule = PanelRule(PanelMethod.LENIENCY, minimum_juror_marks=1, cap=Decimal("0.5"))

    result = judge(CATALYSTS, rule, entities=["1", "2", "3", "4"])

    assert [(e.correction, e.is_capped) for e in result.entries] == [
        (Fraction(-1, 2), True),
        (Fraction("71.625") - Fraction(214, 3), False),
        (Fraction(0), False),
        (Fraction(1, 2), True),
    ]
    assert result.values["4"] == Fraction(149, 2)


def test_judge_when_correction_equals_the_cap_then_not_flagged():
    rule = PanelRule(PanelMethod.LENIENCY, minimum_juror_marks=1, cap=Decimal(1))

    entry = judge(CATALYSTS, rule, entities=["1", "2", "3", "4"]).entry("4")

    assert (entry.correction, entry.is_capped) == (Fraction(1), False)


def test_judge_when_marks_are_absent_then_no_value_and_never_zero():
    rule = PanelRule(minimum_marks=2)
    table = [mark("A", "J1", 8), mark("A", "J2", 6), mark("B", "J1", 9)]

    result = judge(table, rule, entities=["A", "B", "C"])

    assert result.values == {"A": Fraction(7), "B": None, "C": None}
    assert [entry.status for entry in result.entries] == [
        EntryStatus.JUDGED,
        EntryStatus.TOO_FEW_MARKS,
        EntryStatus.UNMARKED,
    ]
    assert [entry.raw for entry in result.entries] == [Fraction(7), Fraction(9), None]


def test_judge_when_no_marks_then_everyone_unmarked():
    result = judge([], LENIENT, entities=["A"])

    assert (result.values, result.jurors, result.components) == ({"A": None}, (), ())


def test_judge_when_plain_mean_then_nothing_is_corrected_and_nobody_is_generous():
    table = [mark("A", "J1", 8), mark("A", "J2", 6)]

    result = judge(table, PanelRule(), entities=["A"])

    assert result.entries == (
        EntryPanel("A", EntryStatus.JUDGED, Fraction(7), Fraction(7), tuple(table), (), Fraction(0), is_capped=False),
    )
    assert result.jurors == (JurorLeniency("J1", Fraction(0), 1), JurorLeniency("J2", Fraction(0), 1))


def test_judge_when_marked_zero_then_zero_counts():
    assert value_of(PanelRule(), "0", "8") == 4


@pytest.mark.parametrize(
    ("table", "error", "words"),
    [
        ([mark("A", "J1", 8), mark("A", "J1", 8)], DuplicateMarkError, "Juri J1 tercatat menilai A lebih dari sekali"),
        ([mark("A", "J1", 8), mark("A", "J1", 8, "L")], MixedCriteriaError, "beberapa kriteria tercampur: K, L"),
        ([mark("Z", "J1", 8)], UnknownEntityError, "Z tidak ada dalam daftar peserta"),
        ([mark("A", "J1", "NaN")], InvalidMarkError, "Nilai juri J1 untuk A bukan angka: NaN"),
    ],
)
def test_judge_when_marks_are_unusable_then_refused(table, error, words):
    with pytest.raises(error) as refusal:
        judge(table, PanelRule(), entities=["A"])

    assert words in sentence(refusal.value.problems[0])
    assert "Tidak ada nilai yang dihitung." in sentence(refusal.value.problems[0])


@pytest.mark.parametrize("method", [PanelMethod.TRIMMED_MEAN, PanelMethod.TRIMMED_SUM])
def test_judge_when_more_dropped_than_present_then_refused(method):
    with pytest.raises(TooFewToTrimError) as refusal:
        value_of(PanelRule(method, drop_high=1, drop_low=1), "7", "8")

    assert (refusal.value.entity, refusal.value.present, refusal.value.dropped) == ("A", 2, 2)


def test_judge_when_too_few_marks_by_rule_then_missing_rather_than_refused():
    rule = PanelRule(PanelMethod.TRIMMED_MEAN, drop_high=1, drop_low=1, minimum_marks=3)

    assert value_of(rule, "7", "8") is None


def test_judge_when_juror_has_too_few_marks_then_adjustment_refused():
    rule = PanelRule(PanelMethod.LENIENCY, minimum_juror_marks=4)

    with pytest.raises(TooFewJurorMarksError) as refusal:
        judge(CATALYSTS, rule, entities=["1", "2", "3", "4"])

    assert refusal.value.counts == (("B1", 3), ("B2", 3), ("B3", 3), ("B4", 3))
    assert "B1 (3 nilai)" in sentence(refusal.value.problems[0])


scores = st.decimals(min_value=0, max_value=100, places=2)


@st.composite
def panels(draw, complete=False):
    entries = draw(st.integers(2, 5))
    jurors = draw(st.integers(2, 5))
    table = []
    for i in range(entries):
        for j in range(jurors):
            if complete or j == 0 or draw(st.booleans()):
                table.append(GivenMark(f"E{i}", f"J{j}", "K", draw(scores)))
    return [f"E{i}" for i in range(entries)], table


@given(panels(complete=True))
def test_leniency_when_panel_complete_then_values_are_the_raw_means(case):
    entities, table = case

    result = judge(table, PanelRule(PanelMethod.LENIENCY), entities=entities)

    assert result.values == judge(table, PanelRule(), entities=entities).values


@given(panels(), scores, st.sampled_from([Decimal(0), Decimal("0.3")]))
def test_leniency_when_one_juror_adds_a_constant_then_no_difference_moves_without_ridge(case, constant, ridge):
    entities, table = case
    raised = [GivenMark(m.entity, m.juror, m.criterion, m.value + constant * (m.juror == "J0")) for m in table]
    rule = PanelRule(PanelMethod.LENIENCY, minimum_juror_marks=1, ridge=ridge)

    before = judge(table, rule, entities=entities).values
    after = judge(raised, rule, entities=entities).values

    if not ridge or constant == 0:
        assert [after[e] - after["E0"] for e in entities] == [before[e] - before["E0"] for e in entities]
    assert set(before) == set(after)


@given(panels(), st.randoms(use_true_random=False))
def test_judge_when_marks_are_shuffled_then_same_result(case, randomness):
    entities, table = case
    shuffled = list(table)
    randomness.shuffle(shuffled)

    assert judge(shuffled, LENIENT, entities=entities) == judge(table, LENIENT, entities=entities)


@given(panels())
def test_leniency_when_every_mark_doubles_then_every_value_doubles(case):
    entities, table = case
    doubled = [GivenMark(m.entity, m.juror, m.criterion, 2 * m.value) for m in table]

    before = judge(table, LENIENT, entities=entities).values

    assert judge(doubled, LENIENT, entities=entities).values == {e: 2 * v for e, v in before.items()}
