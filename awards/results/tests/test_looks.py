"""What the trail keeps of reading what is not published, and of files taken away."""

import pytest
from django.urls import reverse

from awards.tests.factories import runs as factories
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(people):
    return factories.computed(factories.contest())


def kept(action):
    rows = AuditEntry.objects.filter(action=action).order_by("number")
    return [(row.actor_shown, row.subject_id, row.changes.get("kind")) for row in rows]


def test_draft_when_looked_into_then_kept_once_an_hour_and_by_person(client, people, run):
    for who in (people.organiser, people.organiser, people.auditor):
        client.force_login(who)
        client.get(reverse("run", args=[run.public_id]))
        client.get(reverse("run-compare", args=[run.public_id]))

    assert kept("run.look") == [
        (people.organiser.get_full_name(), str(run.pk), None),
        (people.auditor.get_full_name(), str(run.pk), None),
    ]


def test_draft_when_a_stranger_asks_then_nothing_is_kept(client, people, run):
    client.force_login(people.stranger)
    client.get(reverse("run", args=[run.public_id]))

    assert kept("run.look") == []


def test_export_when_taken_then_kept_each_time(client, people, run):
    client.force_login(people.auditor)
    for _time in range(2):
        client.get(reverse("run-export", args=[run.public_id, "csv"]))

    assert kept("export.take") == [(people.auditor.get_full_name(), str(run.pk), "csv")] * 2
