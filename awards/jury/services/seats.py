"""Seat, replace and excuse jurors."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.jury.models.panels import Excuse, Juror, Panel, SeatType
from awards.jury.services.errors import JuryError
from paritrana.accounts.models import Role, RoleAssignment, User
from paritrana.accounts.selectors import grants_between
from paritrana.accounts.services import RolePlace, assign_role, hold_person
from paritrana.audit.services import record


class SeatTakenError(JuryError):
    """The person sits in this panel already, or the chair is taken."""


class SeesAllMarksError(JuryError):
    """The person's other role opens every mark of the contest, so that no seat of it can be kept from them."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A place on a panel: of what kind, from which day, in which office, after whom."""

    seat_type: SeatType
    joined_on: datetime.date
    is_chair: bool = False
    is_secretary: bool = False
    is_shadow: bool = False
    replaces: Juror | None = None


@transaction.atomic
def seat_juror(
    *,
    panel: Panel,
    user: User,
    seat: Seat,
    actor: User | None,
    at: datetime.datetime,
) -> Juror:
    """Give a person a seat, the juror's role in the panel's region, and the door to the admin panel."""
    check_seat(panel=panel, user=user, joined_on=seat.joined_on, is_chair=seat.is_chair, at=at)
    juror = Juror.objects.create(
        panel=panel,
        user=user,
        seat_type=seat.seat_type,
        joined_on=seat.joined_on,
        is_chair=seat.is_chair,
        is_secretary=seat.is_secretary,
        is_shadow=seat.is_shadow,
        replaces=seat.replaces,
    )
    _open_door(user, panel, actor, at)
    _record_seat(juror, actor, at)
    return juror


def check_seat(*, panel: Panel, user: User, joined_on: datetime.date, is_chair: bool, at: datetime.datetime) -> None:
    """Refuse, with the reason, a person who cannot take this seat; the person is held until the transaction ends."""
    hold_person(user)
    _check_free(panel, user, is_chair=is_chair)
    _check_roles(panel, user, joined_on, None, at)


def check_seat_days(
    *, juror: Juror, joined_on: datetime.date, left_on: datetime.date | None, at: datetime.datetime
) -> None:
    """Refuse days of a seat on which its person's other role opens every mark; the person is held as by a new seat."""
    hold_person(juror.user)
    _check_roles(juror.panel, juror.user, joined_on, left_on, at)


def _check_free(panel: Panel, user: User, *, is_chair: bool) -> None:
    if Juror.objects.filter(panel=panel, user=user).exists():
        raise SeatTakenError(
            _("%(name)s sudah duduk di tim ini. Tidak ada yang diubah; pilih orang lain.")
            % {"name": user.get_full_name()}
        )
    if is_chair and Juror.objects.filter(panel=panel, is_chair=True, left_on=None).exists():
        raise SeatTakenError(
            _("Tim ini sudah punya ketua. Tidak ada yang diubah; akhiri dulu tugas ketua yang sekarang.")
        )


def _check_roles(
    panel: Panel, user: User, joined_on: datetime.date, left_on: datetime.date | None, at: datetime.datetime
) -> None:
    first = max(joined_on, timezone.localdate(at))
    if left_on is not None and left_on < first:
        return
    held = grants_between(user, first=first, last=left_on)
    region_code = panel.category.region_code
    if any(held.covers(role, region_code) for role in (Role.ORGANISER, Role.SECRETARIAT, Role.AUDITOR)):
        raise SeesAllMarksError(
            _(
                "%(name)s bertugas sebagai penyelenggara, sekretariat, atau auditor dan melihat nilai semua juri. "
                "Tidak ada yang diubah; pilih orang lain atau cabut dulu peran itu."
            )
            % {"name": user.get_full_name()}
        )


def _open_door(user: User, panel: Panel, actor: User | None, at: datetime.datetime) -> None:
    """Give the juror's role in the panel's region; entry to the admin panel follows from it."""
    region_code = panel.category.region_code
    if not RoleAssignment.objects.filter(user=user, role=Role.JUROR, region_code=region_code).exists():
        assign_role(user=user, role=Role.JUROR, place=RolePlace(region_code=region_code), actor=actor, at=at)


def _record_seat(juror: Juror, actor: User | None, at: datetime.datetime) -> None:
    record(
        action="jury.seat",
        subject=juror,
        actor=actor,
        at=at,
        changes={
            "panel": juror.panel.name,
            "user": juror.user_id,
            "seat_type": juror.seat_type,
            "is_chair": juror.is_chair,
            "is_secretary": juror.is_secretary,
            "is_shadow": juror.is_shadow,
            "joined_on": juror.joined_on.isoformat(),
            "replaces": juror.replaces_id,
        },
    )


@transaction.atomic
def replace_juror(
    *, juror: Juror, user: User, reason: str, on: datetime.date, actor: User, at: datetime.datetime
) -> Juror:
    """End a seat and give a new one with the same type and office to another person.

    Confirmed cards of the old seat keep counting; what it had not confirmed is left to the new one.
    """
    if not reason.strip():
        raise JuryError(_("Tulis alasan penggantian. Tidak ada yang diubah."))
    if on < juror.joined_on:
        raise JuryError(_("Pengganti tidak dapat mulai sebelum juri yang digantikan. Tidak ada yang diubah."))
    hold_person(user)  # before the trail's lock, as whoever gives a role does
    ended = Juror.objects.filter(pk=juror.pk, left_on=None).update(left_on=on)
    if not ended:
        raise JuryError(_("Tugas juri ini sudah berakhir. Tidak ada yang diubah."))
    record(
        action="jury.leave",
        subject=juror,
        actor=actor,
        at=at,
        reason=reason,
        changes={"left_on": on.isoformat()},
    )
    return seat_juror(
        panel=juror.panel,
        user=user,
        seat=Seat(
            seat_type=SeatType(juror.seat_type),
            joined_on=on,
            is_chair=juror.is_chair,
            is_secretary=juror.is_secretary,
            is_shadow=juror.is_shadow,
            replaces=juror,
        ),
        actor=actor,
        at=at,
    )


@transaction.atomic
def excuse_juror(*, juror: Juror, reason: str, document: str, actor: User, at: datetime.datetime) -> Excuse:
    """Document why a juror's remaining cards stay empty."""
    if not reason.strip():
        raise JuryError(_("Tulis alasan juri berhalangan. Tidak ada yang diubah."))
    if Excuse.objects.filter(juror=juror).exists():
        raise JuryError(_("Alasan untuk juri ini sudah dicatat. Tidak ada yang diubah."))
    excuse = Excuse.objects.create(juror=juror, reason=reason, document=document, excused_by=actor, excused_at=at)
    record(
        action="jury.excuse",
        subject=juror,
        actor=actor,
        at=at,
        reason=reason,
        changes={"document": document},
    )
    return excuse
