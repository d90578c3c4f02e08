"""An import whose background job ended without a result says why, and offers the step once more."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from employers.tests.importing import AT, Silent, apply, check, mend, uploaded
from employers.tests.test_imports import HEADER, ROW, VULNERABLE
from paritrana.audit.models import AuditEntry
from paritrana.jobs import services
from paritrana.jobs.models import Job
from paritrana.jobs.registry import JobLostError
from paritrana.uploads.kinds import import_kind
from paritrana.uploads.models import ImportJob
from paritrana.uploads.services.application import apply_import
from paritrana.uploads.services.checks import check_import, mend_import
from paritrana.uploads.services.uploads import receive_import, receive_mended_rows, request_apply
from regions.models.contributions import VulnerableCover
from regions.tests.factories import RegencyFactory

pytestmark = pytest.mark.django_db

FAULTY = HEADER + ROW.replace("17.195", "=1")
STOPPED = "Pekerjaan dihentikan sebelum selesai. Data tidak berubah. Jalankan sekali lagi."
BROKEN = "Pekerjaan berhenti karena kesalahan yang tidak terduga."


@pytest.fixture(autouse=True)
def _region():
    RegencyFactory(code="52.03")


def awaiting_check(actor):
    return receive_import(
        kind=import_kind(VULNERABLE), region_code="", upload=uploaded(HEADER + ROW), actor=actor, at=AT
    )


def awaiting_mend(actor):
    batch = check(VULNERABLE, FAULTY, actor)
    return receive_mended_rows(batch=batch, upload=uploaded("rusak"), actor=actor, at=AT)


def awaiting_apply(actor):
    return request_apply(batch=check(VULNERABLE, HEADER + ROW, actor), actor=actor, at=AT)


def queued(batch, kind):
    return services.enqueue_job(
        kind=kind, subject_id=str(batch.pk), label=lambda: "Impor", actor=batch.uploaded_by, at=AT
    )


def fail(job, people):
    taken = services.claim_job(job_id=job.pk, lease=datetime.timedelta(seconds=30), at=AT)
    services.fail_job(job=taken, message=BROKEN, at=AT)


def cancel(job, people):
    with translation.override("en"):
        services.request_cancel(job=job, actor=people.organiser, at=AT)


def lose(job, people):
    Job.objects.filter(pk=job.pk).update(attempts=5)
    services.close_abandoned_jobs(max_attempts=5, at=AT)


STEPS = [
    (ImportJob.CHECK, awaiting_check, "draft", "Pemeriksaan berkas terhenti", "import-check"),
    (ImportJob.MEND, awaiting_mend, "checked", "1 baris perlu diperbaiki", "import-mend"),
    (ImportJob.APPLY, awaiting_apply, "checked", "Siap diterapkan", "import-apply"),
]
ENDS = [(fail, BROKEN), (cancel, STOPPED), (lose, "Pekerjaan ini berkali-kali terhenti sebelum selesai")]


@pytest.mark.parametrize(("end", "said"), ENDS, ids=["failed", "cancelled", "lost"])
@pytest.mark.parametrize(("kind", "awaiting", "state", "title", "door"), STEPS, ids=["check", "mend", "apply"])
def test_import_when_its_job_ended_without_a_result_then_its_page_says_why_and_offers_it_again(
    client, people, end, said, kind, awaiting, state, title, door
):
    batch = awaiting(people.organiser)
    client.force_login(people.organiser)

    end(queued(batch, kind), people)

    batch.refresh_from_db()
    page = client.get(reverse("import", args=[batch.pk])).content.decode()
    kept = AuditEntry.objects.get(action="import.stop")
    assert (batch.state, batch.decided_by, batch.mend_file.name) == (state, None, "")
    assert batch.refusal.startswith(said)
    assert (kept.subject_id, kept.changes) == (str(batch.pk), {"job": kind, "reason": batch.refusal})
    assert [title in page, said in page, f'action="{reverse(door, args=[batch.pk])}"' in page] == [True] * 3


def test_check_when_done_again_then_the_reason_is_gone(client, people, django_capture_on_commit_callbacks):
    batch = awaiting_check(people.organiser)
    fail(queued(batch, ImportJob.CHECK), people)
    client.force_login(people.organiser)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("import-check", args=[batch.pk]))

    batch.refresh_from_db()
    assert (batch.state, batch.refusal) == ("checked", "")


def test_check_when_it_waits_again_then_its_page_speaks_of_the_work_alone(client, people):
    batch = awaiting_check(people.organiser)
    fail(queued(batch, ImportJob.CHECK), people)
    queued(batch, ImportJob.CHECK)
    client.force_login(people.organiser)

    page = client.get(reverse("import", args=[batch.pk])).content.decode()

    assert [BROKEN in page, "Berkas sedang diperiksa" in page] == [False, True]


def test_mend_when_given_up_then_other_rows_may_be_sent_and_applied(people):
    batch = awaiting_mend(people.organiser)
    fail(queued(batch, ImportJob.MEND), people)
    batch.refresh_from_db()

    batch = apply(mend(batch, f"baris;{HEADER}2;{ROW}", people.organiser), people.organiser)

    assert (batch.state, batch.refusal, VulnerableCover.objects.count()) == ("applied", "", 1)


def test_mend_when_given_up_while_it_runs_then_what_it_read_is_not_kept(people):
    batch = check(VULNERABLE, FAULTY, people.organiser)
    receive_mended_rows(batch=batch, upload=uploaded(f"baris;{HEADER}2;{ROW}"), actor=people.organiser, at=AT)
    job = queued(batch, ImportJob.MEND)

    class GivenUp:
        def advance(self, done, total, step=""):
            fail(job, people)

    with pytest.raises(JobLostError):
        mend_import(batch_id=batch.pk, progress=GivenUp(), at=AT)

    assert batch.problems.count() == 1


def test_apply_when_given_up_while_it_runs_then_nothing_is_written(people):
    batch = awaiting_apply(people.organiser)
    job = queued(batch, ImportJob.APPLY)

    class GivenUp:
        def advance(self, done, total, step=""):
            if not done:
                fail(job, people)

    apply_import(batch_id=batch.pk, progress=GivenUp(), at=AT)

    batch.refresh_from_db()
    assert (batch.state, VulnerableCover.objects.count()) == ("checked", 0)


@pytest.mark.parametrize(
    ("kind", "awaiting", "do"),
    [(ImportJob.CHECK, awaiting_check, check_import), (ImportJob.APPLY, awaiting_apply, apply_import)],
    ids=["check", "apply"],
)
def test_import_when_its_job_is_cancelled_behind_its_last_step_then_what_it_did_stays(people, kind, awaiting, do):
    batch = awaiting(people.organiser)
    job = queued(batch, kind)
    do(batch_id=batch.pk, progress=Silent(), at=AT)
    batch.refresh_from_db()
    was = batch.state

    cancel(job, people)

    batch.refresh_from_db()
    assert (batch.state, batch.refusal) == (was, "")
    assert not AuditEntry.objects.filter(action="import.stop").exists()


@pytest.mark.parametrize("is_stopped", [False, True], ids=["waits", "stopped"])
def test_imports_when_a_check_was_stopped_then_the_list_says_so(client, people, is_stopped):
    job = queued(awaiting_check(people.organiser), ImportJob.CHECK)
    if is_stopped:
        fail(job, people)
    client.force_login(people.organiser)

    page = client.get(reverse("imports")).content.decode()

    assert ("pemeriksaan terhenti" in page) is is_stopped
