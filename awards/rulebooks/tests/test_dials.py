"""Numbers turned in a rulebook's text: found for sure or refused, and nothing else changes."""

import tomllib
from decimal import Decimal

import pytest
from django.conf import settings

from awards.engine import load_rulebook
from awards.rulebooks.parsing.dials import Dial, NotTurnableError, Turn, dials, turned, turns
from awards.tests.factories.runs import RULES

FIXTURES = sorted((settings.BASE_DIR / "fixtures/rulebooks").glob("*.toml"))


def test_dials_when_read_then_hold_what_counts_in_the_order_of_the_tree():
    assert dials(RULES) == (
        Dial("total", "Nilai akhir", 0, "", None, None, None),
        Dial("coverage", "Cakupan", 1, "persen", Decimal(50), Decimal(0), Decimal(100)),
        Dial("regulation", "Regulasi", 1, "peraturan", Decimal(20), None, None),
        Dial("interview", "Wawancara", 1, "", Decimal(30), None, None),
        Dial("presenter", "Narasumber", 2, "", Decimal(40), None, None),
        Dial("understanding", "Uji pemahaman", 2, "", Decimal(60), Decimal(0), Decimal(10)),
    )


def test_text_when_turned_then_keeps_all_but_the_numbers():
    found = turned(RULES, {("coverage", "weight"): Decimal("40.5"), ("understanding", "best"): Decimal(9)})

    changed = [
        (before, after) for before, after in zip(RULES.splitlines(), found.splitlines(), strict=True) if before != after
    ]
    assert changed == [
        ("weight = 50", "weight = 40.5"),
        (
            'normalise = { kind = "goalposts", worst = 0, best = 10 }',
            'normalise = { kind = "goalposts", worst = 0, best = 9 }',
        ),
    ]


def test_text_when_nothing_is_turned_then_the_same():
    assert turned(RULES, {}) == RULES


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_number_of_our_rulebooks_when_turned_then_is_found(path):
    text = path.read_text(encoding="utf-8")
    asked = {
        (dial.code, key): getattr(dial, key) + Decimal("0.25")
        for dial in dials(text)
        for key in ("weight", "worst", "best")
        if getattr(dial, key) is not None
    }

    again = {(dial.code, key): getattr(dial, key) for dial in dials(turned(text, asked)) for _code, key in asked}

    assert {place: again[place] for place in asked} == asked


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ('[[criteria]]\ncode = "a"\nname = "A"\njoin = "sum"\n', "a", "weight"),
        (
            '[[criteria]]\ncode = "a"\nname = "A"\nnote = """\nweight = 3\n"""\njoin = "sum"\nweight = 3\n',
            "a",
            "weight",
        ),
        (
            'note = """\n[[criteria]]\n"""\n[[criteria]]\ncode = "a"\nname = "A"\nweight = 3\n',
            "a",
            "weight",
        ),
    ],
    ids=["no such number", "two that look like it", "a heading inside a text"],
)
def test_text_when_a_number_is_unsure_then_refused(text, code, key):
    tomllib.loads(text)

    with pytest.raises(NotTurnableError):
        turned(text, {(code, key): Decimal(1)})


def test_text_when_the_number_found_is_another_then_refused():
    """A look-alike in a comment-free text of several lines is caught by parsing what came out."""
    text = '[[criteria]]\ncode = "a"\nname = "A"\nnote = """\nweight = 3\n"""\n'

    with pytest.raises(NotTurnableError):
        turned(text, {("a", "weight"): Decimal(1)})


def test_turned_text_when_loaded_then_the_engine_reads_the_new_numbers():
    found = turned(RULES, {("coverage", "weight"): Decimal(40), ("regulation", "weight"): Decimal(30)})

    rules = load_rulebook(found)

    assert [child.weight for child in rules.root.children] == [40, 30, 30]


def test_turns_when_numbers_differ_then_are_listed_in_the_order_of_the_tree():
    after = turned(RULES, {("understanding", "best"): Decimal(9), ("coverage", "weight"): Decimal(40)})

    assert turns(RULES, after) == (
        (
            Turn("coverage", "Cakupan", "weight", "persen", Decimal(50), Decimal(40)),
            Turn("understanding", "Uji pemahaman", "best", "", Decimal(10), Decimal(9)),
        ),
        False,
    )
    assert turns(RULES, RULES) == ((), False)


@pytest.mark.parametrize(
    ("old", "new"),
    [("total = 2", "total = 3"), ('name = "Regulasi"', 'name = "Aturan"'), ("minimum_marks = 1", "minimum_marks = 2")],
    ids=["rounding", "a name", "a panel"],
)
def test_turns_when_something_else_differs_too_then_say_so(old, new):
    after = turned(RULES, {("coverage", "weight"): Decimal(40)}).replace(old, new)

    found, has_more = turns(RULES, after)

    assert ([(one.code, one.key) for one in found], has_more) == ([("coverage", "weight")], True)


def test_turns_when_a_criterion_is_added_then_it_is_something_else():
    after = RULES.replace(
        "[questionnaire]", '[[criteria]]\ncode = "baru"\nparent = "total"\nname = "Baru"\n[questionnaire]', 1
    )

    assert turns(RULES, after) == ((), True)


def test_criterion_by_cases_when_turned_then_its_weight_alone_is_a_dial():
    bands = 'normalise = { kind = "bands", edges = [1, 3], points = [0, 50, 100], edge = "above" }'
    cases = """[criteria.normalise]
kind = "cases"
otherwise = 0
[[criteria.normalise.cases]]
name = "Lengkap"
points = 100
when = { column = "regulations", at_least = 20, unless = { column = "coverage", above = 20 } }
"""
    read = 'source = "answer"\ncolumn = "regulations"\nunit = "peraturan"\n'
    cited = 'citations = [{ text = "Keputusan Panitia", article = "Pasal 7" }]\n'
    text = RULES.replace(read, "").replace(f"{bands}\n{cited}", cases)
    assert load_rulebook(text).criterion("regulation").normalisation.otherwise == 0

    found = turned(text, {("regulation", "weight"): Decimal(25), ("coverage", "weight"): Decimal(45)})

    assert dials(text)[2] == Dial("regulation", "Regulasi", 1, "", Decimal(20), None, None)
    assert found == text.replace("weight = 50", "weight = 45").replace("weight = 20", "weight = 25")
