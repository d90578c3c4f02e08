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
