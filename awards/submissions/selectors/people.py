"""What a person may do for an office, and who else belongs to it."""

from dataclasses import dataclass

from awards.submissions.models.people import Invitation, OfficeSeat, SeatLevel
from paritrana.accounts.models import Role, RoleAssignment, User
from paritrana.accounts.selectors import Grants

ORDER = (SeatLevel.VIEW, SeatLevel.EDIT, SeatLevel.SUBMIT)


@dataclass(frozen=True, slots=True)
class Rights:
    """What one person may do for one office; nobody's rights for strangers."""

    may_view: bool
    may_edit: bool
    may_submit: bool
    is_owner: bool


STRANGER = Rights(may_view=False, may_edit=False, may_submit=False, is_owner=False)


def rights(user: User, grants: Grants, office: tuple[str, str]) -> Rights:
    """Return the rights by the person's seat; the role without a seat may do everything."""
    if office not in grants.offices:
        return STRANGER
    seat = OfficeSeat.objects.filter(user=user, office_kind=office[0], office_code=office[1]).first()
    if seat is None:
        return Rights(may_view=True, may_edit=True, may_submit=True, is_owner=True)
    place = ORDER.index(SeatLevel(seat.level))
    return Rights(may_view=True, may_edit=place >= 1, may_submit=place == 2, is_owner=seat.is_owner)  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Member:
    user: User
    level: str
    is_owner: bool
    is_seated: bool

    @property
    def may_take_over(self) -> bool:
        """The service hands an office only to a seated person; who came without an invitation has no seat."""
        return self.is_seated and not self.is_owner


def members(office: tuple[str, str]) -> tuple[Member, ...]:
    """Return the people of an office by name; two queries."""
    seats = {seat.user_id: seat for seat in OfficeSeat.objects.filter(office_kind=office[0], office_code=office[1])}
    held = RoleAssignment.objects.filter(role=Role.ENTRANT, office_kind=office[0], office_code=office[1])
    found = []
    for assignment in held.select_related("user").order_by("user__full_name", "user__username", "pk"):
        seat = seats.get(assignment.user_id)
        level = SeatLevel(seat.level).label if seat else SeatLevel.SUBMIT.label
        found.append(Member(assignment.user, str(level), seat.is_owner if seat else False, seat is not None))
    return tuple(found)


def open_invitations(office: tuple[str, str]) -> tuple[Invitation, ...]:
    rows = Invitation.objects.filter(office_kind=office[0], office_code=office[1], accepted_at=None, revoked_at=None)
    return tuple(rows.order_by("-created_at", "pk"))
