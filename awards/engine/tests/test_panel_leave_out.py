from awards.engine.panel.errors import TooFewToTrimError
from awards.engine.panel.judge import PanelResult, judge
from awards.engine.panel.leave_out import (
    JurorRemoval,
    JurorRemovals,
    judge_without_each_juror,
    leave_one_juror_out,
    without_each_juror,
)
from awards.engine.panel.rule import PanelMethod, PanelRule
from awards.engine.tests.panel_cases import mark, marks_of
from awards.sentences import sentences

CLOSE = marks_of({"A": (9, 6, 7), "B": (5, 8, 8)}, ("J1", "J2", "J3"))


def winner_by(rule):
    def winners(marks):
        values = judge(marks, rule, entities="AB").values
        return [entity for entity in "AB" if values[entity] == max(values.values())]

    return winners


def test_without_each_juror_when_iterated_then_all_others_by_name():
    table = [mark("A", "J2", 1), mark("A", "J1", 2)]

    assert list(without_each_juror(table)) == [("J1", (table[0],)), ("J2", (table[1],))]


def test_leave_one_juror_out_when_one_juror_decides_then_says_so():
    report = leave_one_juror_out(CLOSE, winner_by(PanelRule()))

    assert report == JurorRemovals(
        ("A",),
        (
            JurorRemoval("J1", ("B",), None, is_changed=True),
            JurorRemoval("J2", ("A",), None, is_changed=False),
            JurorRemoval("J3", ("A",), None, is_changed=False),
        ),
    )
    assert sentences(report.notes()) == ("Tanpa juri J1, pemenangnya menjadi B.",)


def test_leave_one_juror_out_when_nobody_decides_then_one_sentence():
    table = marks_of({"A": (9, 9), "B": (5, 5)}, ("J1", "J2"))

    assert sentences(leave_one_juror_out(table, winner_by(PanelRule())).notes()) == (
        "Tanpa juri mana pun, pemenangnya tetap A.",
    )


def test_leave_one_juror_out_when_rest_is_refused_then_the_reason_is_kept():
    rule = PanelRule(PanelMethod.TRIMMED_MEAN, drop_high=1, drop_low=1)

    report = leave_one_juror_out(CLOSE, winner_by(rule))

    assert report.winners == ("B",)
    assert [(r.winners, r.is_changed) for r in report.removals] == [((), False)] * 3
    assert sentences(report.notes())[0].startswith(
        "Tanpa juri J1, hasil tidak dapat dihitung: A hanya mendapat 2 nilai"
    )


def test_judge_without_each_juror_when_iterated_then_results_or_refusals():
    rule = PanelRule(PanelMethod.TRIMMED_MEAN, drop_high=1)
    table = marks_of({"A": (9, 6), "B": (5, 8)}, ("J1", "J2"))

    refused = list(judge_without_each_juror(table, rule, entities="AB"))
    judged = list(judge_without_each_juror(CLOSE, rule, entities="AB"))

    assert [(juror, type(found)) for juror, found in refused] == [("J1", TooFewToTrimError), ("J2", TooFewToTrimError)]
    assert [(juror, type(found)) for juror, found in judged] == [(j, PanelResult) for j in ("J1", "J2", "J3")]
    assert judged[0][1].values == {"A": 6, "B": 8}
