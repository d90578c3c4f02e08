"""Take in a file, and what people decide about it. Nothing here reads rows: background jobs do."""

import datetime
import hashlib
import uuid
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.imports.kinds import ImportKind
from paritrana.imports.models import ImportBatch, ImportState
from paritrana.imports.staging import drop_staging

if TYPE_CHECKING:
    Upload = UploadedFile[bytes]


class ImportMovedError(Exception):
    """Somebody else was first, or the import is in no state for this."""


class ImportFaultyError(Exception):
    """The import still has faulty rows and so cannot be applied."""


def file_digest(upload: "Upload") -> str:
    """Return the SHA-256 of an upload, read piece by piece."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _stored_name(name: str) -> str:
    """A random name: nothing of what people call their files reaches the file system."""
    return f"{uuid.uuid4().hex}{'.xlsx' if name.lower().endswith('.xlsx') else '.csv'}"


@transaction.atomic
def receive_import(
    *, kind: ImportKind, region_code: str, upload: "Upload", actor: User, at: datetime.datetime
) -> ImportBatch:
    """Store an uploaded file as a draft; the caller enqueues the check."""
    batch = ImportBatch(
        kind=kind.code,
        region_code=region_code,
        file_name=(upload.name or "berkas")[-200:],
        file_digest=file_digest(upload),
        file_size=upload.size or 0,
        uploaded_at=at,
        uploaded_by=actor,
    )
    batch.file.save(_stored_name(batch.file_name), upload, save=False)
    batch.save(force_insert=True)
    record(
        action="import.receive",
        subject=batch,
        actor=actor,
        at=at,
        changes={"kind": kind.code, "file": batch.file_name, "sha256": batch.file_digest},
        region_code=region_code,
    )
    return batch


@transaction.atomic
def receive_mended_rows(*, batch: ImportBatch, upload: "Upload", actor: User, at: datetime.datetime) -> ImportBatch:
    """Store a file of mended rows beside a checked import, which becomes a draft again; the caller enqueues."""
    digest = file_digest(upload)
    batch.mend_file.save(_stored_name(upload.name or ""), upload, save=False)
    moved = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.CHECKED, faulty_count__gt=0).update(
        state=ImportState.DRAFT, mend_file=batch.mend_file.name, refusal="", decided_by=None
    )
    if not moved:
        raise ImportMovedError(str(batch.pk))
    record(
        action="import.mend",
        subject=batch,
        actor=actor,
        at=at,
        changes={"file": (upload.name or "")[-200:], "sha256": digest},
        region_code=batch.region_code,
    )
    batch.refresh_from_db()
    return batch


@transaction.atomic
def request_apply(*, batch: ImportBatch, actor: User, at: datetime.datetime) -> ImportBatch:
    """Note who wants the import applied; the caller enqueues. Refused while a row is faulty."""
    if batch.faulty_count:
        raise ImportFaultyError(str(batch.pk))
    moved = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.CHECKED, faulty_count=0).update(
        decided_by=actor, refusal=""
    )
    if not moved:
        raise ImportMovedError(str(batch.pk))
    record(action="import.request_apply", subject=batch, actor=actor, at=at, region_code=batch.region_code)
    batch.refresh_from_db()
    return batch


@transaction.atomic
def discard_import(*, batch: ImportBatch, actor: User, at: datetime.datetime) -> ImportBatch:
    """Give an import up: its staged rows and faults go, the file and the row stay as evidence."""
    open_states = [ImportState.DRAFT, ImportState.CHECKED, ImportState.REFUSED]
    moved = ImportBatch.objects.filter(pk=batch.pk, state__in=open_states).update(
        state=ImportState.DISCARDED, decided_at=at, decided_by=actor
    )
    if not moved:
        raise ImportMovedError(str(batch.pk))
    batch.refresh_from_db()
    batch.problems.all().delete()
    drop_staging(batch.staging)
    record(action="import.discard", subject=batch, actor=actor, at=at, region_code=batch.region_code)
    return batch
