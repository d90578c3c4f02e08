"""The people behind many entries at once: who fills in, who answers for it, and who can be written to."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from awards.entries.models import Entry
from awards.submissions.models.people import OfficeSeat, SeatLevel
from paritrana.accounts.models import Role, RoleAssignment, User

Office = tuple[str, str]


@dataclass(frozen=True, slots=True)
class OfficePeople:
    """Those who may write in the office's form, split: `editors` only fill in, `heads` also sign or own it."""

    editors: tuple[User, ...] = ()
    heads: tuple[User, ...] = ()

    @property
    def everyone(self) -> tuple[User, ...]:
        return (*self.editors, *self.heads)

    @property
    def workers(self) -> tuple[User, ...]:
        """Who is written to first: the editors with an address; where there is none, the heads."""
        return tuple(user for user in self.editors if user.email) or tuple(user for user in self.heads if user.email)


NOBODY = OfficePeople()


def office_people(entries: Iterable[Entry], *, on: datetime.date) -> dict[Office, OfficePeople]:
    """Return the people of these entries' offices whose role is in force; two queries for any number."""
    return people_of_offices((entry.office for entry in entries), on=on)


def people_of_offices(named: Iterable[Office], *, on: datetime.date) -> dict[Office, OfficePeople]:
    """Return the people of these offices whose role is in force; two queries for any number."""
    offices = set(named)
    codes = {code for _kind, code in offices}
    levels = {
        (seat.user_id, seat.office_kind, seat.office_code): seat
        for seat in OfficeSeat.objects.filter(office_code__in=codes)
    }
    held = (
        RoleAssignment.objects.filter(role=Role.ENTRANT, office_code__in=codes, user__is_active=True)
        .filter(Q(starts_on=None) | Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gte=on))
        .select_related("user")
        .order_by("user__full_name", "user__username", "pk")
    )
    editors: dict[Office, list[User]] = {}
    heads: dict[Office, list[User]] = {}
    for assignment in held:
        office = (assignment.office_kind, assignment.office_code)
        seat = levels.get((assignment.user_id, *office))
        if office not in offices or (seat is not None and seat.level == SeatLevel.VIEW and not seat.is_owner):
            continue
        is_editor = seat is not None and seat.level == SeatLevel.EDIT and not seat.is_owner
        (editors if is_editor else heads).setdefault(office, []).append(assignment.user)
    return {
        office: OfficePeople(tuple(editors.get(office, ())), tuple(heads.get(office, ())))
        for office in {*editors, *heads}
    }
