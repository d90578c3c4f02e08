import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from paritrana.panel import GROUPS, sidebar

pytestmark = pytest.mark.django_db

OWN = ("paritrana.", "regions.", "ministries.", "employers.", "awards.")


def titles(user):
    request = RequestFactory().get("/panel/")
    request.user = user
    return [str(group["title"]) for group in sidebar(request) if group["title"]]


def test_sidebar_when_the_organiser_asks_then_every_registered_model_of_ours_stands_in_a_group(people):
    request = RequestFactory().get("/panel/")
    request.user = people.organiser

    links = {item["link"] for group in sidebar(request) for item in group["items"]}

    assert links == {
        reverse("admin:index"),
        reverse("admin:ceremonies"),
        reverse("admin:jury_start"),
        reverse("admin:progress"),
        reverse("admin:steering"),
        reverse("admin:studio"),
        *(
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            for model, admin_class in admin.site._registry.items()
            if model.__module__.startswith(OWN) and admin_class.has_module_permission(request)
        ),
    }


def test_sidebar_when_asked_by_people_without_panel_roles_then_empty(people):
    assert [titles(getattr(people, who)) for who in ("verifier", "entrant", "stranger")] == [[], [], []]


def test_sidebar_when_the_organiser_asks_then_groups_follow_the_flow(people):
    order = [str(title) for title, *_ in GROUPS]

    assert titles(people.organiser) == [title for title in order if title in titles(people.organiser)]
    assert titles(people.organiser)[-1] == "Orang dan jejak"


def test_sidebar_when_the_juror_asks_then_neither_people_nor_runs(people):
    assert not {"Orang dan jejak", "Perhitungan", "Pengumuman", "Verifikasi"} & set(titles(people.juror))


@pytest.mark.parametrize("who", ["organiser", "secretariat", "juror", "auditor"])
def test_every_list_of_the_panel_when_linked_then_opens(client, people, who):
    client.force_login(getattr(people, who))
    request = RequestFactory().get("/panel/")
    request.user = getattr(people, who)

    answers = {
        item["link"]: client.get(item["link"]).status_code for group in sidebar(request) for item in group["items"]
    }

    assert set(answers.values()) == {200}, answers
