"""A run of before is marked where two cards of one seat counted in it, and never rewritten."""

import pytest
from django.urls import reverse

from awards.jury.models.panels import Juror
from awards.runs.models import RunMark
from awards.runs.selectors.doubled import doubled_seats
from awards.runs.selectors.verification import verify_run
from awards.tests.factories import runs as factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    """A run over two seats; afterwards the second turns out to be the first one's successor."""
    made = factories.computed(factories.contest())
    first, second = Juror.objects.filter(panel__category=made.category).order_by("pk")[:2]
    Juror.objects.filter(pk=second.pk).update(replaces=first)
    return made


def test_doubled_seats_when_both_holders_marks_are_frozen_then_names_every_entry_and_changes_nothing(run):
    before = list(RunMark.objects.filter(run=run).order_by("pk").values_list())

    found = doubled_seats(run)

    entries = run.category.entries.filter(pk__in=RunMark.objects.filter(run=run).values("entry")).order_by("name", "pk")
    assert [(row.entry, row.cards) for row in found] == [(entry, 2) for entry in entries]
    assert list(RunMark.objects.filter(run=run).order_by("pk").values_list()) == before
    assert verify_run(run).is_sound


def test_doubled_seats_when_no_seat_changed_hands_then_none(run):
    Juror.objects.update(replaces=None)

    assert doubled_seats(run) == []


def test_run_page_and_api_when_a_seat_counted_twice_then_say_for_whom(client, people, run):
    client.force_login(people.organiser)
    entry = doubled_seats(run)[0].entry

    page = client.get(reverse("admin:steering_run", args=[run.public_id])).content.decode()
    answer = client.get(reverse("api-run", args=[run.public_id])).json()

    assert "Dua nilai dari satu kursi juri dihitung" in page
    assert str(entry.public_id) in answer["doubled_seats"]
