"""Plans: drafts are invisible, release switches, top-up keeps what is assigned, infeasible plans say why."""

import pytest
from django.utils import timezone

from awards.jury.models.assignments import Assignment, AssignmentPlan, PlanState
from awards.jury.selectors.allocation import InfeasibleError
from awards.jury.selectors.seats import entries_of
from awards.jury.services.assignments import draft_plan, release_plan, top_up_plan
from awards.tests.factories import jury as make
from paritrana.accounts.tests import factories as accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    panel = make.panel()
    listed = make.entries(panel.category, 6)
    seats = [make.seat(panel, f"juri-{place}") for place in range(1, 5)]
    return panel, listed, seats, accounts.secretariat()


def _draft(panel, officer, **wish):
    chosen = {"jurors_per_entry": 2, "load_cap": 4, "anchor_count": 0, **wish}
    return draft_plan(panel=panel, actor=officer, at=timezone.now(), **chosen)


def _pairs(plan):
    return set(Assignment.objects.filter(plan=plan).values_list("juror_id", "entry_id"))


def test_draft_plan_before_release_then_jurors_see_everything_as_before(table):
    panel, listed, seats, officer = table

    _draft(panel, officer)

    assert list(entries_of(seats[0])) == listed


def test_release_plan_then_a_juror_sees_only_the_own_entries(table):
    panel, _listed, seats, officer = table
    plan = _draft(panel, officer)

    release_plan(plan=plan, actor=officer, at=timezone.now())

    seats[0].refresh_from_db()
    seats[0].panel.refresh_from_db()
    assert {entry.pk for entry in entries_of(seats[0])} == {pair[1] for pair in _pairs(plan) if pair[0] == seats[0].pk}
    assert entries_of(seats[0]).count() == 3


def test_top_up_plan_with_a_late_entry_then_keeps_every_assignment(table):
    panel, listed, _seats, officer = table
    plan = release_plan(plan=_draft(panel, officer), actor=officer, at=timezone.now())
    late = make.entries(make.category(code="lain"), 7)[6]
    late.category = panel.category
    late.save()

    added = top_up_plan(panel=panel, load_cap=5, actor=officer, at=timezone.now())

    assert _pairs(plan) <= _pairs(added)
    assert {entry for _juror, entry in _pairs(added) - _pairs(plan)} == {late.pk}
    assert len(listed) == 6


def test_draft_plan_when_infeasible_then_says_why_and_stores_nothing(table):
    panel, _listed, _seats, officer = table

    with pytest.raises(InfeasibleError, match="beban terbanyak 2 untuk 4 juri hanya 8"):
        _draft(panel, officer, load_cap=2)

    assert not AssignmentPlan.objects.exists()


def test_release_plan_when_another_holds_then_that_one_is_superseded(table):
    panel, _listed, _seats, officer = table
    first = release_plan(plan=_draft(panel, officer), actor=officer, at=timezone.now())
    second = release_plan(plan=_draft(panel, officer), actor=officer, at=timezone.now())

    first.refresh_from_db()
    assert (first.state, second.state) == (PlanState.SUPERSEDED, PlanState.RELEASED)
