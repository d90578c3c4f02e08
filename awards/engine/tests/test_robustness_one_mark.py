from decimal import Decimal

from awards.engine.panel.judge import judge
from awards.engine.panel.rule import PanelRule
from awards.engine.robustness.one_mark import MarkChange, OneMarkReport, one_mark_test
from awards.engine.tests.panel_cases import mark
from awards.sentences import sentences

HALF = Decimal("0.5")
SCALE = {"step": HALF, "lowest": Decimal(0), "highest": Decimal(10)}


def winners(marks):
    values = judge(marks, PanelRule(), entities="AB").values
    return [entity for entity in "AB" if values[entity] == max(values.values())]


def test_one_mark_test_when_half_a_point_decides_then_every_such_mark_is_named():
    table = [mark("A", "J1", "8.0"), mark("B", "J1", "7.5")]

    report = one_mark_test(table, winners, **SCALE)

    assert report == OneMarkReport(
        ("A",),
        HALF,
        4,
        (MarkChange(table[0], Decimal("7.5"), ("A", "B")), MarkChange(table[1], Decimal("8.0"), ("A", "B"))),
    )
    assert sentences(report.notes()) == (
        "Dari 4 perubahan sebesar 0,5, 2 mengganti pemenang.",
        "Bila juri J1 memberi A 7,5, bukan 8,0, untuk K, pemenangnya A dan B.",
        "Bila juri J1 memberi B 8,0, bukan 7,5, untuk K, pemenangnya A dan B.",
    )


def test_one_mark_test_when_lead_is_wide_then_nothing_changes():
    report = one_mark_test([mark("A", "J1", 9), mark("B", "J1", 2)], winners, **SCALE)

    assert sentences(report.notes()) == (
        "Tidak ada satu nilai juri pun yang, bila berubah 0,5, mengganti pemenang (4 perubahan dicoba).",
    )


def test_one_mark_test_when_at_the_ends_of_the_scale_then_stays_inside():
    report = one_mark_test([mark("A", "J1", 10), mark("B", "J1", 0)], winners, **SCALE)

    assert report.tried == 2


def test_one_mark_test_when_entities_given_then_only_their_marks_move():
    table = [mark("A", "J1", "8.0"), mark("B", "J1", "7.5")]

    report = one_mark_test(table, winners, entities={"B"}, **SCALE)

    assert ([change.mark.entity for change in report.changes], report.tried) == (["B"], 2)
