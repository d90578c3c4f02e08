import datetime
from decimal import Decimal

import pytest

from regions.models.programme import FigureKind
from regions.selectors.progress import area_ratios, headline, share_percent
from regions.tests.factories import (
    NationalFigureFactory,
    ParticipantReportFactory,
    RegionFactory,
    WorkforceFigureFactory,
)

pytestmark = pytest.mark.django_db
OCTOBER = datetime.date(2023, 10, 23)
LATER = datetime.date(2025, 10, 31)
COMPLETE = {
    FigureKind.ACTIVE: 40_200_000,
    FigureKind.ACTIVE_BPU: 7_100_000,
    FigureKind.FUNDS: 688 * 10**12,
    FigureKind.BENEFITS: 40 * 10**12,
    FigureKind.BENEFIT_RECIPIENTS: 3_400_000,
    FigureKind.SCHOLARSHIPS: 279 * 10**9,
    FigureKind.SCHOLARSHIP_RECIPIENTS: 65_000,
}


def complete_set():
    for kind, value in COMPLETE.items():
        NationalFigureFactory(kind=kind, value=value, as_of=OCTOBER)
    NationalFigureFactory(value=70_000_000, as_of=datetime.date(2026, 12, 31), is_target=True)


def test_headline_when_a_later_date_is_incomplete_then_takes_the_latest_complete_one():
    complete_set()
    NationalFigureFactory(value=42_700_000, as_of=LATER)

    found = headline()

    assert (found.as_of, found.active.value, found.remaining, found.active_share) == (
        OCTOBER,
        40_200_000,
        29_800_000,
        Decimal("57.4"),
    )


def test_headline_when_nothing_is_complete_then_there_is_none():
    NationalFigureFactory(value=42_700_000, as_of=LATER)

    assert headline() is None


def test_area_ratios_when_an_area_covers_two_provinces_then_their_workers_are_added():
    provinces = [RegionFactory(code="92"), RegionFactory(code="96")]
    for province in provinces:
        WorkforceFigureFactory(region=province)
    report = ParticipantReportFactory(code="92", name="Papua Barat")
    report.provinces.set(provinces)

    found = area_ratios()

    assert [(ratio.employed, ratio.percent, [place.code for place in ratio.provinces]) for ratio in found] == [
        (2000, Decimal("25.0"), ["92", "96"])
    ]


def test_area_ratios_when_a_survey_is_missing_then_the_ratio_is_unknown():
    report = ParticipantReportFactory()
    report.provinces.set([RegionFactory(code="52")])

    assert [(ratio.employed, ratio.percent) for ratio in area_ratios()] == [(None, None)]


def test_share_percent_when_half_way_then_rounds_up():
    assert share_percent(1, 16) == Decimal("6.3")
