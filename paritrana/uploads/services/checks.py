"""Check an uploaded file without effect: stage its rows, list the faulty ones, compare the rest with the records."""

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paritrana.audit.services import record
from paritrana.jobs.registry import JobLostError, Progress
from paritrana.lib.region_names import Gazetteer
from paritrana.lib.table_faults import TableRefusedError
from paritrana.lib.tables import FileTable, open_table
from paritrana.lib.whole_file import ColumnFindings
from paritrana.uploads.kinds import ImportKind, import_kind, known_words
from paritrana.uploads.models import ImportBatch, ImportProblem, ImportState
from paritrana.uploads.naming import ALIAS_NOTE, AMBIGUOUS, MISNAMED, NAMESAKE, StagedNames, span_of
from paritrana.uploads.reading import (
    FaultyRow,
    GoodRow,
    ImportRefusedError,
    findings,
    read_rows,
    refusal_message,
    titled,
)
from paritrana.uploads.selectors import month_first_columns
from paritrana.uploads.staging import (
    DOUBLED,
    FOREIGN,
    OVERLAPPING,
    REPEATED,
    UNKNOWN,
    Staging,
    drop_staging,
    new_staging_name,
)
from paritrana.uploads.sums import judge_sums

CHUNK = 20_000
SHOWN_ROWS = 20
NOTES_SHEETS = frozenset({"Keterangan", "Notes"})
"""How templates call their second sheet, in both languages."""
PROBLEMS_AT_ONCE = 1000
SHOWN_WORDS = 20
UNREAD_NOTE = "unread_words"


def check_import(*, batch_id: uuid.UUID, progress: Progress, at: datetime.datetime) -> None:
    """Read a draft's file from its start; whatever an earlier attempt left behind is thrown away first."""
    batch = ImportBatch.objects.filter(pk=batch_id, state=ImportState.DRAFT, mend_file="").first()
    if batch is None:
        return
    staging = _fresh_staging(batch)
    try:
        row_count = _stage_file(batch, staging, progress, at)
    except (TableRefusedError, ImportRefusedError) as refused:
        if isinstance(refused, TableRefusedError):
            message = refusal_message(refused)
            _keep_notes(batch, _sheet_notes(refused.sheet, refused.other_sheets))
        else:
            message = str(refused)
        _refuse(batch, staging, message=message, at=at)
        return
    progress.advance(row_count, row_count, _("Membandingkan dengan data yang ada"))
    _note_faults(batch, staging)
    judge_sums(batch, staging.name, staging.kind)
    _finish_check(batch, staging, row_count=row_count, at=at)


def _fresh_staging(batch: ImportBatch) -> Staging:
    drop_staging(batch.staging)
    batch.problems.all().delete()
    batch.staging = new_staging_name(batch.pk.hex)
    ImportBatch.objects.filter(pk=batch.pk, state=ImportState.DRAFT).update(staging=batch.staging, refusal="")
    staging = Staging(import_kind(batch.kind), batch.staging)
    staging.create()
    return staging


def _stage_file(batch: ImportBatch, staging: Staging, progress: Progress, at: datetime.datetime) -> int:
    count = 0
    with open_table(Path(batch.file.path), sheet=batch.sheet or None) as opened:
        table = titled(staging.kind, opened)
        found = findings(staging.kind, table)
    _keep_notes(batch, _notes(table, found))
    with open_table(Path(batch.file.path), sheet=batch.sheet or None) as opened:
        table = titled(staging.kind, opened)
        rows = read_rows(
            staging.kind, table, is_mend=False, today=timezone.localdate(at), month_first_names=found.month_first
        )
        while chunk := list(islice(rows, CHUNK)):
            stage_rows(batch, staging, chunk)
            count += len(chunk)
            progress.advance(count, max(count, table.row_estimate), _("Membaca baris"))
    if not count:
        raise ImportRefusedError(
            _(
                "Berkas hanya berisi judul kolom, tanpa satu baris pun. Tidak ada data yang berubah."
                " Isi lalu unggah lagi."
            )
        )
    return count


OLD_WINDOWS_MENDED: dict[str, object] = {"code": "old_windows_mended"}


def _keep_notes(batch: ImportBatch, notes: list[dict[str, object]]) -> None:
    batch.notes = notes
    ImportBatch.objects.filter(pk=batch.pk, state=ImportState.DRAFT).update(notes=notes)


def _sheet_notes(sheet: str, others: Sequence[str]) -> list[dict[str, object]]:
    listed = [name for name in others if name not in NOTES_SHEETS]
    return [{"code": "other_sheets", "sheet": sheet, "others": listed}] if listed else []


def _notes(table: FileTable, found: ColumnFindings) -> list[dict[str, object]]:
    """Return what whoever decides should know about how the file was read."""
    notes = _sheet_notes(table.sheet, table.other_sheets)
    if table.hidden_rows:
        notes.append({"code": "hidden_rows", "count": len(table.hidden_rows), "rows": table.hidden_rows[:SHOWN_ROWS]})
    if table.heading_row:
        notes.append({"code": "heading_row", "row": table.heading_row})
    if table.old_windows_row:
        notes.append({"code": "old_windows", "row": table.old_windows_row})
    if found.month_first:
        notes.append({"code": "month_first", "columns": sorted(found.month_first)})
    for name, example in found.stray_points.items():
        notes.append({"code": "stray_point", "column": name, "example": example})
    return notes


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
            [
                ImportProblem(
                    batch=batch, line=row.line, reasons=row.reasons, cells=row.cells, is_proposed=row.is_proposed
                )
                for row in some
            ]
        )


def _note_faults(batch: ImportBatch, staging: Staging) -> None:
    """Move the rows that only the database can judge to the list; note which codes and names were taken as others."""
    if staging.find_faults(batch.region_code):
        _list_faulty(batch, _faulty_rows(staging))
        staging.drop_faulty()
    if known := known_words(staging.kind):
        _note_words(batch, staging.unknown_words(known))
    if staging.names:
        others = [one for one in batch.notes if one["code"] != ALIAS_NOTE]
        _keep_notes(batch, [*others, *staging.names.notes()])


def _note_words(batch: ImportBatch, unread: Sequence[str]) -> None:
    others = [one for one in batch.notes if one["code"] != UNREAD_NOTE]
    said: list[dict[str, object]] = [{"code": UNREAD_NOTE, "words": list(unread[:SHOWN_WORDS])}] if unread else []
    if [*others, *said] != batch.notes:
        _keep_notes(batch, [*others, *said])


def _faulty_rows(staging: Staging) -> Iterator[FaultyRow]:
    told: dict[tuple[str, ...], str] = {}
    for line, faults, cells in staging.faults():
        reasons = [_reason(staging, fault, other, cells, told) for fault, other in faults]
        yield FaultyRow(line, reasons, cells, is_proposed=[fault for fault, _other in faults] == [REPEATED])


def _reason(
    staging: Staging, fault: str, other: int | None, cells: list[str], told: dict[tuple[str, ...], str]
) -> dict[str, str]:
    """`told` keeps what was found out about a code and a name: columns repeat themselves."""
    kind = staging.kind
    column = kind.reference_columns[0]
    if staging.names and fault in {MISNAMED, NAMESAKE, AMBIGUOUS, UNKNOWN}:
        row = dict(zip(kind.header, cells, strict=True))
        key = (fault, *(row[name] for name in (column, staging.names.column, *(kind.dated or ()))))
        if key not in told:
            told[key] = _named_reason(kind, staging.names, fault, row)
        return {"column": column, "message": told[key]}
    if fault == DOUBLED:
        message = _("Kunci dan periode yang sama sudah ada pada baris %(line)s berkas ini.") % {"line": other}
        return {"column": kind.key[0], "message": message}
    if fault == REPEATED:
        message = _("Sama persis dengan baris %(line)s berkas ini.") % {"line": other}
        return {"column": kind.key[0], "message": message}
    if fault == OVERLAPPING and other is not None:
        message = _(
            "Periode ini beririsan dengan baris %(line)s berkas ini, jadi angkanya akan terhitung dua kali. Tulis"
            " periode yang tidak beririsan, atau tinggalkan salah satunya."
        ) % {"line": other}
        return {"column": (kind.dated or kind.key)[0], "message": message}
    if fault == OVERLAPPING:
        message = _(
            "Periode ini beririsan dengan periode lain yang sudah tercatat untuk kunci yang sama, jadi angkanya akan"
            " terhitung dua kali. Tulis periode yang tidak beririsan, atau perbaiki baris yang tercatat dengan"
            " periodenya."
        )
        return {"column": (kind.dated or kind.key)[0], "message": message}
    if fault == FOREIGN:
        return {"column": column, "message": _("Di luar wilayah kewenangan unggahan ini.")}
    return {"column": column, "message": str(kind.reference.unknown)}


def _named_reason(kind: ImportKind, names: StagedNames, fault: str, row: Mapping[str, str]) -> str:
    code, written = row[kind.reference_columns[0]], row[names.column]
    span = span_of([row[name] for name in kind.dated or ()])
    if fault == UNKNOWN:
        return _unknown(kind, names.gazetteer, code)
    if fault == MISNAMED:
        return _misnamed(names.gazetteer, code, written)
    is_code = fault == AMBIGUOUS
    found = names.gazetteer.of_code(code, span) if is_code else names.gazetteer.of_name(written, span)
    return _(
        "«%(written)s» pada tanggal baris ini dapat berarti %(meanings)s. Tulis kode dan nama yang berlaku kini."
    ) % {
        "written": code if is_code else written,
        "meanings": _(" atau ").join(str(meaning.place) for meaning in found),
    }


def _unknown(kind: ImportKind, gazetteer: Gazetteer, code: str) -> str:
    """Say which row another system's code names, if it names one."""
    meant = gazetteer.by_other_code(code)
    if meant is None:
        return str(kind.reference.unknown)
    return _("%(written)s adalah kode BPS %(name)s; kodenya di sini %(code)s.") % {
        "written": code,
        "name": meant.full_name,
        "code": meant.code,
    }


def _misnamed(gazetteer: Gazetteer, code: str, written: str) -> str:
    found = [meaning.place.code for meaning in gazetteer.of_name(written)]
    values = {"code": code, "written": written, "codes": ", ".join(found)}
    if not found:
        return (
            _("Kode %(code)s bukan kode «%(written)s», dan nama itu tidak dikenal. Periksa kode dan namanya.") % values
        )
    return _("Kode %(code)s bukan kode «%(written)s». Kode untuk nama itu: %(codes)s.") % values


def _finish_check(batch: ImportBatch, staging: Staging, *, row_count: int, at: datetime.datetime) -> bool:
    """Return whether the import was still being checked by this runner."""
    comparison = staging.compare()
    faulty_count = batch.problems.filter(left_out_at=None).count()
    with transaction.atomic():
        moved = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.DRAFT, staging=staging.name).update(
            state=ImportState.CHECKED,
            checked_at=at,
            row_count=row_count,
            faulty_count=faulty_count,
            new_count=comparison.new,
            changed_count=comparison.changed,
            same_count=comparison.same,
            jump_count=comparison.jumps,
            compared_digest=comparison.digest,
            mend_file="",
            refusal="",
        )
        if moved:
            changes: dict[str, object] = {
                "rows": row_count,
                "faulty": faulty_count,
                "new": comparison.new,
                "changed": comparison.changed,
            }
            if aliases := taken_aliases(batch):
                changes["aliases"] = aliases
            record(action="import.check", subject=batch, actor=None, at=at, changes=changes)
    return bool(moved)


def taken_aliases(batch: ImportBatch) -> list[str]:
    return [f"{one['written']} → {one['meant']} ({one['source']})" for one in batch.notes if one["code"] == ALIAS_NOTE]


def _refuse(batch: ImportBatch, staging: Staging, *, message: str, at: datetime.datetime) -> None:
    with transaction.atomic():
        moved = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.DRAFT, staging=staging.name).update(
            state=ImportState.REFUSED, checked_at=at, refusal=message, staging=""
        )
        if moved:
            batch.problems.all().delete()
            drop_staging(staging.name)
            changes = {"reason": message}
            record(action="import.refuse", subject=batch, actor=None, at=at, changes=changes)


def mend_import(*, batch_id: uuid.UUID, progress: Progress, at: datetime.datetime) -> None:
    """Replace rejected rows by mended ones, all of the file or none of it; what stays faulty stays listed."""
    batch = ImportBatch.objects.filter(pk=batch_id, state=ImportState.DRAFT).exclude(mend_file="").first()
    if batch is None:
        return
    staging = Staging(import_kind(batch.kind), batch.staging)
    try:
        with transaction.atomic():
            staging.gain_columns()
            _stage_mended(batch, staging, progress, at)
            _note_faults(batch, staging)
            judge_sums(batch, staging.name, staging.kind)
            if not _finish_check(batch, staging, row_count=batch.row_count, at=at):
                raise JobLostError(str(batch.pk))
    except (TableRefusedError, ImportRefusedError) as refused:
        message = refusal_message(refused) if isinstance(refused, TableRefusedError) else str(refused)
        ImportBatch.objects.filter(pk=batch.pk, state=ImportState.DRAFT).update(
            state=ImportState.CHECKED, refusal=message, mend_file=""
        )


def _stage_mended(batch: ImportBatch, staging: Staging, progress: Progress, at: datetime.datetime) -> None:
    count = 0
    with open_table(Path(batch.mend_file.path)) as opened:
        table = titled(staging.kind, opened, is_mend=True)
        if table.old_windows_row and OLD_WINDOWS_MENDED not in batch.notes:
            _keep_notes(batch, [*batch.notes, OLD_WINDOWS_MENDED])
        rows = read_rows(
            staging.kind,
            table,
            is_mend=True,
            today=timezone.localdate(at),
            month_first_names=month_first_columns(batch),
        )
        while chunk := list(islice(rows, PROBLEMS_AT_ONCE)):
            lines = [row.line for row in chunk]
            settled, _by_model = batch.problems.filter(line__in=lines, left_out_at=None).delete()
            if settled != len(set(lines)) or len(set(lines)) != len(lines):
                raise ImportRefusedError(
                    _(
                        "Berkas perbaikan memuat baris yang tidak termasuk baris ditolak, atau memuat satu baris dua"
                        " kali. Tidak ada yang berubah. Unduh lagi baris ditolak, perbaiki, lalu unggah."
                    )
                )
            stage_rows(batch, staging, chunk)
            count += len(chunk)
            progress.advance(count, max(count, table.row_estimate), _("Membaca baris perbaikan"))
