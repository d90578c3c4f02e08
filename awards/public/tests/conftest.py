"""A bit of everything that a public page prints."""

from decimal import Decimal

import pytest

from awards.tests.factories import runs as factories
from employers.tests.factories import EmployerFactory, EmployerMonthFactory, KbliSectionFactory
from ministries.tests.factories import MinistryFactory, MinistryRegulationFactory, StaffCoverFactory
from regions.models.programme import FigureKind
from regions.models.regions import Region
from regions.selectors.progress import HEADLINE_KINDS
from regions.tests.factories import (
    BudgetLineFactory,
    NationalFigureFactory,
    ParticipantReportFactory,
    RegencyFactory,
    RegionFactory,
    RegulationFactory,
    SectorEmploymentFactory,
    VulnerableCoverFactory,
    WorkforceFigureFactory,
)


@pytest.fixture
def filled(people):
    """A bit of everything that a public page prints, and a published result."""
    publication = factories.published_contest(people)
    province = Region.objects.get(code="52")
    Region.objects.filter(code="52").update(population=5_560_000, area_km2=Decimal("19675.892"), bps_code="52")
    WorkforceFigureFactory(region=province)
    for code in ("52.09", "52.10"):
        WorkforceFigureFactory(region=RegencyFactory(code=code, parent=province))
    SectorEmploymentFactory(region=province, sector_group="A", employed=700)
    ParticipantReportFactory().provinces.set([province])
    BudgetLineFactory(region=province, realised_idr=1_250_000)
    VulnerableCoverFactory(region=province)
    RegulationFactory(region=province)
    for kind in HEADLINE_KINDS:
        NationalFigureFactory(code=f"kini-{kind}", kind=kind, value=40_200_000)
    WorkforceFigureFactory(region=RegionFactory(code="00", level="nation"))
    NationalFigureFactory(code="lalu", value=38_000_000, as_of="2022-10-20")
    NationalFigureFactory(code="awal", kind=FigureKind.ACTIVE, value=22_600_000, as_of="2016-12-31", precision="year")
    NationalFigureFactory(code="sasaran", kind=FigureKind.ACTIVE, value=70_000_000, as_of="2026-12-31", is_target=True)
    KbliSectionFactory()
    EmployerMonthFactory(employer=EmployerFactory())
    body = MinistryFactory(slug="kementerian-uji")
    StaffCoverFactory(ministry=body)
    MinistryRegulationFactory(ministry=body)
    return publication
