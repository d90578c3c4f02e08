"""Every example of docs/rulebook.md does what the page says; every word of the reader is on the page."""

import re
from pathlib import Path

import pytest

from awards.engine import RulebookError, ScoringError, criteria
from awards.engine.panel.rule import PanelMethod
from awards.engine.reading import normalisation, rules
from awards.engine.rounding import RoundingMode
from awards.sentences import refusal
from awards.tests.docs.examples import DOCS, examples, printed

FOUND = examples("rulebook.md")
READERS = Path(criteria.__file__).parent / "reading"
ASKED = re.compile(
    r"\b(?:section|header|item|share|top|rulebook)\."
    r"(?:text|optional_text|text_or_none|number|optional_number|number_or|whole|flag|choice|numbers|texts|section|sections)"
    r'\(\s*"([a-z_]+)"'
)


@pytest.mark.parametrize("example", FOUND, ids=[f"{place}: {one.title}" for place, one in enumerate(FOUND)])
def test_example_when_run_then_gives_what_the_page_says(example):
    if example.refused:
        with pytest.raises((RulebookError, ScoringError)) as caught:
            example.score()
        assert example.refused.strip() in refusal(caught.value)
    else:
        assert printed(example.score()) == example.result


def test_page_when_read_then_names_every_key_and_every_word():
    text = (DOCS / "rulebook.md").read_text("utf-8")
    sources = [path.read_text("utf-8") for path in [*READERS.glob("*.py"), READERS.parent / "rulebook.py"]]
    keys = {key for source in sources for key in ASKED.findall(source)}
    keys |= {"minimum_marks", "minimum_juror_marks", "minimum_shared", "drop_high", "drop_low", "minimum_denominator"}
    words = {
        str(word)
        for kind in (
            criteria.Source, criteria.Join, criteria.Effect, criteria.MissingPolicy, criteria.Transform,
            criteria.MeasureKind, criteria.Guard, criteria.AdjustmentKind, criteria.Comparator, criteria.GateOutcome,
            normalisation.NormalisationKind, normalisation.Direction, normalisation.Edge, normalisation.Ties,
            normalisation.Deviation, rules.RankedOn, rules.CannotTell, rules.PopulationKind, rules.WithdrawnPlace,
            PanelMethod, RoundingMode,
        )
        for word in kind
    }  # fmt: skip

    assert len(keys) > 60
    assert [one for one in sorted(keys | words) if not re.search(rf'[`"]{one}[`"]|\b{one} = ', text)] == []
