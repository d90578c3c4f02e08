import pytest

from ministries.selectors.reports import listed_ministries, ministry_sums
from ministries.tests.factories import MinistryFactory, StaffCoverFactory

pytestmark = pytest.mark.django_db


def test_listed_ministries_when_one_reported_then_only_that_one_is_marked():
    StaffCoverFactory(ministry=MinistryFactory(slug="agama", name="Kementerian Agama"))
    MinistryFactory(slug="keuangan", name="Kementerian Keuangan")

    found = listed_ministries(query="kementerian", category="")

    assert [(body.slug, body.has_reported) for body in found] == [("agama", True), ("keuangan", False)]


def test_ministry_sums_when_one_of_two_reported_then_counts_both_bodies():
    cover = StaffCoverFactory(ministry=MinistryFactory(slug="agama"))
    MinistryFactory(slug="keuangan")

    sums = ministry_sums()

    assert (sums.bodies, sums.reporting, sums.staff_enrolled, sums.period_end) == (
        2,
        1,
        cover.numerator,
        cover.period_end,
    )
