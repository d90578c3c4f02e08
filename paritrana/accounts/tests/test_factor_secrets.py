"""Secrets of second factors at rest: encrypted, read with every key, told of when no key fits."""

import importlib
import logging
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.core.management import CommandError, call_command
from django.urls import reverse

from paritrana.accounts.tests import factories
from paritrana.accounts.tests.test_signin import PASSWORD, code_now, sign_in
from paritrana.audit.models import AuditEntry
from paritrana.lib.encryption import MARK

pytestmark = pytest.mark.django_db

OLD, NEW = "kunci-lama-" * 4, "kunci-baru-" * 4
SENTENCES = {
    "id": "kunci yang melindungi faktor kedua di server ini tidak cocok",
    "en": "the key that protects second factors on this server does not fit",
}
migration = importlib.import_module("paritrana.accounts.migrations.0007_factors_encrypted")


@pytest.fixture
def organiser():
    return factories.organiser(username="siti", password=PASSWORD)


@pytest.fixture
def secret(organiser, settings):
    """The secret of the organiser's app, encrypted with the old key as are the recovery codes."""
    settings.FACTOR_KEYS = [OLD]
    secret = generate_totp_secret()
    TOTP.activate(organiser, secret)
    RecoveryCodes.activate(organiser)
    return secret


def ask_again(client):
    """Sign in, then give the password once more, as the pages of an account want it."""
    sign_in(client, PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def stored():
    return {one.type: one.data for one in Authenticator.objects.all()}


def make_plain(secret, seed="ab" * 40):
    Authenticator.objects.filter(type="totp").update(data={"secret": secret})
    Authenticator.objects.filter(type="recovery_codes").update(data={"seed": seed, "used_mask": 5})


@pytest.mark.parametrize("keys", [[], [NEW]], ids=["secret key", "own key"])
def test_factor_when_set_up_then_no_secret_lies_in_the_database_and_its_code_lets_in(client, organiser, settings, keys):
    settings.FACTOR_KEYS = keys
    secret = generate_totp_secret()

    TOTP.activate(organiser, secret)
    codes = RecoveryCodes.activate(organiser).get_unused_codes()

    assert stored()["totp"]["secret"].startswith(MARK)
    assert stored()["recovery_codes"]["seed"].startswith(MARK)
    assert secret not in str(stored())
    assert len(set(codes)) == 10
    client.post(sign_in(client, PASSWORD).url, {"code": code_now(secret)})
    assert client.session["_auth_user_id"] == str(organiser.pk)


@pytest.mark.parametrize("keys", [[NEW, OLD], [OLD, NEW]], ids=["rotated", "as before"])
def test_factor_when_the_key_was_rotated_then_its_code_lets_in(client, organiser, secret, settings, keys):
    settings.FACTOR_KEYS = keys

    client.post(sign_in(client, PASSWORD).url, {"code": code_now(secret)})

    assert client.session["_auth_user_id"] == str(organiser.pk)


def test_factor_when_keys_come_after_the_first_factors_then_the_secret_key_still_opens_them(
    client, organiser, settings
):
    secret = generate_totp_secret()
    TOTP.activate(organiser, secret)
    settings.FACTOR_KEYS = [NEW]

    client.post(sign_in(client, PASSWORD).url, {"code": code_now(secret)})

    assert client.session["_auth_user_id"] == str(organiser.pk)


def test_factor_when_its_row_is_of_before_then_read_as_it_is(client, organiser, secret):
    make_plain(secret)

    client.post(sign_in(client, PASSWORD).url, {"code": code_now(secret)})

    assert client.session["_auth_user_id"] == str(organiser.pk)


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("code", ["right", "wrong"])
def test_code_when_no_key_opens_the_secret_then_nobody_gets_in_and_a_sentence_and_a_log_line_say_why(
    client, organiser, secret, settings, caplog, language, code
):
    settings.FACTOR_KEYS = [NEW]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    address = sign_in(client, PASSWORD).url

    with caplog.at_level(logging.ERROR, logger="paritrana.accounts"):
        answer = client.post(address, {"code": code_now(secret) if code == "right" else "000000"})

    assert (answer.status_code, "_auth_user_id" in client.session) == (503, False)
    assert SENTENCES[language] in answer.content.decode()
    assert [line.getMessage() for line in caplog.records if line.name == "paritrana.accounts.middleware"] == [
        f"a second factor's secret is opened by none of FACTOR_KEYS and SECRET_KEY ({address})"
    ]


def test_code_when_no_key_opens_the_secret_then_it_counts_as_tried(client, organiser, secret, settings):
    settings.FACTOR_KEYS = [NEW]
    address = sign_in(client, PASSWORD).url
    answers = [client.post(address, {"code": "000000"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [503] * 5 + [200]


def test_account_pages_when_no_key_opens_the_secret_then_a_sentence(client, organiser, secret, settings):
    settings.FACTOR_KEYS = [NEW]
    client.force_login(organiser)

    answers = [client.get(reverse("mfa_index")), client.post(reverse("mfa_reauthenticate"), {"code": "000000"})]

    assert [answer.status_code for answer in answers] == [503, 503]
    assert all(SENTENCES["id"] in answer.content.decode() for answer in answers)


def test_app_when_being_set_up_then_its_secret_waits_encrypted_and_the_first_code_activates_it(client, organiser):
    ask_again(client)

    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    waiting = client.session["mfa.totp.secret"]
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})

    assert secret not in str(waiting)
    assert (waiting.startswith(MARK), wrong.context["form"].secret == secret) == (True, True)
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code_now(secret))
    assert "mfa.totp.secret" not in client.session


def test_app_when_an_empty_form_is_sent_then_its_secret_stays_the_one_that_was_shown(client, organiser):
    ask_again(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    empty = client.post(reverse("mfa_activate_totp"), {})

    assert empty.context["form"].secret == secret


def test_app_when_the_key_changes_while_it_is_set_up_then_a_sentence_and_the_page_begins_anew(
    client, organiser, settings
):
    settings.FACTOR_KEYS = [OLD]
    ask_again(client)
    client.get(reverse("mfa_activate_totp"))
    settings.FACTOR_KEYS = [NEW]

    answers = [
        client.post(reverse("mfa_activate_totp"), {"code": "000000"}),
        client.get(reverse("mfa_activate_totp")),
        client.post(reverse("mfa_activate_totp"), {"code": "000000"}),
    ]

    assert [answer.status_code for answer in answers] == [503, 200, 200]


def test_migration_when_rows_are_plain_then_encrypts_them_and_back_again(organiser, secret, settings):
    make_plain(secret)
    Authenticator.objects.filter(type="recovery_codes").update(data={"migrated_codes": ["1234", "5678"]})

    migration.encrypt(apps, None)
    between = stored()
    migration.decrypt(apps, None)

    assert between["totp"]["secret"].startswith(MARK)
    assert [code.startswith(MARK) for code in between["recovery_codes"]["migrated_codes"]] == [True, True]
    assert stored() == {"totp": {"secret": secret}, "recovery_codes": {"migrated_codes": ["1234", "5678"]}}


def test_migration_when_a_recovery_code_was_used_then_it_stays_used(organiser, secret):
    make_plain(secret)
    left = RecoveryCodes.activate(organiser).get_unused_codes()

    migration.encrypt(apps, None)

    assert (stored()["recovery_codes"]["used_mask"], len(left)) == (5, 8)
    assert RecoveryCodes.activate(organiser).get_unused_codes() == left


def test_migration_when_run_twice_then_the_second_leaves_all_as_it_is(organiser, secret):
    before = stored()

    migration.encrypt(apps, None)

    assert stored() == before


def test_command_when_the_key_was_rotated_then_the_old_one_is_needed_no_longer(organiser, secret, settings):
    settings.FACTOR_KEYS = [NEW, OLD]
    codes = RecoveryCodes.activate(organiser).get_unused_codes()
    said = StringIO()

    call_command("encrypt_factors", stdout=said)

    settings.FACTOR_KEYS = [NEW]
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code_now(secret))
    assert RecoveryCodes.activate(organiser).get_unused_codes() == codes
    assert said.getvalue().splitlines() == [
        "Dienkripsi ulang: 2.",
        "Semua memakai kunci pertama; kunci di belakangnya tidak diperlukan lagi.",
    ]
    entries = AuditEntry.objects.filter(action="account.factor_encrypted")
    assert [(entry.subject_id, entry.actor_id) for entry in entries] == [(str(organiser.pk), None)] * 2


def test_command_when_nothing_is_left_to_do_then_changes_nothing(organiser, secret):
    before = stored()

    call_command("encrypt_factors", stdout=StringIO())

    assert stored() == before
    assert not AuditEntry.objects.filter(action="account.factor_encrypted").exists()


def test_command_when_a_secret_cannot_be_opened_then_names_its_person_and_does_the_others(organiser, secret, settings):
    other = factories.organiser(username="budi")
    settings.FACTOR_KEYS = [NEW]
    Authenticator.objects.create(user=other, type="totp", data={"secret": "JBSWY3DP"})

    with pytest.raises(CommandError, match="siti"):
        call_command("encrypt_factors", stdout=StringIO())

    assert Authenticator.objects.get(user=other).data["secret"].startswith(MARK)
