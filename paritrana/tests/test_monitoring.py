import pytest
from django.db import OperationalError
from django.urls import reverse

from paritrana.celery import app
from paritrana.watch.models import WatchReading

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_health_when_everything_answers_then_200_and_every_part_named(client):
    response = client.get(reverse("health"))

    assert response.status_code == 200, response.content
    assert len(response.json()) == 4


@pytest.mark.django_db(transaction=True)
def test_health_when_the_broker_is_away_then_500(client, monkeypatch):
    def refuse(*arguments, **options):
        raise ConnectionRefusedError

    monkeypatch.setattr(app, "connection_for_write", refuse)

    assert client.get(reverse("health")).status_code == 500


@pytest.mark.django_db(transaction=True)
def test_health_when_the_disk_is_nearly_full_then_named_as_what_it_is(client, settings):
    settings.DISK_LEAST_FREE_MB = 10**12

    answer = client.get(reverse("health"))

    assert (answer.status_code, "only" in answer.content.decode(), "left in VAR_DIR" in answer.content.decode()) == (
        500,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("who", "origin", "status"),
    [
        ("stranger", {"REMOTE_ADDR": "127.0.0.1"}, 200),
        ("stranger", {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, 404),
        ("stranger", {"REMOTE_ADDR": "203.0.113.9"}, 404),
        ("secretariat", {"REMOTE_ADDR": "203.0.113.9"}, 404),
        ("auditor", {"REMOTE_ADDR": "203.0.113.9"}, 404),
        ("organiser", {"REMOTE_ADDR": "203.0.113.9"}, 200),
    ],
)
def test_metrics_when_asked_then_only_this_machine_and_organisers_see_them(client, people, who, origin, status):
    client.force_login(getattr(people, who))

    assert client.get(reverse("metrics"), **origin).status_code == status


@pytest.mark.parametrize(
    ("token", "sent", "status"),
    [
        ("kata-acak-yang-panjang", "Bearer kata-acak-yang-panjang", 200),
        ("kata-acak-yang-panjang", "Bearer lain", 404),
        ("kata-acak-yang-panjang", "", 404),
        ("", "Bearer ", 404),
        ("", "", 404),
    ],
)
def test_metrics_when_asked_with_a_token_then_only_the_one_of_the_settings_opens_them(
    client, settings, token, sent, status
):
    settings.METRICS_TOKEN = token

    answer = client.get(reverse("metrics"), REMOTE_ADDR="203.0.113.9", headers={"authorization": sent})

    assert answer.status_code == status


def test_metrics_when_read_then_hold_what_the_process_counts_and_what_the_watch_saw(client):
    answer = client.get(reverse("metrics"), REMOTE_ADDR="127.0.0.1").content.decode()

    assert "django_http_requests_before_middlewares_total" in answer
    assert 'paritrana_alert{alert="watch-silent"} 1.0' in answer


def test_metrics_when_the_database_is_away_then_hold_what_the_process_counts(client, monkeypatch):
    def refuse():
        raise OperationalError("connection refused")

    monkeypatch.setattr(WatchReading.objects, "all", refuse)
    answer = client.get(reverse("metrics"), REMOTE_ADDR="127.0.0.1")

    assert (answer.status_code, b"paritrana_alert" in answer.content) == (200, False)
