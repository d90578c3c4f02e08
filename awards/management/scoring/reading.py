"""Reads a rulebook, a table, marks and reference populations from files into what the engine takes."""

import datetime
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from awards.engine import Mark, Rulebook, RulebookError, Table, load_rulebook
from awards.engine.criteria import Comparison, Levels
from awards.management.scoring.numbers import DecimalSign, NumberStyle, ScientificNumberError, style_of
from awards.management.scoring.refusals import InputRefusedError, UsageError, number_refusal, scientific_refusal
from paritrana.imports.reading import refusal_message
from paritrana.lib import tables
from paritrana.lib.numbers_id import NumberRefusedError
from paritrana.lib.table_faults import TableRefusedError

MARK_COLUMNS = {
    "entity": ("peserta", "entity"),
    "juror": ("juri", "juror"),
    "criterion": ("kriteria", "criterion"),
    "value": ("nilai", "value"),
}
SHOWN_FAULTS = 20

Value = Decimal | str | None


def read_rulebook(path: Path) -> Rulebook:
    try:
        return load_rulebook(_existing(path).read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputRefusedError(f"Juknis {path} bukan teks UTF-8. Simpan sebagai UTF-8, lalu jalankan lagi.") from None
    except RulebookError as error:
        faults = "\n".join(f"  - {problem}" for problem in error.problems)
        raise InputRefusedError(
            f"Juknis {path} ditolak karena {len(error.problems)} kesalahan:\n{faults}\nTidak ada yang dihitung."
        ) from error


def read_table(path: Path, rulebook: Rulebook, *, id_column: str, sign: DecimalSign, notes: list[str]) -> Table:
    """Keep the columns that the rulebook reads; the first column names the entries unless another is named.

    `notes` takes what the reader of the result should know about how unclear numbers were read.
    """
    file = _open(path)
    chosen = file.identities(id_column)
    places = {_composed(name): name for name in file.header}
    wanted = {name: places[_composed(name)] for name in rulebook.columns if _composed(name) in places}
    seen: dict[str, int] = {}
    faults: list[str] = []
    columns: dict[str, list[Value]] = {name: [] for name in wanted}
    numeric = number_columns(rulebook)
    style = file.style([own for name, own in wanted.items() if name in numeric], sign, notes)
    readers = {name: _NumberCells(own, style, rulebook.not_applicable, faults) for name, own in wanted.items()}
    for number, cells in file.rows:
        row = file.by_name(cells, number)
        _identify(_text(row[chosen]), chosen, number, seen, faults)
        for name, column in columns.items():
            cell = row[wanted[name]]
            column.append(readers[name].read(cell, number) if name in numeric else _label(cell))
    _refuse(path, faults)
    if not seen:
        raise InputRefusedError(f"Tabel {path} tidak punya satu baris peserta pun. Isi tabelnya, lalu jalankan lagi.")
    return Table(list(seen), columns)


def read_marks(path: Path, *, sign: DecimalSign, notes: list[str]) -> list[Mark]:
    """Read one mark a row; a row without a value is a mark that was not given."""
    file = _open(path)
    places = {field: _mark_column(path, file.header, names) for field, names in MARK_COLUMNS.items()}
    marks: list[Mark] = []
    faults: list[str] = []
    style = file.style([places["value"]], sign, notes)
    values = _NumberCells(places["value"], style, "", faults)
    for number, cells in file.rows:
        row = file.by_name(cells, number)
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


@dataclass(frozen=True, slots=True)
class _File:
    """A table file as it was read; a row's number is its line."""

    path: Path
    header: tuple[str, ...]
    rows: list[tables.NumberedRow]
    delimiter: str

    def identities(self, named: str) -> str:
        """Return the column that names the entries."""
        found = {_composed(name): name for name in self.header}.get(_composed(named)) if named else self.header[0]
        if found is None:
            raise InputRefusedError(
                f"Tabel {self.path} tidak punya kolom «{named}». Kolom yang ada: {', '.join(self.header)}."
            )
        if not found:
            raise InputRefusedError(f"{self.path}: kolom pertama tidak berjudul. Beri judul setiap kolom.")
        return found

    def style(self, columns: Sequence[str], sign: DecimalSign, notes: list[str]) -> NumberStyle:
        places = [self.header.index(name) for name in columns]
        texts = (cell for _, cells in self.rows for place in places if isinstance(cell := _cell_at(cells, place), str))
        style = style_of(texts, declared=sign, delimiter=self.delimiter)
        if style.note:
            notes.append(f"{self.path.name}: {style.note}")
        return style

    def by_name(self, cells: Sequence[tables.Cell], number: int) -> dict[str, tables.Cell]:
        if len(cells) > len(self.header) and any(_text(cell) for cell in cells[len(self.header) :]):
            raise InputRefusedError(
                f"{self.path}, baris {number} berisi {len(cells)} sel, sedangkan judulnya {len(self.header)} kolom. "
                "Periksa pemisah kolom; teks yang memuat pemisah harus diapit tanda kutip."
            )
        return {name: _cell_at(cells, place) for place, name in enumerate(self.header)}


def _open(path: Path) -> _File:
    try:
        with tables.open_table(_existing(path)) as table:
            file = _File(path, table.header, list(table.rows), table.delimiter)
    except TableRefusedError as refused:
        raise InputRefusedError(f"{path}: {refusal_message(refused)}") from refused
    names = [_composed(name) for name in file.header if name]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputRefusedError(f"{path}: kolom tertulis lebih dari sekali: {', '.join(twice)}. Sisakan satu saja.")
    return file


def _cell_at(cells: Sequence[tables.Cell], place: int) -> tables.Cell:
    return cells[place] if place < len(cells) else None


def _composed(name: str) -> str:
    """An accent is one letter, whether the file writes it as one sign or as two."""
    return unicodedata.normalize("NFC", name)


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
    style: NumberStyle
    marker: str
    faults: list[str]

    def read(self, cell: tables.Cell, row: int) -> Value:
        text = _text(cell)
        if isinstance(cell, Decimal):
            return cell
        if not text or text == self.marker:
            return text or None
        try:
            return self.style.parse(text)
        except NumberRefusedError as refused:
            self.faults.append(number_refusal(refused.fault, column=self.column, row=row, text=text))
        except ScientificNumberError:
            self.faults.append(scientific_refusal(column=self.column, row=row, text=text))
        return None


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
