"""The secrets of second factors at rest: encrypted with the first of `FACTOR_KEYS`, readable with any of them.

`SECRET_KEY` is the last of the keys: the only one where no other is given, and the one of what was encrypted before.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from paritrana.audit.services import record
from paritrana.lib.encryption import UnreadableTextError, decrypted, encrypted, is_current

PURPOSE = "paritrana.second-factor"


class FactorUnreadableError(Exception):
    """No key opens the secret of a second factor."""


@dataclass(frozen=True, slots=True)
class Encryption:
    """How many factors were encrypted anew, and the names of people with one that no key opens."""

    count: int
    unreadable: list[str]


def factor_keys() -> list[str]:
    return [*settings.FACTOR_KEYS, settings.SECRET_KEY]


def encrypted_secret(secret: str) -> str:
    return encrypted(secret, keys=factor_keys(), purpose=PURPOSE)


def decrypted_secret(stored: str) -> str:
    try:
        return decrypted(stored, keys=factor_keys(), purpose=PURPOSE)
    except UnreadableTextError as error:
        raise FactorUnreadableError from error


def encrypt_factors(*, keys: Sequence[str], at: datetime.datetime) -> Encryption:
    """Bring every secret under the first key, each factor in a transaction of its own; the trail names its person."""
    count, unreadable = 0, []
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        try:
            count += _encrypt_factor(pk, keys, at)
        except UnreadableTextError:
            unreadable.append(Authenticator.objects.select_related("user").get(pk=pk).user.username)
    return Encryption(count, sorted(set(unreadable)))


@transaction.atomic
def _encrypt_factor(pk: int, keys: Sequence[str], at: datetime.datetime) -> bool:
    """Hold the row meanwhile: a recovery code that is used notes so in the same column."""
    factor = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if factor is None:
        return False
    renewed = _with_secrets(factor.data, lambda stored: _renewed(stored, keys))
    if renewed == factor.data:
        return False
    factor.data = renewed
    factor.save(update_fields=["data"])
    record(
        action="account.factor_encrypted", subject=factor.user, actor=None, at=at, changes={"factor": str(factor.type)}
    )
    return True


def _renewed(stored: str, keys: Sequence[str]) -> str:
    if is_current(stored, keys=keys, purpose=PURPOSE):
        return stored
    return encrypted(decrypted(stored, keys=keys, purpose=PURPOSE), keys=keys, purpose=PURPOSE)


def _with_secrets(kept: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """Change what allauth encrypts of a factor; the rest (codes that were used, when they were seen) stays."""
    changed: dict[str, Any] = {name: change(kept[name]) for name in ("secret", "seed") if name in kept}
    if kept.get("migrated_codes") is not None:
        changed["migrated_codes"] = [change(code) for code in kept["migrated_codes"]]
    return {**kept, **changed}
