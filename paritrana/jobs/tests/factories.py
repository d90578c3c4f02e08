import datetime

import factory

from paritrana.jobs.models import Job

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)


class JobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Job

    kind = "test.count"
    subject_id = factory.Sequence(str)
    label = "Menghitung"
    created_at = NOW
    nudged_at = NOW
