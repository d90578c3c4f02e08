"""Interviews: plan a slot, keep the time, record who came."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from awards.entries.models import Entry
from awards.jury.models.interviews import Interview, InterviewMode
from awards.jury.models.panels import Panel
from awards.jury.selectors.sheets import jury_sheet
from awards.jury.services.errors import JuryError
from awards.rulebooks.models import AttendanceRole
from paritrana.accounts.models import User
from paritrana.audit.services import record


class UnknownRoleError(JuryError):
    """The rulebook's attendance criterion does not know this role."""


def attendance_choices(panel: Panel) -> list[tuple[str, str]]:
    """Return the roles that the rulebook gives points for; the standard ones where it names none."""
    roles: Sequence[str] = jury_sheet(panel.category).attendance_roles
    labels = {str(role.value): str(role.label) for role in AttendanceRole}
    return [(role, labels.get(role, role)) for role in roles] if roles else list(labels.items())


@dataclass(frozen=True, slots=True)
class InterviewSlot:
    """When, how long, and where an entry is heard; `issues` is what the panel wants to ask."""

    held_at: datetime.datetime
    minutes: int
    mode: InterviewMode
    room: str
    link: str
    issues: str


@transaction.atomic
def schedule_interview(
    *,
    panel: Panel,
    entry: Entry,
    slot: InterviewSlot,
    actor: User,
    at: datetime.datetime,
) -> Interview:
    """Give an entry its slot, or move it; a slot must not overlap another of the panel."""
    _check_slot(panel, entry, slot.held_at, slot.minutes)
    interview, _created = Interview.objects.update_or_create(
        entry=entry,
        defaults={
            "panel": panel,
            "held_at": slot.held_at,
            "minutes": slot.minutes,
            "mode": slot.mode,
            "room": slot.room,
            "link": slot.link,
            "issues": slot.issues,
        },
    )
    changes: dict[str, object] = {
        "held_at": slot.held_at.isoformat(),
        "minutes": slot.minutes,
        "mode": str(slot.mode),
        "room": slot.room,
        "link": slot.link,
    }
    _record(interview, "jury.schedule", actor, at, changes)
    return interview


def _check_slot(panel: Panel, entry: Entry, held_at: datetime.datetime, minutes: int) -> None:
    ends_at = held_at + datetime.timedelta(minutes=minutes)
    others = Interview.objects.filter(panel=panel, held_at__lt=ends_at).exclude(entry=entry)
    clash = next((one for one in others if one.held_at + datetime.timedelta(minutes=one.minutes) > held_at), None)
    if clash is not None:
        raise JuryError(
            _("Waktu ini bertabrakan dengan wawancara %(entry)s. Jadwal tidak diubah; pilih waktu lain.")
            % {"entry": clash.entry.name}
        )


@transaction.atomic
def start_interview(*, interview: Interview, actor: User, at: datetime.datetime) -> Interview:
    if not Interview.objects.filter(pk=interview.pk, started_at=None).update(started_at=at):
        raise JuryError(_("Wawancara ini sudah dimulai. Tidak ada yang diubah."))
    interview.refresh_from_db()
    _record(interview, "jury.interview.start", actor, at, {})
    return interview


@transaction.atomic
def end_interview(*, interview: Interview, actor: User, at: datetime.datetime) -> Interview:
    moved = Interview.objects.filter(pk=interview.pk, started_at__isnull=False, ended_at=None).update(ended_at=at)
    if not moved:
        raise JuryError(_("Wawancara ini belum dimulai atau sudah selesai. Tidak ada yang diubah."))
    interview.refresh_from_db()
    _record(interview, "jury.interview.end", actor, at, {})
    return interview


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who came for an entry, when, and how."""

    held_at: datetime.datetime
    mode: InterviewMode
    attendance_role: str
    attendee_name: str
    companions: str = ""


@transaction.atomic
def record_interview(
    *,
    panel: Panel,
    entry: Entry,
    attendance: Attendance,
    actor: User | None,
    at: datetime.datetime,
) -> Interview:
    """Record who represented the entry; the role is one that the rulebook gives points for."""
    if attendance.attendance_role not in dict(attendance_choices(panel)):
        raise UnknownRoleError(
            _("Peran %(role)s tidak dikenal juknis ini. Kehadiran tidak disimpan; pilih peran dari daftar.")
            % {"role": attendance.attendance_role}
        )
    interview, _created = Interview.objects.update_or_create(
        entry=entry,
        defaults={
            "panel": panel,
            "held_at": attendance.held_at,
            "mode": attendance.mode,
            "attendance_role": attendance.attendance_role,
            "attendee_name": attendance.attendee_name,
            "companions": attendance.companions,
        },
    )
    changes: dict[str, object] = {"attendance_role": attendance.attendance_role}
    _record(interview, "jury.attendance", actor, at, changes)
    return interview


def _record(
    interview: Interview, action: str, actor: User | None, at: datetime.datetime, changes: Mapping[str, object]
) -> None:
    record(
        action=action,
        subject=interview,
        actor=actor,
        at=at,
        changes={"entry": str(interview.entry.public_id), **changes},
    )
