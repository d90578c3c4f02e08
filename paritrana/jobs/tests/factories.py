import datetime

import factory

from paritrana.jobs.models import Job, JobState

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)


class JobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Job

    kind = "test.count"
    subject_id = factory.Sequence(str)
    label = "Menghitung"
    created_at = NOW
    nudged_at = NOW


def failed_twice(kind, subject_id, *, at):
    """Work that rests for a minute from now on."""
    for _time in range(2):
        JobFactory(kind=kind, subject_id=subject_id, state=JobState.FAILED, finished_at=at)
