import pytest
from kombu.exceptions import OperationalError

from paritrana.jobs import tasks
from paritrana.jobs.models import Job, JobState
from paritrana.jobs.tests.factories import JobFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fault", [OperationalError("away"), ConnectionRefusedError("away")])
def test_nudge_when_the_broker_is_away_then_the_page_goes_on_and_the_job_waits(
    monkeypatch, caplog, django_capture_on_commit_callbacks, fault
):
    def away(*values, **options):
        raise fault

    monkeypatch.setattr(tasks.run_job, "apply_async", away)
    job = JobFactory()

    with django_capture_on_commit_callbacks(execute=True):
        tasks.nudge(job)

    assert Job.objects.get().state == JobState.QUEUED
    assert "the sweep will send it" in caplog.text
