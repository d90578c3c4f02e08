import datetime
from decimal import Decimal

import pytest

from paritrana.lib.dates_id import month_first_day, named_day, named_month
from paritrana.lib.whole_file import column_findings, is_footnote, is_summary, sum_rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jumlah", True), ("JUMLAH TOTAL", True), ("Rata-rata", True), ("Indonesia", True), ("Sumber: BPS", True),
        ("Catatan", True), ("Sub Total:", True), ("Kab. Alfa", False), ("Sumber Agung", False),
        ("Indonesia Timur", False), ("PT Total Bangun", False), ("", False),
        ("Sumber data: BPJS Ketenagakerjaan", True), ("*) Sumber: BPS", True), ("*) angka sementara", True),
        ("Ket.: per 31 Desember", True), ("Catatan 1: sementara", True), ("Jml.", True), ("Sub-total", True),
        ("Total 2024", True), ("Jumlah Kabupaten/Kota", True), ("Rata-rata provinsi", True), ("Total: ", True),
        ("Sumber Data Utama", False), ("*Kab. Alfa", False), ("Total 2024 Mandiri", False), ("Ketapang", False),
        ("Jumlah Kabupaten Alfa", False), ("Kota", False), ("Provinsi", False), ("Notes Kafe", False),
    ],
)  # fmt: skip
def test_is_summary_then_names_of_entrants_stay(text, expected):
    assert is_summary(text) is expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Sumber BPS 2024", "", ""], True), (["", "Catatan angka sementara"], True), (["Sumber", ""], True),
        (["SUMBER BADAN PUSAT STATISTIK"], True), (["Keterangan Angka Sementara"], True), (["Ket. sementara"], True),
        (["Source Sakernas August 2024"], True), (["Data per 31 Desember 2024"], True), (["*) sementara"], True),
        (["Sumber Agung", ""], False), (["Sumber BPS 2024", "12"], False), (["Catatan angka", "1"], False),
        (["Ketapang"], False), (["Sumber Data Utama"], False), (["Notes Kafe"], False), (["Data Kita"], False),
        (["", ""], False), (["(1)", "(2)", "(3)"], True), (["1", "2", "3", "4"], True), (["[1]", "", "2)", "3."], True),
        (["1", "2"], False), (["1", "2", "4"], False), (["2", "3", "4"], False), (["Alfa", "1", "2", "3"], False),
    ],
)  # fmt: skip
def test_is_footnote_when_nothing_else_stands_in_the_row_then_it_explains(cells, expected):
    assert is_footnote(cells) is expected


def test_sum_rows_when_two_columns_agree_then_found_and_one_alone_is_chance():
    two = [[Decimal(10), Decimal(20)], [Decimal(30), Decimal(40)], [Decimal(40), Decimal(60)]]
    one = [[Decimal(10), None], [Decimal(20), None], [Decimal(30), None]]

    assert (sum_rows(two), sum_rows(one), sum_rows(two[:2])) == ([2], [], [])


def test_sum_rows_when_one_other_row_alone_has_numbers_then_it_is_no_sum():
    row, nought = [Decimal(10), Decimal(20)], [Decimal(0), None]

    assert sum_rows([row, nought, row]) == []


def test_column_findings_when_a_point_stands_among_commas_then_it_is_named():
    rows = [(2, ["12,5", "12,5", Decimal(1)]), (3, ["1.234", "12.5", "12.5"]), (4, ["1.234,5", "7.5"])]

    assert column_findings(rows, dates={}, decimals={"a": 0, "b": 1, "c": 2}).stray_points == {"b": "12.5"}


def test_column_findings_when_one_cell_can_only_be_month_first_then_the_column_is():
    rows = [(2, ["2/1/2024", "31/12/2024"]), (3, ["12/31/2024", "1/2/2024"]), (4, ["x"])]

    assert column_findings(rows, dates={"a": 0, "b": 1}, decimals={}).month_first == {"a"}


@pytest.mark.parametrize(
    ("text", "day"),
    [("12/31/2024", (2024, 12, 31)), ("2/1/2024", (2024, 2, 1)), ("15/01/2024", (2024, 1, 15)), ("13/13/2024", None)],
)
def test_month_first_day_then_the_day_that_is_meant(text, day):
    assert month_first_day(text) == (datetime.date(*day) if day else None)


@pytest.mark.parametrize("text", ["15 Desember 2023", "15-Des-2023", "15 dec 2023", "15  December 2023"])
def test_named_day_then_both_languages(text):
    assert named_day(text) == datetime.date(2023, 12, 15)


@pytest.mark.parametrize("text", ["Des-23", "Dec-23", "Desember 2023", "des 2023"])
def test_named_month_then_both_languages(text):
    assert named_month(text) == datetime.date(2023, 12, 1)


@pytest.mark.parametrize("text", ["15 Des 23", "Foo 2023", "Des 23", "2023"])
def test_named_when_not_certain_then_none(text):
    assert (named_day(text), named_month(text)) == (None, None)
