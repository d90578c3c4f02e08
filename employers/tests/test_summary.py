import datetime
from decimal import Decimal

import pytest

from employers.models.employers import Scale
from employers.selectors import summary
from employers.tests.factories import EmployerFactory, EmployerMonthFactory, KbliSectionFactory

pytestmark = pytest.mark.django_db
DECEMBER = datetime.date(2023, 12, 1)


def test_employer_sums_when_one_paid_late_then_half_paid_on_time():
    EmployerMonthFactory(headcount=100, enrolled=90)
    EmployerMonthFactory(headcount=100, enrolled=60, paid_on=None, is_synthetic=False)

    sums = summary.employer_sums(DECEMBER)

    assert (sums.employers, sums.enrolled_share, sums.on_time_share, sums.is_synthetic) == (
        2,
        Decimal("75.0"),
        Decimal("50.0"),
        True,
    )


def test_sums_by_scale_when_two_scales_report_then_the_larger_comes_first():
    EmployerMonthFactory(employer=EmployerFactory(scale=Scale.MICRO))
    EmployerMonthFactory(employer=EmployerFactory(scale=Scale.LARGE))

    assert [row.label for row in summary.sums_by_scale(DECEMBER)] == ["Besar", "Mikro"]


def test_sums_by_section_when_the_section_is_known_then_it_is_named():
    KbliSectionFactory()
    EmployerMonthFactory()

    assert [(row.label, row.employers) for row in summary.sums_by_section(DECEMBER)] == [("Industri Pengolahan", 1)]
