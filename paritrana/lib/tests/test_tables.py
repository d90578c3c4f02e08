import codecs
import datetime
import gzip
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from paritrana.lib.table_faults import TableFault, TableLimits, TableRefusedError
from paritrana.lib.tables import open_table

SMALL = TableLimits(rows=3, columns=4, line_characters=200, unpacked_bytes=100_000, cells=40, text_bytes=20_000)
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def read(path: Path, limits: TableLimits = SMALL):
    with open_table(path, limits=limits) as table:
        return table.header, list(table.rows)


def fault_of(path: Path, limits: TableLimits = SMALL) -> TableFault:
    with pytest.raises(TableRefusedError) as refused:
        read(path, limits)
    return refused.value.fault


def csv_file(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "tabel.csv"
    path.write_bytes(content)
    return path


def workbook_file(tmp_path: Path, rows: list[list[object]]) -> Path:
    path = tmp_path / "tabel.xlsx"
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def package(tmp_path: Path, parts: dict[str, str | bytes]) -> Path:
    path = tmp_path / "paket.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": TYPES, **parts}.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"kode;jumlah\r\n11;5\r\n",
        b"\xef\xbb\xbfkode,jumlah\n11,5\n",
        b"# petunjuk: a;b\n# lagi\nkode\tjumlah\n\n11\t5",
        b"sep=;\nkode;jumlah\n11;5\n",
        b'kode,"jumlah"\n11,5\n',
    ],
    ids=["semicolon", "comma with BOM", "tab below comments", "separator named", "quoted title"],
)
def test_open_table_when_csv_then_finds_separator_and_header(tmp_path, content):
    header, rows = read(csv_file(tmp_path, content))

    assert header == ("kode", "jumlah")
    assert [cells for _, cells in rows] == [["11", "5"]]


def test_open_table_when_titles_hold_separators_then_the_one_between_them_counts(tmp_path):
    header, rows = read(csv_file(tmp_path, b'kode;"jumlah, rata, akhir"\n11;5\n'))

    assert header == ("kode", "jumlah, rata, akhir")
    assert [cells for _, cells in rows] == [["11", "5"]]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_open_table_when_a_title_holds_a_line_break_then_read_on_one_line_like_in_a_workbook(tmp_path, end):
    lines = [b"# satu", b'"kode', b'wilayah";"jumlah, rata,', b"", b'akhir"', b"11;5", b"12;6"]
    book = workbook_file(tmp_path, [["kode\nwilayah", "jumlah, rata,\n\nakhir"]])

    header, rows = read(csv_file(tmp_path, end.join(lines)))

    assert header == ("kode wilayah", "jumlah, rata, akhir") == read(book)[0]
    assert rows == [(6, ["11", "5"]), (7, ["12", "6"])]


def test_open_table_when_a_title_is_never_closed_then_names_its_line(tmp_path):
    with pytest.raises(TableRefusedError) as refused:
        read(csv_file(tmp_path, b'# satu\nkode;"nama\n11;5\n'))

    assert (refused.value.fault, refused.value.where) == (TableFault.BROKEN, "2")


def test_open_table_when_a_title_holds_an_inch_mark_then_the_separator_is_still_found(tmp_path):
    header, rows = read(csv_file(tmp_path, b'pipa 5",kode\n3,11\n'))

    assert (header, rows) == (('pipa 5"', "kode"), [(2, ["3", "11"])])


def test_open_table_when_csv_has_comments_and_gaps_then_numbers_are_file_lines(tmp_path):
    _, rows = read(csv_file(tmp_path, b"# satu\nkode;n\na;1\n\nb;2\n"))

    assert rows == [(3, ["a", "1"]), (5, ["b", "2"])]


TEXT = "# petunjuk\nkode|nama\n11|Aceh é ☂\n"


def test_open_table_when_letters_are_those_of_the_old_windows_then_read_so_and_the_first_row_is_told(tmp_path):
    content = "kode;nama\n11;Aceh\n12;Café – «A»\n".encode("cp1252")

    with open_table(csv_file(tmp_path, content)) as table:
        assert (table.old_windows_row, [cells for _number, cells in table.rows][-1]) == (3, ["12", "Café – «A»"])


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        gzip.compress(TEXT.encode("utf-16")),
    ],
    ids=["utf-8 with a mark", "utf-16", "utf-16, large end first", "utf-16 in gzip"],
)
def test_open_table_when_encoded_as_spreadsheets_do_then_the_same_cells(tmp_path, content):
    header, rows = read(csv_file(tmp_path, content))

    assert (header, rows) == (("kode", "nama"), [(3, ["11", "Aceh é ☂"])])


def test_open_table_when_utf_16_is_longer_than_a_chunk_then_every_line_is_there(tmp_path):
    text = "kode;nama\n" + "".join(f"{number};{'é' * 7}\n" for number in range(40_000))

    with open_table(csv_file(tmp_path, text.encode("utf-16"))) as table:
        assert (sum(1 for _row in table.rows), table.row_estimate) == (40_000, 40_001)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", TableFault.EMPTY),
        (b"\n\n# hanya petunjuk\n", TableFault.EMPTY),
        ("kode;nama\n11;Aceh é\n".encode() + b"12;Aceh \xe9\n", TableFault.NOT_UTF8),
        (b"kode;nama\n11;Aceh \x81\n", TableFault.NOT_UTF8),
        ("kode;nama\n".encode("utf-16")[:-1], TableFault.NOT_UTF8),
        ("kode;nama\n".encode("utf-16-le"), TableFault.NOT_UTF8),
        (b"a;b;c;d;e\n", TableFault.TOO_MANY_COLUMNS),
        (b"a;b\n1;2;3;4;5\n", TableFault.TOO_MANY_COLUMNS),
        (b"a" + b";a" * 2_000_000 + b"\n", TableFault.TOO_MANY_COLUMNS),
        (b"a\n1\n2\n3\n4\n", TableFault.TOO_MANY_ROWS),
        (b'a;b\n"1;2\n', TableFault.BROKEN),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, TableFault.OLD_FORMAT),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), TableFault.ENCRYPTED),
        (b"PK\x03\x04 rusak", TableFault.BROKEN),
    ],
    ids=[
        "empty", "only comments", "two encodings", "no letter of the old Windows",
        "half a sign of utf-16", "utf-16 without a mark", "wide header", "wide row", "two million columns", "too long",
        "open quote", "old workbook", "encrypted workbook", "broken zip",
    ],
)  # fmt: skip
def test_open_table_when_file_is_harmful_or_unreadable_then_refuses(tmp_path, content, fault):
    assert fault_of(csv_file(tmp_path, content)) == fault


def test_open_table_when_workbook_then_cells_keep_their_types(tmp_path):
    path = workbook_file(tmp_path, [["kode", "n", "d"], ["011", 1234, datetime.date(2023, 12, 31)], ["x", 0.1, None]])

    header, rows = read(path)

    assert header == ("kode", "n", "d")
    assert rows == [(2, ["011", Decimal(1234), datetime.date(2023, 12, 31)]), (3, ["x", Decimal("0.1"), None])]


def test_open_table_when_workbook_has_formula_then_names_the_cell(tmp_path):
    path = workbook_file(tmp_path, [["kode", "n"], ["11", "=1+1"]])

    with pytest.raises(TableRefusedError) as refused:
        read(path)

    assert (refused.value.fault, refused.value.where) == (TableFault.FORMULA, "B2")


def sheet(cell: str) -> str:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData><row>{cell}</row></sheetData></worksheet>'


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"xl/worksheets/sheet1.xml": " " * 200_000}, TableFault.UNPACKED_TOO_LARGE),
        ({"xl/vbaProject.bin": b"x"}, TableFault.MACROS),
        ({"xl/workbook.xml": "<x>application/vnd.ms-excel.sheet.macroEnabled.main+xml</x>"}, TableFault.MACROS),
        ({"xl/worksheets/sheet1.xml": sheet('<c r="XFD1"/>')}, TableFault.TOO_MANY_COLUMNS),
        ({"xl/worksheets/sheet1.xml": sheet("<c r='CTYKA1'/>")}, TableFault.TOO_MANY_COLUMNS),
        ({"xl/worksheets/sheet1.xml": sheet('<c r="A1048576"/>')}, TableFault.TOO_MANY_ROWS),
        ({"xl/worksheets/sheet1.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'}, TableFault.BROKEN),
        ({"xl/worksheets/sheet1.xml": "<x/>".encode("utf-16")}, TableFault.NOT_UTF8),
        (
            {
                "xl/sharedStrings.xml": f"<sst><si><t>{'a' * 15_000}</t></si></sst>",
                "xl/worksheets/sheet1.xml": sheet('<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c>'),
            },
            TableFault.UNPACKED_TOO_LARGE,
        ),
        ({}, TableFault.BROKEN),
    ],
    ids=[
        "zip bomb", "macro part", "macro type", "last column", "two million columns", "last row", "entities",
        "utf-16 part", "one long text in many cells", "no workbook",
    ],
)  # fmt: skip
def test_open_table_when_workbook_is_harmful_then_refuses(tmp_path, parts, fault):
    assert fault_of(package(tmp_path, parts)) == fault


def test_open_table_when_sheet_is_missing_then_refuses(tmp_path):
    path = workbook_file(tmp_path, [["kode"], ["11"]])

    with pytest.raises(TableRefusedError) as refused, open_table(path, sheet="Lain"):
        pass

    assert refused.value.fault == TableFault.NO_SHEET


def test_open_table_when_workbook_is_empty_then_refuses(tmp_path):
    assert fault_of(workbook_file(tmp_path, [])) == TableFault.EMPTY


def test_open_table_when_csv_passes_size_limit_then_refuses(tmp_path):
    assert fault_of(csv_file(tmp_path, b"a;b\n" * 10), TableLimits(file_bytes=20)) == TableFault.TOO_LARGE


@pytest.mark.parametrize("parts", [(b"kode;jumlah\r\n11;5\r\n",), (b"# catatan\nkode;ju", b"mlah\n11;5\n")])
def test_open_table_when_gzip_then_reads_what_is_packed(tmp_path, parts):
    path = csv_file(tmp_path, b"".join(map(gzip.compress, parts)))

    assert read(path) == (("kode", "jumlah"), [(len(parts) + 1, ["11", "5"])])


PACKED = gzip.compress(b"kode;jumlah\n11;5\n")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (gzip.compress(bytes(3_000_000)), TableFault.GZIP_TOO_LARGE),
        (gzip.compress(b"a;b\n" + b"1;2\n" * 400_000), TableFault.GZIP_TOO_LARGE),
        (gzip.compress(b"a;b\n" + b"1;2\n" * 4), TableFault.TOO_MANY_ROWS),
        (PACKED[:-9], TableFault.BROKEN),
        (PACKED[:12] + b"\xff\xff" + PACKED[14:], TableFault.BROKEN),
        (PACKED[:-8] + bytes(8), TableFault.BROKEN),
        (PACKED + b"ekor", TableFault.BROKEN),
        (PACKED[:2], TableFault.BROKEN),
        (gzip.compress(b""), TableFault.EMPTY),
        (gzip.compress(PACKED), TableFault.NOT_UTF8),
        (gzip.compress(b"PK\x03\x04\xff"), TableFault.NOT_UTF8),
    ],
    ids=[
        "zeros", "rows", "rows within the size", "cut", "garbled", "wrong sum", "tail", "head only", "empty", "twice",
        "workbook",
    ],
)  # fmt: skip
def test_open_table_when_gzip_is_a_bomb_or_broken_then_refuses(tmp_path, content, fault):
    limits = TableLimits(file_bytes=1_000_000, rows=3, columns=4)

    assert fault_of(csv_file(tmp_path, content), limits) == fault
