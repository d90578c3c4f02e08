"""Observations of ministries."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ministries.selectors.scoring import observations
from ministries.tests.factories import (
    MinistryFactory,
    MinistryRegulationFactory,
    SectorEnrolmentFactory,
    StaffCoverFactory,
)

START, END = datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)

pytestmark = pytest.mark.django_db


def values(*slugs):
    return {(o.entrant, o.variable): o.value for o in observations(slugs, period_start=START, period_end=END)}


def test_observations_when_everything_is_reported_then_adds_up():
    ministry = MinistryFactory(slug="kkp")
    StaffCoverFactory(ministry=ministry)
    SectorEnrolmentFactory(ministry=ministry)
    SectorEnrolmentFactory(ministry=ministry, sector="petambak garam", numerator=500)
    MinistryRegulationFactory(ministry=ministry, has_occupation_clause=True)
    MinistryRegulationFactory(ministry=ministry, year=2022)

    assert values("kkp") == {
        ("kkp", "non_asn_enrolled"): 95,
        ("kkp", "non_asn_total"): 100,
        ("kkp", "sector_workers_enrolled"): 13_000,
        ("kkp", "regulations_issued"): 1,
        ("kkp", "regulation_budget_clause"): 0,
        ("kkp", "regulation_occupation_clause"): 1,
        ("kkp", "regulation_general_duty_clause"): 0,
    }


def test_observations_when_no_denominator_then_no_total():
    StaffCoverFactory(ministry=MinistryFactory(slug="a"), denominator=None, denominator_definition="")

    assert values("a") == {("a", "non_asn_enrolled"): 95}


def test_observations_when_more_ministries_then_query_count_stays():
    for slug in ("a", "b", "c"):
        StaffCoverFactory(ministry=MinistryFactory(slug=slug))

    def queries(*slugs):
        with CaptureQueriesContext(connection) as counted:
            values(*slugs)
        return len(counted)

    assert queries("a") == queries("a", "b", "c")
