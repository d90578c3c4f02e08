"""The sentences of a criterion: what nobody touched changes nothing, and every word of the engine can be chosen."""

import pytest
from django.conf import settings
from django.utils import translation

from awards.engine import criteria
from awards.engine.reading import normalisation
from awards.rulebooks.parsing.editing import ChangeKeys, edited
from awards.rulebooks.parsing.outline import read_outline
from awards.studio.forms.criteria import (
    CASES,
    DIRECTIONS,
    DIVISORS,
    EDGES,
    JOINS,
    KINDS,
    POLICIES,
    TIES,
    TRANSFORMS,
    CriterionForm,
    shown_texts,
)
from awards.studio.forms.figures import figure_text, typed_figure
from awards.tests.docs.examples import examples
from awards.tests.factories.runs import RULES

FIXTURES = [path.read_text("utf-8") for path in sorted((settings.BASE_DIR / "fixtures/rulebooks").glob("*.toml"))]
EXAMPLES = [one.rulebook for one in examples("rulebook.md")]


def sent(form):
    """Return what an untouched form sends."""
    return {name: value for name, value in shown_texts(form).items() if value} | {"seen": "0"}


@pytest.mark.parametrize(("language", "texts"), [("id", [*FIXTURES, *EXAMPLES]), ("en", FIXTURES)])
def test_every_criterion_of_our_rulebooks_when_sent_untouched_then_changes_nothing(language, texts):
    changed = {}
    with translation.override(language):
        for text in texts:
            outline = read_outline(text)
            for branch in outline.walk():
                asked = CriterionForm(branch=branch, text=text, outline=outline)
                form = CriterionForm(sent(asked), branch=branch, text=text, outline=outline, kind=asked.kind)
                if not form.is_valid() or form.changes():
                    changed[branch.table["name"]] = form.errors or form.changes()

    assert changed == {}


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (JOINS, criteria.Join),
        ([*KINDS, (CASES, "")], normalisation.NormalisationKind),
        (POLICIES, criteria.MissingPolicy),
        (TRANSFORMS, criteria.Transform),
        (EDGES, normalisation.Edge),
        (DIRECTIONS, normalisation.Direction),
        (TIES, normalisation.Ties),
        (DIVISORS, normalisation.Deviation),
    ],
)
def test_choices_when_compared_with_the_engine_then_all_and_no_others(choices, words):
    assert {value for value, _label in choices} == {word.value for word in words}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("value", ["0", "7.5", "1000", "20000", "-3", "0.001", "12.25"])
def test_figure_when_written_for_a_field_then_read_as_the_same(language, value):
    with translation.override(language):
        number = typed_figure(value)

        assert typed_figure(figure_text(number)) == number


def answered(code, given):
    """Return the form of a criterion, sent with some choices made otherwise."""
    outline = read_outline(RULES)
    branch = outline.find(code)
    asked = CriterionForm(branch=branch, text=RULES, outline=outline)
    kind = given.get("kind", asked.kind)
    return CriterionForm(sent(asked) | given, branch=branch, text=RULES, outline=outline, kind=kind)


@pytest.mark.parametrize(
    ("code", "given", "found"),
    [
        pytest.param("coverage", {"name": "Liputan", "name_en": "Cover"}, {"name": "Liputan", "name_en": "Cover"},
                     id="names"),
        pytest.param("coverage", {"best": "90,5"},
                     {"normalise": {"kind": "goalposts", "worst": 0, "best": 90.5}}, id="a limit"),
        pytest.param("coverage", {"kind": "bands", "edges": "1; 2,5", "points": "0; 5; 10", "edge": "below"},
                     {"normalise": {"kind": "bands", "edges": [1, 2.5], "points": [0, 5, 10], "edge": "below"}},
                     id="bands"),
        pytest.param("coverage", {"kind": "levels", "levels": "baik = 10\r\nkurang baik = 2,5"},
                     {"normalise": {"kind": "levels", "levels": {"baik": 10, "kurang baik": 2.5}}}, id="levels"),
        pytest.param("coverage", {"kind": "points", "low": "0", "high": "10", "clamp": "on"},
                     {"normalise": {"kind": "points", "range": [0, 10], "clamp": True}}, id="points"),
        pytest.param("coverage", {"missing": "zero", "missing_reason": "Tanpa laporan."},
                     {"missing": "zero", "missing_reason": "Tanpa laporan."}, id="without a figure"),
        pytest.param("coverage", {"figure": "contribution|column|employed"},
                     {"source": "contribution", "column": "employed"}, id="another figure"),
        pytest.param("interview", {"join": "geometric", "floor": "1"}, {"join": "geometric", "floor": 1}, id="a join"),
    ],
)  # fmt: skip
def test_criterion_when_chosen_otherwise_then_the_text_says_it(code, given, found):
    form = answered(code, given)

    assert form.errors == {}
    table = read_outline(edited(RULES, ChangeKeys(form.changes()))).find(code).table
    assert {key: table.get(key) for key in found} == found


@pytest.mark.parametrize(
    ("given", "fault"),
    [({"name": ""}, "name"), ({"best": "1.000"}, "best"), ({"low": ""}, "high"),
     ({"kind": "levels", "levels": "baik"}, "levels"), ({"kind": "bands", "edges": "1; dua"}, "edges")],
)  # fmt: skip
def test_criterion_when_a_choice_is_wrong_then_said_at_its_field(given, fault):
    assert list(answered("coverage", given).errors) == [fault]


def test_cases_when_sent_with_another_way_to_points_then_nothing_but_the_name_changes():
    """Where a page was opened before somebody wrote cases in the text, the way it asks for is not theirs."""
    text = next(one for one in EXAMPLES if 'name = "Prima"' in one)
    outline = read_outline(text)
    branch = outline.find("a")
    given = {"seen": "0", "name": "Pelayanan", "kind": "points", "figure": "answer|column|a", "low": "0", "high": "1"}

    form = CriterionForm(given, branch=branch, text=text, outline=outline, kind="points")

    assert (form.is_valid(), form.kind, form.changes()) == (True, CASES, {("a", "name"): "Pelayanan"})
    new = read_outline(edited(text, ChangeKeys(form.changes()))).find("a").table
    assert new == branch.table | {"name": "Pelayanan"}
