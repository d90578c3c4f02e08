"""The sentences of a criterion: what nobody touched changes nothing, and every word of the engine can be chosen."""

import pytest
from django.conf import settings
from django.utils import translation

from awards.engine import criteria
from awards.engine.reading import normalisation
from awards.rulebooks.parsing.outline import read_outline
from awards.studio.forms.criteria import (
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

FIXTURES = [path.read_text("utf-8") for path in sorted((settings.BASE_DIR / "fixtures/rulebooks").glob("*.toml"))]
EXAMPLES = [one.rulebook for one in examples("rulebook.md")]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_criterion_of_our_rulebooks_when_sent_untouched_then_changes_nothing(language):
    changed = {}
    with translation.override(language):
        for text in [*FIXTURES, *EXAMPLES]:
            outline = read_outline(text)
            for branch in outline.walk():
                asked = CriterionForm(branch=branch, text=text, outline=outline, initial={"seen": 0})
                sent = {name: value for name, value in shown_texts(asked).items() if value}
                form = CriterionForm(sent, branch=branch, text=text, outline=outline, kind=asked.kind)
                if not form.is_valid() or form.changes():
                    changed[branch.table["name"]] = form.errors or form.changes()

    assert changed == {}


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (JOINS, criteria.Join),
        (KINDS, normalisation.NormalisationKind),
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
