"""Why one entry stands before another, also where the lead cannot be split over the tree."""

from decimal import Decimal

import pytest

from awards.engine import Result
from awards.engine.errors import NumbersTooCloseError
from awards.runs.models import RunScore
from awards.runs.selectors.comparisons import comparison
from awards.runs.selectors.rules import rules_of
from awards.tests.factories import runs as factories

pytestmark = pytest.mark.django_db


def test_comparison_when_the_split_meets_a_bound_then_the_stored_lines_are_subtracted(monkeypatch):
    def too_close(*_):
        raise NumbersTooCloseError(1600)

    run = factories.computed(factories.contest())
    first, second = RunScore.objects.filter(run=run, rank__in=(1, 2)).select_related("entry").order_by("rank")
    rules = rules_of(run.rulebook.text)
    split = comparison(run, rules, first, second)
    monkeypatch.setattr(Result, "compare", too_close)

    subtracted = comparison(run, rules, first, second)

    assert subtracted.lead == split.lead == first.score - second.score
    assert sum((line.amount for line in subtracted.lines), Decimal(0)) == split.lead


def test_sentences_when_scores_differ_then_name_what_speaks_for_and_against():
    run = factories.computed(factories.contest())
    first, second = RunScore.objects.filter(run=run, rank__in=(2, 3)).select_related("entry").order_by("rank")

    said = comparison(run, rules_of(run.rulebook.text), first, second).sentences

    assert said[0] == "Kota Mataram unggul 1,38 atas Kabupaten Lombok Barat."
    assert said[1].startswith("Terutama karena Cakupan (12,88)")
    assert said[2].startswith("Kabupaten Lombok Barat lebih baik pada Regulasi (10,00)")


def test_sentences_when_scores_are_equal_then_say_no_more_than_that():
    run = factories.computed(factories.contest())
    first = RunScore.objects.filter(run=run, rank=1).select_related("entry").get()

    said = comparison(None, rules_of(run.rulebook.text), first, first).sentences

    assert said == ["Kabupaten Lombok Timur dan Kabupaten Lombok Timur bernilai sama."]
