"""Panels that a person watches over without sitting in them."""

from django.db.models import Q

from awards.jury.models.panels import Panel
from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import Grants

WATCHING = (Role.ORGANISER, Role.SECRETARIAT, Role.AUDITOR)


def watched_panels(user: User, held: Grants) -> list[Panel]:
    """Return the panels within the person's reach, without those where the person has or had a seat."""
    scopes = {scope for role in WATCHING for scope in held.regions.get(role, frozenset())}
    if not scopes:
        return []
    reach = Q() if "" in scopes else Q(category__province_id__in=scopes)
    panels = Panel.objects.filter(reach).exclude(jurors__user=user)
    return list(
        panels.select_related("category__edition", "category__province").order_by("category__name", "name", "pk")
    )
