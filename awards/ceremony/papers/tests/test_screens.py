"""The panel's screens of the papers: who gets them, what they start, and what a list of them costs."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.ceremony.papers.models import Certificate
from awards.ceremony.papers.tasks import CERTIFICATES_JOB, print_certificates
from awards.ceremony.papers.tests.factories import final, issued
from awards.desk.tests.test_steering import PASSWORD, READERS, ROLES, STEERERS, refresh_sign_in, sign_in
from awards.tests.factories.runs import StillProgress
from paritrana.audit.models import AuditEntry
from paritrana.jobs.models import Job

pytestmark = pytest.mark.django_db

SAID = {"place": "Jakarta", "day": "2026-10-15", "office": "Ketua Panitia Pusat", "signer": "Siti Rahma"}


@pytest.fixture
def result(people):
    return final(people)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def address(name, publication, *more):
    return reverse(f"admin:{name}", args=[publication.public_id, *more])


@pytest.mark.parametrize("role", ROLES)
def test_screens_then_open_for_readers_and_decided_by_those_who_steer(client, people, result, role):
    one = issued(result, people.organiser)[0]
    print_certificates(str(result.public_id), StillProgress())
    refused = 404 if role not in ("nobody", "stranger", "entrant", "verifier") else 302
    sign_in(client, people, role)

    read = [
        client.get(address("papers_certificates", result)).status_code,
        client.get(address("papers_batch", result)).status_code,
        client.get(address("papers_certificate", result, one.public_id)).status_code,
    ]
    started = client.post(address("papers_print", result))

    assert read == ([200] * 3 if role in READERS else [refused] * 3)
    assert Job.objects.filter(kind=CERTIFICATES_JOB).exists() == (role in STEERERS)
    assert started.status_code == (302 if role in STEERERS else refused)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "nobody"])
def test_issue_belongs_to_those_who_steer_and_to_a_fresh_sign_in(client, people, result, role):
    refresh_sign_in(client, getattr(people, role))

    client.post(address("papers_issue", result), SAID)

    assert Certificate.objects.count() == (3 if role in STEERERS else 0)


def test_issue_when_sign_in_is_old_or_words_lack_then_nothing_is_given_out(client, people, result):
    people.organiser.set_password(PASSWORD)
    people.organiser.save()
    sign_in(client, people, "organiser")
    old = client.post(address("papers_issue", result), SAID)
    refresh_sign_in(client, people.organiser)
    client.post(address("papers_issue", result), {**SAID, "signer": ""})

    assert old["Location"].startswith(reverse("account_reauthenticate"))
    assert not Certificate.objects.exists()


def test_print_when_nothing_was_given_out_then_says_so(client, people, result):
    sign_in(client, people, "organiser")

    answer = client.post(address("papers_print", result), follow=True)

    assert "Belum ada piagam yang terbit" in answer.content.decode()
    assert not Job.objects.filter(kind=CERTIFICATES_JOB).exists()
    assert client.get(address("papers_batch", result)).status_code == 404


def test_file_when_taken_then_in_the_trail(client, people, result):
    one = issued(result, people.organiser)[0]
    sign_in(client, people, "auditor")

    answer = client.get(address("papers_certificate", result, one.public_id))

    assert answer["Content-Type"] == "application/pdf"
    assert AuditEntry.objects.get(action="export.take").changes["kind"] == "pdf"
    assert client.get(address("papers_certificate", result, uuid.uuid4())).status_code == 404


def test_list_when_it_grows_then_as_many_queries(client, people, result, monkeypatch):
    issued(result, people.organiser)
    sign_in(client, people, "organiser")
    client.get(address("papers_certificates", result))
    counts = []
    for size in (1, 3):
        monkeypatch.setattr("awards.ceremony.papers.views.certificates.PAGE_SIZE", size)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address("papers_certificates", result))
        counts.append(len(queries))

    assert counts[0] == counts[1]
