"""What a proposed run would change, and why."""

from decimal import Decimal

import pytest

from awards.rulebooks.parsing.jury_sheet import load_jury_sheet
from awards.rulebooks.services import retire_rulebook, seal_rulebook
from awards.runs.selectors.differences import Cause, dressed, run_difference
from awards.runs.selectors.marks_changed import MarkDifference, mark_changes, may_see_marks
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest(people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    return made


def causes(difference):
    return {item.entry.name: item.change.causes for item in dressed(difference, difference.changes, {})}


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
    item = dressed(difference, difference.changes, {})[0]
    assert (item.change.before.rank, item.change.after.rank) == (3, 2)
    assert [(one.variable, one.before, one.after) for one in item.inputs] == [("coverage", "64.5", "90")]


def test_run_difference_when_a_mark_changed_then_says_marks(contest):
    entry = contest.entries.get(name="Kota Mataram")
    entry.scorecards.first().marks.update(value=10)

    assert causes(run_difference(factories.computed(contest))) == {"Kota Mataram": (Cause.MARKS,)}


def test_mark_changes_then_say_which_juror_which_criterion_from_what_to_what(contest):
    entry = contest.entries.get(name="Kota Mataram")
    mark = entry.scorecards.order_by("pk").first().marks.order_by("criterion").first()
    before = mark.value
    type(mark).objects.filter(pk=mark.pk).update(value=10)
    run = factories.computed(contest)
    difference = run_difference(run)

    found = mark_changes(run, difference.applied, [change.entry_id for change in difference.changes])
    item = dressed(difference, difference.changes, found)[0]

    (criterion,) = (row for row in load_jury_sheet(run.rulebook.text).criteria if row.code == mark.criterion)
    assert found == {entry.pk: [MarkDifference(str(mark.scorecard.juror), criterion.name, before, Decimal(10))]}
    assert item.marks == tuple(found[entry.pk])


def test_mark_changes_when_a_seat_was_replaced_then_old_and_new_holder_stand_side_by_side(contest):
    entry = contest.entries.get(name="Kota Mataram")
    card = entry.scorecards.order_by("pk").first()
    card.delete()
    run = factories.computed(contest)

    found = mark_changes(run, run_difference(run).applied, [entry.pk])

    assert [(one.juror, one.after) for one in found[entry.pk]] == [(str(card.juror), None)] * len(found[entry.pk])


def test_may_see_marks_when_the_reader_sat_in_the_panel_then_not(contest, people):
    run = factories.computed(contest)
    juror = contest.panels.get().jurors.order_by("pk").first()

    assert may_see_marks(run, people.organiser)
    assert not may_see_marks(run, juror.user)


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
