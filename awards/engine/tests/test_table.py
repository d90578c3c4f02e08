from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from awards.engine import LabelColumn, ScaledColumn, State, Table
from awards.engine.errors import NumberExpectedError, TableError, UnknownEntryError
from awards.engine.table import ExactColumn
from awards.engine.tests.said import refused

NA = "tidak berlaku"


def table(**columns):
    return Table(["p", "q", "r"], columns)


def test_numbers_of_cells_tells_not_reported_not_applicable_and_zero_apart():
    numbers = table(x=[None, NA, "0.50"]).numbers("x", NA)

    assert [numbers.state(row) for row in range(3)] == [State.NOT_REPORTED, State.NOT_APPLICABLE, State.PRESENT]
    assert numbers.exact(2) == Fraction(1, 2)


def test_numbers_that_do_not_fit_62_bits_stay_exact():
    numbers = table(x=[Decimal("1e30"), Decimal("0.123456789012345678901"), 2]).numbers("x", NA)

    assert isinstance(numbers, ExactColumn)
    assert [numbers.exact(row) for row in range(3)] == [
        Fraction(10**30),
        Fraction(Decimal("0.123456789012345678901")),
        Fraction(2),
    ]
    assert (len(numbers), numbers.state(0)) == (3, State.PRESENT)


@pytest.mark.parametrize("cell", ["dua", "1,5", "1e5", Decimal("NaN"), Decimal("Infinity"), True, "١"])
def test_numbers_of_a_cell_that_is_no_plain_decimal_is_refused(cell):
    with refused(NumberExpectedError, "Kolom «x» peserta «q»"):
        table(x=[1, cell, 2]).numbers("x", NA)


def test_numbers_of_a_scaled_column_is_the_column():
    column = ScaledColumn(np.array([150, 2, 3]), 2, np.array([0, 1, 2], dtype=np.uint8))

    assert table(x=column).numbers("x", NA) is column
    assert (column.exact(0), column.state(2), len(column)) == (Fraction(3, 2), State.NOT_APPLICABLE, 3)


def test_scaled_column_of_narrow_numbers_is_read_as_wide_ones():
    """Sums and multiples of 32 bits would wrap around in silence."""
    column = ScaledColumn(np.array([2**31 - 1, -(2**31)], dtype=np.int32), 0)

    assert column.scaled.dtype == np.int64
    assert column.ends() == (-(2**31), 2**31 - 1)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [([1.5, 2.0], "bukan float64"), ([0, 2**62], "2 pangkat 62"), ([-(2**62), 0], "sebesar 4611686018427387904")],
    ids=["floats", "too large", "too small"],
)
def test_scaled_column_of_what_whole_arithmetic_cannot_carry_is_refused(numbers, told):
    with refused(TableError, told):
        ScaledColumn(np.array(numbers), 0)


def test_scaled_column_without_rows_and_at_the_edge_of_62_bits_is_taken():
    empty, edge = ScaledColumn(np.array([], dtype=np.int64), 0), ScaledColumn(np.array([1 - 2**62, 2**62 - 1]), 0)

    assert (empty.ends(), edge.ends()) == ((0, 0), (1 - 2**62, 2**62 - 1))


def test_cell_is_what_was_entered():
    entered = table(
        x=["  ", " a ", Decimal("1.50")],
        y=ScaledColumn(np.array([150, 2, 3]), 2, np.array([0, 1, 2], dtype=np.uint8)),
        z=LabelColumn(np.array([0, -1, 1]), ["a", NA]),
    )

    assert [entered.cell("x", row) for row in range(3)] == [None, "a", Decimal("1.50")]
    assert [str(entered.cell("y", row)) for row in range(3)] == ["1.50", "None", "None"]
    assert [entered.cell("z", row) for row in range(3)] == ["a", None, NA]


@pytest.mark.parametrize(
    "column", [["a", None, NA], LabelColumn(np.array([1, -1, 0]), [NA, "a"])], ids=["cells", "positions"]
)
def test_labels_mark_empty_and_not_applicable_below_zero(column):
    labels = table(x=column).labels("x", NA)

    assert labels.positions.tolist()[1:] == [-1, -2]
    assert labels.labels[labels.positions[0]] == "a"
    assert len(labels) == 3


def test_labels_of_numbers_are_their_plain_text():
    labels = table(x=[Decimal("1.50"), 2, "02"]).labels("x", NA)

    assert list(labels.labels) == ["1.5", "2", "02"]


def test_labels_and_numbers_are_read_once():
    once = table(x=["1", "2", "3"])

    assert (once.labels("x", NA) is once.labels("x", NA), once.numbers("x", NA) is once.numbers("x", NA)) == (
        True,
        True,
    )


def test_table_with_a_column_of_another_length_is_refused():
    with refused(TableError, "Kolom «x» berisi 1 baris"):
        table(x=[1])


def test_table_with_an_entry_twice_names_it():
    with refused(TableError, "lebih dari sekali: p"):
        Table(["p", "q", "p"], {})


def test_from_rows_leaves_absent_keys_empty():
    rows = Table.from_rows([{"id": "p", "x": 1}, {"id": 7, "y": "a"}], id_column="id")

    assert (list(rows.ids), rows.column_names, len(rows)) == (["p", "7"], ("x", "y"), 2)
    assert (rows.cell("x", 1), rows.cell("y", 0)) == (None, None)


def test_from_rows_without_an_identity_names_the_line():
    with refused(TableError, "Baris 2"):
        Table.from_rows([{"id": "p"}, {"id": ""}], id_column="id")


def test_require_names_the_columns_that_are_absent():
    with refused(TableError, "a, b"):
        table(x=[1, 2, 3]).require(["b", "x", "a"])


def test_index_of_an_unknown_entry_is_refused():
    with refused(UnknownEntryError, "«z»"):
        table().index("z")


@pytest.mark.parametrize("cell", [Decimal("1e60"), 10**60, "1" + "0" * 60, Decimal("1e-1001")])
def test_numbers_when_no_arithmetic_can_carry_them_then_refused(cell):
    with pytest.raises(NumberExpectedError):
        Table(["p"], {"a": [cell]}).numbers("a", "")
