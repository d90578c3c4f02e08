"""A publication keeps its address after a correction, marked as corrected; nothing of it follows live rows."""

import datetime
import json

import pytest
from django.urls import reverse

from awards.editions.models import Category, Edition
from awards.entries.models import Entry
from awards.publication.services.moves import publish_publication
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.tests.reading import page_of
from regions.models.regions import Region

pytestmark = pytest.mark.django_db

WHERE = ["2024", "kabkota"]
LATER = datetime.datetime(2026, 3, 5, 2, 0, tzinfo=datetime.UTC)


def numbered(client, number, name="numbered-ranking", *rest):
    return client.get(reverse(name, args=[*WHERE, number, *rest]))


def correct(people, first, *, publish):
    factories.answer(first.category.entries.get(name="Kota Mataram"), "coverage", "95")
    factories.applied(first.category, actor=people.organiser)
    second = factories.final(
        first.category,
        organiser=people.organiser,
        second=factories.people.organiser(),
        reason="Data keliru.",
        at=LATER,
    )
    return publish_publication(publication=second, actor=people.organiser, at=LATER) if publish else second


def test_first_publication_when_corrected_then_keeps_its_pages_and_is_marked(client, people):
    first = factories.published_contest(people)
    entry = first.category.entries.get(name="Kota Mataram").public_id
    before = page_of(numbered(client, 1))
    correct(people, first, publish=True)

    after = page_of(numbered(client, 1))
    current = page_of(client.get(reverse("ranking", args=WHERE)))

    assert "tidak berlaku lagi" not in before
    assert "dikoreksi oleh pengumuman nomor 2" in after
    assert "Data keliru." in after
    assert ("64,03" in after, "64,03" in current) == (True, False)
    assert reverse("numbered-ranking", args=[*WHERE, 1]) in current
    assert "Mengapa 64,03?" in page_of(numbered(client, 1, "numbered-entry-score", entry))
    for name, *rest in (("numbered-compare",), ("numbered-rulebook",), ("numbered-export", "csv")):
        assert numbered(client, 1, name, *rest).status_code == 200
    signed = json.loads(numbered(client, 1, "numbered-export", "json").getvalue())
    assert (signed["digest"], signed["payload"]["publication"]["number"]) == (first.digest, 1)


def test_correction_when_not_published_then_its_address_is_404_and_the_first_is_not_marked(client, people):
    correct(people, factories.published_contest(people), publish=False)

    assert numbered(client, 2).status_code == 404
    assert "tidak berlaku lagi" not in page_of(numbered(client, 1))


@pytest.mark.parametrize("number", [0, 3, 70000])
def test_address_when_there_is_no_such_publication_then_404(client, people, number):
    factories.published_contest(people)

    assert numbered(client, number).status_code == 404


def test_time_when_embargoed_then_is_the_end_of_the_embargo(client, people):
    factories.published_contest(people, embargo_until=AT + datetime.timedelta(days=1))

    page = page_of(client.get(reverse("ranking", args=WHERE)))

    assert "Diumumkan 3 Maret 2026" in page


def test_pages_when_names_words_and_visibility_change_afterwards_then_stay_as_signed(client, people):
    publication = factories.published_contest(people)
    entry = publication.category.entries.get(name="Kota Mataram").public_id
    addresses = [
        reverse("ranking", args=WHERE),
        reverse("ranking", args=WHERE) + "?q=mataram",
        reverse("entry-score", args=[*WHERE, entry]),
        reverse("ranking-export", args=[*WHERE, "csv"]),
        reverse("ranking-export", args=[*WHERE, "json"]),
        reverse("api-ranking", args=WHERE),
        reverse("api-entry-score", args=[*WHERE, entry]),
    ]
    before = [client.get(address).getvalue() for address in addresses]

    Entry.objects.update(name="Nama lain", zone_code="lain", province_code="11", region_code="11.01")
    Edition.objects.update(brand_label="Lain", caveat="Lain", is_scores_public=False, is_marks_public=False)
    Category.objects.update(name="Lain")
    Region.objects.update(full_name="Lain", name="Lain")

    assert [client.get(address).getvalue() for address in addresses] == before
    assert client.get(reverse("ranking", args=WHERE) + "?q=nama+lain").content.decode().count("Kota Mataram") == 0
