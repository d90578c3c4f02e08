"""Interviews and paper sheets: slots, attendance, two people for one sheet."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from awards.models.jury import Interview, InterviewMode, Mark, PaperState, Scorecard, ScorecardState
from awards.selectors.jury import attendance
from awards.services.jury import JuryError, record_interview, schedule_interview
from awards.services.jury.interviews import UnknownRoleError
from awards.services.jury.paper import TypedMark, confirm_paper_sheet, reject_paper_sheet, type_paper_sheet
from awards.tests.factories import jury as make
from paritrana.accounts.tests import factories as accounts

pytestmark = pytest.mark.django_db

MARKS = {"materi": TypedMark(Decimal("8.5"), "Runtut."), "regulasi": TypedMark(Decimal(50), "Sesuai.")}


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
        held_at=held_at,
        minutes=30,
        mode=InterviewMode.IN_PERSON,
        room="Ruang 1",
        link="",
        issues="",
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
        held_at=timezone.now(),
        mode=InterviewMode.ONLINE,
        attendance_role="kepala",
        attendee_name="Bupati",
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
            held_at=timezone.now(),
            mode=InterviewMode.ONLINE,
            attendance_role="sopir",
            attendee_name="A",
            actor=officer,
            at=timezone.now(),
        )

    assert not Interview.objects.exists()


def test_paper_sheet_when_another_person_confirms_then_card_counts(table):
    _panel, (entry, _second), seat, typist, checker = table
    sheet = type_paper_sheet(juror=seat, entry=entry, marks=MARKS, actor=typist, at=timezone.now())
    assert not Mark.objects.exists()

    confirm_paper_sheet(sheet=sheet, actor=checker, at=timezone.now())

    card = Scorecard.objects.get()
    assert card.state == ScorecardState.CONFIRMED
    assert {mark.criterion: mark.value for mark in card.marks.all()} == {"materi": Decimal("8.5"), "regulasi": 50}


def test_paper_sheet_when_the_typist_confirms_then_refuses(table):
    _panel, (entry, _second), seat, typist, _checker = table
    sheet = type_paper_sheet(juror=seat, entry=entry, marks=MARKS, actor=typist, at=timezone.now())

    with pytest.raises(JuryError):
        confirm_paper_sheet(sheet=sheet, actor=typist, at=timezone.now())

    sheet.refresh_from_db()
    assert (sheet.state, Mark.objects.count()) == (PaperState.TYPED, 0)


def test_paper_sheet_when_rejected_then_can_be_typed_again(table):
    _panel, (entry, _second), seat, typist, checker = table
    sheet = type_paper_sheet(juror=seat, entry=entry, marks=MARKS, actor=typist, at=timezone.now())
    reject_paper_sheet(sheet=sheet, reason="Angka 8, bukan 8,5.", actor=checker, at=timezone.now())

    again = type_paper_sheet(juror=seat, entry=entry, marks=MARKS, actor=typist, at=timezone.now())

    assert again.pk != sheet.pk
    assert not Mark.objects.exists()


def test_paper_sheet_with_a_mark_outside_the_scale_then_refuses(table):
    _panel, (entry, _second), seat, typist, _checker = table
    marks = {**MARKS, "materi": TypedMark(Decimal(11), "")}

    with pytest.raises(JuryError, match="Materi"):
        type_paper_sheet(juror=seat, entry=entry, marks=marks, actor=typist, at=timezone.now())
