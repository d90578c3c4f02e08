"""Beat looks every minute."""

from celery import shared_task
from django.utils import timezone

from paritrana.watch.services import take_readings, tell_changes


@shared_task  # type: ignore[untyped-decorator]
def watch() -> None:
    take_readings(at=timezone.now())
    tell_changes(at=timezone.now())
