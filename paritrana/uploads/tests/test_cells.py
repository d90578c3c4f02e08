"""Cells of uploaded files into what the database stores, or into a reason."""

import datetime
from decimal import Decimal

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from paritrana.uploads.cells import CellFaultError, ColumnReader
from paritrana.uploads.kinds import Column, ColumnType
from paritrana.uploads.models import DenominatorDefinition

BIG = models.PositiveBigIntegerField()
SMALL = models.PositiveSmallIntegerField()
POINTS = models.DecimalField(max_digits=9, decimal_places=4)


def reader(content, target=None, **fields):
    return ColumnReader(Column("kolom", content, "", **fields), target)


@pytest.mark.parametrize(
    ("content", "target", "cell", "stored"),
    [
        (ColumnType.TEXT, None, "  Selong ", "Selong"),
        (ColumnType.TEXT, None, Decimal("52"), "52"),
        (ColumnType.TEXT, None, True, "ya"),
        (ColumnType.TEXT, None, datetime.datetime(2023, 5, 1, 7), "2023-05-01"),
        (ColumnType.WHOLE, BIG, "017", "17"),
        (ColumnType.WHOLE, BIG, "2.500.000.000", "2500000000"),
        (ColumnType.WHOLE, BIG, Decimal("17195"), "17195"),
        (ColumnType.WHOLE, BIG, "9223372036854775807", "9223372036854775807"),
        (ColumnType.DECIMAL, POINTS, "7,75", "7.75"),
        (ColumnType.DECIMAL, POINTS, Decimal("7.7500"), "7.75"),
        (ColumnType.DATE, None, "31/12/2023", "2023-12-31"),
        (ColumnType.DATE, None, "2023-12-31", "2023-12-31"),
        (ColumnType.DATE, None, datetime.date(2023, 12, 31), "2023-12-31"),
        (ColumnType.MONTH, None, "2023-12", "2023-12-01"),
        (ColumnType.MONTH, None, "12/2023", "2023-12-01"),
        (ColumnType.MONTH, None, "2023-12-15", "2023-12-01"),
        (ColumnType.MONTH, None, datetime.date(2023, 12, 31), "2023-12-01"),
        (ColumnType.FLAG, None, "Ya", "1"),
        (ColumnType.FLAG, None, "tidak", "0"),
        (ColumnType.FLAG, None, False, "0"),
        (ColumnType.FLAG, None, Decimal(1), "1"),
    ],
)
def test_read_when_cell_is_good_then_gives_stored_text(content, target, cell, stored):
    assert reader(content, target).read(cell) == stored


@pytest.mark.parametrize(
    ("content", "target", "cell"),
    [
        (ColumnType.TEXT, None, "=1+1"),
        (ColumnType.TEXT, None, "a\nb"),
        (ColumnType.TEXT, None, "x" * 301),
        (ColumnType.WHOLE, BIG, "-1"),
        (ColumnType.WHOLE, BIG, Decimal("-1")),
        (ColumnType.WHOLE, BIG, "9223372036854775808"),
        (ColumnType.WHOLE, SMALL, "32768"),
        (ColumnType.WHOLE, BIG, Decimal("1.5")),
        (ColumnType.WHOLE, BIG, datetime.date(2023, 1, 1)),
        (ColumnType.WHOLE, BIG, "1,234"),
        (ColumnType.DECIMAL, POINTS, "-1"),
        (ColumnType.DECIMAL, POINTS, "1.234"),
        (ColumnType.DECIMAL, POINTS, "1,00001"),
        (ColumnType.DECIMAL, POINTS, "100000"),
        (ColumnType.DECIMAL, POINTS, True),
        (ColumnType.DATE, None, "31/02/2023"),
        (ColumnType.DATE, None, "01/01/0001"),
        (ColumnType.DATE, None, "kemarin"),
        (ColumnType.DATE, None, Decimal(45000)),
        (ColumnType.MONTH, None, "13/2023"),
        (ColumnType.MONTH, None, Decimal(202312)),
        (ColumnType.FLAG, None, "mungkin"),
    ],
)
def test_read_when_cell_is_faulty_then_refuses(content, target, cell):
    with pytest.raises(CellFaultError):
        reader(content, target).read(cell)


@pytest.mark.parametrize("cell", ["group_total", "GROUP_TOTAL", "Seluruh orang dalam kelompok itu"])
def test_read_when_choice_by_value_or_label_then_gives_value(cell):
    assert reader(ColumnType.CHOICE, choices=DenominatorDefinition).read(cell) == "group_total"


def test_read_when_choice_is_unknown_then_names_the_choices():
    with pytest.raises(CellFaultError, match="employed, labour_force"):
        reader(ColumnType.CHOICE, choices=DenominatorDefinition).read("lain")


@pytest.mark.parametrize("cell", [None, "", "  "])
def test_read_when_cell_is_empty_then_default_or_none_or_refused(cell):
    assert reader(ColumnType.TEXT, default="x").read(cell) == "x"
    assert reader(ColumnType.WHOLE, BIG, nullable=True).read(cell) is None
    with pytest.raises(CellFaultError):
        reader(ColumnType.TEXT).read(cell)


def test_read_when_text_repeats_then_is_remembered_and_typed_cells_are_not():
    column = reader(ColumnType.TEXT)

    column.read("ya")
    column.read(True)
    column.read(Decimal(1))

    assert column.known == {"ya": "ya"}


@pytest.mark.parametrize(
    ("content", "target"), [(ColumnType.DECIMAL, BIG), (ColumnType.CHOICE, None)], ids=["decimal", "choice"]
)
def test_reader_when_column_is_declared_wrongly_then_fails_at_once(content, target):
    with pytest.raises(TypeError):
        reader(content, target)


@given(st.text(max_size=30))
def test_read_when_any_text_then_whole_number_or_refusal(text):
    try:
        stored = reader(ColumnType.WHOLE, BIG, nullable=True).read(text)
    except CellFaultError:
        return
    assert stored is None or 0 <= int(stored) < 2**63


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_read_when_any_whole_number_then_keeps_it(value):
    assert reader(ColumnType.WHOLE, BIG).read(str(value)) == str(value)
