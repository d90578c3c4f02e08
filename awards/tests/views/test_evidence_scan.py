"""Evidence behind a virus scanner: kept at once, served only when clean, nothing lost while the scanner is away."""

import pytest
import time_machine
from django.urls import reverse

from awards.models import Evidence, EvidenceState, Finding
from awards.selectors.publication.blockers import BlockerKind, blockers
from awards.tasks.evidence import SCAN_JOB, watch_scans
from awards.tests.factories.editions import NOW
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import SubmissionFactory, open_category
from awards.tests.parsing.test_files import PDF
from paritrana.audit.models import AuditEntry
from paritrana.jobs.models import Job, JobState
from paritrana.lib.tests.test_virus_scan import EICAR_LIKE, clamd

__all__ = ["clamd"]
pytestmark = pytest.mark.django_db

INFECTED = PDF.replace(b"%PDF-1.7", b"%PDF-1.7\n%" + EICAR_LIKE)
AWAY = "tcp://127.0.0.1:1"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def submission(people, client):
    client.force_login(people.entrant)
    return SubmissionFactory(entry=EntryFactory(category=open_category()))


@pytest.fixture
def upload(client, submission, django_capture_on_commit_callbacks):
    """Send a file as the page does, and let the worker do what it was nudged to."""

    def send(content=PDF, name="SK.pdf"):
        address = reverse("evidence-begin", args=[submission.public_id, "story"])
        begun = client.post(address, {"name": name, "size": len(content)}).json()
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{begun['address']}?offset=0", content, content_type="application/octet-stream")
        return Evidence.objects.get(replaced_at=None)

    return send


def page(client, submission):
    return client.get(reverse("submission-section", args=[submission.public_id, "regulasi"])).content.decode()


def served(client, evidence):
    names = ("evidence", "evidence-view")
    return [client.get(reverse(name, args=[evidence.public_id])).status_code for name in names]


def unscanned(submission):
    found = blockers(submission.entry.category, tie_decision="")
    return [blocker.count for blocker in found if blocker.kind == BlockerKind.UNSCANNED]


def test_evidence_when_no_scanner_is_set_up_then_ready_at_once(client, upload):
    evidence = upload()

    assert evidence.state == EvidenceState.READY
    assert served(client, evidence) == [200, 200]
    assert not Job.objects.exists()


def test_evidence_when_clean_then_ready_and_served(client, settings, clamd, upload):
    settings.CLAMAV_URL = clamd

    evidence = upload()

    assert (evidence.state, evidence.scanned_at) == (EvidenceState.READY, NOW)
    assert served(client, evidence) == [200, 200]
    assert AuditEntry.objects.get(action="evidence.scan").changes["state"] == "ready"


def test_evidence_when_infected_then_never_served_and_another_is_asked_for(client, settings, clamd, submission, upload):
    settings.CLAMAV_URL = clamd

    evidence = upload(INFECTED)

    assert (evidence.state, evidence.threat) == (EvidenceState.REJECTED, "Uji-Signature")
    assert served(client, evidence) == [409, 404]
    assert "ditolak pemeriksa virus; unggah berkas lain" in page(client, submission)
    replacement = upload(name="SK baru.pdf")
    assert (replacement.state, replacement.original_name) == (EvidenceState.READY, "SK baru.pdf")


def test_evidence_when_the_scanner_is_away_then_it_waits_and_the_page_says_so(
    client, settings, clamd, submission, upload, django_capture_on_commit_callbacks
):
    settings.CLAMAV_URL = AWAY

    evidence = upload()

    assert evidence.state == EvidenceState.SCANNING
    assert served(client, evidence) == [409, 404]
    assert "menunggu pemeriksaan virus; sudah tersimpan" in page(client, submission)
    assert unscanned(submission) == [1]
    job = Job.objects.get(kind=SCAN_JOB)
    assert (job.state, "pemeriksaan diulang otomatis" in job.error) == (JobState.FAILED, True)

    watch_scans()
    assert Job.objects.count() == 1

    settings.CLAMAV_URL = clamd
    with django_capture_on_commit_callbacks(execute=True):
        watch_scans()
    evidence.refresh_from_db()
    assert evidence.state == EvidenceState.READY
    assert evidence.file.read() == PDF
    assert unscanned(submission) == []


def test_evidence_when_it_waits_then_it_counts_for_the_form_but_nobody_opens_it(
    client, people, settings, submission, upload
):
    settings.CLAMAV_URL = AWAY
    evidence = upload()
    client.force_login(people.organiser)

    assert served(client, evidence) == [409, 404]
    assert "Berkas ini masih diperiksa" in client.get(reverse("evidence", args=[evidence.public_id])).content.decode()
    assert not Finding.objects.exists()
