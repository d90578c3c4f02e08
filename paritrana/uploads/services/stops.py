"""A background job on an import ended without a result: the import says why and can take that step once more."""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from paritrana.audit.services import record
from paritrana.uploads.models import ImportBatch, ImportJob, ImportState


@transaction.atomic
def stop_check(*, batch_id: uuid.UUID, message: str, at: datetime.datetime) -> None:
    """The draft stays a draft, which may be checked again."""
    waiting = ImportBatch.objects.filter(pk=batch_id, state=ImportState.DRAFT, mend_file="")
    _stop(waiting, ImportJob.CHECK, message, at)


@transaction.atomic
def stop_mend(*, batch_id: uuid.UUID, message: str, at: datetime.datetime) -> None:
    """The import is as checked before: its rejected rows may be mended by another file."""
    waiting = ImportBatch.objects.filter(pk=batch_id, state=ImportState.DRAFT).exclude(mend_file="")
    _stop(waiting, ImportJob.MEND, message, at, state=ImportState.CHECKED, mend_file="")


@transaction.atomic
def stop_apply(*, batch_id: uuid.UUID, message: str, at: datetime.datetime) -> None:
    """Nobody asks to apply it any more; a runner that was thought dead and is not finds nothing to do."""
    waiting = ImportBatch.objects.filter(pk=batch_id, state=ImportState.CHECKED, decided_by__isnull=False)
    _stop(waiting, ImportJob.APPLY, message, at, decided_by=None)


def _stop(waiting: QuerySet[ImportBatch], job: ImportJob, message: str, at: datetime.datetime, **columns: Any) -> None:
    batch = waiting.first()
    reason = message or _("Pekerjaan dihentikan sebelum selesai. Data tidak berubah. Jalankan sekali lagi.")
    if batch is not None and waiting.update(refusal=reason, **columns):
        record(action="import.stop", subject=batch, actor=None, at=at, changes={"job": str(job), "reason": reason})
