import datetime

import pytest

from paritrana.lib.indonesian import WIB, WIT, WITA
from paritrana.lib.working_days import end_of_working_day, last_end_of_work_before

MONDAY = datetime.datetime(2025, 5, 19, 3, 0, tzinfo=datetime.UTC)


def utc(day, hour):
    return datetime.datetime(2025, 5, day, hour, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("days", "zone", "expected"),
    [
        pytest.param(1, WIB, utc(20, 9), id="a Tuesday"),
        pytest.param(5, WITA, utc(26, 8), id="a Saturday: Monday after"),
        pytest.param(6, WIT, utc(26, 7), id="a Sunday: Monday after"),
    ],
)
def test_end_of_working_day_when_counted_then_falls_on_one_at_four_in_that_zone(days, zone, expected):
    assert end_of_working_day(MONDAY, days=days, zone=zone) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param(utc(23, 9), utc(23, 9), id="at the very end"),
        pytest.param(utc(23, 8), utc(22, 9), id="within a day"),
        pytest.param(utc(25, 9), utc(23, 9), id="on a Sunday"),
    ],
)
def test_last_end_of_work_when_asked_then_is_not_after_the_moment(moment, expected):
    assert last_end_of_work_before(moment, zone=WIB) == expected
