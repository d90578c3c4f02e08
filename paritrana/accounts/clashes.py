"""Roles that must not meet what a person already is elsewhere. An app registers its reasons in `AppConfig.ready`."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from paritrana.accounts.models import User


@dataclass(frozen=True, slots=True)
class RoleTerm:
    """The days that are left of a role: from the present day or its first one to its last; None has no end."""

    starts_on: datetime.date
    ends_on: datetime.date | None

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on < self.starts_on


Clash = Callable[[User, str, str, RoleTerm], str]
_clashes: list[Clash] = []


def register(clash: Clash) -> None:
    """Ask `clash` (person, role, region code, term) before a role is given; it answers the reason against it, or ""."""
    _clashes.append(clash)


def term_left(starts_on: datetime.date | None, ends_on: datetime.date | None, *, on: datetime.date) -> RoleTerm:
    return RoleTerm(max(starts_on or on, on), ends_on)


def clash_of(user: User, role: str, region_code: str, term: RoleTerm) -> str:
    """Return the first reason against this role on any of those days, or ""."""
    if term.is_over:
        return ""
    return next((reason for clash in _clashes if (reason := clash(user, role, region_code, term))), "")
