import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from paritrana.pages.menu import own_doors

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def test_own_doors_when_a_stranger_asks_then_there_are_none():
    assert own_doors(AnonymousUser(), path="/", on=TODAY) == ()


def test_own_doors_when_an_officer_asks_then_the_submissions_open(people):
    addresses = [door.address for door in own_doors(people.entrant, path="/isian/", on=TODAY)]

    assert addresses == ["/isian/", "/kabar/"]


def test_own_doors_when_a_verifier_stands_at_the_desk_then_that_door_is_marked(people):
    doors = own_doors(people.verifier, path="/verifikasi/", on=TODAY)

    assert [(door.address, door.is_here) for door in doors] == [("/verifikasi/", True), ("/kabar/", False)]


def test_desk_when_a_person_signs_in_then_leads_to_the_own_work_place(client, people):
    places = {}
    for role in ("entrant", "verifier", "juror", "secretariat", "auditor", "stranger"):
        client.force_login(getattr(people, role))
        places[role] = client.get("/meja/").headers["Location"]

    assert places == {
        "entrant": "/isian/",
        "verifier": "/verifikasi/",
        "juror": "/panel/juri/",
        "secretariat": "/panel/",
        "auditor": "/panel/",
        "stranger": "/",
    }


def test_desk_when_nobody_is_signed_in_then_asks_to_sign_in(client):
    assert client.get("/meja/").headers["Location"] == "/akun/login/?next=/meja/"
