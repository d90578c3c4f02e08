"""Cases and conditions; every expected answer is worked by hand from the rule beside it."""

from decimal import Decimal
from fractions import Fraction

import pytest

from awards.engine import RulebookError, load_rulebook
from awards.engine.conditions import truth
from awards.engine.criteria import Combination, Comparator, Comparison, Exemption, Logic
from awards.engine.details import details
from awards.engine.evaluate import Status
from awards.engine.table import State
from awards.engine.tests.said import refused
from awards.engine.tests.sheets import POINTS, book, leaf, root
from awards.engine.tests.test_scoring import run
from awards.sentences import placed
from paritrana.lib.problems import note

READS = {"holds": Fraction(1), "fails": Fraction(0), "unreported": State.NOT_REPORTED, "foreign": State.NOT_APPLICABLE}
ABOVE = '{ column = "x", above = 2 }'
MEASURE = '[[measures]]\ncode = "m"\nname = "M"\nkind = "ratio"\nnumerator = "x"\ndenominator = "y"\n'


def asked(*columns):
    return tuple(Comparison(column, None, Comparator.AT_LEAST, Fraction(1)) for column in columns)


def every(*columns):
    return Combination(Logic.ALL, asked(*columns))


def some(*columns):
    return Combination(Logic.ANY, asked(*columns))


def cases(*listed, otherwise=0, code="k", more=""):
    written = ", ".join(f'{{ name = "K{points}", points = {points}, when = {when} }}' for points, when in listed)
    return f"""
[[criteria]]
code = "{code}"
parent = "total"
name = "Kriteria {code}"
{more}
normalise = {{ kind = "cases", otherwise = {otherwise}, cases = [{written}] }}
"""


def points(result):
    return [str(result.standing(one).score) for one in result.table.ids]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (every("holds", "holds"), True),
        (every("holds", "fails"), False),
        (every("unreported", "fails"), False),
        (every("holds", "unreported"), State.NOT_REPORTED),
        (every("foreign", "foreign"), State.NOT_APPLICABLE),
        (every("foreign", "unreported"), State.NOT_REPORTED),
        (every("unreported", "foreign", "foreign"), State.NOT_REPORTED),
        (some("fails", "fails"), False),
        (some("unreported", "holds"), True),
        (some("fails", "foreign"), State.NOT_APPLICABLE),
        (some("foreign", "unreported"), State.NOT_REPORTED),
        (Exemption(every("fails"), every("holds")), True),
        (Exemption(every("fails"), every("fails")), False),
        (Exemption(every("unreported"), every("holds")), True),
        (Exemption(every("holds"), every("unreported")), True),
        (Exemption(every("fails"), every("foreign")), State.NOT_APPLICABLE),
        (Combination(Logic.ALL, (every("holds"), some("fails", "unreported"))), State.NOT_REPORTED),
        (Combination(Logic.ANY, (every("unreported", "fails"), some("fails"))), False),
    ],
)
def test_condition_when_figures_are_missing_then_decided_wherever_the_others_decide(condition, expected):
    assert truth(condition, lambda one: READS[one.column]) is expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ('{ column = "x", at_least = 5 }', ["0.00", "1.00", "1.00"]),
        ('{ column = "x", above = 5 }', ["0.00", "0.00", "1.00"]),
        ('{ column = "x", at_most = 5 }', ["1.00", "1.00", "0.00"]),
        ('{ column = "x", below = 5 }', ["1.00", "0.00", "0.00"]),
        ('{ column = "x", equals = 5 }', ["0.00", "1.00", "0.00"]),
        ('{ column = "x", at_least = 6, unless = { column = "x", below = 5 } }', ["1.00", "0.00", "0.00"]),
        ('{ any = [{ column = "x", equals = 5 }, { column = "l", one_of = "a" }] }', ["1.00", "1.00", "0.00"]),
        ('{ all = [{ column = "x", at_most = 5 }, { column = "l", one_of = ["b", "c"] }] }', ["0.00", "1.00", "0.00"]),
    ],
)
def test_case_at_its_limit(when, expected):
    result = run(root(), cases((1, when)), x=[Decimal("4.9999"), 5, Decimal("5.0001")], l=["a", "b", "b"])

    assert points(result) == expected


def test_case_on_a_measure_at_its_limit_is_exact():
    """3/10 reaches 0.3; 299999999999999999/10^18 does not, though no float tells it from 0.3."""
    rule = cases((1, '{ measure = "m", at_least = 0.3 }'))

    result = run(root(), rule, MEASURE, x=[3, 299999999999999999], y=[10, 10**18])

    assert points(result) == ["1.00", "0.00"]


def test_first_case_that_holds_gives_the_points():
    rule = cases((9, '{ column = "x", at_least = 10 }'), (4, '{ column = "x", at_least = 5 }'), otherwise=-1)

    result = run(root(), rule, x=[12, 10, 9, 4])

    assert points(result) == ["9.00", "9.00", "4.00", "-1.00"]
    assert [result.nodes(one)[1].raw for one in result.table.ids] == ["K9", "K9", "K4", ""]
    assert result.nodes("p2")[1].inputs == {"x": 9}


def test_case_left_open_leaves_the_leaf_missing_unless_a_better_one_holds():
    """p0 has the first; p1 might have it; p2 fails it by x and has the second; p3 misses all by x."""
    rule = cases((2, '{ all = [{ column = "x", at_least = 5 }, { column = "y", at_least = 5 }] }'),
                 (1, '{ column = "x", at_least = 3 }'))  # fmt: skip

    result = run(root(), rule, x=[5, 5, 4, 2], y=[5, None, None, None])

    assert points(result) == ["2.00", "None", "1.00", "0.00"]
    assert [one.status for one in (result.nodes(name)[1] for name in result.table.ids)] == [
        Status.SCORED, Status.NOT_RANKED, Status.SCORED, Status.SCORED,
    ]  # fmt: skip
    assert result.nodes("p1")[1].notes == (note("figure.not-reported"), note("figure.not-ranked"))


def test_missing_policies_of_cases_follow_what_is_missing():
    """Not applicable alone is not applicable (worst: 1 - the rest); with a figure not reported it is not reported."""
    more = 'missing = "zero"\nnot_applicable = "worst"\nmissing_reason = "Kosong."'
    rule = cases((9, '{ all = [{ column = "x", at_least = 5 }, { column = "y", at_least = 5 }] }'),
                 otherwise=1, more=more)  # fmt: skip

    result = run(root(), rule, x=["tidak berlaku", "tidak berlaku", 5], y=["tidak berlaku", None, "tidak berlaku"])

    assert points(result) == ["1.00", "0.00", "1.00"]
    assert [result.nodes(one)[1].status for one in result.table.ids] == [Status.WORST, Status.ZERO, Status.WORST]


def test_details_in_bulk_equal_those_one_by_one():
    rule = cases((2, '{ measure = "m", above = 1 }'), (1, '{ column = "l", one_of = ["a"] }'))

    result = run(root(), rule, MEASURE, x=[3, 1, None, 1], y=[1, 2, 1, 0], l=["a", "a", "b", None])

    assert [one.nodes for one in details(result)] == [result.nodes(one.id) for one in result.standings]


def test_rulebook_reads_the_columns_of_its_conditions():
    exempt = '{ column = "a", below = 1, unless = { column = "c", one_of = "x" } }'
    rule = cases((1, f'{{ any = [{{ column = "b", above = 1 }}, {{ measure = "m", above = 1 }}, {exempt}] }}'))

    rules = load_rulebook(book(root(), rule, MEASURE))

    assert rules.columns == ("a", "b", "c", "x", "y")
    assert rules.behind(rules.criterion("k")) == ("x", "y", "b", "a", "c")


def nested(levels):
    return "{ all = [" * levels + '{ column = "x", above = 1 }' + "] }" * levels


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        (cases((1, "{}")), "1:column", "tepat satu: all atau any"),
        (cases((1, '{ column = "x", measure = "m", above = 1 }')), "1:measure", "tepat satu"),
        (cases((1, '{ column = "x" }')), "1:at_least", "tepat satu batas"),
        (cases((1, '{ column = "x", above = 1, below = 2 }')), "1:below", "tepat satu batas"),
        (cases((1, '{ measure = "m", one_of = "a" }')) + MEASURE, "1:measure", "bukan ukuran"),
        (cases((1, '{ column = "x", above = 1, must_be = 2 }')), "1:must_be", "tidak dikenal"),
        (cases((1, "{ all = [] }")), "1:all", "tidak kosong"),
        (cases((1, '{ any = [{ column = "x", above = "a" }] }')), "1:any[1].above", "angka"),
        (cases((1, '{ column = "x", above = 1, unless = {} }')), "1:unless.column", "tepat satu"),
        (cases((1, nested(8))), "1:" + "all[1]." * 8 + "column", "lebih dari 8 tingkat"),
        (
            cases((1, "{ any = [" + ", ".join(['{ column = "x", above = 1 }'] * 51) + "] }")),
            "1:all",
            "lebih dari 50 perbandingan",
        ),
        (cases((1, '{ measure = "m", above = 1 }')), "criteria.k", "Ukuran «m» tidak ada"),
        (cases(), "criteria[2].normalise.cases", "tidak kosong"),
        (
            cases(*((30 - place, '{ column = "x", above = 1 }') for place in range(21))),
            "criteria[2].normalise.cases",
            "Lebih dari 20 keadaan",
        ),
        (
            cases((2, ABOVE), (3, ABOVE)),
            "criteria[2].normalise.cases[1].points",
            "tidak di atas yang sesudahnya",
        ),
        (cases((1, ABOVE), otherwise=1), "criteria[2].normalise.cases[1].points", "paling rendah"),
        (cases((1, ABOVE), more='column = "x"'), "criteria[2].column", "Hapus kunci ini"),
        (cases((1, ABOVE), more='source = "answer"'), "criteria[2].source", "Hapus kunci ini"),
        (cases((1, ABOVE), more="complement = true"), "criteria[2].complement", "Hapus kunci ini"),
        (cases((1, ABOVE), more='missing = "group_median"'), "criteria.k", "tidak punya nilai tengah"),
    ],
)  # fmt: skip
def test_cases_that_are_wrong_are_refused_with_one_sentence_at_their_place(text, path, words):
    with pytest.raises(RulebookError) as caught:
        load_rulebook(book(root(), text))

    expected = path.replace("1:", "criteria[2].normalise.cases[1].when.")
    assert [(one.path, words in placed(one)) for one in caught.value.problems] == [(expected, True)]


@pytest.mark.parametrize(("name", "english"), [("K1", ""), ("K3", ', name_en = "K1"')])
def test_case_names_that_one_language_cannot_tell_apart_are_refused(name, english):
    text = cases((2, ABOVE), (1, ABOVE)).replace('name = "K2"', f'name = "{name}"{english}')

    with refused(RulebookError, "Nama keadaan «K1» dipakai dua kali"):
        load_rulebook(book(root(), text))


@pytest.mark.parametrize("keys", ['name = "{}"', 'name = "K1", name_en = "{}"'])
def test_case_names_too_long_to_be_stored_are_refused(keys):
    def named(length):
        return book(root(), cases((1, ABOVE)).replace('name = "K1"', keys.format("x" * length)))

    load_rulebook(named(200))
    with refused(RulebookError, "Nama keadaan paling panjang 200 huruf"):
        load_rulebook(named(201))


def test_nesting_up_to_the_limit_is_read():
    assert points(run(root(), cases((1, nested(7))), x=[2, 1])) == ["1.00", "0.00"]


def test_cases_beside_plain_leaves_are_weighed_as_any_other():
    """0.5 of 8 and 0.5 of 4."""
    rule = cases((8, '{ column = "x", above = 1 }'), more="weight = 0.5")

    result = run(root("arithmetic"), rule, leaf("a", POINTS, more="weight = 0.5"), x=[2], a=[4])

    assert points(result) == ["6.00"]
    assert [(line.code, str(line.amount)) for line in result.explain("p0").lines] == [
        ("k", "4.00"), ("a", "2.00"), ("", "0.00"),
    ]  # fmt: skip
