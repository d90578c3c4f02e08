"""Who verifies where."""

import datetime

from django.db.models import Q

from awards.entries.models import Entry
from paritrana.accounts.models import Role, RoleAssignment, User
from paritrana.accounts.selectors import grants


def scopes_of(region_code: str) -> list[str]:
    """Return the region and all above it, the nation ("") last."""
    parts = region_code.split(".") if region_code else []
    return [*(".".join(parts[:length]) for length in range(len(parts), 0, -1)), ""]


def area_verifiers(entry: Entry, *, on: datetime.date, besides: User | None = None) -> tuple[User, ...]:
    """Return who verifies the entry, of the nearest branch that has somebody for it; nobody verifies the own office."""
    held = (
        RoleAssignment.objects.filter(role=Role.VERIFIER, region_code__in=scopes_of(entry.region_code))
        .filter(Q(starts_on=None) | Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gte=on), user__is_active=True)
        .select_related("user")
        .order_by("user__full_name", "user__username", "pk")
    )
    by_scope: dict[str, list[User]] = {}
    for assignment in held:
        user = assignment.user
        if user != besides and entry.office not in grants(user, on=on).offices:
            by_scope.setdefault(assignment.region_code, []).append(user)
    nearest = max(by_scope, key=len, default="")
    return tuple(dict.fromkeys(by_scope.get(nearest, ())))
