"""The red line on the desk: what the nightly proof found, to whom, and that silence is told too."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.publication.models import NightlyProof, Publication
from awards.publication.services.proving import prove_publications
from awards.publication.tasks import watch_proof
from awards.tests.factories import runs as factories
from paritrana.jobs.models import Job
from paritrana.settings import CELERY_BEAT_SCHEDULE

pytestmark = pytest.mark.django_db

WRONG = "Hasil yang tersimpan tidak cocok dengan yang ditandatangani"
LATE = "Hasil belum dibuktikan dua malam ini"


@pytest.fixture(autouse=True)
def _guarded(monkeypatch):
    monkeypatch.setattr("paritrana.audit.guards.missing", lambda _connection: [])


@pytest.fixture
def publication(people):
    return factories.published_contest(people)


def prove(at=None):
    return prove_publications(at=at or timezone.now(), progress=factories.StillProgress())


def page(client, person):
    client.force_login(person)
    return client.get(reverse("admin:index")).content.decode()


def tamper():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE awards_prize SET label = 'Juara Harapan' WHERE position = 1")


def test_desk_when_everything_was_proven_then_has_no_red_line(client, people, publication):
    proof = prove()

    assert (proof.publication_count, proof.fault_count) == (1, 0)
    assert (WRONG in page(client, people.organiser), LATE in page(client, people.organiser)) == (False, False)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("organiser", True),
        ("auditor", True),
        ("secretariat", True),
        ("other_secretariat", False),
        ("juror", False),
    ],
)
def test_desk_when_something_differs_then_those_who_read_it_see_what_and_where(client, people, publication, role, sees):
    tamper()
    prove()

    found = page(client, getattr(people, role))

    assert (WRONG in found, "Sebutan juara berbeda dari yang ditandatangani." in found) == (sees, sees)


def test_desk_when_nobody_proved_for_two_nights_then_says_so(client, people, publication):
    assert LATE in page(client, people.organiser)
    prove(timezone.now() - datetime.timedelta(days=3))
    assert LATE in page(client, people.organiser)
    prove()
    assert LATE not in page(client, people.organiser)


def test_watch_when_a_publication_is_there_then_a_job_proves_and_keeps_what_it_found(
    publication, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        watch_proof()

    assert Job.objects.get(kind="prove").state == "done"
    assert NightlyProof.objects.get().fault_count == 0
    assert CELERY_BEAT_SCHEDULE["prove-publications"]["task"] == "awards.publication.tasks.watch_proof"


def test_watch_when_nothing_was_published_then_asks_for_nothing(db):
    watch_proof()

    assert Job.objects.count() == 0


def test_desk_when_publications_grow_then_asks_the_database_no_more(client, people):
    client.force_login(people.auditor)
    asked = []
    for count in (1, 3):
        for number in range(count):
            factories.published_contest(people, code=f"kabkota-{count}-{number}")
        tamper()
        prove()
        client.get(reverse("admin:index"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:index"))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_prove_when_run_beside_the_job_then_finds_the_same(publication, capsys):
    call_command("prove", "--all")

    assert capsys.readouterr().out.startswith("TERBUKTI")
    assert Publication.objects.count() == 1
