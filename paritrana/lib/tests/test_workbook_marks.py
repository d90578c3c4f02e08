"""What stands in a workbook beside its values, and what the table reader makes of it."""

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from paritrana.lib.table_faults import TableFault, TableRefusedError
from paritrana.lib.tables import open_table
from paritrana.lib.workbook_marks import column_letters, is_percent_format, sheet_marks

CASES = Path(__file__).parent / "cases"
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def refused(path, **more):
    with pytest.raises(TableRefusedError) as caught, open_table(path, **more) as table:
        list(table.rows)
    return caught.value.fault, caught.value.where


def workbook(tmp_path, rows, formats=None):
    path = tmp_path / "tabel.xlsx"
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for place, code in (formats or {}).items():
        book.active[place].number_format = code
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("name", "where"),
    [("regulations.xlsx", "J2: #N/A"), ("budget.xlsx", "G2: #REF!")],
    ids=["revoked rule", "realised budget"],
)
def test_open_table_when_a_cell_holds_an_error_then_refuses_and_names_it(name, where):
    assert refused(CASES / name) == (TableFault.ERROR_CELL, where)


def test_open_table_when_per_cent_stands_beside_plain_numbers_then_refuses_and_names_both():
    assert refused(CASES / "percent.xlsx") == (TableFault.PERCENT_MIXED, "B2, B3")
    assert refused(CASES / "percent.xlsx", reads_percent=True) == (TableFault.PERCENT_MIXED, "B2, B3")


def test_open_table_when_a_column_is_all_per_cent_then_only_who_asks_reads_it_as_shown(tmp_path):
    path = workbook(tmp_path, [["a", "b"], ["x", 0.455], ["y", 1], ["z", None]], {"B2": "0.0%", "B3": "0%", "B4": "0%"})

    assert refused(path) == (TableFault.PERCENT, "B2")
    with open_table(path, reads_percent=True) as table:
        rows = list(table.rows)
    assert rows == [(2, ["x", Decimal("45.5")]), (3, ["y", Decimal(100)]), (4, ["z", None])]
    assert table.percent_columns == (1,)


@pytest.mark.parametrize(
    ("code", "is_percent"),
    [
        ("0%", True),
        ("0.00%;[Red]-0.00%", True),
        ('0.0"%"', False),
        (r"0\%", False),
        ("[$%]0", False),
        ("General", False),
    ],
    ids=["plain", "with a colour", "in quotes", "behind a backslash", "in brackets", "general"],
)
def test_is_percent_format_then_text_does_not_count(code, is_percent):
    assert is_percent_format(code) is is_percent


def test_open_table_when_rows_are_hidden_or_sheets_left_out_then_it_says_so():
    with open_table(CASES / "hidden_row.xlsx") as hidden:
        assert (hidden.sheet, hidden.hidden_rows, hidden.other_sheets) == ("Data", (3,), ())
    with open_table(CASES / "two_sheets.xlsx") as two:
        assert (two.sheet, two.hidden_rows, two.other_sheets) == ("Data", (), ("Semester 2",))


def test_open_table_when_the_first_sheet_is_hidden_then_refuses_with_the_names(tmp_path):
    path = tmp_path / "tabel.xlsx"
    book = Workbook()
    book.active.title = "Lama"
    book.active.append(["a"])
    book.create_sheet("Baru").append(["a"])
    book.active.sheet_state = "hidden"
    book.active = 1
    book.save(path)

    assert refused(path) == (TableFault.FIRST_SHEET_HIDDEN, "Lama, Baru")


def test_open_table_when_comments_stand_above_the_header_of_a_workbook_then_skips_them_as_in_csv(tmp_path):
    path = workbook(tmp_path, [["# kode: petunjuk"], ["# jumlah: petunjuk"], ["kode", "jumlah"], ["11", 5]])

    with open_table(path) as table:
        assert (table.header, list(table.rows)) == (("kode", "jumlah"), [(4, ["11", Decimal(5)])])


def test_sheet_marks_when_cells_carry_no_places_then_counts_them(tmp_path):
    path = tmp_path / "paket.xlsx"
    sheet = (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="str"><x:v>a</x:v></x:c></x:row>'
        '<x:row><x:c><x:v>1</x:v></x:c><x:c t="e"><x:v>#DIV/0!</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("xl/workbook.xml", '<w xmlns:r="r"><sheets><sheet name="A" r:id="rId1"/></sheets></w>')
        package.writestr("xl/_rels/workbook.xml.rels", '<R><Relationship Id="rId1" Target="worksheets/s.xml"/></R>')
        package.writestr("xl/worksheets/s.xml", sheet)

    assert sheet_marks(path, "A").errors == [("B2", "#DIV/0!")]


def test_column_letters_then_as_spreadsheets_write_them():
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
