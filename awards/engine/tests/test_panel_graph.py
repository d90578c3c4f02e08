import pytest

from awards.engine.panel.errors import DisconnectedPanelError, MissingLink
from awards.engine.panel.graph import Component, connected_components, linked_components
from awards.engine.panel.grid import lay_out
from awards.engine.panel.judge import judge
from awards.engine.panel.rule import PanelMethod, PanelRule
from awards.engine.tests.panel_cases import mark, marks_of
from awards.sentences import sentence

LENIENT = PanelRule(PanelMethod.LENIENCY, minimum_juror_marks=1)
JURORS = ("J1", "J2", "J3", "J4")
TWO_PARTS = marks_of(
    {"A": (7, 8, None, None), "B": (6, 9, None, None), "C": (None, None, 8, 5), "D": (None, None, 7, None)}, JURORS
)


def refusal_of(table, rule, entities, groups=None):
    with pytest.raises(DisconnectedPanelError) as refusal:
        judge(table, rule, entities=entities, groups=groups)
    return refusal.value


def test_connected_components_when_two_parts_then_both_named():
    assert connected_components(lay_out(TWO_PARTS, "ABCD")) == (
        Component(("A", "B"), ("J1", "J2"), is_complete=True),
        Component(("C", "D"), ("J3", "J4"), is_complete=False),
    )


def test_judge_when_unconnected_then_refused_with_the_links_that_join():
    refusal = refusal_of(TWO_PARTS, LENIENT, "ABCD")

    assert refusal.components == ((("A", "B"), ("J1", "J2")), (("C", "D"), ("J3", "J4")))
    assert refusal.links == (MissingLink("J4", "A"),)
    assert sentence(refusal.problems[0]) == (
        "Peserta dinilai oleh 2 bagian panel yang tidak terhubung (sambungan memerlukan 1 peserta yang dinilai "
        "bersama), sehingga peringkatnya tidak dapat dibandingkan: bagian 1: peserta A, B oleh juri J1, J2; bagian 2: "
        "peserta C, D oleh juri J3, J4. Tidak ada nilai yang dihitung. Agar terhubung, perlu: juri J4 menilai A."
    )


def test_judge_when_the_missing_links_are_added_then_accepted():
    refusal = refusal_of(TWO_PARTS, LENIENT, "ABCD")

    table = TWO_PARTS + [mark(link.entity, link.juror, 7) for link in refusal.links]

    assert len(judge(table, LENIENT, entities="ABCD").components) == 1


def test_judge_when_each_group_lies_in_one_part_then_accepted():
    groups = {"A": "barat", "B": "barat", "C": "timur", "D": "timur"}

    result = judge(TWO_PARTS, LENIENT, entities="ABCD", groups=groups)

    assert len(result.components) == 2
    assert sum(juror.leniency for juror in result.jurors[:2]) == sum(j.leniency for j in result.jurors[2:]) == 0


def test_judge_when_one_group_spans_parts_then_that_group_is_named():
    groups = {"A": "barat", "B": "barat", "C": "barat", "D": "timur"}

    refusal = refusal_of(TWO_PARTS, LENIENT, "ABCD", groups)

    assert refusal.group == "barat"
    assert sentence(refusal.problems[0]).startswith("Peserta dalam kelompok barat dinilai oleh 2 bagian panel")


def test_judge_when_method_needs_no_common_scale_then_parts_are_accepted():
    assert judge(TWO_PARTS, PanelRule(), entities="ABCD").values["D"] == 7


def test_judge_when_three_parts_then_links_join_all():
    table = [mark("A", "J1", 5), mark("B", "J2", 6), mark("C", "J3", 7)]

    refusal = refusal_of(table, LENIENT, "ABC")

    assert refusal.links == (MissingLink("J1", "B"), MissingLink("J1", "C"))
    assert len(judge([*table, mark("B", "J1", 5), mark("C", "J1", 5)], LENIENT, entities="ABC").components) == 1


def test_judge_when_link_is_thinner_than_the_rule_then_refused_with_the_rest_of_the_link():
    rule = PanelRule(PanelMethod.LENIENCY, minimum_juror_marks=1, minimum_shared=2)
    table = marks_of({"A": (7, None), "B": (8, 6), "C": (None, 5)}, ("J1", "J2"))

    refusal = refusal_of(table, rule, "ABC")

    assert refusal.links == (MissingLink("J1", "C"),)
    assert judge([*table, mark("C", "J1", 6)], rule, entities="ABC").values["B"] == 7


def test_judge_when_no_pair_can_share_enough_then_names_all_there_is():
    rule = PanelRule(PanelMethod.LENIENCY, minimum_juror_marks=1, minimum_shared=3)
    table = [mark("A", "J1", 5), mark("B", "J2", 6)]

    assert refusal_of(table, rule, "AB").links == (MissingLink("J1", "B"), MissingLink("J2", "A"))


def test_linked_components_when_part_is_complete_then_needs_no_minimum():
    grid = lay_out(marks_of({"A": (7, 8)}, ("J1", "J2")), "A")

    assert linked_components(grid, 5) == (Component(("A",), ("J1", "J2"), is_complete=True),)


def test_disconnected_panel_when_many_names_then_shortened():
    table = [mark(f"E{i:02}", "J1", 5) for i in range(11)] + [mark("Z", "J2", 6)]

    refusal = refusal_of(table, LENIENT, [*(f"E{i:02}" for i in range(11)), "Z"])

    assert "peserta E00, E01, E02, E03, E04, E05, E06, E07 dan 3 lainnya oleh juri J1" in sentence(refusal.problems[0])
