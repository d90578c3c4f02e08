"""What a file as a whole says about its decimal sign, and what stays refused."""

from decimal import Decimal

import pytest

from awards.offline.numbers import DecimalSign, ScientificNumberError, style_of
from awards.sentences import sentence
from paritrana.lib.numbers_id import NumberFault, NumberRefusedError

SAFE, POINT, COMMA = DecimalSign


def style(*texts, declared=SAFE, delimiter=";"):
    return style_of(texts, declared=declared, delimiter=delimiter)


@pytest.mark.parametrize(
    ("others", "delimiter", "meant"),
    [
        (["12.34"], ";", POINT),
        (["0.125"], ";", POINT),
        (["1234.567"], ";", POINT),
        (["1.5e-3"], ";", POINT),
        (["12,34"], ";", COMMA),
        (["1.234.567"], ";", COMMA),
        (["1.234,5"], ";", COMMA),
        (["12,34", "12.34"], ",", SAFE),
        (["12"], ";", SAFE),
        (["12"], "\t", SAFE),
        (["12"], "", SAFE),
        (["12"], ",", POINT),
        (["12,5"], ",", COMMA),
        (["1,234.5"], ";", SAFE),
    ],
)
def test_style_when_a_number_may_be_read_in_two_ways_then_the_file_decides(others, delimiter, meant):
    assert style("76.123", *others, delimiter=delimiter).meant is meant


@pytest.mark.parametrize(
    ("others", "written", "read"),
    [
        (["12.34"], "76.123", "76.123"),
        (["12,34"], "76.123", "76123"),
        (["12,34"], "76,123", "76.123"),
        (["12,34"], "1.234,5", "1234.5"),
        (["12.34"], "1,5", "1.5"),
        ([], "1e3", "1000"),
        ([], "-1.5E-2", "-0.015"),
        ([], "1,5E+02", "150"),
        ([], "123456789012E+02", "12345678901200"),
        ([], "0." + "3" * 60, "0." + "3" * 60),
        (["12,5"], "0," + "3" * 60, "0." + "3" * 60),
    ],
)
def test_parse_when_the_file_is_clear_then_exactly_what_is_written(others, written, read):
    assert style(written, *others).parse(written) == Decimal(read)


@pytest.mark.parametrize(
    ("others", "written", "fault"),
    [
        ([], "76.123", NumberFault.AMBIGUOUS),
        (["12.34"], "1,234", NumberFault.AMBIGUOUS),
        (["12.34"], "1,234.5", NumberFault.ENGLISH),
        (["12,34", "12.34"], "1.234", NumberFault.AMBIGUOUS),
        (["12.34"], "0," + "3" * 60, NumberFault.TOO_LONG),
        (["12,34"], "0." + "3" * 60, NumberFault.TOO_LONG),
        ([], "0." + "3" * 999, NumberFault.TOO_LONG),
        ([], "x" * 60, NumberFault.TOO_LONG),
        ([], "1e", NumberFault.NOT_A_NUMBER),
        ([], "1e999", NumberFault.NOT_A_NUMBER),
        ([], "85%", NumberFault.NOT_A_NUMBER),
    ],
)
def test_parse_when_it_stays_unclear_then_refused(others, written, fault):
    with pytest.raises(NumberRefusedError) as caught:
        style(*others).parse(written)

    assert caught.value.fault is fault


@pytest.mark.parametrize("written", ["1.23457E+11", "1,23457E+11", "-1E+12"])
def test_parse_when_a_spreadsheet_has_rounded_the_number_then_refused(written):
    with pytest.raises(ScientificNumberError):
        style().parse(written)


def test_note_when_the_file_decided_then_names_a_number_and_the_way_out():
    assert sentence(style("12.34", "76.123", "81.250").note) == (
        "Angka seperti «76.123» dibaca dengan titik sebagai tanda desimal, seperti angka lain dan pemisah kolom dalam "
        "berkas. Bila maksudnya lain, jalankan lagi dengan --decimal titik atau --decimal koma."
    )


@pytest.mark.parametrize(
    "quiet", [style("12.34"), style("76.123"), style("76.123", declared=COMMA)], ids=["clear", "refused", "declared"]
)
def test_note_when_nothing_was_decided_then_is_empty(quiet):
    assert quiet.note is None
