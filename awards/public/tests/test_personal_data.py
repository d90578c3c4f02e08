"""The page for people: all of the inventory, in both languages, for everybody, from every page's foot."""

from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from paritrana.accounts.personal_data import INVENTORY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["id", "en"])
def test_page_when_read_by_a_stranger_then_every_record_is_told_in_that_language(client, language):
    client.cookies["bahasa"] = language

    page = unescape(client.get(reverse("personal-data")).content.decode())

    with translation.override(language):
        told = {
            str(text)
            for subject in INVENTORY
            for record in subject.records
            for text in (subject.title, record.what, record.purpose, record.keeping.label, record.erasure.label)
        }
    assert sorted(text for text in told if text not in page) == []


def test_page_when_the_contact_is_set_then_it_names_it(client, settings):
    settings.PRIVACY_CONTACT = "Pejabat PDP <pdp@example.go.id>"

    assert "Pejabat PDP &lt;pdp@example.go.id&gt;" in client.get(reverse("personal-data")).content.decode()


def test_foot_of_a_page_when_read_then_it_leads_there(client):
    assert f'href="{reverse("personal-data")}"' in client.get(reverse("credits")).content.decode()


def test_page_when_asked_for_then_nothing_is_asked_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("personal-data"))
