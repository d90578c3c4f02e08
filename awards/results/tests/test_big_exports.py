"""A workbook that a background job writes: it waits, comes, or says why it did not and is made once more."""

import datetime

import pytest
from django.urls import reverse

from awards.results.views import exports
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.audit.models import AuditEntry
from paritrana.jobs import services
from paritrana.jobs.models import Job

pytestmark = pytest.mark.django_db

LEASE = datetime.timedelta(seconds=30)
BROKEN = "Pekerjaan berhenti karena kesalahan yang tidak terduga."
STOPPED = "Pembuatan Excel ini dihentikan sebelum selesai."
POLLS = "paritrana/waiting.js"


@pytest.fixture
def address(client, people, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE_ENTRIES", 0)
    client.force_login(people.organiser)
    return reverse("run-export", args=[factories.computed(factories.contest()).public_id, "xlsx"])


def fail(job, people):
    services.fail_job(job=services.claim_job(job_id=job.pk, lease=LEASE, at=AT), message=BROKEN, at=AT)


def cancel(job, people):
    services.request_cancel(job=job, actor=people.organiser, at=AT)


def test_workbook_when_big_then_waits_and_comes(client, address, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        waiting = client.get(address)

    assert (waiting.status_code, POLLS in waiting.content.decode()) == (202, True)
    assert client.get(address)["Content-Type"] == exports.EXCEL


@pytest.mark.parametrize(("end", "said"), [(fail, BROKEN), (cancel, STOPPED)], ids=["failed", "cancelled"])
def test_workbook_when_its_job_ended_without_it_then_says_why_and_waits_no_longer(client, people, address, end, said):
    client.get(address)
    end(Job.objects.get(), people)

    answers = [client.get(address) for _time in range(2)]

    pages = [answer.content.decode() for answer in answers]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert [(said in page, POLLS in page, 'href="?lagi=1"' in page) for page in pages] == [(True, False, True)] * 2
    assert Job.objects.count() == 1


def test_workbook_when_asked_for_once_more_then_another_job_makes_it(
    client, people, address, django_capture_on_commit_callbacks
):
    client.get(address)
    fail(Job.objects.get(), people)

    with django_capture_on_commit_callbacks(execute=True):
        again = client.get(f"{address}?lagi=1")

    assert (again.status_code, again["Location"], Job.objects.count()) == (302, address, 2)
    assert client.get(address)["Content-Type"] == exports.EXCEL


def test_workbook_when_it_waits_then_only_the_file_counts_as_taken(client, address, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.get(address)
    before = AuditEntry.objects.filter(action="export.take").count()
    client.get(address)

    assert (before, AuditEntry.objects.filter(action="export.take").count()) == (0, 1)
