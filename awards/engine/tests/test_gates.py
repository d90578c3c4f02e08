from decimal import Decimal

import pytest

from awards.engine.criteria import GateOutcome
from awards.engine.gates import GateVerdict
from awards.engine.tests.sheets import POINTS, leaf, root
from awards.engine.tests.test_scoring import placed, run
from paritrana.lib.problems import note

FIELD = '[[populations]]\ncode = "p"\nname = "P"\nkind = "field"\n'


def gate(rule, code="g"):
    return f'[[gates]]\ncode = "{code}"\nname = "Syarat {code}"\nreason = "Tidak memenuhi {code}."\n{rule}\n'


def outcomes(rule, cells):
    result = run(root(), leaf("a", POINTS), gate(rule), a=[1] * len(cells), x=cells)
    return [result.standing(one).gate.value for one in result.table.ids]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('column = "x"\nmust_be = "at_least"\nlimit = 5', ["fail", "pass", "pass", "cannot_tell"]),
        ('column = "x"\nmust_be = "above"\nlimit = 5', ["fail", "fail", "pass", "cannot_tell"]),
        ('column = "x"\nmust_be = "at_most"\nlimit = 5', ["pass", "pass", "fail", "cannot_tell"]),
        ('column = "x"\nmust_be = "below"\nlimit = 5', ["pass", "fail", "fail", "cannot_tell"]),
        ('column = "x"\nmust_be = "equals"\nlimit = 5', ["fail", "pass", "fail", "cannot_tell"]),
        ('column = "x"\nmust_be = "equals"\nlimit = 5\nwhen_missing = "fail"', ["fail", "pass", "fail", "fail"]),
    ],
)
def test_gate_on_a_figure_at_its_limit(rule, expected):
    assert outcomes(rule, [Decimal("4.9999"), 5, Decimal("5.0001"), None]) == expected


def test_gate_on_a_label():
    rule = 'column = "x"\nmust_be = "one_of"\nlabels = ["lunas", "nihil"]'

    assert outcomes(rule, ["lunas", "menunggak", None, "tidak berlaku", "nihil"]) == [
        "pass",
        "fail",
        "cannot_tell",
        "cannot_tell",
        "pass",
    ]


@pytest.mark.parametrize(
    ("missing", "expected"),
    [("", ["pass", "pass", "fail", "pass", "pass", "cannot_tell"]),
     ('when_missing = "fail"', ["pass", "pass", "fail", "pass", "pass", "fail"])],
)  # fmt: skip
def test_gate_with_a_condition_is_decided_wherever_the_others_decide(missing, expected):
    """Paid, or founded within the year and small: the third is large, the sixth too, but may have paid."""
    young = '{ all = [{ column = "umur", below = 1 }, { column = "x", at_most = 10 }] }'
    rule = f'when = {{ any = [{{ column = "l", one_of = "lunas" }}, {young}] }}\n{missing}'

    result = run(root(), leaf("a", POINTS), gate(rule), a=[1] * 6,
                 l=["lunas", "belum", "belum", None, "lunas", None],
                 umur=[5, 0, 0, 0, None, None], x=[99, 10, 11, 9, None, 11])  # fmt: skip

    assert [result.standing(one).gate.value for one in result.table.ids] == expected


def test_gate_on_a_measure_at_its_limit_is_exact():
    measure = '[[measures]]\ncode = "m"\nname = "M"\nkind = "ratio"\nnumerator = "x"\ndenominator = "y"\n'

    result = run(
        root(),
        leaf("a", POINTS),
        measure,
        gate('measure = "m"\nmust_be = "at_least"\nlimit = 0.3'),
        a=[1, 1, 1],
        x=[3, 299999999999999999, 30],
        y=[10, 10**18, 0],
    )

    assert [result.standing(one).gate.value for one in result.table.ids] == ["pass", "fail", "cannot_tell"]


def test_failing_entry_keeps_a_shadow_score_and_shifts_nobody():
    """Without p2 the field is 10..30, so p1 (20) stands at 50; p2 (100) would have been first."""
    rule = 'kind = "min_max", reference = "p", clamp = false'

    result = run(
        root(),
        leaf("a", rule),
        FIELD,
        gate('column = "x"\nmust_be = "equals"\nlimit = 0'),
        a=[10, 20, 100, 30],
        x=[0, 0, 1, 0],
    )

    assert placed(result) == [
        ("p3", 1, "100.00", "total"),
        ("p1", 2, "50.00", "total"),
        ("p0", 3, "0.00", "total"),
        ("p2", None, "None", None),
    ]
    failing = result.standing("p2")
    assert (str(failing.shadow_score), failing.notes) == ("450.00", (note("gate.failed", gate="g"),))
    assert failing.gates == (GateVerdict("g", "Syarat g", GateOutcome.FAIL, note("gate.failed", gate="g"), ""),)


@pytest.mark.parametrize(("rule", "rank"), [("hold", None), ("rank", 1)])
def test_entry_that_cannot_be_told_is_held_unless_the_rulebook_ranks_it(rule, rank):
    result = run(
        root(),
        leaf("a", POINTS),
        gate('column = "x"\nmust_be = "equals"\nlimit = 0'),
        f'[rank]\ncannot_tell = "{rule}"\n',
        a=[1],
        x=[None],
    )

    assert result.standing("p0").rank == rank
    assert result.standing("p0").gates[0].reason == note("gate.cannot-tell", gate="g")


def test_worst_of_several_gates_counts():
    gates = [gate(f'column = "{code}"\nmust_be = "equals"\nlimit = 0', code) for code in "gh"]

    result = run(root(), leaf("a", POINTS), *gates, a=[1, 1], g=[None, 0], h=[1, None])

    assert [result.standing(one).gate.value for one in ("p0", "p1")] == ["fail", "cannot_tell"]
    assert result.standing("p0").notes == (note("gate.cannot-tell", gate="g"), note("gate.failed", gate="h"))
