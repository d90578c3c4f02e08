"""Reads a rulebook, a table, marks and reference populations from files into what the engine takes."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from awards.engine import Mark, Rulebook, RulebookError, Table, load_rulebook
from awards.engine.criteria import Comparison, Levels
from awards.management.scoring.refusals import InputRefusedError, UsageError, number_refusal
from paritrana.imports.reading import refusal_message
from paritrana.lib import tables
from paritrana.lib.numbers_id import NumberFault, NumberRefusedError, parse_decimal
from paritrana.lib.table_faults import TableRefusedError

MARK_COLUMNS = {
    "entity": ("peserta", "entity"),
    "juror": ("juri", "juror"),
    "criterion": ("kriteria", "criterion"),
    "value": ("nilai", "value"),
}
SHOWN_FAULTS = 20

Value = Decimal | str | None


class DecimalSign(StrEnum):
    """What starts the decimals of a number in the files; SAFE refuses what may be read in two ways."""

    SAFE = "aman"
    POINT = "titik"
    COMMA = "koma"


def read_rulebook(path: Path) -> Rulebook:
    try:
        return load_rulebook(_existing(path).read_text("utf-8"))
    except UnicodeDecodeError:
        raise InputRefusedError(f"Juknis {path} bukan teks UTF-8. Simpan sebagai UTF-8, lalu jalankan lagi.") from None
    except RulebookError as error:
        faults = "\n".join(f"  - {problem}" for problem in error.problems)
        raise InputRefusedError(
            f"Juknis {path} ditolak karena {len(error.problems)} kesalahan:\n{faults}\nTidak ada yang dihitung."
        ) from error


def read_table(path: Path, rulebook: Rulebook, *, id_column: str, sign: DecimalSign) -> Table:
    """Keep the columns that the rulebook reads; the first column names the entries unless another is named."""
    header, rows = _rows(path)
    chosen = id_column or header[0]
    if chosen not in header:
        raise InputRefusedError(f"Tabel {path} tidak punya kolom «{chosen}». Kolom yang ada: {', '.join(header)}.")
    wanted = [name for name in header if name in set(rulebook.columns)]
    seen: dict[str, int] = {}
    faults: list[str] = []
    columns: dict[str, list[Value]] = {name: [] for name in wanted}
    numeric = number_columns(rulebook)
    readers = {name: _NumberCells(name, sign, rulebook.not_applicable, faults) for name in wanted if name in numeric}
    for number, cells in rows:
        row = _by_name(header, cells, number)
        _identify(_text(row[chosen]), chosen, number, seen, faults)
        for name, column in columns.items():
            column.append(readers[name].read(row[name], number) if name in readers else _label(row[name]))
    _refuse(path, faults)
    if not seen:
        raise InputRefusedError(f"Tabel {path} tidak punya satu baris peserta pun. Isi tabelnya, lalu jalankan lagi.")
    return Table(list(seen), columns)


def read_marks(path: Path, *, sign: DecimalSign) -> list[Mark]:
    """Read one mark a row; a row without a value is a mark that was not given."""
    header, rows = _rows(path)
    places = {field: _mark_column(path, header, names) for field, names in MARK_COLUMNS.items()}
    marks: list[Mark] = []
    faults: list[str] = []
    values = _NumberCells(places["value"], sign, "", faults)
    for number, cells in rows:
        row = _by_name(header, cells, number)
        names = [_text(row[places[field]]) for field in ("entity", "juror", "criterion")]
        value = values.read(row[places["value"]], number)
        if not all(names):
            faults.append(f"Baris {number}: peserta, juri dan kriteria harus terisi.")
        elif isinstance(value, Decimal):
            marks.append(Mark(names[0], names[1], names[2], value))
    _refuse(path, faults)
    return marks


def _mark_column(path: Path, header: Sequence[str], names: tuple[str, ...]) -> str:
    found = [name for name in header if name.lower() in names]
    if len(found) == 1:
        return found[0]
    raise InputRefusedError(
        f"Berkas nilai juri {path} harus punya satu kolom «{names[0]}» (atau «{names[1]}»). "
        f"Kolom yang ada: {', '.join(header)}."
    )


def number_columns(rulebook: Rulebook) -> frozenset[str]:
    """Return the columns that the rulebook reads as numbers; a column may be read both ways."""
    labels = set(rulebook.grouping.columns)
    labels |= {leaf.column for leaf in rulebook.leaves if leaf.column and isinstance(leaf.normalisation, Levels)}
    labels |= {gate.column for gate in rulebook.gates if gate.column and gate.comparison is Comparison.ONE_OF}
    numbers = {leaf.column for leaf in rulebook.leaves if leaf.column and not isinstance(leaf.normalisation, Levels)}
    numbers |= {gate.column for gate in rulebook.gates if gate.column and gate.comparison is not Comparison.ONE_OF}
    numbers |= {one.column for node in rulebook.root.walk() for one in node.adjustments}
    numbers |= {name for measure in rulebook.measures.values() for name in measure.columns}
    return frozenset(numbers | (set(rulebook.columns) - labels))


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise UsageError(f"Berkas {path} tidak ada. Periksa nama dan tempatnya.")
    return path


def _rows(path: Path) -> tuple[tuple[str, ...], list[tables.NumberedRow]]:
    try:
        with tables.open_table(_existing(path)) as table:
            header, rows = table.header, list(table.rows)
    except TableRefusedError as refused:
        raise InputRefusedError(f"{path}: {refusal_message(refused)}") from refused
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise InputRefusedError(f"{path}: kolom tertulis lebih dari sekali: {', '.join(twice)}. Sisakan satu saja.")
    if not header[0]:
        raise InputRefusedError(f"{path}: kolom pertama tidak berjudul. Beri judul setiap kolom.")
    return header, rows


def _by_name(header: Sequence[str], cells: Sequence[tables.Cell], number: int) -> dict[str, tables.Cell]:
    if len(cells) > len(header) and any(_text(cell) for cell in cells[len(header) :]):
        raise InputRefusedError(
            f"Baris {number} berisi {len(cells)} sel, sedangkan judulnya {len(header)} kolom. "
            "Periksa pemisah kolom; teks yang memuat pemisah harus diapit tanda kutip."
        )
    padded = [*cells, *[None] * (len(header) - len(cells))]
    return dict(zip(header, padded, strict=False))


def _identify(entry: str, column: str, number: int, seen: dict[str, int], faults: list[str]) -> None:
    if not entry:
        faults.append(f"Baris {number}: kolom «{column}» kosong. Isi kode pesertanya.")
    elif entry in seen:
        faults.append(f"Baris {number}: peserta «{entry}» sudah ada pada baris {seen[entry]}. Sisakan satu baris saja.")
    seen.setdefault(entry, number)


def _label(cell: tables.Cell) -> Value:
    return cell if isinstance(cell, Decimal) else _text(cell) or None


@dataclass(frozen=True, slots=True)
class _NumberCells:
    """Reads the cells of one column as numbers and notes the faults; the marker of the rulebook is kept as it is."""

    column: str
    sign: DecimalSign
    marker: str
    faults: list[str]

    def read(self, cell: tables.Cell, row: int) -> Value:
        text = _text(cell)
        if isinstance(cell, Decimal):
            return cell
        if not text or text == self.marker:
            return text or None
        try:
            return _number(text, self.sign)
        except NumberRefusedError as refused:
            self.faults.append(number_refusal(refused.fault, column=self.column, row=row, text=text))
            return None


def _number(text: str, sign: DecimalSign) -> Decimal:
    """Read what has one meaning; where it has two, the declared sign decides."""
    try:
        return parse_decimal(text)
    except NumberRefusedError as refused:
        readable = {
            DecimalSign.POINT: (NumberFault.AMBIGUOUS, NumberFault.ENGLISH),
            DecimalSign.COMMA: (NumberFault.AMBIGUOUS,),
        }
        if refused.fault not in readable.get(sign, ()):
            raise
    decimal_sign, thousands = (".", ",") if sign is DecimalSign.POINT else (",", ".")
    return Decimal("".join(text.split()).replace(thousands, "").replace(decimal_sign, "."))


def _text(cell: tables.Cell) -> str:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, bool | datetime.date):
        return str(cell)
    return "" if cell is None else cell.strip()


def _refuse(path: Path, faults: Sequence[str]) -> None:
    if not faults:
        return
    listed = "\n".join(f"  - {fault}" for fault in _shown(faults))
    raise InputRefusedError(f"{path} ditolak karena {len(faults)} kesalahan:\n{listed}\nTidak ada yang dihitung.")


def _shown(faults: Sequence[str]) -> Iterator[str]:
    yield from faults[:SHOWN_FAULTS]
    if len(faults) > SHOWN_FAULTS:
        yield f"dan {len(faults) - SHOWN_FAULTS} kesalahan lain."
