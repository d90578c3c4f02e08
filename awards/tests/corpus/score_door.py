"""Dirty tables and marks through the door of `manage.py score`: what it refuses by line, notes, and reads."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from awards.engine import load_rulebook
from awards.offline.numbers import DecimalSign
from awards.offline.reading import SummaryRows, TableFile, read_marks, read_table
from awards.offline.refusals import InputRefusedError, told
from awards.offline.tests.files import RULEBOOK
from awards.tests.corpus.cases import Case
from awards.tests.corpus.faults import CSV, XLSX, Expected, Fault, Planted, UnfitError, placed
from awards.tests.corpus.table_files import DirtyTable, Line, Marked, Value, typed
from awards.tests.corpus.truths import PROVINCES, ROWS, reference_rows
from paritrana.lib.problems import Note

FIGURE = """
[[criteria]]
code = "{code}"
parent = "total"
name = "{column}"
weight = {weight}
source = "contribution"
column = "{column}"
normalise = {{ kind = "goalposts", worst = 0, best = 1000000000 }}
"""
RULES = load_rulebook(
    RULEBOOK.replace("weight = 60", "weight = 40")
    + FIGURE.format(code="peserta", column="Peserta", weight=10)
    + FIGURE.format(code="anggaran", column="Anggaran", weight=10)
)
SHARE, PEOPLE, MONEY = "Cakupan %", "Peserta", "Anggaran"
JURORS = ("Siti Aminah", "Juri Dua", "Prof. Tiga")


@dataclass(frozen=True)
class ScoreTruth:
    """A table of entrants, or the marks of a jury; `numbers` are the columns that are read as numbers."""

    header: tuple[str, ...]
    rows: tuple[Mapping[str, Value], ...]
    numbers: tuple[str, ...]

    @property
    def is_table(self) -> bool:
        return PEOPLE in self.header

    def table(self, form: str, delimiter: str) -> DirtyTable:
        lines = [Line([row[name] for name in self.header], place) for place, row in enumerate(self.rows)]
        return DirtyTable(form, list(self.header), lines, delimiter)


def draw_score(rng: random.Random) -> ScoreTruth:
    province = rng.choice(PROVINCES)
    names = [row["full_name"] for row in reference_rows("regencies") if row["province_code"] == province]
    chosen = rng.sample(names, ROWS)
    if rng.random() < 0.3:  # noqa: PLR2004
        marks = [
            {"peserta": name, "juri": juror, "kriteria": "wawancara", "nilai": Decimal(rng.randrange(61, 99, 2)) / 10}
            for name in chosen
            for juror in JURORS
        ]
        return ScoreTruth(("peserta", "juri", "kriteria", "nilai"), tuple(marks), ("nilai",))
    rows = [
        {
            "Nama": name,
            SHARE: Decimal(rng.randrange(1005, 9995, 10)) / 100,
            PEOPLE: rng.randrange(10_000, 99_000) // 10 * 10 + 7,
            MONEY: rng.randrange(1_000_000, 900_000_000),
        }
        for name in chosen
    ]
    return ScoreTruth(("Nama", SHARE, PEOPLE, MONEY), tuple(rows), (SHARE, PEOPLE, MONEY))


# Faults ---------------------------------------------------------------------------------------------------------

Plant = Callable[[DirtyTable, ScoreTruth, random.Random], Planted]


def _cell(
    name: str, columns: tuple[str, ...], slip: Callable[[Value], Value], code: str = "", note: str = "", **more: object
) -> Fault:
    def plant(table: DirtyTable, truth: ScoreTruth, rng: random.Random) -> Planted:
        fitting = [one for one in columns if one in truth.header]
        if not fitting:
            raise UnfitError
        line, column = rng.choice(table.lines), rng.choice(fitting)
        text = slip(truth.rows[line.truth][column])
        line.cells[table.header.index(column)] = text
        rows = [Expected(line, column, code)] if code else []
        notes = [{"code": note, "example": str(text).removeprefix("Rp ")}] if note else []
        return Planted({(id(line), column)}, rows, notes)

    return Fault(name, plant, touches_numbers=True, **more)


def _grouped(value: Value, sign: str) -> str:
    return f"{value:,}".replace(",", sign)


def _point(value: Value) -> str:
    return format(value, "f")


NUMBERS = (SHARE, PEOPLE, MONEY, "nilai")
CELLS = (
    _cell("blanks between thousands", (PEOPLE, MONEY), lambda value: _grouped(value, " ")),
    _cell("points between millions", (MONEY,), lambda value: _grouped(value, ".")),
    _cell("Rp before a number", (MONEY,), lambda value: f"Rp {_grouped(value, '.')}"),
    _cell("a number as text", (PEOPLE, MONEY), lambda value: f" {value} "),
    _cell("a point between thousands", (PEOPLE,), lambda v: _grouped(v, "."), "", "input.decimals-by-comma", forms=CSV),
    _cell(
        "Rp and a point between thousands",
        (PEOPLE,),
        lambda value: f"Rp {_grouped(value, '.')}",
        "",
        "input.decimals-by-comma",
        forms=CSV,
    ),
    _cell("a point nobody explains", (PEOPLE,), lambda v: _grouped(v, "."), "input.ambiguous-number", forms=XLSX),
    _cell("a point among commas", (SHARE, "nilai"), _point, "", "input.stray-point", forms=CSV),
    _cell("two numbers", NUMBERS, lambda _v: "8 0", "input.not-a-number"),
    _cell("a number in words", NUMBERS, lambda _v: "belum ada", "input.not-a-number"),
    _cell("a number and its unit", (PEOPLE,), lambda value: f"{value} orang", "input.not-a-number"),
    _cell("a rounded number", (PEOPLE, MONEY), lambda _v: "4E+08", "input.rounded-number"),
    _cell("thousands by comma", (MONEY,), lambda value: _grouped(value, ","), "input.english-number"),
)


def _line(name: str, make: Callable[[Line, ScoreTruth], Line], code: str, column: str = "", **more: object) -> Fault:
    """A line more, made from one that stands in the table."""

    def plant(table: DirtyTable, truth: ScoreTruth, rng: random.Random) -> Planted:
        if not truth.is_table:
            raise UnfitError
        first = rng.choice(table.lines)
        line = make(first, truth)
        table.lines.append(line)
        taken = {(id(line), "*"), (id(first), "*")}
        return Planted(taken, [Expected(line, column, code)])

    return Fault(name, plant, touches_numbers=True, **more)


def _sums(name: str) -> Callable[[Line, ScoreTruth], Line]:
    def make(_first: Line, truth: ScoreTruth) -> Line:
        return Line([name, *(sum(Decimal(row[column]) for row in truth.rows) for column in truth.numbers)])

    return make


def _blank_name(table: DirtyTable, truth: ScoreTruth, rng: random.Random) -> Planted:
    line = rng.choice(table.lines)
    line.cells[0] = " "
    if truth.is_table:
        return Planted({(id(line), "Nama")}, [Expected(line, "Nama", "input.no-identity")])
    return Planted({(id(line), "peserta")}, [Expected(line, "", "input.mark-names")])


def _respelled_juror(table: DirtyTable, truth: ScoreTruth, rng: random.Random) -> Planted:
    if truth.is_table:
        raise UnfitError
    line = rng.choice(table.lines[len(JURORS) :])
    line.cells[1] = str(line.cells[1]).upper()
    return Planted({(id(line), "juri")}, [Expected(line, "juri", "input.name-respelled")])


def _beyond(table: DirtyTable, _truth: ScoreTruth, rng: random.Random) -> Planted:
    line = rng.choice(table.lines)
    line.cells.append("lihat catatan")
    return Planted({(id(line), "*")}, refusal=(f"baris {{{id(line)}}} berisi",))


def _unread(table: DirtyTable, _truth: ScoreTruth, _rng: random.Random) -> Planted:
    table.header.append("Alamat")
    for line in table.lines:
        line.cells.append("Jalan Merdeka")
    return Planted({(0, "titles")}, notes=[{"code": "input.columns-unread", "columns": ("Alamat",)}])


def _percent(table: DirtyTable, truth: ScoreTruth, _rng: random.Random) -> Planted:
    if not truth.is_table:
        raise UnfitError
    for line in table.lines:
        if line.truth is not None:
            line.cells[1] = Marked(float(truth.rows[line.truth][SHARE] / 100), "n", "0.00%")
    return Planted({(0, SHARE)}, notes=[{"code": "input.percent-read", "column": SHARE}])


def _marked(name: str, mark: Marked, *words: str) -> Fault:
    def plant(table: DirtyTable, truth: ScoreTruth, rng: random.Random) -> Planted:
        line, column = rng.choice(table.lines), truth.numbers[-1]
        line.cells[table.header.index(column)] = mark
        return Planted({(id(line), column)}, refusal=(*words, f"{{place:{id(line)}:{column}}}"))

    return Fault(name, plant, XLSX, touches_numbers=True)


def _others(table: DirtyTable, _truth: ScoreTruth, _rng: random.Random) -> Planted:
    table.others = ["Tahun lalu"]
    return Planted({(0, "o")}, notes=[{"code": "input.other-sheets", "sheet": "Data", "others": ("Tahun lalu",)}])


def _hidden(table: DirtyTable, _truth: ScoreTruth, rng: random.Random) -> Planted:
    line = rng.choice(table.lines)
    line.is_hidden = True
    return Planted({(0, "hidden")}, notes=[{"code": "input.hidden-rows", "rows": (line,)}])


def _hidden_sheet(table: DirtyTable, _truth: ScoreTruth, _rng: random.Random) -> Planted:
    table.is_first_hidden = True
    return Planted({(0, "o")}, refusal=("Lembar pertama tersembunyi",))


def _utf16(table: DirtyTable, _truth: ScoreTruth, _rng: random.Random) -> Planted:
    table.spoil = lambda text: text.encode("utf-16")
    return Planted({(0, "bytes")})


def _twice(table: DirtyTable, truth: ScoreTruth, _rng: random.Random) -> Planted:
    table.header.append(truth.header[-1])
    return Planted({(0, "titles")}, refusal=("kolom tertulis lebih dari sekali", truth.header[-1]))


SCORE_FAULTS = (
    *CELLS,
    _line("a total", _sums("Jumlah"), "input.summary-row"),
    _line("a footnote", lambda _f, _t: Line(["Sumber: Dinas Tenaga Kerja"]), "input.summary-row"),
    _line("a footnote without a colon", lambda _f, _t: Line(["", "Sumber BPS 2024"]), "input.summary-row"),
    _line("a sum under a name", _sums("NTB"), "input.sum-row", needs_sound_numbers=True),
    _line("an entrant twice", lambda first, _t: Line([first.cells[0], "", 8, ""]), "input.entry-twice"),
    _line(
        "an entrant in two spellings",
        lambda first, _t: Line([str(first.cells[0]).upper().replace("KABUPATEN", "Kab."), "", 8, ""]),
        "input.name-respelled",
        "Nama",
    ),
    Fault("a line without a name", _blank_name),
    Fault("a juror in two spellings", _respelled_juror),
    Fault("a cell beyond the titles", _beyond),
    Fault("a column nobody reads", _unread),
    Fault("a column in per cent", _percent, XLSX, touches_numbers=True),
    _marked("one per cent among numbers", Marked(0.455, "n", "0.0%"), "persen"),
    _marked("an error of Excel", Marked("#REF!", "e"), "galat Excel", "#REF!"),
    _marked("a formula", Marked("=1+1", "f"), "memuat rumus"),
    Fault("another visible sheet", _others, XLSX),
    Fault("a hidden row", _hidden, XLSX),
    Fault("a hidden first sheet", _hidden_sheet, XLSX),
    Fault("UTF-16", _utf16, CSV),
    Fault("a column twice", _twice),
)


# The door ---------------------------------------------------------------------------------------------------------


class ScoreDoor:
    """Read the table or the marks; what is refused is held against what was planted, taken away, and read again."""

    def __init__(self, case: Case, folder: Path) -> None:
        self.truth: ScoreTruth = case.truth
        self.case = case
        self.folder = folder

    def play(self) -> None:
        waiting = list(self.case.faults)
        while True:
            table, planted = self.case.built(waiting)
            found, notes, refused = self._read(table)
            if refused is None:
                break
            spoken = [place for place, one in enumerate(planted) if self._is_said(refused, one, table)]
            assert spoken, told(refused)
            self._hold_no_more(refused, planted, table)
            waiting = [fault for place, fault in enumerate(waiting) if place not in spoken]
        assert [one for one in planted if one.rows or one.refusal] == []
        assert found == self._meant()
        assert [_flat(one) for one in notes] == [_noted(one, table) for plant in planted for one in plant.notes]

    def _read(self, table: DirtyTable) -> tuple[object, list[Note], InputRefusedError | None]:
        notes: list[Note] = []
        try:
            return self._rows(table, notes), notes, None
        except InputRefusedError as refused:
            return None, notes, refused

    def _rows(self, table: DirtyTable, notes: list[Note]) -> object:
        path = self.folder / table.name
        path.write_bytes(table.content)
        source = TableFile(path)
        if not self.truth.is_table:
            return [
                (one.entity, one.juror, one.criterion, one.value)
                for one in read_marks(source, sign=DecimalSign.SAFE, notes=notes)
            ]
        read = read_table(
            source, RULES, id_column="", sign=DecimalSign.SAFE, notes=notes, summary_rows=SummaryRows.REFUSE
        )
        return [
            (entry, *(read.cell(name, place) for name in self.truth.numbers)) for place, entry in enumerate(read.ids)
        ]

    def _meant(self) -> list[tuple[Value, ...]]:
        return [tuple(row[name] for name in self.truth.header) for row in self.truth.rows]

    def _is_said(self, refused: InputRefusedError, planted: Planted, table: DirtyTable) -> bool:
        if planted.refusal:
            return all(placed(words, table) in told(refused) for words in planted.refusal)
        return bool(planted.rows) and _wanted(planted, table) <= _said(refused)

    def _hold_no_more(self, refused: InputRefusedError, planted: list[Planted], table: DirtyTable) -> None:
        wanted = {one for plant in planted for one in _wanted(plant, table)}
        assert {one for one in _said(refused) if one[1]} <= wanted


def _wanted(planted: Planted, table: DirtyTable) -> set[tuple[str, str, str]]:
    return {(one.words, str(table.number(one.line)), one.column) for one in planted.rows}


def _said(refused: InputRefusedError) -> set[tuple[str, str, str]]:
    """Return what is said of lines: code, line and column; what is said of the file has no line."""
    rows = [one for one in refused.problems if one.code != "input.row-too-long"]
    return {(one.code, str(one.values.get("row", "")), str(one.values.get("column", ""))) for one in rows}


def _flat(one: Note) -> dict[str, object]:
    said = one.values["note"] if one.code == "input.of-file" else one
    return {"code": said.code, **said.values}


def _noted(one: dict[str, object], table: DirtyTable) -> dict[str, object]:
    return {
        name: tuple(str(table.number(each)) if isinstance(each, Line) else each for each in value)
        if isinstance(value, tuple)
        else typed(value)
        for name, value in one.items()
    }
