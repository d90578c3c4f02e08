"""Give and end roles. The admin panel's door (`is_staff`) follows from the roles a person holds."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from paritrana.accounts.clashes import clash_of, term_left
from paritrana.accounts.models import Role, RoleAssignment, User
from paritrana.audit.services import InRegion, record
from paritrana.constraints import in_words

PANEL_ROLES = (Role.ORGANISER, Role.SECRETARIAT, Role.JUROR, Role.AUDITOR)


class RoleRefusedError(Exception):
    """The person holds this role within this scope already, or the scope does not fit it; the message says which."""


class RoleClashError(Exception):
    """The role must not meet what the person already is; the message says why."""


@dataclass(frozen=True, slots=True)
class RolePlace:
    """Where and when a role holds: "" is the nation; no office and no days are no limit."""

    region_code: str = ""
    office_kind: str = ""
    office_code: str = ""
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None


THE_NATION = RolePlace()


def assign_role(
    *, user: User, role: str, place: RolePlace = THE_NATION, actor: User | None, at: datetime.datetime
) -> RoleAssignment:
    """Give a role within a scope ("" is the nation)."""
    with transaction.atomic():
        _check_clash(user, role, place.region_code, place.starts_on, place.ends_on, at)
        with in_words(RoleRefusedError):
            assignment = RoleAssignment.objects.create(
                user=user,
                role=role,
                region_code=place.region_code,
                office_kind=place.office_kind,
                office_code=place.office_code,
                starts_on=place.starts_on,
                ends_on=place.ends_on,
            )
        _follow(assignment, action="role.assign", actor=actor, at=at)
    return assignment


def change_term(
    *,
    assignment: RoleAssignment,
    starts_on: datetime.date | None,
    ends_on: datetime.date | None,
    actor: User | None,
    at: datetime.datetime,
) -> RoleAssignment:
    """Move the days on which a role is in force; its person and scope never change."""
    with transaction.atomic():
        _check_clash(assignment.user, assignment.role, assignment.region_code, starts_on, ends_on, at)
        RoleAssignment.objects.filter(pk=assignment.pk).update(starts_on=starts_on, ends_on=ends_on)
        assignment.refresh_from_db()
        _follow(assignment, action="role.change_term", actor=actor, at=at)
    return assignment


def hold_person(user: User) -> None:
    """Make whoever else gives this person a role or a seat wait until the transaction ends."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _check_clash(
    user: User,
    role: str,
    region_code: str,
    starts_on: datetime.date | None,
    ends_on: datetime.date | None,
    at: datetime.datetime,
) -> None:
    hold_person(user)
    if reason := clash_of(user, role, region_code, term_left(starts_on, ends_on, on=timezone.localdate(at))):
        raise RoleClashError(reason)


def withdraw_role(*, assignment: RoleAssignment, actor: User | None, at: datetime.datetime) -> None:
    """Take a role away; the trail keeps that it was held."""
    with transaction.atomic():
        _record(assignment, action="role.withdraw", actor=actor, at=at)
        user = assignment.user
        assignment.delete()
        _open_or_close_panel(user)


def _follow(assignment: RoleAssignment, *, action: str, actor: User | None, at: datetime.datetime) -> None:
    _record(assignment, action=action, actor=actor, at=at)
    _open_or_close_panel(assignment.user)


def _open_or_close_panel(user: User) -> None:
    user.is_staff = RoleAssignment.objects.filter(user=user, role__in=PANEL_ROLES).exists()
    User.objects.filter(pk=user.pk).update(is_staff=user.is_staff)


def _record(assignment: RoleAssignment, *, action: str, actor: User | None, at: datetime.datetime) -> None:
    record(
        action=action,
        subject=InRegion(assignment.user, assignment.region_code),
        actor=actor,
        at=at,
        changes={
            "role": assignment.role,
            "region_code": assignment.region_code,
            "office": [assignment.office_kind, assignment.office_code],
            "starts_on": assignment.starts_on,
            "ends_on": assignment.ends_on,
        },
    )


def remember_language(*, user: User, language: str) -> None:
    """Keep the language that a person chose on a page, for mails."""
    User.objects.filter(pk=user.pk).exclude(language=language).update(language=language)
