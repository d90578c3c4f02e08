import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_icon_when_asked_by_its_old_name_then_leads_to_the_mark(client):
    response = client.get("/favicon.ico")

    assert (response.status_code, response.url) == (302, "/static/paritrana/mark.svg")
    assert finders.find("paritrana/mark.svg")


def test_panel_when_opened_then_names_the_icon(client, people):
    client.force_login(people.secretariat)

    page = client.get(reverse("admin:index")).content.decode()

    assert '<link rel="icon" href="/static/paritrana/mark.svg" type="image/svg+xml"' in page
