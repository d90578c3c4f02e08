"""What a proposed run would change, and why."""

import pytest

from awards.selectors.runs.differences import Cause, dressed, run_difference
from awards.services.rulebooks import retire_rulebook, seal_rulebook
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest(people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    return made


def causes(difference):
    return {item.entry.name: item.change.causes for item in dressed(difference, difference.changes)}


def test_run_difference_when_nothing_changed_then_is_empty(contest):
    assert run_difference(factories.computed(contest)).changes == ()


def test_run_difference_when_there_is_no_applied_run_then_says_so():
    difference = run_difference(factories.computed(factories.contest()))

    assert (difference.applied, len(difference)) == (None, 0)


def test_run_difference_when_an_answer_changed_then_names_variable_and_who_was_pushed(contest):
    factories.answer(contest.entries.get(name="Kabupaten Lombok Barat"), "coverage", "90")

    difference = run_difference(factories.computed(contest))

    assert causes(difference) == {
        "Kabupaten Lombok Barat": (Cause.INPUT,),
        "Kota Mataram": (Cause.OTHERS,),
    }
    item = dressed(difference, difference.changes)[0]
    assert (item.change.before.rank, item.change.after.rank) == (3, 2)
    assert [(one.variable, one.before, one.after) for one in item.inputs] == [("coverage", "64.5", "90")]


def test_run_difference_when_a_mark_changed_then_says_marks(contest):
    entry = contest.entries.get(name="Kota Mataram")
    entry.scorecards.first().marks.update(value=10)

    assert causes(run_difference(factories.computed(contest))) == {"Kota Mataram": (Cause.MARKS,)}


def test_run_difference_when_the_rulebook_changed_then_says_rule(contest, people):
    retire_rulebook(rulebook=contest.rulebooks.get(), reason="uji", actor=people.organiser, at=AT)
    text = factories.RULES.replace("best = 100 }", "best = 95 }", 1)
    draft = contest.rulebooks.create(version=2, title="Juknis uji", text=text, digest="-", created_at=AT)
    seal_rulebook(rulebook=draft, actor=None, at=AT)

    difference = run_difference(factories.computed(contest))

    assert difference.is_rulebook_changed
    assert set(causes(difference).values()) == {(Cause.RULE,)}


def test_run_difference_when_entries_came_and_went_then_says_so(contest):
    gone = contest.entries.get(name="Kota Mataram")
    gone.state = "withdrawn"
    gone.save()
    new = factories.entry(contest, "52.04", "Kabupaten Sumbawa")
    factories.answer(new, "coverage", "10")

    found = causes(run_difference(factories.computed(contest)))

    assert found["Kota Mataram"] == (Cause.GONE,)
    assert found["Kabupaten Sumbawa"] == (Cause.NEW,)
