"""Rows of an uploaded file, cell by cell, into staged rows and faulty rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from paritrana.imports.cells import CellFaultError, ColumnReader
from paritrana.imports.kinds import ImportKind
from paritrana.lib.table_faults import TableFault, TableRefusedError
from paritrana.lib.tables import Cell, Table

LINE_COLUMN = "baris"
REASON_COLUMN = "alasan"
EXTRA_COLUMNS = frozenset({LINE_COLUMN, REASON_COLUMN})

StagedValues = list[str | None]


class FileRefusedError(Exception):
    """The file is refused as a whole; the message is for people."""


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A row that cannot be taken over: each fault with its column, and the cells as they stood in the file."""

    line: int
    reasons: list[dict[str, str]]
    cells: list[str]


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


def read_rows(kind: ImportKind, table: Table, *, is_mend: bool) -> Iterator[GoodRow | FaultyRow]:
    """Yield every row of the file; raise `FileRefusedError` at once when the header is not the template's.

    A file of mended rows names in `baris` which line of the first file each row replaces.
    """
    plan = _plan(kind, table.header, is_mend=is_mend)
    names = kind.header
    for number, cells in table.rows:
        line = _mended_line(number, cells, plan) if is_mend else number
        values, reasons = _parse(kind, cells, plan)
        if not reasons:
            staged = dict(zip(names, [value or "" for value in values], strict=True))
            for check in kind.checks:
                reasons.extend({"column": column, "message": message} for column, message in check(staged))
        if reasons:
            yield FaultyRow(line, reasons, [cell_text(_cell(cells, position)) for position in plan.positions])
        else:
            yield GoodRow(line, values)


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
    return str(cell)


def _mended_line(number: int, cells: Sequence[Cell], plan: _Plan) -> int:
    text = cell_text(_cell(cells, plan.line_position if plan.line_position is not None else -1)).strip()
    if not text.isascii() or not text.isdigit():
        raise FileRefusedError(
            _(
                "Kolom baris pada baris %(number)s berkas perbaikan tidak berisi nomor. Tidak ada data yang berubah."
                " Pakai berkas baris ditolak yang diunduh dari halaman ini."
            )
            % {"number": number}
        )
    return int(text)


def _plan(kind: ImportKind, header: Sequence[str], *, is_mend: bool) -> _Plan:
    found = [name.casefold() for name in header]
    while found and not found[-1]:
        found.pop()
    required = [column.name for column in kind.columns if column.is_required]
    missing = [name for name in ([*required, LINE_COLUMN] if is_mend else required) if name not in found]
    unknown = [name for name in found if name not in kind.header and name not in EXTRA_COLUMNS]
    doubled = sorted({name for name in found if found.count(name) > 1})
    if missing or unknown or doubled:
        raise FileRefusedError(_header_message(missing, unknown, doubled))
    positions = [found.index(name) if name in found else -1 for name in kind.header]
    readers = [
        ColumnReader(column, kind.target_field(column.field) if column.field else None) for column in kind.columns
    ]
    line_position = found.index(LINE_COLUMN) if LINE_COLUMN in found else None
    return _Plan(positions, readers, len(header), line_position)


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
        TableFault.TOO_MANY_ROWS: _("Baris terlalu banyak. Simpan sebagai CSV atau bagi menjadi beberapa berkas."),
        TableFault.TOO_MANY_COLUMNS: _("Kolom terlalu banyak. Pakai templat dan pemisah titik koma atau koma."),
        TableFault.TOO_MANY_CELLS: _("Sel terlalu banyak untuk berkas Excel. Simpan sebagai CSV."),
        TableFault.ENCRYPTED: _("Berkas dikunci kata sandi. Simpan tanpa kata sandi."),
        TableFault.OLD_FORMAT: _("Format Excel lama (.xls) tidak diterima. Simpan sebagai .xlsx atau CSV."),
        TableFault.MACROS: _("Berkas memuat makro. Simpan sebagai .xlsx biasa."),
        TableFault.FORMULA: _("Berkas memuat rumus. Salin lalu tempel sebagai nilai, kemudian simpan."),
        TableFault.NOT_UTF8: _("Teks berkas bukan UTF-8. Simpan sebagai CSV UTF-8."),
        TableFault.BROKEN: _("Berkas rusak atau bukan tabel CSV atau XLSX."),
        TableFault.NO_SHEET: _("Lembar yang dicari tidak ada dalam berkas."),
    }
    place = _(" (tempat: %(where)s)") % {"where": refused.where[:60]} if refused.where else ""
    return f"{messages[refused.fault]}{place} " + _("Tidak ada data yang berubah.")
