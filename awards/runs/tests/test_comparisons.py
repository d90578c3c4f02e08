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
