"""Who holds which role where. The one place that reads role assignments."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from paritrana.accounts.models import Role, RoleAssignment, User


@dataclass(frozen=True, slots=True)
class Grants:
    """What a person may act as on a given day: role -> region codes ("" is the nation), and own offices."""

    regions: dict[str, frozenset[str]]
    offices: frozenset[tuple[str, str]]

    def has(self, role: str) -> bool:
        return role in self.regions

    def covers(self, role: str, region_code: str) -> bool:
        """Tell whether the role reaches that region: the nation, the region itself, or a region above it."""
        return any(
            scope == "" or region_code == scope or region_code.startswith(f"{scope}.")
            for scope in self.regions.get(role, frozenset())
        )


NO_GRANTS = Grants(regions={}, offices=frozenset())


def grants(user: User | AnonymousUser, *, on: datetime.date) -> Grants:
    """Return the roles in force on a date; one query, none for strangers and inactive people."""
    if not isinstance(user, User) or not user.is_active:
        return NO_GRANTS
    held = RoleAssignment.objects.filter(user=user)
    return _summed([row for row in held if (row.starts_on or on) <= on <= (row.ends_on or on)])


def grants_between(user: User, *, first: datetime.date, last: datetime.date | None) -> Grants:
    """Return the roles in force on any of those days (`last` None: without end), were the person active or not."""
    held = RoleAssignment.objects.filter(user=user).exclude(ends_on__lt=first)
    return _summed([row for row in held if last is None or row.starts_on is None or row.starts_on <= last])


def _summed(rows: Iterable[RoleAssignment]) -> Grants:
    regions: dict[str, set[str]] = {}
    offices: set[tuple[str, str]] = set()
    for row in rows:
        if row.role == Role.ENTRANT:
            offices.add((row.office_kind, row.office_code))
            regions.setdefault(row.role, set())
        else:
            regions.setdefault(row.role, set()).add(row.region_code)
    return Grants({role: frozenset(codes) for role, codes in regions.items()}, frozenset(offices))
