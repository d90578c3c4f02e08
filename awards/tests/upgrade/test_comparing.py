import pytest

from awards.tests.upgrade import comparing

RANKING = [["1", "Kabupaten Sleman", "80,48"], ["2", "Kabupaten Bantul", "68,38"]]


def test_table_differences_when_columns_words_and_tables_were_added_then_none():
    found = [
        [["Total", "2"]],
        [["1", "Kabupaten\n Sleman", "baru", "80,48"], ["2", "Kabupaten Bantul", "baru", "68,38"]],
    ]

    assert comparing.table_differences([RANKING], found) == []


@pytest.mark.parametrize(
    "found",
    [
        pytest.param([["1", "Kabupaten Sleman", "80,49"], RANKING[1]], id="another figure"),
        pytest.param([["80,48", "Kabupaten Sleman", "1"], RANKING[1]], id="columns changed places"),
        pytest.param(RANKING[::-1], id="rows changed places"),
        pytest.param(RANKING[:1], id="a row is gone"),
        pytest.param([*RANKING, ["3", "Kota Yogyakarta", "50,00"]], id="a row came"),
        pytest.param([["1", "Kabupaten Sleman"], RANKING[1]], id="a cell is gone"),
    ],
)
def test_table_differences_when_something_printed_changed_then_names_it(found):
    assert len(comparing.table_differences([RANKING], [found])) == 1


def test_table_differences_when_tables_changed_places_then_names_one():
    other = [["Inovasi daerah", "26,79"]]

    assert comparing.table_differences([RANKING, other], [other, RANKING]) == ["table 2: the page has no further table"]


def test_table_differences_when_the_page_has_no_table_then_names_it():
    assert comparing.table_differences([RANKING], []) == ["table 1: the page has no further table"]


CSV = "\N{ZERO WIDTH NO-BREAK SPACE}peringkat,peserta\r\n1,Sleman\r\n2,Bantul\r\n"


def test_csv_differences_when_a_column_was_added_then_none():
    found = CSV.replace("peserta", "kode,peserta").replace(",Sleman", ",34,Sleman").replace(",Bantul", ",34,Bantul")

    assert comparing.csv_differences(CSV, found) == []


@pytest.mark.parametrize(
    ("found", "difference"),
    [
        pytest.param(CSV.replace("2,Bantul", "3,Bantul"), "peringkat: was '2', is '3'", id="another figure"),
        pytest.param(CSV.replace("peserta", "nama"), "line 2, peserta: was 'Sleman', is None", id="column renamed"),
        pytest.param(CSV + "3,Bima\r\n", "2 lines were written, now 3", id="a line came"),
        pytest.param(CSV[1:], "the file began with", id="byte order mark gone"),
    ],
)
def test_csv_differences_when_something_written_changed_then_names_it(found, difference):
    assert difference in comparing.csv_differences(CSV, found)[0]


def test_json_differences_when_a_key_was_added_then_none():
    assert (
        comparing.json_differences({"rank": 1, "of": [{"a": 1}]}, {"rank": 1, "of": [{"a": 1, "b": 2}], "new": 0}) == []
    )


@pytest.mark.parametrize(
    ("found", "difference"),
    [
        pytest.param({"of": [1, 2]}, "$.rank is gone", id="key gone"),
        pytest.param({"rank": "1", "of": [1, 2]}, "$.rank was 1, is '1'", id="text instead of a number"),
        pytest.param({"rank": True, "of": [1, 2]}, "$.rank was 1, is True", id="truth instead of a number"),
        pytest.param({"rank": 1, "of": [2, 1]}, "$.of[0] was 1, is 2", id="order changed"),
        pytest.param({"rank": 1, "of": [1, 2, 3]}, "$.of had 2 elements, has 3", id="an element came"),
    ],
)
def test_json_differences_when_an_answer_changed_then_names_it(found, difference):
    assert comparing.json_differences({"rank": 1, "of": [1, 2]}, found)[0] == difference


def test_workbook_differences_when_cells_and_sheets_were_added_then_none():
    found = {"Baru": {"A1": "str x"}, "Peringkat": {"A1": "str =B1*2", "C1": "str baru"}}

    assert comparing.workbook_differences({"Peringkat": {"A1": "str =B1*2"}}, found) == []


@pytest.mark.parametrize(
    ("found", "difference"),
    [
        pytest.param({}, "sheet Peringkat is gone", id="sheet gone"),
        pytest.param(
            {"Peringkat": {"A1": "int 4"}}, "Peringkat!A1: was 'str =B1*2', is 'int 4'", id="value for a formula"
        ),
        pytest.param({"Peringkat": {"B1": "str =B1*2"}}, "Peringkat!A1: was 'str =B1*2', is None", id="cell moved"),
    ],
)
def test_workbook_differences_when_a_cell_changed_then_names_it(found, difference):
    assert comparing.workbook_differences({"Peringkat": {"A1": "str =B1*2"}}, found) == [difference]
