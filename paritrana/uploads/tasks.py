"""Handlers of background jobs, and the room given back; each may run twice without harm."""

import datetime
import uuid

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from paritrana.jobs.registry import Progress, register
from paritrana.uploads.models import ImportJob
from paritrana.uploads.services.application import apply_import
from paritrana.uploads.services.checks import check_import, mend_import
from paritrana.uploads.services.pieces import purge_uploads
from paritrana.uploads.services.stops import stop_apply, stop_check, stop_mend


def run_check(batch_id: str, progress: Progress) -> None:
    check_import(batch_id=uuid.UUID(batch_id), progress=progress, at=timezone.now())


def run_mend(batch_id: str, progress: Progress) -> None:
    mend_import(batch_id=uuid.UUID(batch_id), progress=progress, at=timezone.now())


def run_apply(batch_id: str, progress: Progress) -> None:
    apply_import(batch_id=uuid.UUID(batch_id), progress=progress, at=timezone.now())


def abandon_check(batch_id: str, message: str, at: datetime.datetime) -> None:
    stop_check(batch_id=uuid.UUID(batch_id), message=message, at=at)


def abandon_mend(batch_id: str, message: str, at: datetime.datetime) -> None:
    stop_mend(batch_id=uuid.UUID(batch_id), message=message, at=at)


def abandon_apply(batch_id: str, message: str, at: datetime.datetime) -> None:
    stop_apply(batch_id=uuid.UUID(batch_id), message=message, at=at)


@shared_task  # type: ignore[untyped-decorator]
def purge_old_uploads() -> None:
    """Give back the room of uploads that nobody will finish."""
    purge_uploads(at=timezone.now())


def _page(batch_id: str) -> str:
    return reverse("import", args=[batch_id])


def register_handlers() -> None:
    register(ImportJob.CHECK, run_check, result_address=_page, abandon=abandon_check)
    register(ImportJob.MEND, run_mend, result_address=_page, abandon=abandon_mend)
    register(ImportJob.APPLY, run_apply, result_address=_page, abandon=abandon_apply)
