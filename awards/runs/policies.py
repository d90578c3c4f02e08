"""Who may propose, apply and discard runs, and who may sign off and publish."""

import datetime

from awards.editions.models import Category
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Juror
from paritrana.accounts.models import Role, User
from paritrana.accounts.selectors import Grants


def may_steer(held: Grants, category: Category) -> bool:
    """Organisers everywhere, a provincial secretariat in its own contest."""
    region = category.region_code
    return held.covers(Role.ORGANISER, region) or held.covers(Role.SECRETARIAT, region)


def may_read_drafts(held: Grants, category: Category) -> bool:
    return may_steer(held, category) or held.covers(Role.AUDITOR, category.region_code)


def signing_capacities(user: User, held: Grants, category: Category, *, on: datetime.date) -> tuple[str, ...]:
    """Return in which capacities a person may sign off this category's result: organiser, chair, secretary.

    Who sits in conflict with an entry of it does not read the result before it is public, so others sign.
    """
    capacities = ["organiser"] if may_steer(held, category) else []
    seats = Juror.objects.filter(panel__category=category, user=user, joined_on__lte=on).exclude(left_on__lt=on)
    if Conflict.objects.filter(juror__in=seats, state=ConflictState.CONFIRMED).exists():
        return tuple(capacities)
    for seat in seats.order_by("pk"):
        capacities += ["chair"] if seat.is_chair else []
        capacities += ["secretary"] if seat.is_secretary else []
    return tuple(dict.fromkeys(capacities))
