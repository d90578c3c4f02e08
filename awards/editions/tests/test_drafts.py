"""A draft edition is known to those who prepare it and to nobody else, until it is open."""

import pytest
from django.urls import reverse

from awards.editions.models import Edition, EditionState
from awards.entries.models import Entry, EntryState
from awards.jury.models.panels import Juror
from awards.jury.selectors.seats import seat_in, seats_of
from awards.publication.models import Publication
from awards.results.selectors.editions import public_rulebook
from awards.submissions.models.answers import Submission
from awards.submissions.models.reminders import ReminderRule
from awards.submissions.selectors.dates import own_obligations
from awards.submissions.selectors.reminders import rules_in_season
from awards.tests.factories import jury, runs
from awards.tests.factories.editions import (
    NOW,
    CategoryFactory,
    EditionFactory,
    RegionFactory,
    RulebookFactory,
    StageFactory,
)
from awards.tests.factories.entries import EntryFactory
from paritrana.accounts.selectors import grants

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[EditionState.DRAFT, EditionState.OPEN], ids=["draft", "open"])
def edition(request):
    return EditionFactory(state=request.param)


@pytest.fixture
def is_known(edition):
    return edition.state == EditionState.OPEN


@pytest.fixture
def category(edition):
    made = CategoryFactory(edition=edition, code="kabkota")
    RulebookFactory(category=made)
    StageFactory(category=made)
    return made


def test_public_when_edition_is_a_draft_then_neither_list_nor_page_nor_rules_nor_answers_exist(
    client, edition, category, is_known
):
    listed = client.get(reverse("editions")).content.decode()
    codes = [row["code"] for row in client.get(reverse("api-editions")).json()["results"]]
    pages = [
        client.get(reverse(name, args=args)).status_code
        for name, args in (
            ("edition", [edition.code]),
            ("rulebook", [edition.code, category.code]),
            ("rulebook-file", [edition.code, category.code]),
            ("api-categories", [edition.code]),
            ("api-rulebook", [edition.code, category.code]),
        )
    ]

    assert (edition.brand_label in listed, codes == [edition.code], pages) == (
        is_known,
        is_known,
        [200 if is_known else 404] * 5,
    )
    assert (public_rulebook(category, NOW) is not None) is is_known


def test_entrant_when_edition_is_a_draft_then_owes_nothing_and_starts_nothing(client, people, category, is_known):
    entry = EntryFactory(category=category, region=RegionFactory(code="52.03"), state=EntryState.ADMITTED)
    held = grants(people.entrant, on=NOW.date())

    assert [duty.entry for duty in own_obligations(held.offices, at=NOW)] == ([entry] if is_known else [])
    assert Entry.objects.visible_to(held).exists() is is_known
    client.force_login(people.entrant)
    client.post(reverse("submission-start", args=[entry.public_id]))
    assert is_known or not Submission.objects.exists()


def test_reminders_when_edition_is_a_draft_then_nobody_is_written_to(category, is_known):
    rule = ReminderRule.objects.create(category=category)

    assert list(rules_in_season(NOW)) == ([rule] if is_known else [])


def test_juror_when_edition_is_a_draft_then_holds_no_seat_yet(people, category, is_known):
    made = jury.panel(category)
    juror = Juror.objects.create(panel=made, user=people.juror, seat_type="expert", joined_on=NOW.date())

    assert seat_in(made, people.juror, on=NOW.date()) == (juror if is_known else None)
    assert list(seats_of(people.juror, on=NOW.date())) == ([juror] if is_known else [])


def test_publication_when_its_edition_is_a_draft_then_the_public_does_not_see_it(people):
    publication = runs.published_contest(people)
    seen = Publication.objects.visible_at(runs.AT)
    assert list(seen) == [publication]

    Edition.objects.update(state=EditionState.DRAFT)

    assert list(seen.all()) == []


def test_panel_when_an_edition_is_added_then_it_begins_as_a_draft(client, people):
    client.force_login(people.organiser)

    client.post(
        reverse("admin:awards_edition_add"),
        {
            "code": "2030", "brand_label": "Paritrana 2030", "period_start": "2030-01-01", "period_end": "2030-12-31",
            "organising_year": "2031", "labels-TOTAL_FORMS": "0", "labels-INITIAL_FORMS": "0",
        },
    )  # fmt: skip

    assert list(Edition.objects.values_list("code", "state", "opened_at")) == [("2030", EditionState.DRAFT, None)]
