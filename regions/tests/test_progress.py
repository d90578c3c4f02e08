import datetime
from decimal import Decimal

import pytest

from regions.models.programme import FigureKind
from regions.selectors.participants import participants
from regions.selectors.progress import (
    area_ratios,
    headline,
    informal_shares,
    one_a_date,
    projection,
    series,
    share_percent,
    year_gaps,
)
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


def active(value, on, **fields):
    return NationalFigureFactory(value=value * 1_000_000, as_of=on, **fields)


def test_projection_when_changes_of_a_year_differ_then_the_slowest_and_the_fastest_bound_it():
    active(30, datetime.date(2022, 12, 31))
    active(36, datetime.date(2023, 12, 31))
    active(38, datetime.date(2024, 12, 31))
    target = active(70, datetime.date(2025, 12, 31), is_target=True)

    found = projection(series(FigureKind.ACTIVE), target)

    assert (found.slowest, found.fastest) == (Decimal(1_995_902), Decimal(6_004_110))
    assert (found.low, found.high) == (Decimal(39_994_536), Decimal(44_000_000))
    assert found.needed == Decimal(32_021_918)


@pytest.mark.parametrize(
    ("days", "is_counted"),
    [(364, False), (365, True), (731, True), (732, False)],
    ids=["under a year", "a year", "two years", "over two years"],
)
def test_projection_when_figures_lie_apart_then_only_one_to_two_years_count(days, is_counted):
    start = datetime.date(2022, 1, 31)
    active(30, start)
    active(36, start + datetime.timedelta(days=days))
    target = active(70, datetime.date(2026, 12, 31), is_target=True)

    assert (projection(series(FigureKind.ACTIVE), target) is not None) == is_counted


def test_projection_when_the_target_is_past_or_absent_then_there_is_none():
    active(30, datetime.date(2022, 12, 31))
    active(36, datetime.date(2023, 12, 31))
    past = active(70, datetime.date(2023, 12, 31), is_target=True)

    assert [projection(series(FigureKind.ACTIVE), one) for one in (past, None)] == [None, None]


def test_year_gaps_when_a_year_has_its_own_target_then_both_distances_are_told():
    active(40, datetime.date(2023, 6, 30))
    active(42, datetime.date(2023, 12, 31))
    active(45, datetime.date(2024, 12, 31))
    own = active(46, datetime.date(2024, 12, 31), is_target=True)
    last = active(70, datetime.date(2026, 12, 31), is_target=True)

    found = year_gaps(series(FigureKind.ACTIVE), [own, last], last)

    assert [(row.figure.as_of.year, row.change, row.gap, row.own_gap) for row in found] == [
        (2023, None, Decimal(28_000_000), None),
        (2024, Decimal(2_993_852), Decimal(25_000_000), Decimal(1_000_000)),
    ]


def test_informal_shares_when_sources_differ_then_are_not_mixed():
    active(40, OCTOBER, source="A")
    active(8, OCTOBER, kind=FigureKind.ACTIVE_BPU, source="A")
    active(42, LATER, source="A")
    active(9, LATER, kind=FigureKind.ACTIVE_BPU, source="B")

    found = informal_shares(series(FigureKind.ACTIVE), series(FigureKind.ACTIVE_BPU))

    assert [(one.bpu.as_of, one.percent) for one in found] == [(OCTOBER, Decimal("20.0"))]


def test_provisional_figures_when_there_are_some_then_are_listed_and_never_drawn_nor_headlined():
    complete_set()
    for kind, value in COMPLETE.items():
        NationalFigureFactory(kind=kind, value=value, as_of=LATER, is_provisional=True)

    found = series(FigureKind.ACTIVE)

    assert [figure.as_of for figure in found] == [OCTOBER, LATER]
    assert [figure.as_of for figure in one_a_date(found)] == [OCTOBER]
    assert headline().as_of == OCTOBER


def test_area_ratios_when_the_newest_report_is_provisional_then_the_one_before_is_used():
    province = RegionFactory(code="52")
    WorkforceFigureFactory(region=province)
    ParticipantReportFactory().provinces.set([province])
    ParticipantReportFactory(as_of=datetime.date(2024, 12, 31), is_provisional=True).provinces.set([province])

    assert [ratio.report.is_provisional for ratio in area_ratios()] == [False]


def test_participants_when_a_report_is_provisional_then_nobody_is_ranked_by_it():
    ParticipantReportFactory(is_provisional=True).provinces.set([RegionFactory(code="52")])

    assert list(participants(["52"], datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))) == []
