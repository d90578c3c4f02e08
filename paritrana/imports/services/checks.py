"""Check an uploaded file without effect: stage its rows, list the faulty ones, compare the rest with the records."""

import datetime
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from paritrana.audit.services import record
from paritrana.imports.kinds import ImportKind, import_kind
from paritrana.imports.models import ImportBatch, ImportProblem, ImportState
from paritrana.imports.reading import FaultyRow, FileRefusedError, GoodRow, read_rows, refusal_message
from paritrana.imports.staging import (
    DOUBLED,
    FOREIGN,
    Staging,
    drop_staging,
    new_staging_name,
)
from paritrana.jobs.registry import Progress
from paritrana.lib.table_faults import TableRefusedError
from paritrana.lib.tables import open_table

CHUNK = 20_000
PROBLEMS_AT_ONCE = 1000


def check_import(*, batch_id: uuid.UUID, progress: Progress, at: datetime.datetime) -> None:
    """Read a draft's file from its start; whatever an earlier attempt left behind is thrown away first."""
    batch = ImportBatch.objects.filter(pk=batch_id, state=ImportState.DRAFT, mend_file="").first()
    if batch is None:
        return
    staging = _fresh_staging(batch)
    try:
        row_count = _stage_file(batch, staging, progress)
    except (TableRefusedError, FileRefusedError) as refused:
        message = refusal_message(refused) if isinstance(refused, TableRefusedError) else str(refused)
        _refuse(batch, staging, message=message, at=at)
        return
    progress.advance(row_count, row_count, _("Membandingkan dengan data yang ada"))
    _note_faults(batch, staging)
    _finish_check(batch, staging, row_count=row_count, at=at)


def _fresh_staging(batch: ImportBatch) -> Staging:
    drop_staging(batch.staging)
    batch.problems.all().delete()
    batch.staging = new_staging_name(batch.pk.hex)
    ImportBatch.objects.filter(pk=batch.pk, state=ImportState.DRAFT).update(staging=batch.staging)
    staging = Staging(import_kind(batch.kind), batch.staging)
    staging.create()
    return staging


def _stage_file(batch: ImportBatch, staging: Staging, progress: Progress) -> int:
    count = 0
    with open_table(Path(batch.file.path)) as table:
        rows = read_rows(staging.kind, table, is_mend=False)
        while chunk := list(islice(rows, CHUNK)):
            stage_rows(batch, staging, chunk)
            count += len(chunk)
            progress.advance(count, max(count, table.row_estimate), _("Membaca baris"))
    if not count:
        raise FileRefusedError(
            _(
                "Berkas hanya berisi judul kolom, tanpa satu baris pun. Tidak ada data yang berubah."
                " Isi lalu unggah lagi."
            )
        )
    return count


def stage_rows(batch: ImportBatch, staging: Staging, rows: Iterable[GoodRow | FaultyRow]) -> None:
    """Put good rows into the staging table and faulty ones into the list, together or not at all."""
    good: list[GoodRow] = []
    faulty: list[FaultyRow] = []
    for row in rows:
        if isinstance(row, GoodRow):
            good.append(row)
        else:
            faulty.append(row)
    with transaction.atomic():
        if good:
            staging.add([(row.line, row.values) for row in good])
        _list_faulty(batch, faulty)


def _list_faulty(batch: ImportBatch, rows: Iterable[FaultyRow]) -> None:
    remaining = iter(rows)
    while some := list(islice(remaining, PROBLEMS_AT_ONCE)):
        ImportProblem.objects.bulk_create(
            [ImportProblem(batch=batch, line=row.line, reasons=row.reasons, cells=row.cells) for row in some]
        )


def _note_faults(batch: ImportBatch, staging: Staging) -> None:
    """Move the rows that only the database can judge from the staging table to the list."""
    if staging.find_faults(batch.region_code):
        _list_faulty(batch, _faulty_rows(staging))
        staging.drop_faulty()


def _faulty_rows(staging: Staging) -> Iterator[FaultyRow]:
    for line, faults, cells in staging.faults():
        yield FaultyRow(line, [_reason(staging.kind, fault, other) for fault, other in faults], cells)


def _reason(kind: ImportKind, fault: str, other: int | None) -> dict[str, str]:
    column = kind.reference_columns[0]
    if fault == DOUBLED:
        message = _("Kunci dan periode yang sama sudah ada pada baris %(line)s berkas ini.") % {"line": other}
        return {"column": kind.key[0], "message": message}
    if fault == FOREIGN:
        return {"column": column, "message": _("Di luar wilayah kewenangan unggahan ini.")}
    return {"column": column, "message": str(kind.reference.unknown)}


def _finish_check(batch: ImportBatch, staging: Staging, *, row_count: int, at: datetime.datetime) -> None:
    comparison = staging.compare()
    faulty_count = batch.problems.count()
    with transaction.atomic():
        moved = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.DRAFT, staging=staging.name).update(
            state=ImportState.CHECKED,
            checked_at=at,
            row_count=row_count,
            faulty_count=faulty_count,
            new_count=comparison.new,
            changed_count=comparison.changed,
            same_count=comparison.same,
            mend_file="",
        )
        if moved:
            changes = {"rows": row_count, "faulty": faulty_count, "new": comparison.new, "changed": comparison.changed}
            record(
                action="import.check", subject=batch, actor=None, at=at, changes=changes, region_code=batch.region_code
            )


def _refuse(batch: ImportBatch, staging: Staging, *, message: str, at: datetime.datetime) -> None:
    with transaction.atomic():
        moved = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.DRAFT, staging=staging.name).update(
            state=ImportState.REFUSED, checked_at=at, refusal=message, staging=""
        )
        if moved:
            batch.problems.all().delete()
            drop_staging(staging.name)
            changes = {"reason": message}
            record(
                action="import.refuse", subject=batch, actor=None, at=at, changes=changes, region_code=batch.region_code
            )


def mend_import(*, batch_id: uuid.UUID, progress: Progress, at: datetime.datetime) -> None:
    """Replace rejected rows by mended ones, all of the file or none of it; what stays faulty stays listed."""
    batch = ImportBatch.objects.filter(pk=batch_id, state=ImportState.DRAFT).exclude(mend_file="").first()
    if batch is None:
        return
    staging = Staging(import_kind(batch.kind), batch.staging)
    try:
        with transaction.atomic():
            _stage_mended(batch, staging, progress)
            _note_faults(batch, staging)
            _finish_check(batch, staging, row_count=batch.row_count, at=at)
    except (TableRefusedError, FileRefusedError) as refused:
        message = refusal_message(refused) if isinstance(refused, TableRefusedError) else str(refused)
        ImportBatch.objects.filter(pk=batch.pk, state=ImportState.DRAFT).update(
            state=ImportState.CHECKED, refusal=message, mend_file=""
        )


def _stage_mended(batch: ImportBatch, staging: Staging, progress: Progress) -> None:
    count = 0
    with open_table(Path(batch.mend_file.path)) as table:
        rows = read_rows(staging.kind, table, is_mend=True)
        while chunk := list(islice(rows, PROBLEMS_AT_ONCE)):
            lines = [row.line for row in chunk]
            settled, _by_model = batch.problems.filter(line__in=lines).delete()
            if settled != len(set(lines)) or len(set(lines)) != len(lines):
                raise FileRefusedError(
                    _(
                        "Berkas perbaikan memuat baris yang tidak termasuk baris ditolak, atau memuat satu baris dua"
                        " kali. Tidak ada yang berubah. Unduh lagi baris ditolak, perbaiki, lalu unggah."
                    )
                )
            stage_rows(batch, staging, chunk)
            count += len(chunk)
            progress.advance(count, max(count, table.row_estimate), _("Membaca baris perbaikan"))
