"""What the schedule asks of the accounts."""

from celery import shared_task
from django.utils import timezone

from paritrana.accounts.forgetting import forget_old_sign_ins


@shared_task  # type: ignore[untyped-decorator]
def forget() -> None:
    forget_old_sign_ins(at=timezone.now())
