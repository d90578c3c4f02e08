"""Employers and their months, with stated values."""

import datetime

import factory

from employers.models.employers import Employer, KbliSection, ProgrammeObligation, Scale
from employers.models.months import EmployerMonth
from regions.tests.factories import RegencyFactory


class EmployerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Employer

    npp = factory.Sequence(lambda number: f"{10_000_000 + number}")
    name = factory.LazyAttribute(lambda employer: f"PT Contoh {employer.npp}")
    scale = Scale.MEDIUM
    kbli_section = "C"
    region = factory.SubFactory(RegencyFactory)
    is_synthetic = True
    source = "Data uji"
    valid_from = datetime.date(2019, 3, 1)


class EmployerMonthFactory(factory.django.DjangoModelFactory):
    """A month in which everything was right."""

    class Meta:
        model = EmployerMonth

    employer = factory.SubFactory(EmployerFactory)
    month = datetime.date(2023, 12, 1)
    headcount = 100
    enrolled = 90
    payroll_idr = 500_000_000
    wage_reported_idr = 450_000_000
    follows_jkk = True
    follows_jkm = True
    follows_jht = True
    follows_jp = True
    follows_jkp = False
    due_on = datetime.date(2024, 1, 15)
    paid_on = datetime.date(2024, 1, 12)
    as_of = datetime.date(2023, 12, 31)
    source = "SIPP"
    is_synthetic = True


class KbliSectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KbliSection

    version = "KBLI 2020"
    section = "C"
    name = "Industri Pengolahan"
    sector_group = "C"
    source = "Peraturan BPS 2/2020"


class ProgrammeObligationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProgrammeObligation

    scale = Scale.MEDIUM
    programme = "JKK"
    valid_from = datetime.date(2015, 7, 1)
    source = "Perpres 109/2013 pasal 6"
