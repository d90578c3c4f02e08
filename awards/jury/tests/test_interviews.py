"""Interviews: slots and attendance."""

import datetime

import pytest
from django.utils import timezone

from awards.jury.models.interviews import Interview, InterviewMode
from awards.jury.selectors.marks import attendance
from awards.jury.services.errors import JuryError
from awards.jury.services.interviews import (
    Attendance,
    InterviewSlot,
    UnknownRoleError,
    record_interview,
    schedule_interview,
)
from awards.tests.factories import jury as make
from paritrana.accounts.tests import factories as accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    panel = make.panel()
    listed = make.entries(panel.category, 2)
    seat = make.seat(panel, "juri")
    make.declare_free(seat, listed)
    return panel, listed, seat, accounts.secretariat(username="satu"), accounts.secretariat(username="dua")


def _slot(panel, entry, actor, held_at):
    return schedule_interview(
        panel=panel,
        entry=entry,
        slot=InterviewSlot(
            held_at=held_at, minutes=30, mode=InterviewMode.IN_PERSON, room="Ruang 1", link="", issues=""
        ),
        actor=actor,
        at=timezone.now(),
    )


def test_schedule_interview_over_another_slot_then_refuses(table):
    panel, (first, second), _seat, officer, _other = table
    start = timezone.now()
    _slot(panel, first, officer, start)

    with pytest.raises(JuryError):
        _slot(panel, second, officer, start + datetime.timedelta(minutes=29))

    assert Interview.objects.count() == 1
    assert _slot(panel, second, officer, start + datetime.timedelta(minutes=30)).entry == second


def test_record_interview_with_a_role_of_the_rulebook_then_feeds_attendance(table):
    panel, (entry, _second), _seat, officer, _other = table

    record_interview(
        panel=panel,
        entry=entry,
        attendance=Attendance(
            held_at=timezone.now(), mode=InterviewMode.ONLINE, attendance_role="kepala", attendee_name="Bupati"
        ),
        actor=officer,
        at=timezone.now(),
    )

    assert attendance([entry.pk])[entry.pk].attendance_role == "kepala"


def test_record_interview_with_an_unknown_role_then_refuses(table):
    panel, (entry, _second), _seat, officer, _other = table

    with pytest.raises(UnknownRoleError):
        record_interview(
            panel=panel,
            entry=entry,
            attendance=Attendance(
                held_at=timezone.now(), mode=InterviewMode.ONLINE, attendance_role="sopir", attendee_name="A"
            ),
            actor=officer,
            at=timezone.now(),
        )

    assert not Interview.objects.exists()
