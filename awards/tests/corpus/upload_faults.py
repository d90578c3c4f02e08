"""The slips of docs/uploads.md, each with what the door must say of it: planted at a known cell, line or column.

A slip of a cell that is understood must change nothing; every other one must be found at its place, or be shown before
anything is applied. `FAULTS` is the whole catalogue.
"""

import datetime
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from awards.tests.corpus.faults import (
    ANY_COLUMN,
    BOTH,
    CSV,
    PARQUET,
    RECORDS,
    ROW,
    XLSX,
    Expected,
    Fault,
    Planted,
    UnfitError,
)
from awards.tests.corpus.table_files import DirtyTable, Line, Marked, Value, typed
from awards.tests.corpus.truths import Truth, reference_rows
from paritrana.lib.indonesian import MONTHS
from paritrana.uploads.columns import EXAMPLE_SOURCE
from paritrana.uploads.kinds import Column, ColumnType

WHOLE, DECIMAL, DATE, MONTH = ColumnType.WHOLE, ColumnType.DECIMAL, ColumnType.DATE, ColumnType.MONTH
TEXT, CHOICE, FLAG = ColumnType.TEXT, ColumnType.CHOICE, ColumnType.FLAG
NAMES_OF_NOBODY = frozenset({"kode_wilayah", "nama_wilayah", "kunci", "npp", "divisi", "sektor", "nomor", "variabel"})
FIXED = frozenset({"versi_kbli", "seksi_kbli", "tahun"})


# Slips of one cell ----------------------------------------------------------------------------------------------


def _columns(truth: Truth, contents: Sequence[ColumnType], fits: Callable[[Column], bool]) -> list[Column]:
    return [one for one in truth.kind.columns if one.content in contents and fits(one)]


def _cell(
    name: str,
    contents: Sequence[ColumnType],
    slip: Callable[[Value, Column], Value | Marked],
    words: str,
    *,
    forms: tuple[str, ...] = BOTH,
    fits: Callable[[Column], bool] = lambda column: True,
) -> Fault:
    """One cell is written otherwise; without `words` it must be understood as it was meant."""

    def plant(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
        choices = [
            (line, column)
            for column in _columns(truth, contents, fits)
            for line in table.lines
            if line.truth is not None and truth.rows[line.truth][column.name] not in (None, "")
        ]
        if not choices:
            raise UnfitError
        line, column = rng.choice(choices)
        place = truth.kind.header.index(column.name)
        line.cells[place] = slip(truth.rows[line.truth][column.name], column)
        taken = {(id(line), column.name)}
        return Planted(taken, [Expected(line, column.name, words)] if words else [])

    is_number = bool({WHOLE, DECIMAL}.intersection(contents)) and bool(words)
    return Fault(name, plant, forms, touches_numbers=is_number)


def _is_amount(column: Column) -> bool:
    return column.is_amount


def _is_required(column: Column) -> bool:
    return column.is_required


def _is_plain_text(column: Column) -> bool:
    return column.name not in NAMES_OF_NOBODY | FIXED


def _other_year(value: Value, year: int) -> Value:
    return value.replace(year=year, day=min(value.day, 28)) if isinstance(value, datetime.date) else year


def _grouped(value: Value) -> str:
    return f"{value:,}".replace(",", ".")


def _named_day(value: Value) -> str:
    return f"{value.day} {MONTHS[value.month - 1].capitalize()} {value.year}"


_SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

UNDERSTOOD = (
    _cell("Rp before a number", [WHOLE], lambda value, _c: f"Rp {_grouped(value)}", "", fits=_is_amount),
    _cell("blanks between thousands", [WHOLE], lambda value, _c: f"{value:,}".replace(",", " "), "", fits=_is_amount),
    _cell("points between thousands", [WHOLE], lambda value, _c: _grouped(value), "", fits=_is_amount),
    _cell("a number as text", [WHOLE], lambda value, _c: f" {value} ", ""),
    _cell("zeros behind a comma", [WHOLE], lambda value, _c: f"{value},00", "", fits=_is_amount),
    _cell("zeros in front", [WHOLE], lambda value, _c: f"00{value}", "", fits=_is_amount),
    _cell("a month by its name", [DATE], lambda value, _c: _named_day(value), ""),
    _cell("an English month", [DATE], lambda value, _c: f"{value.day}-{_ENGLISH[value.month - 1]}-{value.year}", ""),
    _cell(
        "day, month, year", [DATE], lambda value, _c: f"{value.day:02}/{value.month:02}/{value.year}", "", forms=XLSX
    ),
    _cell("Des-23", [MONTH], lambda value, _c: f"{_SHORT[value.month - 1]}-{value.year % 100}", ""),
    _cell("a month and its year", [MONTH], lambda value, _c: f"{value.month}/{value.year}", ""),
    _cell("a choice by its label", [CHOICE], lambda value, column: str(column.choices(value).label).upper(), ""),
    _cell("yes in other words", [FLAG], lambda value, _c: "BENAR" if value else "Salah", ""),
    _cell("one and nought for yes and no", [FLAG], lambda value, _c: int(value), ""),
    _cell("blanks around a text", [TEXT], lambda value, _c: f"  {value} ", ""),
    _cell("a company number in small letters", [TEXT], lambda value, _c: value.lower(), "", fits=lambda c: c.is_upper),
    _cell(
        "a region's name in capitals",
        [TEXT],
        lambda value, _c: value.upper().replace("KABUPATEN", "KAB.").replace(" ", "  "),
        "",
        fits=lambda column: column.name == "nama_wilayah",
    ),
)
REFUSED_CELLS = (
    _cell("two numbers", [WHOLE], lambda _v, _c: "8 0", "Bukan angka", fits=_is_amount),
    _cell("a rounded number", [WHOLE, DECIMAL], lambda _v, _c: "4E+08", "Sudah dibulatkan", fits=_is_amount),
    _cell("a number in words", [WHOLE, DECIMAL], lambda _v, _c: "dua puluh", "Bukan angka"),
    _cell("a number and its unit", [WHOLE], lambda value, _c: f"{value} orang", "Bukan angka", fits=_is_amount),
    _cell("a dash for nothing", [WHOLE, DECIMAL], lambda _v, _c: "-", "Bukan angka"),
    _cell("below nought", [WHOLE, DECIMAL], lambda value, _c: -value, "negatif"),
    _cell("a part of one", [WHOLE], lambda value, _c: Decimal(value) + Decimal("0.5"), "bulat", fits=_is_amount),
    _cell("thousands by comma", [WHOLE], lambda value, _c: f"{value * 1000:,}", "Inggris", fits=_is_amount),
    _cell("more than a number holds", [WHOLE], lambda _v, _c: "9" * 20, "Terlalu besar", fits=_is_amount),
    _cell("too many digits", [WHOLE, DECIMAL], lambda _v, _c: "1" * 40, "Terlalu banyak digit", fits=_is_amount),
    _cell("readable in two ways", [DECIMAL], lambda _v, _c: "1.234", "dua cara"),
    _cell("more decimals than kept", [DECIMAL], lambda _v, _c: "1,2345678", "di belakang koma"),
    _cell(
        "nothing where something must be", [*ColumnType], lambda _v, _c: "", "Wajib diisi", fits=lambda c: c.is_required
    ),
    _cell(
        "blanks where something must be",
        [*ColumnType],
        lambda _v, _c: "  ",
        "Wajib diisi",
        fits=lambda c: c.is_required,
    ),
    _cell("a day that is none", [DATE], lambda _v, _c: "31/02/2024", "Bukan tanggal"),
    _cell("a year for a day", [DATE], lambda value, _c: str(value.year), "Bukan tanggal"),
    _cell("a year long gone", [DATE], lambda value, _c: _other_year(value, 1024).isoformat(), "di luar jangkauan"),
    _cell("a day to come", [DATE], lambda value, _c: _other_year(value, 2042), "tahun 2024?", fits=lambda c: c.is_past),
    _cell("a month that is none", [MONTH], lambda _v, _c: "2024-13", "Bukan bulan"),
    _cell("a month to come", [MONTH], lambda value, _c: _other_year(value, 2042), "tahun 2024?"),
    _cell("a year to come", [WHOLE], lambda _v, _c: 2042, "tahun 2024?", fits=lambda column: column.is_past),
    _cell("a choice nobody offers", [CHOICE], lambda _v, _c: "lain-lain saja", "Pilihan tidak dikenal"),
    _cell("a tick for yes", [FLAG], lambda _v, _c: "v", "ya atau tidak"),
    _cell("a text too long", [TEXT], lambda _v, _c: "x" * 600, "Terlalu panjang"),
    _cell("a formula as text", [TEXT], lambda value, _c: f"=CONCAT({value})"[:8], "Rumus", fits=_is_plain_text),
    _cell("a tab in a text", [TEXT], lambda value, _c: f"{value}\tx"[-9:], "karakter kendali", fits=_is_plain_text),
)


# Lines ----------------------------------------------------------------------------------------------------------


def _line(table: DirtyTable, rng: random.Random) -> Line:
    return rng.choice([line for line in table.lines if line.truth is not None])


def _whole_line(line: Line) -> set[tuple[int, str]]:
    return {(id(line), ANY_COLUMN)}


def _needs(truth: Truth, *names: str) -> None:
    if not set(names) <= set(truth.kind.header):
        raise UnfitError


def _set(line: Line, truth: Truth, **cells: Value) -> None:
    for name, value in cells.items():
        line.cells[truth.kind.header.index(name)] = value


def _beyond(table: DirtyTable, _truth: Truth, rng: random.Random) -> Planted:
    line = _line(table, rng)
    line.cells.append("lihat catatan")
    return Planted({(id(line), "")}, [Expected(line, "", "Sel lebih banyak")])


def _statistics_code(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    _needs(truth, "nama_wilayah")
    line = _line(table, rng)
    code = str(truth.rows[line.truth]["kode_wilayah"])
    other = next(row["bps_code"] for row in reference_rows("regencies") if row["code"] == code)
    _set(line, truth, kode_wilayah=other)
    return Planted({(id(line), "kode_wilayah")}, [Expected(line, "kode_wilayah", f"kodenya di sini {code}", RECORDS)])


def _neighbours_code(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    """Also one that another line rightly has."""
    _needs(truth, "nama_wilayah")
    line = _line(table, rng)
    code, name = (str(truth.rows[line.truth][column]) for column in ("kode_wilayah", "nama_wilayah"))
    others = [row["code"] for row in reference_rows("regencies") if row["province_code"] == truth.province]
    known = [str(row["kode_wilayah"]) for row in truth.rows]
    _set(line, truth, kode_wilayah=rng.choice([one for one in rng.choice([others, known]) if one != code]))
    expected = Expected(line, "kode_wilayah", f"bukan kode «{name}». Kode untuk nama itu: {code}.", RECORDS)
    return Planted({(id(line), "kode_wilayah"), (id(line), "nama_wilayah")}, [expected])


def _unknown_key(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    column = truth.kind.reference_columns[0]
    unknown = {"kode_wilayah": "99.99", "kunci": "kementerian-anu", "npp": "ZZ999999"}
    line = _line(table, rng)
    _set(line, truth, **{column: unknown[column]})
    return Planted({(id(line), column)}, [Expected(line, column, "tidak", RECORDS)])


def _lost_zero(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    _needs(truth, "npp")
    line = _line(table, rng)
    npp = str(truth.rows[line.truth]["npp"])
    _set(line, truth, npp=npp[1:])
    return Planted({(id(line), "npp")}, [Expected(line, "npp", f"maksudnya {npp}?", ROW)])


def _turned_period(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    _needs(truth, "awal_periode")
    line = _line(table, rng)
    row = truth.rows[line.truth]
    _set(line, truth, awal_periode=row["akhir_periode"], akhir_periode=row["awal_periode"])
    taken = {(id(line), "awal_periode"), (id(line), "akhir_periode")}
    return Planted(taken, [Expected(line, "akhir_periode", "mendahului", ROW)])


def _more_than_all(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    _needs(truth, "penyebut")
    lines = [one for one in table.lines if one.truth is not None and truth.rows[one.truth]["penyebut"]]
    if not lines:
        raise UnfitError
    line = rng.choice(lines)
    _set(line, truth, pembilang=int(truth.rows[line.truth]["penyebut"]) + 1)
    taken = {(id(line), name) for name in ("pembilang", "penyebut", "arti_penyebut")}
    return Planted(taken, [Expected(line, "pembilang", "Lebih besar daripada penyebut", ROW)])


def _part_above_whole(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    _needs(truth, "pekerja")
    line = _line(table, rng)
    _set(line, truth, terdaftar=int(truth.rows[line.truth]["pekerja"]) + 1)
    taken = {(id(line), "pekerja"), (id(line), "terdaftar")}
    return Planted(taken, [Expected(line, "terdaftar", "lebih besar daripada pekerja", ROW)])


def _example_source(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    line = _line(table, rng)
    _set(line, truth, sumber=EXAMPLE_SOURCE)
    return Planted({(id(line), "sumber")}, [Expected(line, "sumber", "baris contoh dari templat", ROW)])


def _add(table: DirtyTable, cells: Sequence[Value], rng: random.Random) -> Line:
    line = Line(list(cells))
    table.lines.insert(rng.randrange(1, len(table.lines) + 1), line)
    return line


def _copy(table: DirtyTable, rng: random.Random) -> tuple[Line, Line]:
    """Return a line and its copy right behind it."""
    first = _line(table, rng)
    copy = Line(list(first.cells))
    table.lines.insert(table.lines.index(first) + 1, copy)
    return first, copy


def _repeated(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    first, copy = _copy(table, rng)
    words = f"Sama persis dengan baris {{{id(first)}}} berkas ini."
    return Planted(_whole_line(first) | _whole_line(copy), [Expected(copy, truth.kind.key[0], words, RECORDS)])


def _doubled(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    first, copy = _copy(table, rng)
    _set(copy, truth, sumber="Sumber lain")
    return Planted(_whole_line(first) | _whole_line(copy), [_double_of(first, copy, truth)])


def _double_of(first: Line, copy: Line, truth: Truth) -> Expected:
    words = f"sudah ada pada baris {{{id(first)}}} berkas ini."
    return Expected(copy, truth.kind.key[0], words, RECORDS)


def _part_of_a_year(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    """A year and one of its halves: money that is added over periods would count twice."""
    if not truth.kind.flows:
        raise UnfitError
    first, copy = _copy(table, rng)
    _set(copy, truth, akhir_periode=datetime.date(2024, 6, 30), sumber="Sumber lain")
    words = f"beririsan dengan baris {{{id(first)}}} berkas ini"
    expected = Expected(copy, "awal_periode", words, RECORDS)
    return Planted(_whole_line(first) | _whole_line(copy), [expected])


def _respelled(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    first, copy = _copy(table, rng)
    row = truth.rows[first.truth]
    if "nomor" in row:
        number, year = row["nomor"], row["tahun"]
        spellings = [f"0{number}", f"{number} Tahun {year}", f"No. {number}", f"NOMOR  {number} TAHUN {year}"]
        _set(copy, truth, nomor=rng.choice([*spellings, f"{number}/{year}"]))
    elif "sektor" in row:
        _set(copy, truth, sektor=f" {str(row['sektor']).upper().replace(' ', '  ')}")
    elif "npp" in row:
        _set(copy, truth, npp=str(row["npp"]).lower(), sumber="Sumber lain")
    else:
        raise UnfitError
    return Planted(_whole_line(first) | _whole_line(copy), [_double_of(first, copy, truth)])


def _alone(name: str, *texts: str) -> Fault:
    """A line with a text and no key: a total, a mean, a footnote."""

    def plant(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
        cells: list[Value] = [""] * len(truth.kind.header)
        cells[0] = rng.choice(texts)
        line = _add(table, cells, rng)
        return Planted(_whole_line(line), [Expected(line, "", "tampak sebagai jumlah")])

    return Fault(name, plant)


def _total(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    """A total with its figures and its name, where the key would stand or beside it."""
    cells = _sums(table, truth)
    cells[rng.choice([0, 1])] = rng.choice(["Jumlah", "TOTAL", "Jml.", "Total 2024", "Jumlah Kabupaten/Kota"])
    line = Line(cells)
    table.lines.append(line)
    return Planted(_whole_line(line), [Expected(line, "", "tampak sebagai jumlah")])


def _sums(table: DirtyTable, truth: Truth) -> list[Value]:
    counted = {column.name for column in truth.kind.amounts if column.content is WHOLE}
    return [sum(int(row[name] or 0) for row in truth.rows) if name in counted else "" for name in truth.kind.header]


def _unnamed_sum(table: DirtyTable, truth: Truth, _rng: random.Random) -> Planted:
    counted = [column.name for column in truth.kind.amounts if column.content is WHOLE]
    if len(counted) < 2:  # noqa: PLR2004
        raise UnfitError
    line = Line(list(table.lines[0].cells))
    for place, (name, total) in enumerate(zip(truth.kind.header, _sums(table, truth), strict=True)):
        line.cells[place] = total if name in counted else typed(truth.rows[0][name])
    key = truth.kind.key[0]
    _set(line, truth, **{key: ""})
    table.lines.append(line)
    rows = [Expected(line, "", "sama dengan jumlah semua baris lain"), Expected(line, key, "Wajib diisi")]
    return Planted(_whole_line(line), rows)


def _province_sum(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    """A province among its regencies has a code of its own, so it can only be said."""
    _needs(truth, "kode_wilayah")
    planted = _unnamed_sum(table, truth, rng)
    line = table.lines[-1]
    name = next(row["name"] for row in reference_rows("provinces") if row["code"] == truth.province)
    _set(line, truth, kode_wilayah=truth.province, nama_wilayah=name)
    planted.rows, planted.is_taken_out = [], True
    planted.notes = [{"code": "sum_rows", "rows": [line]}]
    return planted


def _foreign(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    """The upload is the province's, one line is another's."""
    _needs(truth, "nama_wilayah")
    line = _line(table, rng)
    other = next(row for row in reference_rows("regencies") if row["province_code"] == "53")
    _set(line, truth, kode_wilayah=other["code"], nama_wilayah=other["full_name"])
    taken = {(id(line), "kode_wilayah"), (id(line), "nama_wilayah")}
    expected = Expected(line, "kode_wilayah", "Di luar wilayah kewenangan", RECORDS)
    return Planted(taken, [expected], region_code=truth.province)


LINES = (
    Fault("a cell beyond the titles", _beyond),
    Fault("a code of the statistics office", _statistics_code),
    Fault("a neighbour's code", _neighbours_code),
    Fault("a key nobody has", _unknown_key),
    Fault("a company number without its zero", _lost_zero),
    Fault("a period turned round", _turned_period),
    Fault("more than all", _more_than_all, touches_numbers=True),
    Fault("a part above its whole", _part_above_whole, touches_numbers=True),
    Fault("the source of an example", _example_source),
    Fault("a line twice", _repeated, touches_numbers=True),
    Fault("a key twice", _doubled, touches_numbers=True),
    Fault("a year and one of its halves", _part_of_a_year, touches_numbers=True),
    Fault("a key in two spellings", _respelled, touches_numbers=True),
    _alone("a footnote", "Sumber: Dinas Tenaga Kerja", "Catatan: angka sementara", "*) belum final", "Ket. 1: x"),
    _alone("a footnote without a colon", "Sumber BPS 2024", "Catatan angka sementara", "Data per Desember"),
    _alone("the name of a mean", "Rata-rata", "RERATA", "Indonesia", "Total"),
    Fault("a total", _total, touches_numbers=True),
    Fault("a sum without a name", _unnamed_sum, needs_sound_numbers=True, touches_numbers=True),
    Fault("a province among its regencies", _province_sum, needs_sound_numbers=True, touches_numbers=True),
    Fault("a region of another province", _foreign),
)


# Columns and the file ---------------------------------------------------------------------------------------------


def _month_first(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    columns = [
        one.name
        for one in truth.kind.columns
        if one.content is DATE
        and all(row[one.name] for row in truth.rows)
        and any(row[one.name].day > 12 for row in truth.rows)
    ]
    if not columns:
        raise UnfitError
    name = rng.choice(columns)
    rows = []
    for line in table.lines:
        if line.truth is not None:
            day = truth.rows[line.truth][name]
            _set(line, truth, **{name: f"{day.month}/{day.day}/{day.year}"})
            rows.append(Expected(line, name, f"Tulis {day.isoformat()}."))
    return Planted({(0, name)}, rows, [{"code": "month_first", "columns": [name]}])


def _stray_point(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    columns = _columns(truth, [DECIMAL], _is_amount)
    if not columns:
        raise UnfitError
    line = _line(table, rng)
    name = columns[0].name
    text = format(truth.rows[line.truth][name], "f")
    for one in table.lines:
        if one.truth is not None:
            _set(one, truth, **{name: typed(truth.rows[one.truth][name])})
    _set(line, truth, **{name: text})
    return Planted({(0, name)}, notes=[{"code": "stray_point", "column": name, "example": text}])


def _heading(table: DirtyTable, _truth: Truth, rng: random.Random) -> Planted:
    table.above = [["Laporan kepesertaan"], *([["Tahun 2024"]] * rng.randrange(3))]
    return Planted({(0, "above")}, notes=[{"code": "heading_row", "row": len(table.above) + 1}])


def _other_sheets(table: DirtyTable, _truth: Truth, _rng: random.Random) -> Planted:
    table.others = ["Semester 2"]
    return Planted({(0, "others")}, notes=[{"code": "other_sheets", "sheet": "Data", "others": ["Semester 2"]}])


def _hidden_row(table: DirtyTable, _truth: Truth, rng: random.Random) -> Planted:
    line = _line(table, rng)
    line.is_hidden = True
    return Planted({(0, "hidden")}, notes=[{"code": "hidden_rows", "count": 1, "rows": [line]}])


def _hidden_sheet(table: DirtyTable, _truth: Truth, _rng: random.Random) -> Planted:
    table.is_first_hidden = True
    return Planted({(0, "others")}, refusal=("Lembar pertama tersembunyi", "Data, Depan"))


def _marked(name: str, contents: Sequence[ColumnType], mark: Callable[[Value], Marked], *words: str) -> Fault:
    def plant(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
        columns = _columns(truth, contents, _is_amount if WHOLE in contents else lambda column: True)
        if not columns:
            raise UnfitError
        line, column = _line(table, rng), rng.choice(columns)
        _set(line, truth, **{column.name: mark(truth.rows[line.truth][column.name])})
        place = f"{{place:{id(line)}:{column.name}}}"
        return Planted({(id(line), column.name)}, refusal=(*words, place))

    return Fault(name, plant, XLSX, touches_numbers=True)


def _all_percent(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    columns = _columns(truth, [WHOLE, DECIMAL], _is_amount)
    if not columns or any(row[columns[0].name] is None for row in truth.rows):
        raise UnfitError
    name = columns[0].name
    for line in table.lines:
        if line.truth is not None:
            _set(line, truth, **{name: Marked(float(truth.rows[line.truth][name]) / 100, "n", "0.0%")})
    return Planted({(0, name)}, refusal=("persen",))


def _spoilt(name: str, spoil: Callable[[str], bytes], *words: str) -> Fault:
    def plant(table: DirtyTable, _truth: Truth, _rng: random.Random) -> Planted:
        table.spoil = spoil
        return Planted({(0, "bytes")}, refusal=words)

    return Fault(name, plant, CSV)


def _old_windows(table: DirtyTable, _truth: Truth, _rng: random.Random) -> Planted:
    """A blank that does not break, at the end of the second line."""

    def spoil(text: str) -> bytes:
        first, second, *others = text.split("\r\n")
        return "\r\n".join([first, f"{second}\xa0", *others]).encode("cp1252")

    table.spoil = spoil
    return Planted({(0, "bytes")}, notes=[{"code": "old_windows", "row": 2}])


def _unknown_column(table: DirtyTable, _truth: Truth, _rng: random.Random) -> Planted:
    table.header.append("kolom_saya")
    for line in table.lines:
        line.cells.append("x")
    return Planted({(0, "titles"), (0, "")}, refusal=("Kolom yang tidak dikenal: kolom_saya.",))


def _lost_column(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
    name = rng.choice([column.name for column in truth.kind.columns if column.is_required])
    table.header[table.header.index(name)] = f"{name}_lama"
    return Planted({(0, "titles"), (0, "")}, refusal=(f"Kolom yang tidak ada: {name}.",))


def _column_twice(table: DirtyTable, truth: Truth, _rng: random.Random) -> Planted:
    table.header.append(truth.kind.header[-1])
    return Planted({(0, "titles"), (0, "")}, refusal=(f"Kolom yang muncul dua kali: {truth.kind.header[-1]}.",))


FILES = (
    Fault("a column with the month in front", _month_first, CSV),
    Fault("a point among commas", _stray_point),
    Fault("a heading above the titles", _heading),
    Fault("another visible sheet", _other_sheets, XLSX),
    Fault("a hidden row", _hidden_row, XLSX),
    Fault("a hidden first sheet", _hidden_sheet, XLSX),
    _marked("an error of Excel", [*ColumnType], lambda _v: Marked("#N/A", "e"), "galat Excel", "#N/A"),
    _marked("a formula", [WHOLE, DECIMAL], lambda _v: Marked("=1+1", "f"), "memuat rumus"),
    _marked("one per cent among numbers", [WHOLE, DECIMAL], lambda v: Marked(0.455, "n", "0.0%"), "format persen"),
    Fault("a column in per cent", _all_percent, XLSX, touches_numbers=True),
    Fault("letters of the old Windows", _old_windows, CSV),
    _spoilt(
        "letters of the old Windows among those of UTF-8",
        lambda text: text.encode().replace(b"ya", b"y\xc3\xa1\xe1", 1).replace(b"tidak", b"tid\xc3\xa1\xe1k", 1),
        "bukan UTF-8",
    ),
    _spoilt("UTF-16", lambda text: text.encode("utf-16")),
    _spoilt("an open quote", lambda text: f'{text}"', "rusak"),
    Fault("a column nobody reads", _unknown_column),
    Fault("a column under another title", _lost_column),
    Fault("a column twice", _column_twice),
)


# What nobody can know to be wrong -----------------------------------------------------------------------------------


def _slip(name: str, change: Callable[[int], int]) -> Fault:
    """A figure that could be right; the records hold another."""

    def plant(table: DirtyTable, truth: Truth, rng: random.Random) -> Planted:
        columns = [one for one in _columns(truth, [WHOLE], _is_amount) if not one.name.startswith("upah")]
        choices = [
            (line, one.name, change(int(truth.rows[line.truth][one.name])))
            for one in columns
            for line in table.lines
            if line.truth is not None and truth.rows[line.truth][one.name]
        ]
        fitting = [one for one in choices if _stays_right(truth.rows[one[0].truth], one[1], one[2])]
        if not fitting:
            raise UnfitError
        line, column, value = rng.choice(fitting)
        _set(line, truth, **{column: value})
        return Planted(_whole_line(line), slips=[(line, column, value)])

    return Fault(name, plant, touches_numbers=True)


def _stays_right(row: dict[str, Value], column: str, value: int) -> bool:
    pairs = (("pembilang", "penyebut"), ("terdaftar", "pekerja"), ("vendor_terdaftar", "vendor"))
    if value == row[column]:
        return False
    changed = {**row, column: value}
    return all(part not in row or changed[whole] is None or changed[part] <= changed[whole] for part, whole in pairs)


SLIPS = (
    _slip("thousands lost", lambda value: value // 1000),
    _slip("a nought too many", lambda value: value * 10),
    _slip("two digits swapped", lambda value: int(f"{str(value)[1]}{str(value)[0]}{str(value)[2:]}")),
)
FAULTS = (*UNDERSTOOD, *REFUSED_CELLS, *LINES, *FILES, *SLIPS)
# What a table of typed columns can hold too: it has no lines over the titles, no cells beyond them and no marks of
# cells, and no writer of such files lets a title through twice.
IN_COLUMNS = tuple(
    replace(fault, forms=PARQUET)
    for fault in FAULTS
    if fault.name not in {"a cell beyond the titles", "a heading above the titles", "a column twice"}
    and (fault.forms == BOTH or fault.name in {"day, month, year", "a column with the month in front"})
)
