"""Every admin page of the data apps: opens for whom it should, and its list costs the same with 1 and with 3 rows."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from employers.tests import factories as employers
from ministries.tests import factories as ministries
from regions.tests import factories as regions

pytestmark = pytest.mark.django_db

DATA_APPS = {"regions", "ministries", "employers"}


def many(number):
    """Make one more row of every kind."""
    region = regions.RegencyFactory(code=f"52.0{number}")
    ministry = ministries.MinistryFactory(slug=f"m-{number}")
    employer = employers.EmployerFactory(region=region)
    for factory in (
        regions.WorkforceFigureFactory,
        regions.SectorEmploymentFactory,
        regions.ParticipationFactory,
        regions.VulnerableCoverFactory,
        regions.ApparatusCoverFactory,
        regions.BudgetLineFactory,
        regions.RegulationFactory,
        regions.ScoreSheetLineFactory,
    ):
        factory(region=region)
    for factory in (
        ministries.StaffCoverFactory, ministries.SectorEnrolmentFactory, ministries.MinistryRegulationFactory,
    ):  # fmt: skip
        factory(ministry=ministry)
    employers.EmployerMonthFactory(employer=employer)
    regions.ParticipantReportFactory(code=str(number), provinces=[region])
    regions.NationalFigureFactory(code=f"angka-{number}")
    regions.DefaultZoneFactory(code=f"zona-{number}")
    regions.RegionAliasFactory(written=f"91.0{number}", region=region)
    employers.KbliSectionFactory(section="ABC"[number])
    employers.ProgrammeObligationFactory(programme=["JKK", "JKM", "JHT"][number])


def data_models():
    return [model for model in admin.site._registry if model._meta.app_label in DATA_APPS]


def address(model, page):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def test_lists_when_rows_are_added_then_query_counts_stay(client, people):
    client.force_login(people.organiser)
    many(0)
    counted = {}
    for model in data_models():
        client.get(address(model, "changelist"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(model, "changelist")).status_code == 200, model
        counted[model] = len(queries)

    many(1)
    many(2)

    for model in data_models():
        with CaptureQueriesContext(connection) as queries:
            client.get(address(model, "changelist"))
        assert len(queries) == counted[model], model


def test_change_and_history_pages_when_organiser_opens_then_answer(client, people):
    client.force_login(people.organiser)
    many(0)

    for model in data_models():
        row = model.objects.first()
        names = [f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}" for page in ("change", "history")]
        assert [client.get(reverse(name, args=[row.pk])).status_code for name in names] == [200, 200], model


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        ("organiser", "regions_region_add", 403),
        ("organiser", "regions_regionalias_changelist", 200),
        ("organiser", "regions_regionalias_add", 403),
        ("auditor", "regions_regionalias_changelist", 200),
        ("secretariat", "regions_regionalias_changelist", 403),
        ("juror", "regions_regionalias_changelist", 403),
        ("organiser", "regions_participation_add", 200),
        ("auditor", "regions_participation_add", 403),
        ("auditor", "regions_participation_changelist", 200),
        ("secretariat", "regions_participation_add", 200),
        ("secretariat", "ministries_staffcover_changelist", 403),
        ("juror", "regions_participation_changelist", 403),
    ],
)
def test_pages_when_role_asks_then_answer(client, people, role, name, status):
    client.force_login(getattr(people, role))

    assert client.get(reverse(f"admin:{name}")).status_code == status


def test_list_when_secretariat_looks_then_shows_own_province_only(client, people):
    regions.ParticipationFactory(region=regions.RegencyFactory(code="52.03"), source="Selong")
    regions.ParticipationFactory(region=regions.RegencyFactory(code="53.71"), source="Kupang")
    client.force_login(people.secretariat)

    page = client.get(reverse("admin:regions_participation_changelist")).content.decode()

    assert "Wilayah 52.03" in page
    assert "Wilayah 53.71" not in page


def test_form_when_count_passes_closed_denominator_then_is_refused(client, people):
    region = regions.RegencyFactory(code="52.03")
    client.force_login(people.organiser)

    response = client.post(
        reverse("admin:regions_apparatuscover_add"),
        {
            "region": region.pk, "group": "non_asn", "period_start": "2023-01-01", "period_end": "2023-12-31",
            "as_of": "2023-12-31", "source": "x", "numerator": 101, "denominator": 100,
            "denominator_definition": "group_total",
        },
    )  # fmt: skip

    assert response.status_code == 200
    assert region.apparatus_covers.count() == 0


@pytest.mark.parametrize("term", ["91.01", "maraukee"], ids=["former code", "other spelling"])
def test_list_when_looked_for_by_an_alias_then_finds_the_rows_of_the_region_and_says_so(client, people, term):
    region = regions.RegionAliasFactory().region
    regions.RegionAliasFactory(written="Kabupaten Maraukee", kind="spelling", region=region)
    regions.ParticipationFactory(region=region, source="Dinas Merauke")
    regions.ParticipationFactory(region=regions.RegencyFactory(code="52.03"), source="Selong")
    client.force_login(people.organiser)

    page = client.get(reverse("admin:regions_participation_changelist"), {"q": term}).content.decode()

    assert "kini 93.01 Kabupaten Merauke (UU 14/2022)." in page
    assert "Wilayah 52.03" not in page
    assert page.count(">Kabupaten Merauke<") == 1


def test_look_up_when_asked_for_a_former_code_then_offers_the_region_and_says_so(client, people):
    regions.RegionAliasFactory()
    client.force_login(people.organiser)
    asked = {"app_label": "regions", "model_name": "participation", "field_name": "region"}

    answers = [
        client.get(reverse("admin:autocomplete"), {**asked, "term": term}).json()["results"]
        for term in ("91.01", "merauke", "91.02")
    ]

    assert answers == [
        [{"id": "93.01", "text": "Kabupaten Merauke (91.01)"}],
        [{"id": "93.01", "text": "Kabupaten Merauke"}],
        [],
    ]


@pytest.mark.parametrize("term", ["1234567", "a123", "01234567"], ids=["without its zero", "small letters", "whole"])
def test_list_when_an_employer_is_looked_for_in_another_spelling_of_its_number_then_is_found(client, people, term):
    employers.EmployerFactory(npp="01234567", name="PT Alfa")
    employers.EmployerFactory(npp="A1234567", name="PT Beta")
    client.force_login(people.organiser)

    page = client.get(reverse("admin:employers_employer_changelist"), {"q": term}).content.decode()

    assert ("PT Beta" if term == "a123" else "PT Alfa") in page
