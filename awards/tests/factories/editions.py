"""A stated edition with one category of regencies in Nusa Tenggara Barat, its dates and its sealed rulebook."""

import datetime

import factory

from awards.editions.models import Category, CompetitionLevel, Edition, EntrantKind, Stage, StageKind
from awards.rulebooks.models import Rulebook, RulebookState
from awards.rulebooks.selectors.sealed import text_digest
from regions.models.regions import Region, RegionLevel

NOW = datetime.datetime(2025, 5, 20, 3, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)

RULES = """
[rulebook]
code = "uji"
title = "Uji"
title_en = "Test"
version = "1"
illustrative = true

[rounding]
mode = "half_away"
total = 2

[rank]
on = "rounded"
direction = "higher"

[[criteria]]
code = "total"
name = "Nilai akhir"
join = "sum"

[[criteria]]
code = "rentan"
parent = "total"
name = "Pekerja rentan"
source = "answer"
column = "sponsored"
normalise = { kind = "goalposts", worst = 0, best = 20000, target = [0, 10] }

[[criteria]]
code = "regulasi"
parent = "total"
name = "Regulasi"
source = "answer"
column = "rules_count"
normalise = { kind = "goalposts", worst = 0, best = 5, target = [0, 10] }
"""

QUESTIONS = """
[questionnaire]
title = "Isian uji"
conditions = [{ code = "siap", label = "Apakah data per 31 Desember tersedia?", reason = "Siapkan datanya dahulu." }]

[[questionnaire.sections]]
code = "rentan"
name = "Pekerja rentan"

[[questionnaire.sections.questions]]
code = "sponsored"
label = "Berapa pekerja rentan yang dibayari?"
kind = "integer"
unit = "orang"
max = 2000000

[[questionnaire.sections.questions]]
code = "payer"
label = "Siapa yang membayar?"
kind = "choice"
choices = [{ code = "apbd", label = "APBD" }, { code = "csr", label = "Perusahaan" }]

[[questionnaire.sections]]
code = "regulasi"
name = "Regulasi"

[[questionnaire.sections.questions]]
code = "rules"
label = "Peraturan apa saja?"
kind = "regulations"
required = false

[[questionnaire.sections.questions]]
code = "story"
label = "Apa yang baru?"
kind = "text"
required = false
evidence = { types = ["pdf", "png", "xlsx"], max_mb = 1 }
"""


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "52.03"
    level = RegionLevel.REGENCY
    name = factory.LazyAttribute(lambda region: f"Wilayah {region.code}")
    full_name = factory.LazyAttribute(lambda region: f"Kabupaten {region.code}")
    source = "uji"
    valid_from = datetime.date(2023, 1, 1)


class ProvinceFactory(RegionFactory):
    code = "52"
    level = RegionLevel.PROVINCE
    full_name = factory.LazyAttribute(lambda region: f"Provinsi {region.code}")


class EditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Edition
        django_get_or_create = ("code",)

    code = "paritrana-2024"
    brand_label = "Paritrana 2024"
    period_start = datetime.date(2024, 1, 1)
    period_end = datetime.date(2024, 12, 31)
    organising_year = 2025


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Category

    edition = factory.SubFactory(EditionFactory)
    code = factory.Sequence(lambda number: f"kabkota-{number}")
    name = "Pemerintah kabupaten/kota"
    level = CompetitionLevel.NATIONAL
    entrant_kind = EntrantKind.REGENCY


class StageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Stage

    category = factory.SubFactory(CategoryFactory)
    kind = StageKind.SUBMISSION
    opens_at = NOW - 10 * DAY
    closes_at = NOW + 10 * DAY
    hard_closes_at = NOW + 10 * DAY + datetime.timedelta(hours=1)


class RulebookFactory(factory.django.DjangoModelFactory):
    """Sealed as the service seals it, without the engine: the digest is a stand-in."""

    class Meta:
        model = Rulebook

    category = factory.SubFactory(CategoryFactory)
    version = 1
    title = "Uji"
    text = RULES + QUESTIONS
    digest = "d" * 64
    text_digest = factory.LazyAttribute(lambda rulebook: text_digest(rulebook.text))
    state = RulebookState.SEALED
    created_at = NOW - 20 * DAY
    sealed_at = NOW - 20 * DAY
