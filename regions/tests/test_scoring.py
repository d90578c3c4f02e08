"""Observations of regions: which variables come from which rows, and which do not come at all."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from paritrana.lib.observations import Observation
from regions.selectors.participants import year_before
from regions.selectors.scoring import observations
from regions.selectors.zones import default_zones
from regions.tests.factories import (
    ApparatusCoverFactory,
    BudgetLineFactory,
    DefaultZoneFactory,
    ParticipantReportFactory,
    ParticipationFactory,
    RegionFactory,
    RegulationFactory,
    ScoreSheetLineFactory,
    VulnerableCoverFactory,
    WorkforceFigureFactory,
)

START, END = datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ntb():
    return RegionFactory(code="52")


def values(*codes, start=START, end=END):
    return {(o.entrant, o.variable): o.value for o in observations(codes, period_start=start, period_end=end)}


def test_observations_when_nothing_is_reported_then_are_none(ntb):
    assert values("52") == {}


def test_observations_when_published_report_then_carry_their_source(ntb):
    report = ParticipantReportFactory(provinces=[ntb])

    found = list(observations(["52"], period_start=START, period_end=END))

    assert found[-1] == Observation(
        entrant="52",
        variable="active_total",
        value=Decimal(500),
        source="BPJS Ketenagakerjaan, Desember 2023",
        as_of=END,
        reference=f"participant_report:{report.pk}",
        is_synthetic=False,
    )
    assert [o.variable for o in found] == ["active_pu", "active_bpu", "active_jakon", "active_total"]


def test_observations_when_report_covers_several_provinces_then_nobody_has_it():
    papua = [RegionFactory(code=code) for code in ("91", "93", "94", "95")]
    ParticipantReportFactory(code="91", provinces=papua)

    assert values("91", "93", "94", "95") == {}


def test_observations_when_region_reports_itself_then_published_figures_step_back(ntb):
    ParticipantReportFactory(provinces=[ntb])
    ParticipationFactory(region=ntb, segment="PU", numerator=310, denominator=400, denominator_definition="eligible")

    assert values("52") == {("52", "active_pu"): 310, ("52", "active_pu_per_eligible"): 400}


def test_observations_when_all_segments_then_total_is_their_sum(ntb):
    for segment, count in (("PU", 300), ("BPU", 150), ("JAKON", 50), ("PMI", 5)):
        ParticipationFactory(region=ntb, segment=segment, numerator=count, measure="average", basis="domicile")

    found = values("52")

    assert found[("52", "active_total_domicile_average")] == 505
    assert ("52", "active_total") not in found


def test_observations_when_only_a_total_is_reported_then_is_the_total(ntb):
    ParticipationFactory(region=ntb, segment="ALL", numerator=144_110)

    assert values("52") == {("52", "active_total"): 144_110}


def test_observations_when_year_before_is_reported_then_previous_total(ntb):
    ParticipantReportFactory(provinces=[ntb])

    found = values("52", start=datetime.date(2024, 1, 1), end=datetime.date(2024, 12, 31))

    assert found == {("52", "previous_active_total"): 500}


def test_observations_when_two_surveys_then_latest_within_the_period(ntb):
    WorkforceFigureFactory(region=ntb, working_age=None)
    WorkforceFigureFactory(region=ntb, as_of=datetime.date(2024, 8, 31), employed=2000, employed_formal=1400,
                           labour_force=2100, working_age=None)  # fmt: skip

    assert values("52") == {
        ("52", "labour_force"): 1100,
        ("52", "employed"): 1000,
        ("52", "unemployed"): 100,
        ("52", "employed_formal"): 400,
        ("52", "employed_informal"): 600,
    }


def test_observations_when_vulnerable_then_stock_is_latest_and_money_is_all(ntb):
    half = datetime.date(2023, 6, 30)
    VulnerableCoverFactory(region=ntb, payer="APBD", period_end=half, numerator=90, budget_idr=10)
    VulnerableCoverFactory(
        region=ntb, payer="APBD", period_start=datetime.date(2023, 7, 1), numerator=120, budget_idr=20
    )
    VulnerableCoverFactory(region=ntb, payer="ADD-APBDES", numerator=30, budget_idr=None, is_synthetic=True)

    found = values("52")

    assert found == {
        ("52", "vulnerable_covered"): 150,
        ("52", "vulnerable_covered_apbd"): 120,
        ("52", "vulnerable_covered_add_apbdes"): 30,
        ("52", "vulnerable_budget_idr"): 30,
    }


def test_observations_when_any_row_is_synthetic_then_says_so(ntb):
    VulnerableCoverFactory(region=ntb, payer="APBD")
    VulnerableCoverFactory(region=ntb, payer="CSR", is_synthetic=True)

    found = {o.variable: o.is_synthetic for o in observations(["52"], period_start=START, period_end=END)}

    assert (found["vulnerable_covered"], found["vulnerable_covered_apbd"]) == (True, False)


def test_observations_when_one_group_has_no_denominator_then_no_total(ntb):
    ApparatusCoverFactory(region=ntb)
    ApparatusCoverFactory(region=ntb, group="rt_rw", numerator=40, denominator=None, denominator_definition="")

    assert values("52") == {
        ("52", "non_asn_enrolled"): 80,
        ("52", "non_asn_total"): 100,
        ("52", "apparatus_rt_rw_enrolled"): 40,
        ("52", "apparatus_enrolled"): 120,
    }


def test_observations_when_budget_then_sums_by_purpose(ntb):
    BudgetLineFactory(region=ntb, realised_idr=700_000_000)
    BudgetLineFactory(region=ntb, purpose="village", amount_idr=5, realised_idr=4)

    assert values("52") == {
        ("52", "budget_idr"): 1_000_000_005,
        ("52", "budget_realised_idr"): 700_000_004,
        ("52", "budget_vulnerable_idr"): 1_000_000_000,
        ("52", "budget_village_idr"): 5,
    }


def test_observations_when_regulations_then_counts_those_in_force(ntb):
    RegulationFactory(region=ntb, rank="perda", year=2020, has_budget_clause=True)
    RegulationFactory(region=ntb, rank="edaran", year=2023)
    RegulationFactory(region=ntb, rank="perkada", year=2019, revoked_on=END)
    RegulationFactory(region=ntb, rank="perkada", year=2024)

    assert values("52") == {
        ("52", "regulations_total"): 2,
        ("52", "regulations_new"): 1,
        ("52", "regulations_perda"): 1,
        ("52", "regulations_perkada"): 0,
        ("52", "regulations_instruksi"): 0,
        ("52", "regulations_edaran"): 1,
        ("52", "regulations_mou"): 0,
        ("52", "regulations_perdes"): 0,
        ("52", "regulation_best_rank"): "perda",
        ("52", "regulation_budget_clause"): 1,
        ("52", "regulation_occupation_clause"): 0,
        ("52", "regulation_general_duty_clause"): 0,
    }


def test_observations_when_score_sheet_is_published_then_reads_its_points(ntb):
    ScoreSheetLineFactory(region=ntb)

    assert values("52") == {("52", "coverage_points"): Decimal("7.75")}


def test_observations_when_more_regions_then_query_count_stays():
    def queries(*codes):
        with CaptureQueriesContext(connection) as counted:
            list(observations(codes, period_start=START, period_end=END))
        return len(counted)

    for code in ("51", "52", "53"):
        region = RegionFactory(code=code)
        WorkforceFigureFactory(region=region)
        ParticipationFactory(region=region)
        ApparatusCoverFactory(region=region)

    assert queries("51") == queries("51", "52", "53")


def test_default_zones_when_loaded_then_in_order_with_their_provinces(ntb):
    second = DefaultZoneFactory(code="b", name="B", position=2)
    second.provinces.set([RegionFactory(code="53"), ntb])
    DefaultZoneFactory(code="a", name="A", position=1)

    assert [(zone.code, zone.province_codes) for zone in default_zones()] == [("a", ()), ("b", ("52", "53"))]


def test_year_before_when_leap_day_then_last_of_february():
    assert year_before(datetime.date(2024, 2, 29)) == datetime.date(2023, 2, 28)
