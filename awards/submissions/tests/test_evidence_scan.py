"""Evidence behind a virus scanner: kept at once, served only when clean, nothing lost while the scanner is away."""

import datetime

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from awards.publication.selectors.blockers import BlockerKind, blockers
from awards.rulebooks.selectors.sealed import text_digest
from awards.submissions.models.evidence import Evidence, EvidenceState
from awards.submissions.services.scanning import settle_scan
from awards.submissions.tasks.evidence import EVERYTHING, SCAN_JOB, watch_scans
from awards.submissions.tests.test_files import PDF
from awards.tests.factories.editions import DAY, NOW
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import AnswerFactory, SubmissionFactory, open_category, sent_submission
from awards.verification.models import Finding, Verdict
from awards.verification.services.findings import Ruling, VerdictRefusedError, record_finding
from paritrana.audit.models import AuditEntry
from paritrana.jobs.models import Job, JobState
from paritrana.jobs.tests.factories import failed_twice
from paritrana.lib.tests.test_virus_scan import EICAR_LIKE, Daemon, clamd
from paritrana.lib.virus_scan import ScanResult

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
    assert AuditEntry.objects.filter(action="evidence.open", subject_id=str(evidence.pk)).count() == 1
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
    assert "ditolak pada pemeriksaan virus; unggah berkas lain" in page(client, submission)
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


def test_watch_scans_when_the_scan_failed_twice_then_it_rests_a_minute(settings, clamd, submission):
    settings.CLAMAV_URL = clamd
    waiting(submission, "story")
    failed_twice(SCAN_JOB, EVERYTHING, at=NOW)

    watch_scans()
    resting = Job.objects.filter(state=JobState.QUEUED).count()
    with time_machine.travel(NOW + datetime.timedelta(minutes=2), tick=False):
        watch_scans()

    assert (resting, Job.objects.filter(state=JobState.QUEUED).count()) == (0, 1)


def test_evidence_when_it_waits_then_it_counts_for_the_form_but_nobody_opens_it(
    client, people, settings, submission, upload
):
    settings.CLAMAV_URL = AWAY
    evidence = upload()
    client.force_login(people.organiser)

    assert served(client, evidence) == [409, 404]
    assert "Berkas ini masih diperiksa" in client.get(reverse("evidence", args=[evidence.public_id])).content.decode()
    assert not Finding.objects.exists()


def waiting(submission, question, content=PDF):
    """Put an answer with a file that waits for the scanner."""
    answer = AnswerFactory(submission=submission, question=question, value="x")
    fields = {"original_name": f"{question}.pdf", "content_type": "application/pdf", "size": len(content)}
    evidence = Evidence(
        answer=answer, **fields, sha256="a" * 64, state="scanning", uploaded_at=NOW, uploaded_by=answer.updated_by
    )
    evidence.file.save(f"{question}.pdf", ContentFile(content), save=False)
    evidence.save()
    return evidence


def states():
    return list(Evidence.objects.order_by("pk").values_list("state", flat=True))


def test_round_when_one_file_is_gone_and_one_too_large_then_the_others_are_scanned_all_the_same(
    client, people, settings, clamd, monkeypatch, submission, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(Daemon, "limit", len(PDF))
    settings.CLAMAV_URL = clamd
    gone = waiting(submission, "sponsored")
    large = waiting(submission, "payer", PDF + b" " * 5000)
    waiting(submission, "story")
    gone.file.storage.delete(gone.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        watch_scans()
    watch_scans()

    assert states() == ["scanning", "scanning", "ready"]
    assert [job.state for job in Job.objects.all()] == [JobState.DONE]
    large.refresh_from_db()
    assert (large.threat, large.scanned_at) == ("INSTREAM size limit exceeded. ERROR", NOW)
    with time_machine.travel(NOW + DAY, tick=False):
        watch_scans()
    assert Job.objects.count() == 2


@pytest.fixture
def stuck(submission):
    evidence = waiting(submission, "story")
    Evidence.objects.update(threat="INSTREAM size limit exceeded. ERROR", scanned_at=NOW)
    return evidence


def decide(client, evidence, **fields):
    return client.post(reverse("admin:awards_evidence_change", args=[evidence.pk]), fields)


@pytest.mark.parametrize(
    ("decision", "state", "action"),
    [("reject", EvidenceState.REJECTED, "evidence.reject"), ("release", EvidenceState.READY, "evidence.release")],
)
def test_organiser_when_a_file_is_stuck_then_decides_with_a_reason_once(client, people, stuck, decision, state, action):
    client.force_login(people.organiser)

    shown = client.get(reverse("admin:awards_evidence_change", args=[stuck.pk])).content.decode()
    silent = decide(client, stuck, decision=decision, reason=" ")
    taken = decide(client, stuck, decision=decision, reason="Diperiksa di kantor")
    again = decide(client, stuck, decision="reject", reason="Sekali lagi")

    assert "INSTREAM size limit exceeded" in shown
    assert [silent.status_code, taken.status_code, again.status_code] == [200, 302, 403]
    stuck.refresh_from_db()
    assert stuck.state == state
    entry = AuditEntry.objects.get(action=action)
    assert (entry.actor, entry.reason) == (people.organiser, "Diperiksa di kantor")


def test_organiser_when_the_stuck_file_is_gone_or_not_stuck_then_refused_in_words(client, people, stuck):
    stuck.file.storage.delete(stuck.file.name)
    client.force_login(people.organiser)

    gone = decide(client, stuck, decision="release", reason="Diperiksa di kantor")
    Evidence.objects.update(threat="", scanned_at=None)
    early = decide(client, stuck, decision="release", reason="Diperiksa di kantor")

    assert "tidak ada lagi di penyimpanan, jadi hanya dapat ditolak" in gone.content.decode()
    assert early.status_code == 403
    assert states() == ["scanning"]


@pytest.mark.parametrize("role", ["entrant", "auditor", "secretariat", "verifier", "juror", "stranger"])
def test_stuck_file_when_another_role_decides_then_refused_and_nothing_changes(client, people, stuck, role):
    client.force_login(getattr(people, role))

    response = decide(client, stuck, decision="release", reason="Diperiksa di kantor")

    assert response.status_code in {302, 403}
    assert states() == ["scanning"]


def accept(answer, verifier, at=NOW):
    return record_finding(answer=answer, answer_version=1, ruling=Ruling(Verdict.ACCEPTED), officer=verifier, at=at)


def test_figure_when_its_required_file_waits_or_was_rejected_then_not_accepted(people):
    category = open_category()
    text = category.rulebooks.get().text.replace("max_mb = 1", "max_mb = 1, required = true")
    category.rulebooks.update(text=text, text_digest=text_digest(text))
    evidence = waiting(sent_submission(EntryFactory(category=category)), "story")

    with pytest.raises(VerdictRefusedError, match="menunggu pemeriksaan virus atau ditolak"):
        accept(evidence.answer, people.verifier)
    settle_scan(evidence=evidence, result=ScanResult("Uji-Signature"), at=NOW)
    with pytest.raises(VerdictRefusedError, match="menunggu pemeriksaan virus atau ditolak"):
        accept(evidence.answer, people.verifier)

    assert not Finding.objects.exists()


def test_answer_when_its_file_was_rejected_after_the_verdict_then_it_blocks_until_ruled_again(people, submission):
    evidence = waiting(submission, "story")
    answer = evidence.answer
    fields = {"answer": answer, "answer_version": 1, "verified_value": "x", "officer": people.verifier}
    Finding.objects.create(**fields, verdict=Verdict.ACCEPTED, at=NOW)
    settle_scan(evidence=evidence, result=ScanResult("Uji-Signature"), at=NOW + DAY)

    before = unseen(submission)
    Finding.objects.create(**fields, verdict=Verdict.REJECTED, reason_code="no_document", at=NOW + 2 * DAY)

    assert (before, unseen(submission)) == ([1], [])


def unseen(submission):
    found = blockers(submission.entry.category, tie_decision="")
    return [blocker.count for blocker in found if blocker.kind == BlockerKind.UNSEEN]


@pytest.mark.parametrize(
    ("cited", "fragment"),
    [
        pytest.param(14, "#navpanes=0&page=14", id="proof on a page"),
        pytest.param(None, "#navpanes=0", id="no page named"),
    ],
)
def test_evidence_when_opened_in_a_viewer_then_at_the_page_named(cited, fragment):
    assert Evidence(page=cited).viewer_fragment == fragment
