"""The studio's pages: two people open an edition, and a refusal lists what is missing and changes nothing."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.editions.models import Edition, EditionState, Slot, Stage
from awards.tests.factories.editions import EditionFactory
from paritrana.accounts.models import JointAct
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def post(client, user, name, *args, **given):
    client.force_login(user)
    return client.post(reverse(f"admin:{name}", args=args), given)


def state():
    return Edition.objects.get().state


def test_open_when_something_is_missing_then_422_lists_it_and_nothing_is_proposed(client, people, draft):
    Slot.objects.all().delete()

    answer = post(client, people.organiser, "studio_open", draft.edition.pk)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert [gap.task.name for gap, _address in answer.context["gaps"]] == ["Hadiah"]
    assert reverse("admin:awards_category_change", args=[draft.category.pk]) in page
    assert (state(), JointAct.objects.count()) == (EditionState.DRAFT, 0)


def test_open_by_one_then_waits_and_by_an_independent_second_then_is_open(client, people, draft, second):
    post(client, people.organiser, "studio_open", draft.edition.pk)
    post(client, people.organiser, "studio_open", draft.edition.pk)
    assert state() == EditionState.DRAFT
    client.force_login(second)
    assert client.get(reverse("admin:index")).context["waiting_openings"] == 1

    post(client, second, "studio_open", draft.edition.pk)

    edition = Edition.objects.get()
    assert (edition.state, edition.opened_at is not None) == (EditionState.OPEN, True)
    assert AuditEntry.objects.filter(action="edition.open").count() == 1
    client.logout()
    assert client.get(reverse("edition", args=[edition.code])).status_code == 200


def test_open_by_a_person_the_first_has_just_made_then_stays_a_draft(client, people, draft, second):
    post(client, people.organiser, "studio_open", draft.edition.pk)
    type(second).objects.filter(pk=second.pk).update(date_joined=timezone.now() - datetime.timedelta(hours=1))

    answer = post(client, second, "studio_open", draft.edition.pk)

    assert (answer.status_code, state()) == (302, EditionState.DRAFT)
    assert "dua orang yang mandiri" in client.get(answer.url).content.decode()


def test_open_when_rules_changed_since_proposed_then_the_old_proposal_is_dropped(client, people, draft, second):
    post(client, people.organiser, "studio_open", draft.edition.pk)
    draft.category.rulebooks.update(digest="e" * 64)

    post(client, second, "studio_open", draft.edition.pk)

    assert state() == EditionState.DRAFT
    assert JointAct.objects.filter(dropped_at=None).get().proposed_by == second


@pytest.mark.parametrize("role", ["auditor", "secretariat", "juror", "stranger"])
def test_drop_by_others_then_the_proposal_stays_and_by_an_organiser_then_it_goes(client, people, draft, second, role):
    post(client, people.organiser, "studio_open", draft.edition.pk)
    act = JointAct.objects.get()

    post(client, getattr(people, role), "studio_open_drop", draft.edition.pk, act.pk)
    assert JointAct.objects.get().dropped_at is None
    post(client, second, "studio_open_drop", draft.edition.pk, act.pk)
    assert JointAct.objects.get().dropped_by == second


def test_begin_when_previewed_then_shows_dates_and_makes_nothing_and_when_pressed_makes_it(client, people, draft):
    client.force_login(people.organiser)
    asked = client.get(reverse("admin:studio_begin")).context["form"].initial
    given = {name: value for name, value in asked.items() if name != "source"} | {"source": draft.edition.pk}

    shown = client.post(reverse("admin:studio_begin"), given | {"preview": "1"})
    assert (len(shown.context["preview"].stages), Edition.objects.count()) == (2, 1)
    answer = client.post(reverse("admin:studio_begin"), given | {"begin": "1"})

    made = Edition.objects.exclude(pk=draft.edition.pk).get()
    assert (made.code, made.brand_label, made.state) == ("paritrana-2025", "Paritrana 2025", EditionState.DRAFT)
    assert answer.url == reverse("admin:studio_edition", args=[made.pk])
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(("field", "value"), [("code", "paritrana-2024"), ("code", ""), ("period_end", "2020-01-01")])
def test_begin_when_the_form_is_wrong_then_422_at_the_field_and_nothing_is_made(client, people, draft, field, value):
    client.force_login(people.organiser)
    asked = client.get(reverse("admin:studio_begin")).context["form"].initial

    answer = client.post(
        reverse("admin:studio_begin"), asked | {"source": draft.edition.pk, "begin": "1", field: value}
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(("days", "status"), [("7", 302), ("0", 422), ("", 422), ("9999", 422)])
def test_shift_when_pressed_then_moves_by_a_sane_number_only(client, people, draft, days, status):
    before = Stage.objects.order_by("pk").first().opens_at

    answer = post(client, people.organiser, "studio_calendar", draft.edition.pk, days=days)

    after = Stage.objects.order_by("pk").first().opens_at
    assert (answer.status_code, (after - before).days) == (status, 7 if status == 302 else 0)


def test_list_when_there_are_more_editions_then_asks_no_more_queries(client, people, draft):
    client.force_login(people.organiser)
    address = reverse("admin:studio")
    client.get(address)
    counts = []
    for codes in ((), ("e2030", "e2031")):
        for code in codes:
            EditionFactory(code=code)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1]
