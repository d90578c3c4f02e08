"""What the trail keeps of accounts and of the machine."""

import json

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import execute_from_command_line
from django.urls import reverse

from paritrana.accounts.devices import FAILURES
from paritrana.accounts.tests.test_signin import PASSWORD, code_now, organiser, sign_in
from paritrana.audit import commands
from paritrana.audit.models import AuditEntry

__all__ = ["organiser"]
pytestmark = pytest.mark.django_db


def kept(action):
    return [entry.changes for entry in AuditEntry.objects.filter(action=action).order_by("number")]


def test_sign_in_when_some_failed_before_then_the_trail_counts_them(client, organiser):
    for _time in range(3):
        sign_in(client, "salah")

    sign_in(client, PASSWORD)

    assert kept("account.sign_in") == [{"failures_before": 3}]


def test_sign_in_when_a_person_is_shut_out_then_told_once(client, organiser):
    for _time in range(FAILURES + 3):
        sign_in(client, "salah")

    assert kept("account.shut_out") == [{"failures": FAILURES, "place": "127.0.0.1"}]


def test_sign_in_when_nobody_has_the_name_then_the_trail_stays_empty(client):
    for _time in range(FAILURES + 1):
        client.post(reverse("account_login"), {"login": "tidak-ada", "password": "salah"})

    assert not AuditEntry.objects.exists()


def test_password_when_changed_then_in_the_trail_without_it(client, organiser):
    client.force_login(organiser)
    new = "sandi-lain-yang-panjang-juga"

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert kept("account.password") == [{}]
    assert new not in json.dumps(list(AuditEntry.objects.values_list("changes", flat=True)))


def test_factor_when_removed_then_in_the_trail(client, organiser):
    secret = generate_totp_secret()
    TOTP.activate(organiser, secret)
    address = sign_in(client, PASSWORD).url
    client.post(address, {"code": code_now(secret)})

    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.post(reverse("mfa_deactivate_totp"))

    assert answer.url == reverse("mfa_index")
    assert kept("account.factor_removed") == [{}]


def test_command_when_run_on_the_machine_then_the_trail_names_it_and_who(monkeypatch):
    done = []
    monkeypatch.setattr(commands, "execute_from_command_line", done.append)

    commands.run(["manage.py", "assign_role", "siti", "organiser"])
    commands.run(["manage.py", "check"])

    assert [(entry["command"], entry["options"], bool(entry["account"])) for entry in kept("machine.command")] == [
        ("assign_role", "siti organiser", True)
    ]
    assert len(done) == 2
    assert execute_from_command_line is not commands.execute_from_command_line
