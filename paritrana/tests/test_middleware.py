"""What every answer carries to keep browsers from doing harm."""

import datetime

import pytest
import time_machine
from django.http import HttpResponse
from django.test import override_settings
from django.urls import reverse

from paritrana.accounts.requests import arrived_at
from paritrana.accounts.tests import factories
from paritrana.lib.client_address import WAS_FORWARDED, networks
from paritrana.middleware import ClientAddressMiddleware

pytestmark = pytest.mark.django_db

ARRIVED = datetime.datetime(2026, 5, 31, 15, 59, 50, tzinfo=datetime.UTC)
SECONDS = int(ARRIVED.timestamp())


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


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [([], ["10.0.0.2", True]), (["10.0.0.0/8"], ["198.51.100.1", True])],
    ids=["nobody trusted", "the proxy trusted"],
)
def test_address_when_a_header_tells_one_then_believed_from_trusted_proxies_alone(rf, settings, proxies, seen):
    settings.TRUSTED_PROXIES = networks(proxies)
    request = rf.get(
        "/", REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR="1.2.3.4, 198.51.100.1", HTTP_X_REAL_IP="1.1.1.1"
    )

    ClientAddressMiddleware(lambda request: HttpResponse())(request)

    assert [request.META["REMOTE_ADDR"], request.META[WAS_FORWARDED]] == seen
    assert not {"HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP"} & set(request.META)


def test_lock_out_when_the_header_is_changed_each_time_then_locked_all_the_same(client, settings):
    factories.organiser(username="siti", password="sandi-yang-panjang-sekali")

    answers = [
        client.post(reverse("account_login"), {"login": "siti", "password": "salah"}, HTTP_X_FORWARDED_FOR=f"1.2.3.{n}")
        for n in range(5)
    ]

    assert answers[-1].status_code == 429


def test_lock_out_when_behind_a_trusted_proxy_then_counted_by_client(client, settings):
    settings.TRUSTED_PROXIES = networks(["127.0.0.1"])
    factories.organiser(username="siti", password="sandi-yang-panjang-sekali")
    for _ in range(5):
        client.post(reverse("account_login"), {"login": "siti", "password": "salah"}, HTTP_X_FORWARDED_FOR="1.2.3.4")

    sent = {"login": "siti", "password": "sandi-yang-panjang-sekali"}
    locked = client.post(reverse("account_login"), sent, HTTP_X_FORWARDED_FOR="1.2.3.4")
    other = client.post(reverse("account_login"), sent, HTTP_X_FORWARDED_FOR="1.2.3.5")

    assert (locked.status_code, other.status_code) == (429, 302)


def arrival_of(rf, stated, peer="10.0.0.2"):
    request = rf.get("/", REMOTE_ADDR=peer, HTTP_X_REQUEST_START=stated)
    ClientAddressMiddleware(lambda request: HttpResponse())(request)
    return arrived_at(request)


@pytest.mark.parametrize(
    ("stated", "peer", "seconds_ago"),
    [
        (f"t={SECONDS - 40}.250", "10.0.0.2", 39.75),
        (f"t={SECONDS - 40}.250", "203.0.113.9", 0),
        (f"t={SECONDS + 40}.000", "10.0.0.2", 0),
        (f"t={SECONDS - 4000}.000", "10.0.0.2", 0),
        ("kemarin", "10.0.0.2", 0),
    ],
    ids=["the trusted proxy", "a stranger", "the future", "longer ago than anybody waits", "no time"],
)
def test_arrival_when_a_header_tells_it_then_believed_from_trusted_proxies_alone(
    rf, settings, stated, peer, seconds_ago
):
    settings.TRUSTED_PROXIES = networks(["10.0.0.0/8"])

    with time_machine.travel(ARRIVED, tick=False):
        assert arrival_of(rf, stated, peer) == ARRIVED - datetime.timedelta(seconds=seconds_ago)


def test_arrival_when_no_proxy_is_trusted_then_now(rf, settings):
    settings.TRUSTED_PROXIES = []

    with time_machine.travel(ARRIVED, tick=False):
        assert arrival_of(rf, f"t={SECONDS - 40}.000") == ARRIVED


def test_proxy_when_it_passes_a_request_on_then_it_tells_when_it_came(settings):
    template = (settings.BASE_DIR / "docker" / "nginx.conf.template").read_text()

    assert 'proxy_set_header X-Request-Start "t=$msec";' in template


def test_scheme_when_a_stranger_claims_https_then_not_believed(rf, settings):
    settings.TRUSTED_PROXIES = networks(["10.0.0.0/8"])
    request = rf.get("/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_PROTO="https")

    ClientAddressMiddleware(lambda request: HttpResponse())(request)

    assert "HTTP_X_FORWARDED_PROTO" not in request.META


ABSURD = {
    "path": lambda client: client.get("/wilayah/%00/"),
    "query": lambda client: client.get("/", {"q": "a\x00b"}),
    "name in a query": lambda client: client.get("/?a%00=1"),
    "header": lambda client: client.get("/", HTTP_REFERER="a\x00b"),
    "form": lambda client: client.post(reverse("account_login"), {"login": "a\x00b", "password": "c"}),
    "unknown host": lambda client: client.get("/", HTTP_HOST="lain.example"),
}


@pytest.mark.parametrize("ask", ABSURD.values(), ids=ABSURD.keys())
def test_request_when_a_value_is_absurd_then_400_in_words(client, ask):
    response = ask(client)

    assert response.status_code == 400
    assert "Permintaan ini tidak dapat dibaca." in response.content.decode()


def test_request_when_a_cookie_hides_a_nul_then_400(client):
    client.cookies["sessionid"] = "a"

    assert client.get("/", HTTP_COOKIE='sessionid="\\000"').status_code == 400


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get("/api/v1/regions/%00/"),
        lambda client: client.get("/api/v1/regions/", {"page": "1\x00"}),
        lambda client: client.post("/api/v1/tokens/", {"name": "a\x00"}, content_type="application/json"),
    ],
    ids=["path", "query", "JSON"],
)
def test_api_when_a_value_is_absurd_then_400_as_json(client, ask):
    response = ask(client)

    assert (response.status_code, response["Content-Type"]) == (400, "application/json")
    assert response.json()["detail"] == "Permintaan memuat nilai yang tidak dapat dibaca. Tidak ada yang berubah."


@pytest.mark.parametrize("year", ["99999999999", "99999", "0"])
def test_panel_when_a_year_in_a_look_up_is_none_then_no_broken_page(client, people, year):
    client.force_login(people.organiser)

    response = client.get(reverse("admin:audit_auditentry_changelist"), {"at__year": year})

    assert response.status_code < 500


def test_panel_when_a_number_is_longer_than_any_column_then_400(client, people):
    client.force_login(people.organiser)

    response = client.get(reverse("admin:audit_auditentry_changelist"), {"id__exact": "9" * 40})

    assert response.status_code < 500
