"""The worked example of docs/scoring.md comes out of the engine as it is printed there."""

import pytest

from awards.engine.bridge import ranked_in, weighted_table
from awards.engine.robustness.flips import weight_flips
from awards.engine.robustness.shift import smallest_shift
from awards.offline.printing import printed_lines, told_lines, words_of
from awards.sentences import sentences
from awards.tests.docs.examples import DOCS, FENCE, examples, printed

(EXAMPLE,) = examples("scoring.md")
FENCES = {
    (kind, more): body
    for kind, more, body in (fence.groups() for fence in FENCE.finditer((DOCS / "scoring.md").read_text("utf-8")))
}


@pytest.fixture(scope="module")
def result():
    return EXAMPLE.score()


def lines(title, found, closing, total):
    told = told_lines(found, words_of(EXAMPLE.score()))
    return printed_lines(title, told, closing, total).removeprefix(f"{title}\n") + "\n"


def test_example_when_scored_then_ranks_are_those_of_the_page(result):
    assert printed(result) == EXAMPLE.result


def test_example_when_a_gate_fails_then_a_shadow_score_is_kept(result):
    assert str(result.standing("Delta").shadow_score) == "90.00"


def test_example_when_explained_then_the_lines_are_those_of_the_page(result):
    found = result.explain("Beta")

    assert lines("Beta", found.lines, "Nilai akhir", found.total) == FENCES["explain", "Beta"]


def test_example_when_compared_then_the_lines_are_those_of_the_page(result):
    found = result.compare("Beta", "Alfa")

    assert lines("Beta", found.lines, "Selisih nilai akhir", found.lead) == FENCES["compare", "Beta Alfa"]


def test_example_when_weights_are_questioned_then_the_sentences_are_those_of_the_page(result):
    table = weighted_table(result, result.rulebook.root, ranked_in(result, 0))

    found = sentences([*weight_flips(table).notes(), *smallest_shift(table).notes()])

    assert "\n".join(found) + "\n" == FENCES["flips", None]
