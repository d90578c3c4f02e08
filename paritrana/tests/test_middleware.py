"""What every answer carries to keep browsers from doing harm."""

import pytest
from django.test import override_settings
from django.urls import reverse

from paritrana.accounts.tests import factories

pytestmark = pytest.mark.django_db


def directives(response):
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: set(values) for name, *values in parts}


def test_pages_when_outside_the_panel_then_only_own_files_run(client):
    policy = directives(client.get(reverse("account_login")))

    assert policy == {
        "default-src": {"'self'"},
        "img-src": {"'self'", "data:"},
        "object-src": {"'none'"},
        "base-uri": {"'self'"},
        "form-action": {"'self'"},
        "frame-ancestors": {"'self'"},
    }


def test_panel_when_opened_then_relaxed_there_and_only_for_the_theme(client, people):
    client.force_login(people.organiser)

    policy = directives(client.get(reverse("admin:index")))

    assert policy["script-src"] == {"'self'", "'unsafe-eval'"}
    assert policy["style-src"] == {"'self'", "'unsafe-inline'"}
    assert policy["default-src"] == {"'self'"}


def test_pages_when_answered_then_carry_the_safety_headers(client):
    response = client.get(reverse("account_login"))

    assert {name: response[name] for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")} == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "same-origin",
    }
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31536000)
def test_pages_when_https_is_on_then_http_goes_there_and_browsers_remember(client):
    assert client.get("/").url == "https://testserver/"
    assert client.get(reverse("account_login"), secure=True)["Strict-Transport-Security"] == "max-age=31536000"


def test_session_when_signed_in_then_its_cookie_is_out_of_scripts_reach(client):
    factories.organiser(username="siti", password="sandi-yang-panjang-sekali")

    cookies = client.post(reverse("account_login"), {"login": "siti", "password": "sandi-yang-panjang-sekali"}).cookies

    assert (cookies["sessionid"]["httponly"], cookies["sessionid"]["samesite"]) == (True, "Lax")
