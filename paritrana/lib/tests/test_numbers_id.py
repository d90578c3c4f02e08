from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paritrana.lib.indonesian import number_text
from paritrana.lib.numbers_id import NumberFault, NumberRefusedError, parse_decimal, parse_whole, written


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
def test_parse_whole_when_printed_then_gives_it_back(value):
    assert parse_whole(number_text(value)) == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_parse_decimal_when_printed_with_two_digits_then_gives_it_back(value):
    assert parse_decimal(number_text(value)) == value


@given(st.text(max_size=40))
def test_parse_decimal_when_any_text_then_reads_or_refuses(text):
    with suppress(NumberRefusedError):
        assert parse_decimal(text).is_finite()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_written_then_is_read_as_the_same_number(value):
    assert parse_decimal(written(value)) == value
    if value == value.to_integral_value():
        assert parse_whole(written(value.to_integral_value())) == value
    else:
        with pytest.raises(NumberRefusedError, match="not_whole"):
            parse_whole(written(value))
