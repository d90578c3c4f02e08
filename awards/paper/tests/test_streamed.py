"""A streamed workbook is read back by openpyxl and by LibreOffice as it was given."""

import csv
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from awards.paper.cells import clean
from awards.paper.streamed import Figure, StreamedBook

ROWS = [
    (1, '=HYPERLINK("http://x","klik")', Figure("75.870"), None),
    (2, "a < b & c > d", Figure("-0.5"), ""),
    (3, " dua  spasi\nbaris ", Figure("12345678901234.25"), "007"),
]
READ = [
    ["nomor", "nama", "nilai", "kode"],
    [1, '=HYPERLINK("http://x","klik")', 75.87, None],
    [2, "a < b & c > d", -0.5, None],
    [3, " dua  spasi\nbaris ", 12345678901234.25, "007"],
]


def written(path, rows, *, most_rows=1000, title="Daftar & isi"):
    with StreamedBook(path, most_rows=most_rows) as book:
        return book.sheet(title, READ[0], rows)


def cells(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_book_when_read_by_openpyxl_then_as_given_and_no_text_is_a_formula(tmp_path):
    taken = written(tmp_path / "a.xlsx", ROWS)

    sheet = load_workbook(tmp_path / "a.xlsx")["Daftar & isi"]
    assert (taken, cells(sheet), sheet.freeze_panes) == (["Daftar & isi"], READ, "A2")
    assert (sheet["B2"].data_type, sheet["D4"].data_type, sheet["C2"].data_type) == ("s", "s", "n")


@pytest.mark.office
def test_book_when_read_by_libreoffice_then_as_given(tmp_path):
    written(tmp_path / "a.xlsx", [*ROWS, (4, "_x0041_ tetap", None, None)])

    command = [shutil.which("soffice"), "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", "csv", "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)

    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            READ[0],
            ["1", '=HYPERLINK("http://x","klik")', "75.87", ""],
            ["2", "a < b & c > d", "-0.5", ""],
            ["3", " dua  spasi\nbaris ", "12345678901234.3", "007"],
            ["4", "_x0041_ tetap", "", ""],
        ]


def test_book_when_a_sheet_is_full_then_goes_on_in_the_next_under_the_same_heading(tmp_path):
    taken = written(tmp_path / "a.xlsx", ROWS, most_rows=3, title="x" * 40)

    book = load_workbook(tmp_path / "a.xlsx")
    assert taken == book.sheetnames == ["x" * 31, "x" * 27 + " (2)"]
    assert [cells(sheet) for sheet in book] == [READ[:3], [READ[0], READ[3]]]


def test_book_when_rows_end_with_a_sheet_then_no_empty_one_follows(tmp_path):
    assert len(written(tmp_path / "a.xlsx", ROWS, most_rows=4)) == 1


def test_book_when_there_are_no_rows_then_the_heading_stands_alone(tmp_path):
    written(tmp_path / "a.xlsx", [])

    assert cells(load_workbook(tmp_path / "a.xlsx")["Daftar & isi"]) == READ[:1]


def test_book_when_there_are_many_columns_then_each_stands_under_its_letter(tmp_path):
    heads = [f"k{place}" for place in range(730)]

    with StreamedBook(tmp_path / "a.xlsx") as book:
        book.sheet("x", heads, [list(range(730))])

    sheet = load_workbook(tmp_path / "a.xlsx")["x"]
    assert [(sheet[f"{letter}1"].value, sheet[f"{letter}2"].value) for letter in ("Z", "AA", "ZZ", "AAA", "ABB")] == [
        (f"k{place}", place) for place in (25, 26, 701, 702, 729)
    ]


@given(st.lists(st.tuples(st.text(max_size=30), st.decimals(-(10**9), 10**9, places=4)), max_size=5))
def test_book_when_drawn_then_openpyxl_reads_every_text_and_figure(tmp_path_factory, drawn):
    path = tmp_path_factory.mktemp("book") / "a.xlsx"

    with StreamedBook(path) as book:
        book.sheet("x", ["a", "b"], [(text, Figure(figure)) for text, figure in drawn])

    sheet = load_workbook(path)["x"]
    read = [(sheet.cell(row, 1).value or "", sheet.cell(row, 2).value) for row in range(2, len(drawn) + 2)]
    assert read == [(clean(text), float(figure)) for text, figure in drawn]
