"""Rows of an uploaded file, cell by cell, into staged rows and faulty rows."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from paritrana.lib.numbers_id import written
from paritrana.lib.table_faults import TableFault, TableRefusedError
from paritrana.lib.table_writing import typed_text
from paritrana.lib.tables import Cell, FileTable, below_titles
from paritrana.lib.whole_file import ColumnFindings, column_findings, is_footnote, is_summary
from paritrana.uploads.cells import CellFaultError, ColumnReader
from paritrana.uploads.columns import EXAMPLE_SOURCE
from paritrana.uploads.kinds import Column, ColumnType, ImportKind

LINE_COLUMN = "baris"
REASON_COLUMN = "alasan"
EXTRA_COLUMNS = frozenset({LINE_COLUMN, REASON_COLUMN})

StagedValues = list[str | None]


class ImportRefusedError(Exception):
    """The file is refused as a whole; the message is for people."""


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A row that cannot be taken over: each fault with its column, and the cells as they stood in the file.

    `is_proposed` to be left out: what it says is no data.
    """

    line: int
    reasons: list[dict[str, str]]
    cells: list[str]
    is_proposed: bool = False


@dataclass(frozen=True, slots=True)
class GoodRow:
    line: int
    values: StagedValues


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where each column of the kind stands in the file, and how it is read."""

    positions: list[int]
    readers: list[ColumnReader]
    width: int
    line_position: int | None


def titled(kind: ImportKind, table: FileTable, *, is_mend: bool = False) -> FileTable:
    """Return the table from its titles on, wherever they stand in the first rows."""
    required = [column.name for column in kind.columns if column.is_required]
    return below_titles(table, [*required, LINE_COLUMN] if is_mend else required)


def findings(kind: ImportKind, table: FileTable) -> ColumnFindings:
    """Return what the columns say as a whole; uses the rows up."""
    found = [name.casefold() for name in table.header]
    dates, decimals = (
        {one.name: found.index(one.name) for one in kind.columns if one.content is content and one.name in found}
        for content in (ColumnType.DATE, ColumnType.DECIMAL)
    )
    return column_findings(table.rows, dates=dates, decimals=decimals)


def read_rows(
    kind: ImportKind,
    table: FileTable,
    *,
    is_mend: bool,
    today: datetime.date = datetime.date.max,
    month_first_names: Collection[str] = frozenset(),
) -> Iterator[GoodRow | FaultyRow]:
    """Yield every row of the file; raise `ImportRefusedError` at once when the header is not the template's.

    A file of mended rows names in `baris` which line of the first file each row replaces.
    """
    plan = _plan(kind, table.header, is_mend=is_mend, today=today, month_first_names=month_first_names)
    names = kind.header
    for number, raw in table.rows:
        line = _mended_line(number, raw, plan) if is_mend else number
        cells = [typed_text(cell) if isinstance(cell, str) else cell for cell in raw] if is_mend else raw
        values, reasons = _parse(kind, cells, plan)
        is_no_data = False
        if not reasons:
            staged = dict(zip(names, [value or "" for value in values], strict=True))
            for check in kind.checks:
                reasons.extend({"column": column, "message": message} for column, message in check(staged))
            if is_example(kind, staged):
                message = _("Ini baris contoh dari templat. Tinggalkan, atau tulis sumber data yang sebenarnya.")
                reasons.append({"column": "sumber", "message": message})
                is_no_data = True
        elif summary_cells(kind, [cell_text(_cell(cells, position)) for position in plan.positions]):
            message = _(
                "Baris ini tampak sebagai jumlah, rata-rata, atau catatan, bukan data. Tinggalkan baris ini di bawah,"
                " atau perbaiki bila memang data."
            )
            reasons, is_no_data = [{"column": "", "message": message}], True
        if reasons:
            typed = [
                typed_again(_cell(cells, position), column.content)
                for column, position in zip(kind.columns, plan.positions, strict=True)
            ]
            typed.extend(map(cell_text, cells[plan.width :]))
            while len(typed) > len(names) and not typed[-1]:
                typed.pop()
            yield FaultyRow(line, reasons, typed, is_no_data)
        else:
            yield GoodRow(line, values)


def is_example(kind: ImportKind, row: Mapping[str, str]) -> bool:
    """Is this the template's example, whatever was changed beside its source?"""
    return bool(kind.example) and row.get("sumber", "") == EXAMPLE_SOURCE


def summary_cells(kind: ImportKind, cells: Sequence[str]) -> bool:
    """Do these cells of a kind's columns sum up or explain other rows?

    Only a row without a key of its own is asked: a total has none, a footnote stands in its place.
    """
    if is_footnote(cells):
        return True
    keyed = cells[kind.header.index(kind.key[0])].strip()
    if keyed:
        return is_summary(keyed)
    return any(
        is_summary(cell) and not _is_choice(column, cell) for column, cell in zip(kind.columns, cells, strict=False)
    )


def _is_choice(column: Column, cell: str) -> bool:
    """A column that offers «average» means it."""
    offered = column.choices.choices if column.choices is not None else ()
    return cell.strip().casefold() in {str(text).casefold() for choice in offered for text in choice}


def _parse(kind: ImportKind, cells: Sequence[Cell], plan: _Plan) -> tuple[StagedValues, list[dict[str, str]]]:
    values: StagedValues = []
    reasons: list[dict[str, str]] = []
    if len(cells) < plan.width:
        cells = [*cells, *[None] * (plan.width - len(cells))]
    elif len(cells) > plan.width and any(cell not in (None, "") for cell in cells[plan.width :]):
        reasons.append({"column": "", "message": _("Sel lebih banyak daripada judul kolom. Periksa pemisah kolom.")})
    for column, position, reader in zip(kind.columns, plan.positions, plan.readers, strict=True):
        cell = cells[position] if position >= 0 else None
        value = reader.known.get(cell)
        if value is None:
            try:
                value = reader.read(cell)
            except CellFaultError as fault:
                reasons.append({"column": column.name, "message": str(fault)})
        values.append(value)
    return values, reasons


def _cell(cells: Sequence[Cell], position: int) -> Cell:
    return cells[position] if 0 <= position < len(cells) else None


def cell_text(cell: Cell) -> str:
    """Return a cell as one would type it again."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell)


def typed_again(cell: Cell, content: ColumnType) -> str:
    """Return a cell as one would type it into a column, so that it is read again as it was; blanks are nothing."""
    if isinstance(cell, Decimal) and content in {ColumnType.WHOLE, ColumnType.DECIMAL}:
        return written(cell)
    text = cell_text(cell)
    return text if text.strip() else ""


def _mended_line(number: int, cells: Sequence[Cell], plan: _Plan) -> int:
    text = cell_text(_cell(cells, plan.line_position if plan.line_position is not None else -1)).strip()
    if not text.isascii() or not text.isdigit():
        raise ImportRefusedError(
            _(
                "Kolom baris pada baris %(number)s berkas perbaikan tidak berisi nomor. Tidak ada data yang berubah."
                " Pakai berkas baris ditolak yang diunduh dari halaman ini."
            )
            % {"number": number}
        )
    return int(text)


def _plan(
    kind: ImportKind,
    header: Sequence[str],
    *,
    is_mend: bool,
    today: datetime.date,
    month_first_names: Collection[str],
) -> _Plan:
    found = [name.casefold() for name in header]
    while found and not found[-1]:
        found.pop()
    required = [column.name for column in kind.columns if column.is_required]
    missing = [name for name in ([*required, LINE_COLUMN] if is_mend else required) if name not in found]
    unknown = [name for name in found if name not in kind.header and name not in EXTRA_COLUMNS]
    doubled = sorted({name for name in found if found.count(name) > 1})
    if missing or unknown or doubled:
        raise ImportRefusedError(_header_message(missing, unknown, doubled))
    positions = [found.index(name) if name in found else -1 for name in kind.header]
    readers = [
        ColumnReader(
            column,
            kind.target_field(column.field) if column.field else None,
            today=today,
            is_month_first=column.name in month_first_names,
        )
        for column in kind.columns
    ]
    line_position = found.index(LINE_COLUMN) if LINE_COLUMN in found else None
    return _Plan(positions, readers, len(found), line_position)


def _header_message(missing: list[str], unknown: list[str], doubled: list[str]) -> str:
    parts = [_("Judul kolom berkas tidak sesuai templat.")]
    if missing:
        parts.append(_("Kolom yang tidak ada: %(names)s.") % {"names": ", ".join(missing[:10])})
    if unknown:
        parts.append(
            _("Kolom yang tidak dikenal: %(names)s.") % {"names": ", ".join(n[:40] or "?" for n in unknown[:10])}
        )
    if doubled:
        parts.append(
            _("Kolom yang muncul dua kali: %(names)s.") % {"names": ", ".join(n[:40] or "?" for n in doubled[:10])}
        )
    parts.append(_("Tidak ada data yang berubah. Unduh templatnya, salin data ke sana, lalu unggah lagi."))
    return " ".join(parts)


def refusal_message(refused: TableRefusedError) -> str:
    """Return what to tell whoever uploaded a file that was refused before any row was read."""
    messages = {
        TableFault.EMPTY: _("Berkas kosong: tidak ada judul kolom."),
        TableFault.TOO_LARGE: _("Berkas terlalu besar. Simpan sebagai CSV atau bagi menjadi beberapa berkas."),
        TableFault.UNPACKED_TOO_LARGE: _("Isi berkas Excel terlalu besar setelah dibuka. Simpan sebagai CSV."),
        TableFault.GZIP_TOO_LARGE: _("Isi berkas gzip terlalu besar setelah dibuka. Bagi menjadi beberapa berkas."),
        TableFault.TOO_MANY_ROWS: _("Baris terlalu banyak. Simpan sebagai CSV atau bagi menjadi beberapa berkas."),
        TableFault.TOO_MANY_COLUMNS: _("Kolom terlalu banyak. Pakai templat dan pemisah titik koma atau koma."),
        TableFault.TOO_MANY_CELLS: _("Sel terlalu banyak untuk berkas Excel. Simpan sebagai CSV."),
        TableFault.ENCRYPTED: _("Berkas dikunci kata sandi. Simpan tanpa kata sandi."),
        TableFault.OLD_FORMAT: _("Format Excel lama (.xls) tidak diterima. Simpan sebagai .xlsx atau CSV."),
        TableFault.MACROS: _("Berkas memuat makro. Simpan sebagai .xlsx biasa."),
        TableFault.FORMULA: _("Berkas memuat rumus. Salin lalu tempel sebagai nilai, kemudian simpan."),
        TableFault.NOT_UTF8: _("Teks berkas bukan UTF-8. Simpan sebagai CSV UTF-8."),
        TableFault.BROKEN: _("Berkas rusak atau bukan tabel CSV, XLSX, atau Parquet."),
        TableFault.NO_SHEET: _("Lembar yang dicari tidak ada dalam berkas."),
        TableFault.ERROR_CELL: _(
            "Sel berisi galat Excel, bukan nilai. Isi nilainya, atau kosongkan bila memang belum ada, lalu simpan lagi."
        ),
        TableFault.PERCENT: _(
            "Sel berformat persen: 45,5 persen tersimpan sebagai 0,455. Ubah formatnya menjadi angka dan tulis "
            "angkanya."
        ),
        TableFault.PERCENT_MIXED: _(
            "Satu kolom memuat sel berformat persen dan angka biasa. Samakan format seluruh kolom, lalu simpan lagi."
        ),
        TableFault.FIRST_SHEET_HIDDEN: _(
            "Lembar pertama tersembunyi. Tampilkan lembar itu, atau pindahkan lembar yang dimaksud ke depan."
        ),
        TableFault.PARQUET_TOO_LARGE: _(
            "Isi berkas Parquet terlalu besar setelah dibuka. Bagi menjadi beberapa berkas."
        ),
        TableFault.COLUMN_TYPE: _(
            "Jenis kolom Parquet ini tidak dapat dibaca dengan pasti. Simpan kolom itu sebagai teks, bilangan bulat,"
            " desimal paling banyak 38 digit, tanggal, atau ya/tidak (boolean)."
        ),
        TableFault.INEXACT: _(
            "Kolom pecahan biner (float) memuat angka yang tidak pasti apa yang ditulis. Simpan kolom itu sebagai"
            " desimal, bilangan bulat, atau teks, dan sel kosong sebagai null."
        ),
        TableFault.TIME_OF_DAY: _("Kolom tanggal memuat jam, jadi harinya tidak pasti. Simpan sebagai tanggal saja."),
    }
    place = _(" (tempat: %(where)s)") % {"where": refused.where[:60]} if refused.where else ""
    return f"{messages[refused.fault]}{place} " + _("Tidak ada data yang berubah.")
