import datetime
import time

import pytest
from django.db import OperationalError, connections, transaction
from django.utils import timezone, translation

from paritrana.jobs import registry, runner, services
from paritrana.jobs.models import Job, JobState
from paritrana.jobs.tests.factories import JobFactory

LEASE = datetime.timedelta(seconds=30)


@pytest.fixture
def handle(monkeypatch):
    def bind(handler):
        monkeypatch.setitem(registry._kinds, "test.count", registry.JobKind(handler, None))

    return bind


def outcome(job):
    job.refresh_from_db()
    return job.state, job.done, job.total, job.error


@pytest.mark.django_db
def test_run_when_the_handler_returns_then_done_with_its_last_progress(handle):
    handle(lambda subject_id, progress: progress.advance(3, 3, f"Baris {subject_id}"))
    job = JobFactory(subject_id="7")

    runner.run(job.pk, lease=LEASE)

    assert outcome(job) == (JobState.DONE, 3, 3, "")
    assert job.step == "Baris 7"


@pytest.mark.django_db
def test_run_when_called_twice_then_the_handler_ran_once(handle):
    calls = []
    handle(lambda subject_id, progress: calls.append(subject_id))
    job = JobFactory(subject_id="7")

    runner.run(job.pk, lease=LEASE)
    runner.run(job.pk, lease=LEASE)

    assert calls == ["7"]


@pytest.mark.django_db
def test_run_when_the_handler_breaks_under_an_english_command_then_its_message_is_in_the_language_of_the_sources(
    handle,
):
    handle(lambda subject_id, progress: 1 / 0)
    job = JobFactory()

    with translation.override("en"):
        runner.run(job.pk, lease=LEASE)

    assert outcome(job)[3].startswith("Pekerjaan berhenti karena kesalahan yang tidak terduga.")


@pytest.mark.django_db
def test_run_when_the_handler_refuses_then_failed_with_its_words(handle):
    def refuse(subject_id, progress):
        raise registry.JobRefusedError("Berkas kosong. Tidak ada yang diimpor; unggah berkas lain.")

    handle(refuse)
    job = JobFactory()

    runner.run(job.pk, lease=LEASE)

    assert outcome(job) == (JobState.FAILED, 0, 0, "Berkas kosong. Tidak ada yang diimpor; unggah berkas lain.")


@pytest.mark.django_db
def test_run_when_the_handler_breaks_then_people_get_a_message_and_the_log_the_trace(handle, caplog):
    def break_down(subject_id, progress):
        raise ZeroDivisionError("rahasia dalam")

    handle(break_down)
    job = JobFactory()

    runner.run(job.pk, lease=LEASE)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert str(job.pk) in job.error
    assert "rahasia" not in job.error
    assert "ZeroDivisionError: rahasia dalam" in caplog.text


@pytest.mark.django_db
def test_run_when_the_database_refuses_then_the_job_waits_again(handle):
    def lock_up(subject_id, progress):
        raise OperationalError("database is locked")

    handle(lock_up)
    job = JobFactory()

    runner.run(job.pk, lease=LEASE)

    assert outcome(job) == (JobState.QUEUED, 0, 0, "")


@pytest.mark.django_db
def test_run_when_cancelled_underway_then_stops_at_the_next_step(handle, people):
    def ask_and_go_on(subject_id, progress):
        services.request_cancel(job=Job.objects.get(), actor=people.organiser, at=timezone.now())
        progress.advance(1, 2)
        raise AssertionError("never reached")

    handle(ask_and_go_on)
    job = JobFactory()

    runner.run(job.pk, lease=LEASE)

    assert outcome(job)[0] == JobState.CANCELLED


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_run_when_the_handler_holds_a_transaction_then_others_see_the_bar_move(handle):
    seen = []

    def shown():
        assert time.monotonic() < deadline, seen
        with other.cursor() as cursor:
            cursor.execute("SELECT done FROM jobs_job WHERE kind = 'test.count'")
            return cursor.fetchone()[0]

    def hold(subject_id, progress):
        with transaction.atomic():
            Job.objects.create(kind="x", subject_id="x", label="x", created_at=timezone.now(), nudged_at=timezone.now())
            for step in range(1, 4):
                progress.advance(step, 3)
                while shown() != step:
                    time.sleep(runner.WRITE_EVERY_SECONDS / 10)
                seen.append(step)

    handle(hold)
    job = JobFactory()
    other, deadline = connections["default"].copy(), time.monotonic() + 120
    try:
        runner.run(job.pk, lease=LEASE)
    finally:
        other.close()

    assert seen == [1, 2, 3]
    assert outcome(job)[0] == JobState.DONE
