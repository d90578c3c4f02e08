"""Signing in: lock-out, second factor, and one door to the panel."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from paritrana.accounts.code_attempts import WINDOW
from paritrana.accounts.models import CodeAttempts
from paritrana.accounts.tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "sandi-yang-panjang-sekali"


@pytest.fixture
def organiser():
    return factories.organiser(username="siti", password=PASSWORD)


def sign_in(client, password):
    return client.post(reverse("account_login"), {"login": "siti", "password": password})


def test_sign_in_when_the_password_is_right_then_in(client, organiser):
    response = sign_in(client, PASSWORD)

    assert (response.status_code, response.url) == (302, reverse("desk"))
    assert client.session["_auth_user_id"] == str(organiser.pk)


def test_sign_in_when_five_failed_then_the_right_password_is_refused_too(client, organiser):
    for _ in range(5):
        last = sign_in(client, "salah")

    locked = sign_in(client, PASSWORD)

    assert (last.status_code, locked.status_code) == (429, 429)
    assert "_auth_user_id" not in client.session
    assert "15 menit" in locked.content.decode()


def test_sign_in_when_another_name_failed_then_not_locked(client, organiser):
    for _ in range(6):
        client.post(reverse("account_login"), {"login": "orang-lain", "password": "salah"})

    assert sign_in(client, PASSWORD).status_code == 302


def test_sign_up_when_asked_then_closed(client):
    response = client.post(
        reverse("account_signup"), {"username": "baru", "password1": PASSWORD, "password2": PASSWORD}
    )

    assert response.status_code == 200
    assert not organiser_exists("baru")


def organiser_exists(username):
    return factories.User.objects.filter(username=username).exists()


def test_panel_when_not_signed_in_then_to_the_one_sign_in_page(client):
    response = client.get(reverse("admin:index"), follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["verifier", "entrant", "stranger"])
def test_panel_when_no_role_opens_it_then_refused(client, people, who):
    client.force_login(getattr(people, who))

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


@pytest.mark.parametrize("who", ["organiser", "secretariat", "juror"])
def test_panel_when_a_second_factor_is_required_and_absent_then_sent_to_set_it_up(client, people, settings, who):
    settings.MFA_REQUIRED_FOR_STAFF = True
    client.force_login(getattr(people, who))

    names = ("admin:index", "admin:accounts_user_changelist", "imports", "what-ifs", "api-tokens", "home")
    for address in map(reverse, names):
        response = client.get(address)
        assert (response.status_code, response.url) == (302, reverse("mfa_activate_totp"))


@pytest.mark.parametrize("name", ["mfa_activate_totp", "account_logout", "account_reauthenticate", "health"])
def test_account_pages_when_a_second_factor_is_absent_then_open_to_set_it_up(client, people, settings, name):
    settings.MFA_REQUIRED_FOR_STAFF = True
    client.force_login(people.organiser)

    response = client.get(reverse(name))

    assert getattr(response, "url", "") != reverse("mfa_activate_totp")


@pytest.mark.parametrize("who", ["organiser", "juror"])
def test_panel_when_the_second_factor_is_there_then_open(client, people, settings, who):
    settings.MFA_REQUIRED_FOR_STAFF = True
    user = getattr(people, who)
    TOTP.activate(user, generate_totp_secret())
    client.force_login(user)

    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("who", ["auditor"])
def test_panel_when_the_role_needs_no_second_factor_then_open(client, people, settings, who):
    settings.MFA_REQUIRED_FOR_STAFF = True
    client.force_login(getattr(people, who))

    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("name", ["account_emailaddress", "mfa_authenticator", "usersessions_usersession"])
def test_panels_lists_of_accounts_when_a_second_factor_is_absent_then_sent_to_set_it_up(client, settings, name):
    settings.MFA_REQUIRED_FOR_STAFF = True
    client.force_login(factories.organiser(is_superuser=True))

    response = client.get(reverse(f"admin:{name}_changelist"))

    assert (response.status_code, response.url) == (302, reverse("mfa_activate_totp"))


def test_sign_in_when_a_second_factor_is_set_up_then_the_password_alone_does_not_let_in(client, organiser):
    TOTP.activate(organiser, generate_totp_secret())

    response = sign_in(client, PASSWORD)

    assert response.url.startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session


def test_address_when_added_then_counts_once_its_owner_confirmed_it(client, people):
    client.force_login(people.entrant)
    client.post(reverse("account_email"), {"email": "baru@contoh.example", "action_add": ""})
    people.entrant.refresh_from_db()
    before = people.entrant.email
    link = re.search(r"https?://\S+", mail.outbox[0].body)[0]

    looked_at = client.get(link)
    people.entrant.refresh_from_db()
    between = people.entrant.email
    client.post(link)

    people.entrant.refresh_from_db()
    assert (before, between, people.entrant.email) == ("", "", "baru@contoh.example")
    assert looked_at.status_code == 200
    assert mail.outbox[0].subject.startswith("Paritrana: ")


@pytest.mark.parametrize("typed", ["korban@contoh.example", "KORBAN@contoh.example", "lain@contoh.example", ""])
def test_address_when_made_primary_before_it_is_confirmed_then_refused_and_does_not_count(client, people, typed):
    client.force_login(people.entrant)
    client.post(reverse("account_email"), {"email": "korban@contoh.example", "action_add": ""})

    answer = client.post(reverse("account_email"), {"email": typed, "action_primary": ""}, follow=True)

    people.entrant.refresh_from_db()
    address = EmailAddress.objects.get()
    assert (people.entrant.email, address.primary, address.verified) == ("", False, False)
    assert [message.level_tag for message in answer.context["messages"]][-1:] == ["error"]


def test_address_when_confirmed_then_may_be_made_primary(client, people):
    EmailAddress.objects.create(user=people.entrant, email="baru@contoh.example", verified=True)
    client.force_login(people.entrant)

    client.post(reverse("account_email"), {"email": "baru@contoh.example", "action_primary": ""})

    people.entrant.refresh_from_db()
    assert people.entrant.email == "baru@contoh.example"


def test_addresses_when_a_stranger_asks_then_leads_to_the_sign_in(client):
    answers = [client.get(reverse("account_email")), client.post(reverse("account_email"), {"action_primary": ""})]

    assert all(answer["Location"].startswith(reverse("account_login")) for answer in answers)


@pytest.mark.parametrize("address", ["siti@contoh.example", "asing@contoh.example"])
def test_reset_when_posted_by_a_stranger_then_no_mail_leaves(client, organiser, address):
    type(organiser).objects.update(email="siti@contoh.example")

    client.post(reverse("account_reset_password"), {"email": address})

    assert mail.outbox == []


def test_address_when_the_mail_server_is_away_then_kept_and_said_so(client, people, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    client.force_login(people.entrant)
    added = {"email": "baru@contoh.example", "action_add": ""}

    answer = client.post(reverse("account_email"), added, follow=True)
    cache.clear()  # the pause between two letters is over
    again = client.post(reverse("account_email"), {"email": added["email"], "action_send": ""}, follow=True)

    for page in (answer.content.decode(), again.content.decode()):
        assert "Alamat baru@contoh.example tersimpan, tetapi surat konfirmasinya belum terkirim" in page
    assert (answer.status_code, EmailAddress.objects.get().verified) == (200, False)


def wrong_codes(client, address, count):
    return [client.post(address, {"code": f"{number:06}"}) for number in range(count)]


@pytest.mark.parametrize("cache_is_empty", [False, True], ids=["cache kept", "cache lost in between"])
def test_code_when_five_were_wrong_then_the_right_one_waits_too(client, organiser, cache_is_empty):
    secret = generate_totp_secret()
    TOTP.activate(organiser, secret)
    address = sign_in(client, PASSWORD).url
    wrong_codes(client, address, 5)
    if cache_is_empty:
        cache.clear()

    right = client.post(address, {"code": code_now(secret)})

    assert "Terlalu banyak kode yang salah. Tunggu 15 menit" in right.content.decode()
    assert "_auth_user_id" not in client.session


def test_code_when_five_were_wrong_then_a_recovery_code_waits_too(client, organiser):
    TOTP.activate(organiser, generate_totp_secret())
    recovery = RecoveryCodes.activate(organiser).get_unused_codes()[0]
    address = sign_in(client, PASSWORD).url
    wrong_codes(client, address, 5)

    client.post(address, {"code": recovery})

    assert "_auth_user_id" not in client.session


def test_code_when_the_wait_is_over_then_the_right_one_lets_in(client, organiser):
    secret = generate_totp_secret()
    TOTP.activate(organiser, secret)
    address = sign_in(client, PASSWORD).url
    wrong_codes(client, address, 5)
    CodeAttempts.objects.update(since=timezone.now() - WINDOW)

    client.post(address, {"code": code_now(secret)})

    assert client.session["_auth_user_id"] == str(organiser.pk)
    assert not CodeAttempts.objects.exists()


def test_code_when_asked_again_inside_then_counted_as_well(client, organiser):
    secret = generate_totp_secret()
    TOTP.activate(organiser, secret)
    client.force_login(organiser)
    wrong_codes(client, reverse("mfa_reauthenticate"), 5)

    right = client.post(reverse("mfa_reauthenticate"), {"code": code_now(secret)})

    assert "Terlalu banyak kode yang salah." in right.content.decode()


def test_password_when_asked_again_inside_then_guesses_are_counted(client, organiser):
    client.force_login(organiser)
    for _ in range(5):
        client.post(reverse("account_reauthenticate"), {"password": "salah"})

    right = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert right.status_code == 429


def code_now(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
