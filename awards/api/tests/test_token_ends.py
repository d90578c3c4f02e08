"""API tokens end with the password and the factor they were made under, and show their last use."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from knox.models import AuthToken
from rest_framework.test import APIClient

from awards.api.issuing import issue_token
from paritrana.accounts.models import TokenSeal
from paritrana.audit.models import AuditEntry
from paritrana.jobs.tests.factories import NOW

pytestmark = pytest.mark.django_db


def asked_with(token):
    machine = APIClient()
    machine.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return machine.get("/api/v1/runs/")


def change_password(user):
    user.set_password("sandi-yang-lain-sama-sekali")
    user.save()


@pytest.mark.parametrize(
    "change", [change_password, lambda user: TOTP.activate(user, generate_totp_secret())], ids=["password", "factor"]
)
def test_token_when_password_or_factor_changes_then_it_ends_and_the_trail_says_so(people, change):
    _row, token = issue_token(user=people.organiser, at=NOW)
    before = asked_with(token).status_code
    change(people.organiser)

    after = asked_with(token)

    assert (before != 401, after.status_code, AuthToken.objects.count()) == (True, 401, 0)
    assert "sandi atau faktor kedua" in after.json()["detail"]
    assert AuditEntry.objects.filter(action="token.end").count() == 1


def test_token_when_used_then_its_owner_sees_when(client, people):
    _row, token = issue_token(user=people.organiser, at=NOW)
    client.force_login(people.organiser)

    unused = client.get(reverse("api-tokens")).json()[0]["last_used"]
    asked_with(token)

    assert (unused, bool(client.get(reverse("api-tokens")).json()[0]["last_used"])) == (None, True)


def test_token_when_made_before_seals_then_it_goes_on_and_is_bound(people):
    _row, token = issue_token(user=people.organiser, at=NOW)
    TokenSeal.objects.all().delete()

    assert asked_with(token).status_code != 401
    assert TokenSeal.objects.count() == 1
