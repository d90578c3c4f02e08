"""What ends by itself and what nobody keeps: idle sessions, pages of signed-in people, lock-outs."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from paritrana.accounts.devices import COOKIE, FAILURES, FAILURES_WITH_SECOND_FACTOR
from paritrana.accounts.middleware import SEEN_AT
from paritrana.accounts.tests.test_signin import PASSWORD, organiser, sign_in

__all__ = ["organiser"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["home", "regions", "desk", "mfa_index", "submissions"])
def test_page_when_signed_in_then_nobody_keeps_it(client, people, name):
    client.force_login(people.entrant)

    assert client.get(reverse(name))["Cache-Control"] == "private, no-store"


def test_page_when_nobody_is_signed_in_then_it_may_be_kept(client):
    assert "no-store" not in client.get(reverse("home")).headers.get("Cache-Control", "")


def rest(client, minutes):
    session = client.session
    session[SEEN_AT] = time.time() - 60 * minutes
    session.save()


@pytest.mark.parametrize(
    ("who", "status"), [("organiser", 302), ("secretariat", 302), ("juror", 200), ("auditor", 200)]
)
def test_session_when_idle_longer_than_allowed_then_people_who_steer_sign_in_again(client, people, who, status):
    client.force_login(getattr(people, who))
    rest(client, 61)

    answer = client.get(reverse("admin:index"))

    assert answer.status_code == status
    assert ("_auth_user_id" in client.session) == (status == 200)


def test_session_when_pages_only_ask_by_themselves_then_it_still_becomes_idle(client, people):
    client.force_login(people.organiser)
    rest(client, 30)

    client.get(reverse("admin:index"), headers={"Sec-Fetch-Mode": "cors"})
    asked = client.session[SEEN_AT]
    client.get(reverse("admin:index"), headers={"Sec-Fetch-Mode": "navigate"})

    assert (time.time() - asked > 1700, time.time() - client.session[SEEN_AT] < 60) == (True, True)


def shut_out(client, times=FAILURES):
    client.cookies.clear()
    for _time in range(times):
        sign_in(client, "salah")


def test_lock_out_when_the_device_is_known_then_it_lets_in(client, organiser):
    sign_in(client, PASSWORD)
    known = client.cookies[COOKIE].value
    shut_out(client)
    stranger = sign_in(client, PASSWORD).status_code

    client.cookies[COOKIE] = known

    assert (stranger, sign_in(client, PASSWORD).status_code) == (429, 302)


def test_lock_out_when_a_known_device_guesses_then_it_is_counted_too(client, organiser):
    sign_in(client, PASSWORD)
    known = client.cookies[COOKIE].value
    client.cookies.clear()
    client.cookies[COOKIE] = known
    for _time in range(FAILURES):
        sign_in(client, "salah")

    assert sign_in(client, PASSWORD).status_code == 429


@pytest.mark.parametrize("forged", ["", "palsu", "eyJzaXRpIjoiYSJ9:1abc:xyz"])
def test_lock_out_when_the_device_is_forged_then_it_stays_shut(client, organiser, forged):
    shut_out(client)
    client.cookies[COOKIE] = forged

    assert sign_in(client, PASSWORD).status_code == 429


def test_lock_out_when_the_person_has_a_second_factor_then_the_password_leads_to_it(client, organiser):
    TOTP.activate(organiser, generate_totp_secret())
    shut_out(client)

    answer = sign_in(client, PASSWORD)

    assert answer.url.startswith(reverse("mfa_authenticate"))


def test_lock_out_when_guesses_at_a_second_factors_password_go_on_then_it_shuts(client, organiser):
    TOTP.activate(organiser, generate_totp_secret())
    shut_out(client, FAILURES_WITH_SECOND_FACTOR)

    assert sign_in(client, PASSWORD).status_code == 429
