from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paritrana.lib.numbers_id import NumberFault, NumberRefusedError, format_number, parse_decimal, parse_whole


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234", "1234"),
        ("-5", "-5"),
        (" 1 234 ", "1234"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("12.34", "12.34"),
        ("1234,567", "1234.567"),
        ("-1.234.567,89", "-1234567.89"),
    ],
)
def test_parse_decimal_when_one_meaning_then_reads_it(text, value):
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1,234.5", NumberFault.ENGLISH),
        ("1,234,567", NumberFault.ENGLISH),
        ("1.234", NumberFault.AMBIGUOUS),
        ("1,234", NumberFault.AMBIGUOUS),
        ("-12.345", NumberFault.AMBIGUOUS),
        ("", NumberFault.NOT_A_NUMBER),
        ("seribu", NumberFault.NOT_A_NUMBER),
        ("1e5", NumberFault.NOT_A_NUMBER),
        ("NaN", NumberFault.NOT_A_NUMBER),
        ("١٢", NumberFault.NOT_A_NUMBER),
        ("12.34.567", NumberFault.NOT_A_NUMBER),
        ("1" * 31, NumberFault.TOO_LONG),
    ],
)
def test_parse_decimal_when_two_meanings_or_none_then_refuses(text, fault):
    with pytest.raises(NumberRefusedError) as refused:
        parse_decimal(text)

    assert refused.value.fault == fault


@pytest.mark.parametrize(("text", "value"), [("1.234", 1234), ("1234", 1234), ("-1.000", -1000), ("12,0", 12)])
def test_parse_whole_when_grouped_then_reads_thousands(text, value):
    assert parse_whole(text) == value


@pytest.mark.parametrize(
    ("text", "fault"),
    [("1,5", NumberFault.NOT_WHOLE), ("1,234", NumberFault.AMBIGUOUS), ("²", NumberFault.NOT_A_NUMBER)],
)
def test_parse_whole_when_not_whole_then_refuses(text, fault):
    with pytest.raises(NumberRefusedError) as refused:
        parse_whole(text)

    assert refused.value.fault == fault


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_parse_whole_when_formatted_number_then_gives_it_back(value):
    assert parse_whole(format_number(value)) == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_parse_decimal_when_formatted_with_two_digits_then_gives_it_back(value):
    assert parse_decimal(format_number(value, digits=2)) == value


@given(st.text(max_size=40))
def test_parse_decimal_when_any_text_then_reads_or_refuses(text):
    with suppress(NumberRefusedError):
        assert parse_decimal(text).is_finite()


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Decimal("1234567.891"), 2, "1.234.567,89"),
        (Decimal("0.005"), 2, "0,01"),
        (Decimal("-0.004"), 2, "0,00"),
        (1234, None, "1.234"),
        (Decimal("51.50"), None, "51,50"),
    ],
)
def test_format_number_when_given_digits_then_writes_indonesian(value, digits, text):
    assert format_number(value, digits=digits) == text


def test_format_number_when_infinite_then_refuses():
    with pytest.raises(ValueError, match="finite"):
        format_number(Decimal("Infinity"))
