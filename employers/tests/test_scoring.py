"""Observations of employers: sums of months, duties by scale and date."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from employers.selectors.scoring import observations
from employers.tests.factories import EmployerFactory, EmployerMonthFactory, ProgrammeObligationFactory

START, END = datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)

pytestmark = pytest.mark.django_db


def found(*employers):
    return list(observations([e.pk for e in employers], period_start=START, period_end=END))


def values(*employers):
    return {(int(o.entrant), o.variable): o.value for o in found(*employers)}


def test_observations_when_two_months_then_sums_and_last_month():
    employer = EmployerFactory()
    ProgrammeObligationFactory(programme="JKK")
    ProgrammeObligationFactory(programme="JP")
    EmployerMonthFactory(employer=employer, month=datetime.date(2023, 11, 1), paid_on=None, follows_jp=False,
                         arrears_idr=900, vendors=5, vendors_enrolled=1, sponsored_workers=7)  # fmt: skip
    EmployerMonthFactory(employer=employer, vendors=4, vendors_enrolled=3, sponsored_workers=2, sponsored_idr=33_600,
                         is_partial_wage=True)  # fmt: skip
    EmployerMonthFactory(employer=employer, month=datetime.date(2024, 1, 1), headcount=999)

    assert values(employer) == {
        (employer.pk, name): value
        for name, value in {
            "months_reported": 2,
            "months_on_time": 1,
            "headcount_months": 200,
            "enrolled_months": 180,
            "payroll_sum": 1_000_000_000,
            "wage_reported_sum": 900_000_000,
            "vendor_months": 9,
            "vendor_enrolled_months": 4,
            "sponsored_months": 9,
            "sponsored_sum": 33_600,
            "partial_months": 1,
            "arrears_last": 0,
            "vendors": 4,
            "vendors_enrolled": 3,
            "sponsored_workers": 2,
            "programmes_required": 4,
            "programmes_followed": 3,
        }.items()
    }


def test_observations_when_duty_begins_within_the_period_then_counts_from_then():
    employer = EmployerFactory()
    ProgrammeObligationFactory(programme="JKK", valid_until=datetime.date(2023, 11, 30))
    ProgrammeObligationFactory(programme="JKP", valid_from=datetime.date(2023, 12, 1))
    ProgrammeObligationFactory(programme="JHT", scale="large")
    for month in (10, 11, 12):
        EmployerMonthFactory(employer=employer, month=datetime.date(2023, month, 1))

    got = values(employer)

    assert (got[employer.pk, "programmes_required"], got[employer.pk, "programmes_followed"]) == (3, 2)


def test_observations_when_sources_differ_then_names_both_and_marks_synthetic():
    employer = EmployerFactory()
    EmployerMonthFactory(employer=employer, month=datetime.date(2023, 11, 1), source="A", is_synthetic=False)
    EmployerMonthFactory(employer=employer, source="B", is_synthetic=True)

    first = found(employer)[0]

    assert (first.source, first.is_synthetic, first.as_of) == ("A; B", True, END)
    assert first.reference == f"employer_month:{employer.pk}:2023-11..2023-12"


def test_observations_when_nothing_is_reported_then_are_none():
    assert found(EmployerFactory()) == []


def test_observations_when_more_employers_then_query_count_stays():
    employers = [EmployerMonthFactory().employer for _number in range(3)]

    def queries(*chosen):
        with CaptureQueriesContext(connection) as counted:
            found(*chosen)
        return len(counted)

    assert queries(employers[0]) == queries(*employers) == 3
