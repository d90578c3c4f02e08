import datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from paritrana.pages.templatetags import formats

DEADLINE = datetime.datetime(2025, 5, 31, 16, 59, tzinfo=datetime.UTC)
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(lambda: formats.number("51.51"), "51,51", id="decimal text"),
        pytest.param(lambda: formats.number(None), "–", id="missing is a dash"),
        pytest.param(lambda: formats.number("perda"), "perda", id="text stays"),
        pytest.param(lambda: formats.signed(Decimal("1.32")), "+1,32", id="difference"),
        pytest.param(lambda: formats.rupiah(1_500_000), "Rp1.500.000", id="money in full"),
        pytest.param(lambda: formats.rupiah_prose(688 * 10**12), f"Rp688{SPACE}triliun", id="money in prose"),
        pytest.param(lambda: formats.percent(Decimal("57.4")), f"57,4{SPACE}%", id="per cent"),
        pytest.param(lambda: formats.clock(DEADLINE), "31 Mei 2025 23.59 WIB", id="clock"),
        pytest.param(lambda: formats.other_clocks(DEADLINE), "1 Juni 2025 00.59 WITA · 01.59 WIT", id="other clocks"),
        pytest.param(
            lambda: formats.period(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)), "2024", id="whole year"
        ),
        pytest.param(lambda: formats.fingerprint("9f2c" + "0" * 56 + "a41e"), "9f2c…a41e", id="fingerprint"),
    ],
)
def test_filter_when_the_page_is_indonesian_then_writes_it_so(written, expected):
    with translation.override("id"):
        assert written() == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(lambda: formats.number("1234567.5"), "1,234,567.5", id="number"),
        pytest.param(lambda: formats.prose(40_200_000), f"40.2{SPACE}million", id="prose"),
        pytest.param(lambda: formats.clock(DEADLINE), "31 May 2025 23:59 WIB", id="clock"),
    ],
)
def test_filter_when_the_page_is_english_then_writes_it_so(written, expected):
    with translation.override("en"):
        assert written() == expected


def test_moment_text_when_the_page_is_english_then_the_other_zones_are_too():
    with translation.override("en"):
        assert formats.other_clocks(DEADLINE) == "1 June 2025 00:59 WITA · 01:59 WIT"


@pytest.mark.parametrize("name", ["day", "month", "clock", "other_clocks", "iso", "number", "rupiah", "percent"])
def test_filter_when_what_would_hold_the_value_is_absent_then_writes_as_of_a_missing_one(name):
    written = Template(f"{{% load formats %}}{{{{ survey.as_of|{name} }}}}").render(Context({"survey": None}))

    assert written == getattr(formats, name)(None)
