import datetime
from decimal import Decimal

import pytest

from paritrana.pages.open_files import csv_lines, excel_lines
from paritrana.pages.open_tables import About, CellKind, OpenColumn, OpenRow, OpenTable, dated, figure, stretch
from paritrana.pages.templatetags.tables import printed

DAY = datetime.date(2023, 10, 23)


@pytest.mark.parametrize(
    ("precision", "text", "shown"),
    [("year", "2023", "2023"), ("month", "2023-10", "Oktober 2023"), ("day", "2023-10-23", "23 Oktober 2023")],
)
def test_date_when_its_source_is_not_exact_then_file_and_page_are_not_either(precision, text, shown):
    assert dated(DAY, precision) == text
    assert printed(text, CellKind.TIME) == shown


@pytest.mark.parametrize(
    ("start", "end", "text", "shown"),
    [
        ((2024, 1, 1), (2024, 12, 31), "2024", "2024"),
        ((2023, 12, 1), (2023, 12, 31), "2023-12", "Desember 2023"),
        ((2024, 1, 1), (2024, 6, 30), "2024-01/2024-06", "Januari 2024 – Juni 2024"),
    ],
    ids=["a year", "a month", "some months"],
)
def test_stretch_when_written_then_is_as_short_as_it_allows(start, end, text, shown):
    assert stretch(datetime.date(*start), datetime.date(*end)) == text
    assert printed(text, CellKind.PERIOD) == shown


@pytest.mark.parametrize(
    ("text", "value"),
    [("51.50", Decimal("51.50")), ("", None), (None, None), ("ada", "ada"), ("NaN", "NaN")],
    ids=["digits stay", "empty", "none", "words", "no number"],
)
def test_figure_when_read_then_keeps_its_digits_and_words_stay_words(text, value):
    assert str(figure(text)) == str(value)


def table(*values):
    columns = tuple(OpenColumn(f"kolom_{place}", f"Kolom {place}") for place, _value in enumerate(values))
    about = About(definition="Uji.", source="Uji", changes="Tidak.", licence="Bebas.")
    return OpenTable("uji", "Uji", columns, about, [OpenRow(values)])


def test_csv_when_written_then_has_every_digit_and_runs_nothing():
    found = table(Decimal("-1234.50"), 7, None, True, False, "=1+1", "52.03", 'a "b", c')

    lines = list(csv_lines(found, found.rows(), is_short=True))

    assert lines[0] == "kolom_0,kolom_1,kolom_2,kolom_3,kolom_4,kolom_5,kolom_6,kolom_7\r\n"
    assert lines[1] == '-1234.50,7,,ya,,\'=1+1,52.03,"a ""b"", c"\r\n'


def test_excel_file_when_written_then_numbers_have_commas_and_what_looks_like_a_time_stays_text():
    found = table(Decimal("-1234.50"), 7, "=1+1", "52.03", "2023-10", "2024-01/2024-06", "1 Mei", "-")

    lines = list(excel_lines(found, found.rows(), is_short=False))

    assert lines[0].startswith("\N{ZERO WIDTH NO-BREAK SPACE}Kolom 0;Kolom 1;")
    assert lines[1] == '-1234,50;7;\'=1+1;"=""52.03""";"=""2023-10""";"=""2024-01/2024-06""";1 Mei;\'-\r\n'
