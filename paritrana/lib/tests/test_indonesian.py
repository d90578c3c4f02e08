import datetime
from decimal import Decimal

import pytest

from paritrana.lib.indonesian import WIT, day_text, month_text, number_text, prose_text, scaled, time_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(1234567, "1.234.567", id="whole"),
        pytest.param(Decimal("1234567.890"), "1.234.567,890", id="keeps trailing zeros"),
        pytest.param(Decimal("-0.50"), "−0,50", id="true minus"),
        pytest.param(0, "0", id="zero"),
    ],
)
def test_number_text_when_given_a_value_then_writes_all_its_digits(value, text):
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(9999, (Decimal(9999), 0), id="small stays"),
        pytest.param(65_000, (Decimal(65), 3), id="thousands"),
        pytest.param(41_560_938, (Decimal("41.6"), 6), id="one decimal"),
        pytest.param(10**15, (Decimal(1000), 12), id="thousand billions"),
    ],
)
def test_scaled_when_given_a_count_then_shortens_to_one_decimal(value, expected):
    assert scaled(value) == expected


def test_prose_text_when_given_a_count_then_names_its_scale():
    assert prose_text(40_200_000) == "40,2\N{NO-BREAK SPACE}juta"


def test_dates_when_written_then_use_indonesian_months_and_the_zone():
    moment = datetime.datetime(2025, 5, 31, 16, 59, tzinfo=datetime.UTC)

    texts = (day_text(moment.date()), month_text(moment.date()), time_text(moment), time_text(moment, zone=WIT))

    assert texts == ("31 Mei 2025", "Mei 2025", "31 Mei 2025 23.59 WIB", "1 Juni 2025 01.59 WIT")
