import os
import pickle
import time

import pytest
from django.test import override_settings

from paritrana.cache import JsonSerializer, SharedCache

NOBODY = "redis://127.0.0.1:1/0"
AWAY = {"default": {"BACKEND": "paritrana.cache.SharedCache", "LOCATION": NOBODY}}


def test_shared_cache_when_redis_is_away_then_the_process_remembers_alone_and_counts_on():
    cache = SharedCache(NOBODY, {})

    cache.set("a", [1, 2], 60)

    assert (
        cache.get("a"),
        cache.get("b", "c"),
        cache.add("a", 3),
        cache.incr("n1", 1) if cache.add("n1", 0) else 0,
    ) == (
        [1, 2],
        "c",
        False,
        1,
    )
    assert (cache.get_many(["a", "b"]), cache.delete("a"), cache.has_key("a")) == ({"a": [1, 2]}, True, False)


def test_shared_cache_when_redis_is_away_then_it_is_not_asked_again_at_once(caplog):
    cache = SharedCache(NOBODY, {})

    for _time in range(5):
        cache.get("a")

    assert [record.message.partition(":")[0] for record in caplog.records] == [
        "the shared cache is away, this process remembers alone"
    ]


def test_shared_cache_when_redis_is_back_then_it_is_asked_again(monkeypatch):
    cache = SharedCache(NOBODY, {})
    cache.get("a")
    asked = cache.asks_again_at

    monkeypatch.setattr(time, "monotonic", lambda: asked + 1)
    cache.get("a")

    assert cache.asks_again_at > asked


@pytest.mark.parametrize("value", [1, 0, True, None, "a", [1.5, "b"], {"a": [None]}])
def test_json_serializer_when_read_back_then_the_value(value):
    made = JsonSerializer().dumps(value)

    assert JsonSerializer().loads(made if isinstance(made, bytes) else str(made).encode()) == value


def test_json_serializer_when_somebody_planted_a_pickle_then_it_is_not_run():
    class Planted:
        def __reduce__(self):
            return os._exit, (1,)

    with pytest.raises(ValueError, match=r"decode|JSON|Expecting"):
        JsonSerializer().loads(pickle.dumps(Planted()))


@pytest.mark.django_db
def test_anonymous_limit_of_the_api_when_redis_is_away_then_still_counts_and_says_so(client, monkeypatch):
    monkeypatch.setattr("rest_framework.throttling.AnonRateThrottle.THROTTLE_RATES", {"anon": "2/hour"})
    with override_settings(CACHES=AWAY):
        answers = [client.get("/api/v1/editions/") for _time in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].json()["detail"]


@pytest.mark.django_db
def test_sign_in_when_redis_is_away_then_works(client, people):
    people.entrant.set_password("kata sandi yang panjang")
    people.entrant.save()
    with override_settings(CACHES=AWAY):
        answer = client.post("/akun/login/", {"login": people.entrant.username, "password": "kata sandi yang panjang"})

    assert (answer.status_code, "_auth_user_id" in client.session) == (302, True)
