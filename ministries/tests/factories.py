"""Ministries and what they contribute, with stated values."""

import datetime

import factory

from ministries.models import (
    Ministry,
    MinistryCategory,
    MinistryRegulation,
    MinistryRegulationRank,
    SectorEnrolment,
    StaffCover,
)

START = datetime.date(2023, 1, 1)
END = datetime.date(2023, 12, 31)


class MinistryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Ministry
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda number: f"kementerian-{number}")
    category = MinistryCategory.MINISTRY
    name = factory.LazyAttribute(lambda ministry: ministry.slug.replace("-", " ").title())
    source = "Susunan kabinet"
    valid_from = datetime.date(2024, 10, 21)


class _PeriodFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    ministry = factory.SubFactory(MinistryFactory)
    period_start = START
    period_end = END
    as_of = END
    source = "Biro Kepegawaian"


class StaffCoverFactory(_PeriodFactory):
    class Meta:
        model = StaffCover

    numerator = 95
    denominator = 100
    denominator_definition = "group_total"


class SectorEnrolmentFactory(_PeriodFactory):
    class Meta:
        model = SectorEnrolment

    sector = "nelayan"
    numerator = 12_500


class MinistryRegulationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MinistryRegulation

    ministry = factory.SubFactory(MinistryFactory)
    rank = MinistryRegulationRank.MINISTERIAL
    number = factory.Sequence(lambda number: str(number + 1))
    year = 2023
    as_of = END
    source = "JDIH"
