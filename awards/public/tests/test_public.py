import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from paritrana.tests.reading import page_of
from regions.tests.factories import RegencyFactory, RegionAliasFactory, RegionFactory, WorkforceFigureFactory

pytestmark = pytest.mark.django_db
EMPTY_PAGES = ("home", "regions", "ministries", "employers", "credits", "personal-data")


@pytest.mark.parametrize("name", EMPTY_PAGES)
def test_public_page_when_nothing_is_loaded_then_still_answers(client, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", EMPTY_PAGES)
def test_public_page_when_posted_to_then_refuses(client, name):
    assert client.post(reverse(name)).status_code == 405


def test_region_when_it_has_a_survey_then_the_heading_says_who_works(client):
    WorkforceFigureFactory(region=RegencyFactory(code="52.03", name="Kabupaten Lombok Timur"))

    page = page_of(client.get(reverse("region", args=["52.03"])))

    assert "Kabupaten Lombok Timur: 1.000 orang bekerja, 40,0\N{NO-BREAK SPACE}% di antaranya formal" in page


def test_region_when_the_code_is_unknown_then_there_is_no_such_page(client):
    assert client.get(reverse("region", args=["99"])).status_code == 404


def test_regions_when_one_has_no_survey_then_its_figures_are_dashes(client):
    RegionFactory(code="61")

    page = client.get(reverse("regions"))

    assert (page.status_code, page_of(page).count("–")) == (200, 5)


def test_regions_when_looked_for_by_a_former_code_then_the_page_says_which_it_was(client):
    RegionAliasFactory(written="91.01")

    page = page_of(client.get(reverse("regions"), {"q": "91.01"}))

    assert "Kabupaten Merauke" in page
    assert "Kode lama: 91.01 (UU 14/2022)" in page


def test_regions_when_three_are_found_by_aliases_then_takes_as_many_queries_as_one(client):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            client.get(reverse("regions"), {"q": "lama"})
        return len(counted)

    def former(code):
        RegionAliasFactory(written=f"Kabupaten Lama {code}", region=RegencyFactory(code=code), kind="former_name")

    former("61.01")
    one = queries()
    former("61.02")
    former("61.03")

    assert queries() == one


def test_regions_when_three_are_listed_then_takes_as_many_queries_as_one(client):
    WorkforceFigureFactory(region=RegionFactory(code="61"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("regions"))
    for code in ("62", "63"):
        WorkforceFigureFactory(region=RegionFactory(code=code))

    with CaptureQueriesContext(connection) as three:
        client.get(reverse("regions"))

    assert len(three) == len(one)


@pytest.mark.parametrize(
    ("written", "code", "sentence"),
    [
        ("5203", "52.03", "Kode 5203 tanpa titik dibaca sebagai 52.03, Kabupaten Lombok Timur."),
        ("5299", "52.03", "Kode 5299 adalah kode BPS Kabupaten Lombok Timur; kode Kemendagrinya 52.03."),
        ("91.01", "93.01", "Kode 91.01 adalah kode lama Kabupaten Merauke (UU 14/2022); kodenya kini 93.01."),
        ("9101", "93.01", "Kode 9101 adalah kode lama Kabupaten Merauke (UU 14/2022); kodenya kini 93.01."),
    ],
    ids=["without dots", "of BPS", "former", "former without dots"],
)
def test_region_when_asked_for_by_another_code_then_leads_there_and_says_so(client, written, code, sentence):
    RegencyFactory(code="52.03", name="Kabupaten Lombok Timur", bps_code="5299")
    RegionAliasFactory(written="91.01")

    response = client.get(reverse("region", args=[written]))

    assert (response.status_code, response["Location"]) == (302, f"/daerah/{code}/?kode={written}")
    assert sentence in page_of(client.get(response["Location"]))
    assert client.get(f"/daerah/{written}.csv?tabel=place")["Location"] == f"/daerah/{code}.csv?tabel=place"


def test_region_when_its_code_is_another_ones_at_bps_then_the_page_says_so(client):
    RegionFactory(code="94", name="Papua Tengah")
    RegionFactory(code="91", name="Papua", full_name="Provinsi Papua", bps_code="94")

    page = page_of(client.get(reverse("region", args=["94"])))

    assert "Kode 94 adalah kode BPS Provinsi Papua; kode Kemendagrinya 91." in page


def test_region_when_a_code_means_two_then_the_reader_chooses(client):
    RegionAliasFactory(written="91.01")
    RegencyFactory(code="92.03", name="Kabupaten Fakfak", bps_code="9101")

    response = client.get(reverse("region", args=["9101"]))

    assert response.status_code == 300
    assert [name in page_of(response) for name in ("Kabupaten Merauke", "Kabupaten Fakfak")] == [True, True]
    assert client.get("/daerah/9101.csv").status_code == 404


@pytest.mark.parametrize("made_up", ["52.99", "<b>", "9" * 5000])
def test_region_when_the_code_one_came_by_is_made_up_then_nothing_is_said(client, made_up):
    RegencyFactory(code="52.03")

    page = page_of(client.get(reverse("region", args=["52.03"]), {"kode": made_up}))

    assert '<p class="notice">' not in page


@pytest.mark.parametrize("written", ["5203", "5299"])
def test_regions_when_looked_for_by_another_code_then_the_place_is_found(client, written):
    RegencyFactory(code="52.03", name="Kabupaten Lombok Timur", bps_code="5299")

    assert "Kabupaten Lombok Timur" in page_of(client.get(reverse("regions"), {"q": written}))
