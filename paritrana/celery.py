"""The Celery application. A message is only a nudge: the truth is the `Job` row (paritrana.jobs)."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paritrana.settings")

TRANSPORT_ALIASES["files"] = "paritrana.jobs.broker:Transport"

app = Celery("paritrana")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
