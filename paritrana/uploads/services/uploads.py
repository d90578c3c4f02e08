"""Take in a file, and what people decide about it. Nothing here reads rows: background jobs do."""

import datetime
import hashlib
import uuid
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.files import File
from django.db import transaction
from django.db.models import Count, Q

from paritrana.accounts.models import User
from paritrana.audit.services import record
from paritrana.uploads.kinds import ImportKind
from paritrana.uploads.models import ImportBatch, ImportState, IncomingTable
from paritrana.uploads.selectors import other_sheets
from paritrana.uploads.services.pieces import UploadGoneError
from paritrana.uploads.staging import drop_staging

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    Upload = File[bytes]


SHEET_STATES = (ImportState.CHECKED, ImportState.REFUSED)
"""When another sheet may be chosen."""
LINES_NAMED = 100
"""How many lines the trail names; all of them stand on the import's page."""


class ImportMovedError(Exception):
    """Somebody else was first, or the import is in no state for this."""


class ImportFaultyError(Exception):
    """The import still has faulty rows and so cannot be applied."""


class ImportJumpsError(Exception):
    """Figures become tenfold or a tenth, and nobody said that this was looked at."""


def file_digest(upload: "Upload") -> str:
    """Return the SHA-256 of an upload, read piece by piece."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _stored_name(name: str) -> str:
    """A random name: nothing of what people call their files reaches the file system."""
    suffix = next((one for one in (".xlsx", ".parquet", ".gz") if name.lower().endswith(one)), ".csv")
    return f"{uuid.uuid4().hex}{'.csv.gz' if suffix == '.gz' else suffix}"


@contextmanager
def _kept_with_its_row(stored: "FieldFile") -> Iterator[None]:
    """Write the rows of a file that is stored already: large files are read before anything is locked."""
    try:
        with transaction.atomic():
            yield
    except BaseException:
        stored.storage.delete(stored.name or "")
        raise


def _settle(sent: IncomingTable | None, batch: ImportBatch) -> None:
    """Note what a table that came in pieces became; its last piece, sent twice at once, makes one import."""
    if sent and not IncomingTable.unfinished().filter(pk=sent.pk).update(became=str(batch.pk)):
        raise UploadGoneError


def receive_import(
    *,
    kind: ImportKind,
    region_code: str,
    upload: "Upload",
    actor: User,
    at: datetime.datetime,
    sent: IncomingTable | None = None,
) -> ImportBatch:
    """Store an uploaded file as a draft; the caller enqueues the check. `sent` is what brought it in pieces."""
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
    with _kept_with_its_row(batch.file):
        batch.save(force_insert=True)
        _settle(sent, batch)
        record(
            action="import.receive",
            subject=batch,
            actor=actor,
            at=at,
            changes={"kind": kind.code, "file": batch.file_name, "sha256": batch.file_digest},
        )
    return batch


@transaction.atomic
def choose_sheet(*, batch: ImportBatch, sheet: str, actor: User, at: datetime.datetime) -> ImportBatch:
    """Let the stored workbook be read again from another of its visible sheets; the caller enqueues the check.

    What was mended or left out belongs to the sheet that was read before and goes with it.
    """
    held = ImportBatch.objects.select_for_update().filter(pk=batch.pk, state__in=SHEET_STATES).first()
    if held is None or sheet not in other_sheets(held):
        raise ImportMovedError(str(batch.pk))
    ImportBatch.objects.filter(pk=held.pk).update(
        state=ImportState.DRAFT, sheet=sheet, refusal="", left_out_count=0, decided_by=None
    )
    record(action="import.choose_sheet", subject=batch, actor=actor, at=at, changes={"sheet": sheet})
    batch.refresh_from_db()
    return batch


def receive_mended_rows(
    *,
    batch: ImportBatch,
    upload: "Upload",
    actor: User,
    at: datetime.datetime,
    typed: Mapping[str, object] | None = None,
    sent: IncomingTable | None = None,
) -> ImportBatch:
    """Store a file of mended rows beside a checked import, which becomes a draft again; the caller enqueues.

    `typed` says in the trail what of it somebody typed on the page; `sent` is what brought it in pieces.
    """
    digest = file_digest(upload)
    batch.mend_file.save(_stored_name(upload.name or ""), upload, save=False)
    with _kept_with_its_row(batch.mend_file):
        moved = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.CHECKED, faulty_count__gt=0).update(
            state=ImportState.DRAFT, mend_file=batch.mend_file.name, refusal="", decided_by=None
        )
        if not moved:
            raise ImportMovedError(str(batch.pk))
        _settle(sent, batch)
        record(
            action="import.mend",
            subject=batch,
            actor=actor,
            at=at,
            changes={"file": (upload.name or "")[-200:], "sha256": digest, **(typed or {})},
        )
    batch.refresh_from_db()
    return batch


@transaction.atomic
def leave_out_rows(
    *, batch: ImportBatch, lines: Collection[int] | None, reason: str, actor: User, at: datetime.datetime
) -> int:
    """Leave rejected rows out of a checked import and return how many; None takes all that are proposed.

    They stay listed with who, when and why. Raises `ImportMovedError` when none of them waits any more.
    """
    held = ImportBatch.objects.select_for_update().filter(pk=batch.pk, state=ImportState.CHECKED).first()
    if held is None:
        raise ImportMovedError(str(batch.pk))
    waiting = held.problems.filter(left_out_at=None)
    chosen = waiting.filter(is_proposed=True) if lines is None else waiting.filter(line__in=lines)
    first_lines = list(chosen.order_by("line").values_list("line", flat=True)[:LINES_NAMED])
    count = chosen.update(left_out_at=at, left_out_by=actor, left_out_reason=reason)
    if not count:
        raise ImportMovedError(str(batch.pk))
    _count_problems(held)
    changes = {"rows": count, "lines": first_lines, "reason": reason}
    record(action="import.leave_out", subject=batch, actor=actor, at=at, changes=changes)
    return count


@transaction.atomic
def take_row_back(*, batch: ImportBatch, line: int, actor: User, at: datetime.datetime) -> None:
    """Let a row that was left out hold the import up again."""
    held = ImportBatch.objects.select_for_update().filter(pk=batch.pk, state=ImportState.CHECKED).first()
    left = held.problems.filter(line=line, left_out_at__isnull=False) if held else None
    if held is None or not left or not left.update(left_out_at=None, left_out_by=None, left_out_reason=""):
        raise ImportMovedError(str(batch.pk))
    _count_problems(held)
    record(action="import.take_back", subject=batch, actor=actor, at=at, changes={"lines": [line]})


def _count_problems(batch: ImportBatch) -> None:
    counts = batch.problems.aggregate(
        waiting=Count("pk", filter=Q(left_out_at=None)), left_out=Count("pk", filter=Q(left_out_at__isnull=False))
    )
    ImportBatch.objects.filter(pk=batch.pk).update(
        faulty_count=counts["waiting"], left_out_count=counts["left_out"], decided_by=None
    )


@transaction.atomic
def request_apply(*, batch: ImportBatch, actor: User, at: datetime.datetime, seen_jumps: int = 0) -> ImportBatch:
    """Note who wants the import applied; the caller enqueues. Refused while a row is faulty.

    `seen_jumps` is the number of jumps that the person says to have looked at; it must be the one that the check found.
    """
    if batch.faulty_count:
        raise ImportFaultyError(str(batch.pk))
    if batch.jump_count != seen_jumps:
        raise ImportJumpsError(str(batch.pk))
    checked = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.CHECKED, faulty_count=0, jump_count=seen_jumps)
    if not checked.update(decided_by=actor, refusal=""):
        raise ImportMovedError(str(batch.pk))
    record(action="import.request_apply", subject=batch, actor=actor, at=at, changes={"jumps": seen_jumps})
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
    record(action="import.discard", subject=batch, actor=actor, at=at)
    return batch
