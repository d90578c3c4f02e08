"""What runs by the clock for submissions. Each may run twice without harm."""

from celery import shared_task
from django.utils import timezone

from awards.submissions.services.closing import close_overdue_clarifications, snapshot_overdue_drafts


@shared_task  # type: ignore[untyped-decorator]
def watch_deadlines() -> None:
    """Record drafts at their deadline and close clarifications that nobody answered."""
    at = timezone.now()
    close_overdue_clarifications(at=at)
    snapshot_overdue_drafts(at=at)
