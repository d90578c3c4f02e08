"""What one better figure would have given, worked by hand on the field of the tests of runs."""

from decimal import Decimal

import pytest

from awards.engine import GivenMark, Table, load_rulebook, score
from awards.engine.improvements import improvements
from awards.tests.factories.runs import FIELD, RULES

IDS = [name for _code, name, *_rest in FIELD]
MARKS = [
    GivenMark(name, str(place), "understanding", Decimal(mark))
    for _code, name, _coverage, _regulations, _role, marks in FIELD
    for place, mark in enumerate(marks)
]


def columns():
    return {
        "coverage": [coverage for _c, _n, coverage, *_rest in FIELD],
        "regulations": [regulations for _c, _n, _v, regulations, *_rest in FIELD],
        "presenter": [role for *_rest, role, _marks in FIELD],
    }


def found(name, rules=RULES, **changed):
    known = load_rulebook(rules)
    given = columns() | changed
    place = IDS.index(name)

    def standing(cells):
        return score(known, Table(IDS, cells), MARKS).standing(name)

    def rescored(column, value):
        return standing({**given, column: [*given[column][:place], value, *given[column][place + 1 :]]})

    cells = {column: values[place] for column, values in given.items()}
    return improvements(known, cells, standing(given), rescored)


def test_improvements_when_worked_by_hand_then_best_first_with_the_rank_they_give():
    steps = [(one.code, one.value, one.wanted, one.gain, one.standing.rank) for one in found("Kota Mataram")]

    # regulations 0 -> 1: half of 20; presenter 60 -> 100: 0,3 * 0,4 * 40; coverage 90,25 -> 100: 0,5 * 9,75 = 4,875,
    # from a total of 64,025 that is printed as 64,03 to 68,90
    assert steps == [
        ("regulation", "0", "1", Decimal("10.00"), 2),
        ("coverage", "90.25", "100", Decimal("4.87"), 2),
        ("presenter", "Sekretaris daerah", "Kepala daerah definitif", Decimal("4.80"), 2),
    ]


def test_improvements_when_everything_is_at_its_best_then_none_of_it_is_named():
    assert [one.code for one in found("Kabupaten Lombok Timur")] == ["coverage"]


def test_improvements_when_a_figure_is_absent_then_is_not_tried_and_no_total_gives_none():
    assert found("Kota Mataram", coverage=["80", "64.5", None]) == ()


@pytest.mark.parametrize("name", IDS)
def test_improvements_when_told_then_each_comes_true_when_scored(name):
    for one in found(name):
        place, given = IDS.index(name), columns()
        given[one.column][place] = one.wanted

        again = score(load_rulebook(RULES), Table(IDS, given), MARKS).standing(name)

        assert (again.score, again.rank) == (one.standing.score, one.standing.rank)
