import datetime

import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from paritrana.audit.models import AuditEntry
from paritrana.jobs import registry, services
from paritrana.jobs.models import Job, JobState
from paritrana.jobs.registry import JobCancelledError, JobLostError
from paritrana.jobs.tests.factories import NOW, JobFactory

pytestmark = pytest.mark.django_db

LEASE = datetime.timedelta(seconds=30)
LATER = NOW + LEASE + datetime.timedelta(seconds=1)


def enqueue(actor=None, subject_id="7"):
    return services.enqueue_job(
        kind="test.count", subject_id=subject_id, label=lambda: "Menghitung", actor=actor, at=NOW
    )


def test_enqueue_job_when_none_is_live_then_a_queued_row_and_an_audit_entry_exist(people):
    job = enqueue(people.organiser)

    assert (job.state, job.created_by, job.nudged_at) == (JobState.QUEUED, people.organiser, NOW)
    assert list(AuditEntry.objects.values_list("action", "subject_id")) == [("job.enqueue", str(job.pk))]


def test_enqueue_job_when_the_asker_reads_english_then_its_label_is_kept_in_the_language_of_the_sources():
    with translation.override("en"):
        job = services.enqueue_job(
            kind="test.count", subject_id="7", label=lambda: _("Mengabari juri"), actor=None, at=NOW
        )
        shown = str(job)

    assert (job.label, shown) == ("Mengabari juri", "Telling jurors")


def test_enqueue_job_when_it_is_a_provinces_then_its_entries_in_the_trail_are_too(people):
    job = services.enqueue_job(
        kind="test.count", subject_id="7", label=lambda: "Menghitung", actor=None, at=NOW, region_code="52"
    )

    services.request_cancel(job=job, actor=people.organiser, at=NOW)

    assert list(AuditEntry.objects.values_list("action", "region_code")) == [
        ("job.enqueue", "52"),
        ("job.cancel", "52"),
    ]


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING])
def test_enqueue_job_when_one_is_live_then_returns_it_and_adds_nothing(people, state):
    live = JobFactory(subject_id="7", state=state)

    job = enqueue(people.organiser)

    assert job == live
    assert (Job.objects.count(), AuditEntry.objects.count()) == (1, 0)


def test_enqueue_job_when_the_last_one_ended_then_a_new_row_exists(people):
    JobFactory(subject_id="7", state=JobState.FAILED)

    enqueue(people.organiser)

    assert sorted(Job.objects.values_list("state", flat=True)) == [JobState.FAILED, JobState.QUEUED]


def test_claim_job_when_queued_then_the_caller_holds_it_for_one_lease():
    job = services.claim_job(job_id=JobFactory().pk, lease=LEASE, at=NOW)

    assert (job.state, job.attempts, job.lease_expires_at, job.started_at) == (
        JobState.RUNNING,
        1,
        NOW + LEASE,
        NOW,
    )


def test_claim_job_when_somebody_holds_it_then_none():
    job = JobFactory()
    services.claim_job(job_id=job.pk, lease=LEASE, at=NOW)

    assert services.claim_job(job_id=job.pk, lease=LEASE, at=NOW) is None


def test_claim_job_when_the_lease_ran_out_then_the_next_runner_takes_over():
    job = JobFactory()
    first = services.claim_job(job_id=job.pk, lease=LEASE, at=NOW)

    second = services.claim_job(job_id=job.pk, lease=LEASE, at=LATER)

    assert (second.attempts, second.started_at) == (2, NOW)
    assert second.claim != first.claim


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.CANCELLED])
def test_claim_job_when_it_ended_then_none(state):
    assert services.claim_job(job_id=JobFactory(state=state).pk, lease=LEASE, at=NOW) is None


def test_renew_claim_when_held_then_progress_and_lease_move():
    job = services.claim_job(job_id=JobFactory().pk, lease=LEASE, at=NOW)

    services.renew_claim(job=job, done=3, total=10, step="Membaca berkas", lease=LEASE, at=LATER)

    job.refresh_from_db()
    assert (job.done, job.total, job.step, job.percent, job.lease_expires_at) == (
        3,
        10,
        "Membaca berkas",
        30,
        LATER + LEASE,
    )


def test_renew_claim_when_another_took_over_then_raises_and_changes_nothing():
    job = JobFactory()
    first = services.claim_job(job_id=job.pk, lease=LEASE, at=NOW)
    second = services.claim_job(job_id=job.pk, lease=LEASE, at=LATER)

    with pytest.raises(JobLostError):
        services.renew_claim(job=first, done=9, total=10, step="", lease=LEASE, at=LATER)

    job.refresh_from_db()
    assert (job.done, job.claim) == (0, second.claim)


def test_renew_claim_when_cancel_was_asked_for_then_raises(people):
    job = services.claim_job(job_id=JobFactory().pk, lease=LEASE, at=NOW)
    services.request_cancel(job=job, actor=people.organiser, at=NOW)

    with pytest.raises(JobCancelledError):
        services.renew_claim(job=job, done=1, total=10, step="", lease=LEASE, at=NOW)


@pytest.mark.parametrize(
    ("move", "state"),
    [
        (services.finish_job, JobState.DONE),
        (services.stop_job, JobState.CANCELLED),
        (lambda *, job, at: services.fail_job(job=job, message="Berkas rusak.", at=at), JobState.FAILED),
        (lambda *, job, at: services.release_job(job=job), JobState.QUEUED),
    ],
    ids=["finish", "stop", "fail", "release"],
)
def test_end_of_a_job_when_the_claim_was_lost_then_nothing_changes(move, state):
    job = JobFactory()
    first = services.claim_job(job_id=job.pk, lease=LEASE, at=NOW)
    second = services.claim_job(job_id=job.pk, lease=LEASE, at=LATER)

    assert not move(job=first, at=LATER)
    job.refresh_from_db()
    assert (job.state, job.claim) == (JobState.RUNNING, second.claim)

    assert move(job=second, at=LATER)
    job.refresh_from_db()
    assert (job.state, job.claim) == (state, None)


def test_request_cancel_when_queued_then_it_is_cancelled_at_once(people):
    job = services.request_cancel(job=JobFactory(), actor=people.organiser, at=NOW)

    assert (job.state, job.finished_at) == (JobState.CANCELLED, NOW)
    assert AuditEntry.objects.get().action == "job.cancel"


def test_request_cancel_when_it_ended_then_nothing_changes(people):
    job = services.request_cancel(job=JobFactory(state=JobState.DONE), actor=people.organiser, at=NOW)

    assert (job.state, job.is_cancel_requested, AuditEntry.objects.count()) == (JobState.DONE, False, 0)


def test_close_abandoned_jobs_when_tried_too_often_then_failed_with_a_message():
    worn_out = JobFactory(state=JobState.RUNNING, attempts=5, lease_expires_at=NOW)
    alive = JobFactory(state=JobState.RUNNING, attempts=5, lease_expires_at=LATER)
    fresh = JobFactory()

    assert services.close_abandoned_jobs(max_attempts=5, at=NOW) == 1

    for job in (worn_out, alive, fresh):
        job.refresh_from_db()
    assert [job.state for job in (worn_out, alive, fresh)] == [JobState.FAILED, JobState.RUNNING, JobState.QUEUED]
    assert worn_out.error.startswith("Pekerjaan ini berkali-kali terhenti")


@pytest.fixture
def told(monkeypatch):
    heard = []
    kind = registry.JobKind(
        lambda key, progress: None, None, lambda key, message, at: heard.append((key, bool(message), _("menunggu")))
    )
    monkeypatch.setitem(registry._kinds, "test.count", kind)
    return heard


@pytest.mark.parametrize(
    ("end", "has_reason"),
    [
        (lambda job, people: services.fail_job(job=claimed(job), message="Berkas rusak.", at=NOW), True),
        (lambda job, people: services.stop_job(job=claimed(job), at=NOW), False),
        (lambda job, people: services.request_cancel(job=job, actor=people.organiser, at=NOW), False),
        (lambda job, people: close_after(job, attempts=5), True),
        (lambda job, people: close_after(job, is_cancel_requested=True), False),
    ],
    ids=["failed", "stopped", "cancelled while queued", "tried too often", "cancelled while its runner died"],
)
def test_job_when_it_ends_without_a_result_then_its_subject_is_told(told, people, end, has_reason):
    with translation.override("en"):
        end(JobFactory(subject_id="7"), people)

    assert told == [("7", has_reason, "menunggu")]


def test_job_when_it_ends_with_a_result_then_its_subject_hears_nothing(told):
    services.finish_job(job=claimed(JobFactory()), at=NOW)

    assert told == []


def claimed(job):
    return services.claim_job(job_id=job.pk, lease=LEASE, at=NOW)


def close_after(job, **changes):
    Job.objects.filter(pk=job.pk).update(**changes)
    services.close_abandoned_jobs(max_attempts=5, at=NOW)


def test_close_abandoned_jobs_when_the_runner_of_a_cancelled_job_died_then_cancelled():
    job = JobFactory(state=JobState.RUNNING, is_cancel_requested=True, lease_expires_at=NOW)

    services.close_abandoned_jobs(max_attempts=5, at=NOW)

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_take_overdue_nudges_when_waiting_long_or_abandoned_then_named_once():
    waiting = JobFactory(created_at=NOW - LEASE)
    abandoned = JobFactory(state=JobState.RUNNING, lease_expires_at=NOW)
    JobFactory(nudged_at=LATER)
    JobFactory(state=JobState.RUNNING, lease_expires_at=LATER + LEASE)

    keys = services.take_overdue_nudges(older_than=LEASE, at=LATER, limit=10)

    assert keys == [waiting.pk, abandoned.pk]
    assert services.take_overdue_nudges(older_than=LEASE, at=LATER, limit=10) == []
