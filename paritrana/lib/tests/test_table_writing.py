import io

import pytest
from openpyxl import load_workbook

from paritrana.lib.table_writing import NotesSheet, csv_line, safe_text, write_workbook


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|x", "'+cmd|x"),
        ("-5", "-5"),
        ("-1.234,5", "-1.234,5"),
        ("Kab. Siak", "Kab. Siak"),
        ("a\x07b", "ab"),
    ],
)
def test_safe_text_when_a_program_could_run_it_then_disarms_it(text, written):
    assert safe_text(text) == written


def test_csv_line_when_cells_hold_separator_then_quotes_them():
    assert csv_line(["a;b", "=c", "1"]) == '"a;b";\'=c;1\r\n'


def test_write_workbook_when_cell_looks_like_formula_then_stays_text():
    file = io.BytesIO()

    write_workbook(
        file,
        title="Data",
        header=["kode", "nama"],
        comments={"kode": "Kode wilayah"},
        rows=[["=1+1", "x"]],
        notes=NotesSheet("Keterangan", [["kode", "wajib"]]),
    )

    book = load_workbook(file)
    assert book.sheetnames == ["Data", "Keterangan"]
    assert book["Data"]["A1"].comment.text == "Kode wilayah"
    assert (book["Data"]["A2"].value, book["Data"]["A2"].data_type) == ("=1+1", "s")
    assert [cell.value for cell in book["Keterangan"][1]] == ["kode", "wajib"]
