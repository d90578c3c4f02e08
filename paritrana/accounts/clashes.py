"""Roles that must not meet what a person already is elsewhere. An app registers its reasons in `AppConfig.ready`."""

from collections.abc import Callable

from paritrana.accounts.models import User

Clash = Callable[[User, str, str], str]
_clashes: list[Clash] = []


def register(clash: Clash) -> None:
    """Ask `clash` (person, role, region code) before a role is given; it answers the reason against it, or ""."""
    _clashes.append(clash)


def clash_of(user: User, role: str, region_code: str) -> str:
    """Return the first reason against giving this role, or ""."""
    return next((reason for clash in _clashes if (reason := clash(user, role, region_code))), "")
