"""Reads a rulebook, a table, marks and reference populations from files into what the engine takes."""

import datetime
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from awards.engine import GivenMark, RulebookError, Rules, Table, load_rulebook
from awards.engine.criteria import Comparator, Levels
from awards.engine.words import in_english
from awards.offline.numbers import DecimalSign, NumberStyle, ScientificNumberError, style_of
from awards.offline.refusals import (
    FaultyFileError,
    InputRefusedError,
    UsageError,
    number_refusal,
    scientific_refusal,
)
from awards.offline.regions import RegionCells
from paritrana.lib import tables
from paritrana.lib.language import Language
from paritrana.lib.numbers_id import NumberRefusedError
from paritrana.lib.plain_keys import plain_name, plain_words, whole_npp
from paritrana.lib.problems import Note, note
from paritrana.lib.table_faults import TableRefusedError
from paritrana.lib.whole_file import is_footnote, is_summary, sum_rows
from paritrana.pages.reader import reader_language
from paritrana.uploads.reading import refusal_message

MARK_COLUMNS = {
    "entity": ("peserta", "entity"),
    "juror": ("juri", "juror"),
    "criterion": ("kriteria", "criterion"),
    "value": ("nilai", "value"),
}

SHOWN_ROWS = 20

Value = Decimal | str | None


@dataclass(frozen=True, slots=True)
class AsideColumn:
    """A column of numbers that is read beside those of the rulebook; one that somebody asked for must be there."""

    name: str
    is_asked_for: bool
    values: dict[str, Value] = field(default_factory=dict)

    @property
    def figures(self) -> dict[str, Decimal | None]:
        return {entry: value if isinstance(value, Decimal) else None for entry, value in self.values.items()}


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file of a table, and of a workbook the sheet that is read: "" is the first.

    `aside` takes the figures of a column that scores nothing.
    """

    path: Path
    sheet: str = ""
    aside: AsideColumn | None = None


class SummaryRows(StrEnum):
    """What becomes of rows that sum up or explain the others."""

    REFUSE = "tolak"
    LEAVE_OUT = "tinggalkan"
    ENTRANTS = "peserta"


def read_rulebook(path: Path) -> Rules:
    """Return the rules, in their own English where the command speaks English."""
    try:
        rules = load_rulebook(_existing(path).read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputRefusedError(note("input.not-utf8", path=str(path))) from None
    except RulebookError as error:
        heading = note("input.rulebook-refused", path=str(path), count=len(error.problems))
        raise FaultyFileError(heading, error.problems) from error
    return in_english(rules) if reader_language() is Language.ENGLISH else rules


def read_table(
    source: TableFile,
    rulebook: Rules,
    *,
    id_column: str,
    sign: DecimalSign,
    notes: list[Note],
    summary_rows: SummaryRows = SummaryRows.REFUSE,
) -> Table:
    """Keep the columns that the rulebook reads; the first column names the entries unless another is named.

    `notes` takes what the reader of the result should know: how unclear numbers were read, what was not read.
    """
    path = source.path
    file = _open(source, [rulebook.columns], notes)
    chosen = file.identities(id_column)
    places = {_composed(name): name for name in file.header}
    wanted = {name: places[_composed(name)] for name in rulebook.columns if _composed(name) in places}
    seen: dict[str, int] = {}
    faults: list[Note] = []
    columns: dict[str, list[Value]] = {name: [] for name in wanted}
    numeric = number_columns(rulebook)
    beside = _beside(file, source.aside, places, notes)
    numbers = [*(own for name, own in wanted.items() if name in numeric), *beside]
    style = file.style(numbers, sign, notes)
    percent = file.percent_names
    regions = RegionCells(file.header, chosen, faults)
    is_npp = plain_words(chosen) == "npp"
    read = [chosen, *wanted.values(), *beside, *filter(None, regions.columns)]
    _note_columns(file, read, numbers, notes)
    readers = {
        name: _NumberCells(own, style, rulebook.not_applicable, faults, is_percent=own in percent)
        for name, own in wanted.items()
    }
    asides = {
        own: _NumberCells(own, style, rulebook.not_applicable, faults, is_percent=own in percent) for own in beside
    }
    left_out: list[int] = []
    lines: list[int] = []
    spellings = _Spellings(faults)
    for number, cells in file.rows:
        row = file.by_name(cells, number)
        entry = _text(row[chosen])
        texts = [_text(cell) for cell in cells]
        if (is_summary(entry) or is_footnote(texts)) and summary_rows is not SummaryRows.ENTRANTS:
            if summary_rows is SummaryRows.REFUSE:
                faults.append(note("input.summary-row", row=str(number), entry=(entry or "".join(texts))[:60]))
            left_out.append(number)
            continue
        lines.append(number)
        _identify(entry, chosen, number, seen, faults)
        if is_npp and entry and whole_npp(entry) != entry.upper():
            faults.append(note("input.npp-incomplete", row=str(number), entry=entry, whole=whole_npp(entry)))
        spellings.see(entry, chosen, number)
        code, region = (_text(row[column]) if column else "" for column in regions.columns)
        regions.see(code, region, number)
        for name, cells_beside in asides.items():
            beside[name][entry] = cells_beside.read(row[name], number)
        for name, column in columns.items():
            cell = row[wanted[name]]
            column.append(readers[name].read(cell, number) if name in numeric else _label(cell))
    _refuse(path, faults)
    for said in regions.notes():
        _note_of(file, notes, said)
    entries = list(seen)
    if summary_rows is not SummaryRows.ENTRANTS:
        sums = _sum_places([column for name, column in columns.items() if name in numeric])
        if summary_rows is SummaryRows.REFUSE:
            _refuse(path, [note("input.sum-row", row=str(lines[one]), entry=entries[one]) for one in sums])
        left_out += [lines[one] for one in sums]
        entries = [entry for place, entry in enumerate(entries) if place not in sums]
        columns = {
            name: [value for place, value in enumerate(column) if place not in sums] for name, column in columns.items()
        }
    if left_out:
        _note_of(file, notes, note("input.rows-left-out", rows=_listed(sorted(left_out))))
    if not entries:
        raise InputRefusedError(note("input.no-entries", path=str(path)))
    return Table(entries, columns)


def _beside(
    file: "_File", aside: AsideColumn | None, places: Mapping[str, str], notes: list[Note]
) -> dict[str, dict[str, Value]]:
    """Return where the figures of the column beside the rulebook's go, under its title in the file."""
    if aside is None:
        return {}
    own = places.get(_composed(aside.name))
    if own is not None:
        return {own: aside.values}
    if aside.is_asked_for:
        raise InputRefusedError(note("input.no-column", path=str(file.path), name=aside.name, columns=file.header))
    _note_of(file, notes, note("input.published-absent", column=aside.name))
    return {}


def _sum_places(columns: Sequence[Sequence[Value]]) -> list[int]:
    return sum_rows(
        [[value if isinstance(value, Decimal) else None for value in row] for row in zip(*columns, strict=True)]
    )


def _listed(numbers: Sequence[int]) -> tuple[str, ...]:
    return (*map(str, numbers[:SHOWN_ROWS]), *(["…"] if len(numbers) > SHOWN_ROWS else []))


def _note_of(file: "_File", notes: list[Note], said: Note) -> None:
    notes.append(note("input.of-file", name=file.path.name, note=said))


def _note_columns(file: "_File", read: Sequence[str], numbers: Sequence[str], notes: list[Note]) -> None:
    unread = tuple(name for name in file.header if name and name not in read)
    if unread:
        _note_of(file, notes, note("input.columns-unread", columns=unread))
    for name in numbers:
        if name in file.percent_names:
            _note_of(file, notes, note("input.percent-read", column=name))


def read_marks(source: TableFile, *, sign: DecimalSign, notes: list[Note]) -> list[GivenMark]:
    """Read one mark a row; a row without a value is a mark that was not given."""
    path = source.path
    file = _open(source, list(zip(*MARK_COLUMNS.values(), strict=True)), notes)
    places = {field: _mark_column(path, file.header, names) for field, names in MARK_COLUMNS.items()}
    marks: list[GivenMark] = []
    faults: list[Note] = []
    style = file.style([places["value"]], sign, notes)
    is_percent = places["value"] in file.percent_names
    _note_columns(file, list(places.values()), [places["value"]], notes)
    values = _NumberCells(places["value"], style, "", faults, is_percent=is_percent)
    spellings = _Spellings(faults)
    for number, cells in file.rows:
        row = file.by_name(cells, number)
        names = [_text(row[places[field]]) for field in ("entity", "juror", "criterion")]
        for key, name in zip(("entity", "juror", "criterion"), names, strict=True):
            spellings.see(name, places[key], number)
        value = values.read(row[places["value"]], number)
        if not all(names):
            faults.append(note("input.mark-names", row=str(number)))
        elif isinstance(value, Decimal):
            marks.append(GivenMark(names[0], names[1], names[2], value))
    _refuse(path, faults)
    return marks


def _mark_column(path: Path, header: Sequence[str], names: tuple[str, ...]) -> str:
    found = [name for name in header if name.lower() in names]
    if len(found) == 1:
        return found[0]
    raise InputRefusedError(
        note("input.mark-column", path=str(path), name=names[0], other=names[1], columns=tuple(header))
    )


def number_columns(rulebook: Rules) -> frozenset[str]:
    """Return the columns that the rulebook reads as numbers; a column may be read both ways."""
    labels = set(rulebook.grouping.columns)
    labels |= {leaf.column for leaf in rulebook.leaves if leaf.column and isinstance(leaf.normalisation, Levels)}
    numbers = {leaf.column for leaf in rulebook.leaves if leaf.column and not isinstance(leaf.normalisation, Levels)}
    for one in rulebook.comparisons:
        if one.column:
            (labels if one.comparator is Comparator.ONE_OF else numbers).add(one.column)
    numbers |= {one.column for node in rulebook.root.walk() for one in node.adjustments}
    numbers |= {name for measure in rulebook.measures.values() for name in measure.columns}
    return frozenset(numbers | (set(rulebook.columns) - labels))


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise UsageError(note("input.no-file", path=str(path)))
    return path


@dataclass(frozen=True, slots=True)
class _File:
    """A table file as it was read; a row's number is its line."""

    path: Path
    header: tuple[str, ...]
    rows: list[tables.NumberedRow]
    delimiter: str
    percent_names: frozenset[str] = frozenset()

    def identities(self, named: str) -> str:
        """Return the column that names the entries."""
        found = {_composed(name): name for name in self.header}.get(_composed(named)) if named else self.header[0]
        if found is None:
            raise InputRefusedError(note("input.no-column", path=str(self.path), name=named, columns=self.header))
        if not found:
            raise InputRefusedError(note("input.no-heading", path=str(self.path)))
        return found

    def style(self, columns: Sequence[str], sign: DecimalSign, notes: list[Note]) -> NumberStyle:
        places = [self.header.index(name) for name in columns]
        texts = (cell for _, cells in self.rows for place in places if isinstance(cell := _cell_at(cells, place), str))
        style = style_of(texts, declared=sign, delimiter=self.delimiter)
        if style.note:
            notes.append(note("input.of-file", name=self.path.name, note=style.note))
        return style

    def by_name(self, cells: Sequence[tables.Cell], number: int) -> dict[str, tables.Cell]:
        if len(cells) > len(self.header) and any(_text(cell) for cell in cells[len(self.header) :]):
            raise InputRefusedError(
                note(
                    "input.row-too-long",
                    path=str(self.path),
                    row=str(number),
                    cells=len(cells),
                    columns=len(self.header),
                )
            )
        return {name: _cell_at(cells, place) for place, name in enumerate(self.header)}


def _open(source: TableFile, titles: Sequence[Collection[str]], notes: list[Note]) -> _File:
    """Open a table from the row on that holds one of these sets of titles, wherever it stands in the first rows."""
    path = source.path
    try:
        with tables.open_table(_existing(path), sheet=source.sheet or None, reads_percent=True) as opened:
            table = opened
            for wanted in titles:
                if not table.heading_row:
                    table = tables.below_titles(table, {_composed(name).casefold() for name in wanted})
            header = _without_blank_end(table.header)
            percent = frozenset(header[place] for place in table.percent_columns if place < len(header))
            file = _File(path, header, list(table.rows), table.delimiter, percent)
    except TableRefusedError as refused:
        raise InputRefusedError(note("input.unreadable", path=str(path), reason=refusal_message(refused))) from refused
    names = [_composed(name) for name in file.header if name]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputRefusedError(note("input.column-twice", path=str(path), columns=tuple(twice)))
    if table.heading_row:
        _note_of(file, notes, note("input.heading-row", row=str(table.heading_row)))
    if table.old_windows_row:
        _note_of(file, notes, note("input.old-windows", row=str(table.old_windows_row)))
    if table.other_sheets:
        _note_of(file, notes, note("input.other-sheets", sheet=table.sheet, others=table.other_sheets))
    if table.hidden_rows:
        _note_of(file, notes, note("input.hidden-rows", rows=_listed(table.hidden_rows)))
    return file


def _without_blank_end(header: tuple[str, ...]) -> tuple[str, ...]:
    """A workbook is as wide as its widest row, a text file is not: what has no title lies beyond the titles in both."""
    width = len(header)
    while width > 1 and not header[width - 1]:
        width -= 1
    return header[:width]


def _cell_at(cells: Sequence[tables.Cell], place: int) -> tables.Cell:
    return cells[place] if place < len(cells) else None


def _composed(name: str) -> str:
    """An accent is one letter, whether the file writes it as one sign or as two."""
    return unicodedata.normalize("NFC", name)


def _identify(entry: str, column: str, number: int, seen: dict[str, int], faults: list[Note]) -> None:
    if not entry:
        faults.append(note("input.no-identity", row=str(number), column=column))
    elif entry in seen:
        faults.append(note("input.entry-twice", row=str(number), entry=entry, first=str(seen[entry])))
    seen.setdefault(entry, number)


class _Spellings:
    """Two spellings of one name in a column would count it twice: whoever comes second is a fault."""

    def __init__(self, faults: list[Note]) -> None:
        self._faults = faults
        self._first: dict[tuple[str, str], tuple[str, int]] = {}
        self._seen: set[tuple[str, str]] = set()

    def see(self, name: str, column: str, row: int) -> None:
        if not name or (column, name) in self._seen:
            return
        self._seen.add((column, name))
        other, first = self._first.setdefault((column, plain_name(name)), (name, row))
        if other != name:
            values = {"row": str(row), "column": column, "name": name[:60], "other": other[:60], "first": str(first)}
            self._faults.append(note("input.name-respelled", **values))


def _label(cell: tables.Cell) -> Value:
    return cell if isinstance(cell, Decimal) else _text(cell) or None


@dataclass(frozen=True, slots=True)
class _NumberCells:
    """Reads the cells of one column as numbers and notes the faults; the marker of the rulebook is kept as it is."""

    column: str
    style: NumberStyle
    marker: str
    faults: list[Note]
    is_percent: bool = False

    def read(self, cell: tables.Cell, row: int) -> Value:
        text = _text(cell)
        if isinstance(cell, Decimal):
            return cell
        if not text or text == self.marker:
            return text or None
        if self.is_percent:
            self.faults.append(note("input.percent-text", row=str(row), column=self.column, text=text[:40]))
            return None
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


def _refuse(path: Path, faults: Sequence[Note]) -> None:
    if faults:
        raise FaultyFileError(note("input.file-refused", path=str(path), count=len(faults)), faults)
