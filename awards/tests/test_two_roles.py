"""People of two roles in the panel: a secretariat who also audits the nation reads it all and writes at home alone."""

import json

import pytest
from django.urls import reverse

from awards.editions.models import CompetitionLevel
from awards.entries.models import EntryState
from awards.rulebooks.models import Rulebook
from awards.tests.factories.editions import CategoryFactory, ProvinceFactory
from awards.tests.factories.entries import EntryFactory
from paritrana.accounts.models import Role
from paritrana.accounts.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(client, people):
    """The secretariat of Nusa Tenggara Barat, who is a national auditor besides."""
    factories.RoleAssignmentFactory(user=people.secretariat, role=Role.AUDITOR, region_code="")
    client.force_login(people.secretariat)
    return people.secretariat


@pytest.fixture
def national(db):
    return CategoryFactory(code="nasional", province=None)


@pytest.fixture
def own(db):
    return CategoryFactory(code="ntb", level=CompetitionLevel.PROVINCIAL, province=ProvinceFactory(code="52"))


@pytest.fixture
def foreign(db):
    return CategoryFactory(code="bali", level=CompetitionLevel.PROVINCIAL, province=ProvinceFactory(code="51"))


def offered(client, name):
    page = client.get(reverse(f"admin:{name}_add"))
    return page.context["adminform"].form.fields["category"].queryset


@pytest.mark.parametrize("name", ["awards_rulebook", "awards_entry", "awards_extension", "awards_panel"])
def test_add_form_when_a_reading_role_sees_more_then_offers_only_what_a_writing_role_reaches(
    client, both, national, own, foreign, name
):
    assert list(offered(client, name)) == [own]


@pytest.mark.parametrize("category", ["national", "foreign"])
def test_rulebook_when_added_where_only_a_reading_role_reaches_then_refused(client, both, own, request, category):
    target = request.getfixturevalue(category)

    answer = client.post(
        reverse("admin:awards_rulebook_add"), {"category": target.pk, "title": "Juknis", "text": "title = 'a'"}
    )

    assert (answer.status_code, Rulebook.objects.count()) == (200, 0)


def test_look_up_when_a_reading_role_sees_more_then_finds_only_what_a_writing_role_reaches(
    client, both, national, own, foreign
):
    found = client.get(
        reverse("admin:autocomplete"),
        {"term": "", "app_label": "awards", "model_name": "entry", "field_name": "category"},
    )

    assert [row["id"] for row in json.loads(found.content)["results"]] == [str(own.pk)]


def test_actions_when_rows_are_only_read_then_they_do_not_move(client, both, national, own):
    read, written = (EntryFactory(category=one, state=EntryState.NOMINATED) for one in (national, own))

    client.post(
        reverse("admin:awards_entry_changelist"),
        {"action": "admit_chosen", "_selected_action": [read.pk, written.pk]},
    )

    read.refresh_from_db()
    written.refresh_from_db()
    assert (read.state, written.state) == (EntryState.NOMINATED, EntryState.ADMITTED)
