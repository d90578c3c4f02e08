"""Regions and what they contribute, with stated values."""

import datetime

import factory

from regions.models.contributions import (
    ApparatusCover,
    ApparatusGroup,
    BudgetLine,
    BudgetPurpose,
    CountBasis,
    CountMeasure,
    FundSource,
    Participation,
    Regulation,
    RegulationRank,
    ScoreSheetLine,
    Segment,
    VulnerableCover,
)
from regions.models.programme import FigureKind, FigurePrecision, FigureUnit, NationalFigure, ParticipantReport
from regions.models.regions import AliasKind, DefaultZone, Region, RegionAlias, RegionLevel
from regions.models.workforce import SectorEmployment, WorkforceFigure

DECREE = "Kepmendagri 300.2.2-2430/2025"
START = datetime.date(2023, 1, 1)
END = datetime.date(2023, 12, 31)


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    code = factory.Sequence(lambda number: f"{60 + number:02d}")
    level = RegionLevel.PROVINCE
    name = factory.LazyAttribute(lambda region: f"Wilayah {region.code}")
    full_name = factory.LazyAttribute(lambda region: region.name)
    short_name = factory.LazyAttribute(lambda region: region.name)
    bps_code = factory.LazyAttribute(lambda region: region.code.replace(".", ""))
    source = DECREE
    valid_from = datetime.date(2025, 6, 23)


class RegencyFactory(RegionFactory):
    """A regency; its province comes into being with it."""

    code = "52.03"
    level = RegionLevel.REGENCY
    kind = "kabupaten"
    parent = factory.LazyAttribute(lambda region: RegionFactory(code=region.code[:2]))


class RegionAliasFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RegionAlias

    kind = AliasKind.FORMER_CODE
    written = "91.01"
    region = factory.LazyFunction(
        lambda: RegencyFactory(
            code="93.01", name="Merauke", full_name="Kabupaten Merauke", short_name="Merauke", bps_code="9501"
        )
    )
    valid_until = datetime.date(2022, 7, 25)
    source = "UU 14/2022"


class DefaultZoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DefaultZone

    code = "nusa-maluku-papua"
    name = "Nusa Tenggara, Maluku, dan Papua"
    position = 1
    source = "Pers"


class WorkforceFigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkforceFigure

    region = factory.SubFactory(RegionFactory)
    as_of = datetime.date(2023, 8, 31)
    working_age = 2000
    labour_force = 1100
    employed = 1000
    unemployed = 100
    employed_formal = 400
    employed_informal = 600
    source = "BPS, Sakernas Agustus 2023"


class SectorEmploymentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SectorEmployment

    region = factory.SubFactory(RegionFactory)
    as_of = datetime.date(2024, 8, 31)
    sector_group = "A"
    employed = 300
    source = "BPS, Sakernas Agustus 2024"


class ParticipantReportFactory(factory.django.DjangoModelFactory):
    """Participants of an area; pass `provinces` as the regions that it covers."""

    class Meta:
        model = ParticipantReport
        skip_postgeneration_save = True

    code = "52"
    name = "Nusa Tenggara Barat"
    as_of = END
    active_pu = 300
    active_bpu = 150
    active_jakon = 50
    active_total = 500
    source = "BPJS Ketenagakerjaan, Desember 2023"

    @factory.post_generation
    def provinces(self, create, regions):
        if create and regions:
            self.provinces.set(regions)


class NationalFigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NationalFigure

    code = factory.Sequence(lambda number: f"angka-{number}")
    kind = FigureKind.ACTIVE
    value = 40_200_000
    unit = FigureUnit.PEOPLE
    as_of = datetime.date(2023, 10, 23)
    precision = FigurePrecision.MONTH
    source = "Pers, Oktober 2023"


class _PeriodFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    region = factory.SubFactory(RegionFactory)
    period_start = START
    period_end = END
    as_of = END
    source = "BPJS Ketenagakerjaan Cabang"


class ParticipationFactory(_PeriodFactory):
    class Meta:
        model = Participation

    segment = Segment.PU
    basis = CountBasis.REGISTRATION
    measure = CountMeasure.SNAPSHOT
    numerator = 300


class VulnerableCoverFactory(_PeriodFactory):
    class Meta:
        model = VulnerableCover

    payer = FundSource.APBD
    numerator = 120
    budget_idr = 24_000_000


class ApparatusCoverFactory(_PeriodFactory):
    class Meta:
        model = ApparatusCover

    group = ApparatusGroup.NON_ASN
    numerator = 80
    denominator = 100
    denominator_definition = "group_total"


class BudgetLineFactory(_PeriodFactory):
    class Meta:
        model = BudgetLine

    fund = FundSource.APBD
    purpose = BudgetPurpose.VULNERABLE
    amount_idr = 1_000_000_000


class RegulationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Regulation

    region = factory.SubFactory(RegionFactory)
    rank = RegulationRank.PERDA
    number = factory.Sequence(lambda number: str(number + 1))
    year = 2023
    as_of = END
    source = "JDIH"


class ScoreSheetLineFactory(_PeriodFactory):
    class Meta:
        model = ScoreSheetLine

    variable = "coverage_points"
    points = "7.75"
