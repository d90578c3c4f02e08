"""The shared cache on Redis, whose faults change nothing else.

While Redis is away each process remembers by itself: pages are built anew, and limits of requests go on counting, for
every process alone, so that an absent store never lifts them. What people may not lose (wrong passwords and codes,
jobs, marks) is a row of the database and no entry here. Values are JSON: who writes into Redis cannot make us run code.
"""

import json
import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

REST_SECONDS = 5.0
"""How long a process leaves an absent server alone before it asks again."""


class JsonSerializer:
    """What Django's Redis cache asks of a serializer; whole numbers stay bare, so that Redis can count them."""

    def dumps(self, value: object) -> int | bytes:
        if type(value) is int:
            return value
        return json.dumps(value).encode()

    def loads(self, stored: bytes) -> object:
        return json.loads(stored)


def _or_alone(name: str) -> Callable[..., Any]:
    """Return the method that asks Redis, and this process's own memory while Redis is away."""
    asked = getattr(RedisCache, name)

    @wraps(asked)
    def ask(self: "SharedCache", *values: Any, **options: Any) -> Any:  # Any: handed on as Django calls it
        if time.monotonic() < self.asks_again_at:
            return getattr(self.alone, name)(*values, **options)
        try:
            return asked(self, *values, **options)
        except (RedisError, OSError) as fault:
            self.asks_again_at = time.monotonic() + REST_SECONDS
            logger.warning("the shared cache is away, this process remembers alone: %s", fault)
            return getattr(self.alone, name)(*values, **options)

    return ask


class SharedCache(RedisCache):
    """Django's Redis cache with one memory per process behind it."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"serializer": JsonSerializer, **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})
        self.asks_again_at = 0.0
        alone = {name: value for name, value in params.items() if name != "OPTIONS"}
        self.alone = LocMemCache(f"alone-{server}", alone)

    get, set, add, touch = (_or_alone(name) for name in ("get", "set", "add", "touch"))
    delete, has_key, incr, clear = (_or_alone(name) for name in ("delete", "has_key", "incr", "clear"))
    get_many, set_many, delete_many = (_or_alone(name) for name in ("get_many", "set_many", "delete_many"))
