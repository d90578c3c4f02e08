"""Decisions of the jury's stage."""

from awards.services.jury.conflicts import (
    confirm_conflict,
    declare_conflict,
    declare_conflicts,
    dismiss_conflict,
    void_scorecard,
)
from awards.services.jury.errors import JuryError
from awards.services.jury.interviews import end_interview, record_interview, schedule_interview, start_interview
from awards.services.jury.scorecards import confirm_scorecard, reopen_scorecard, save_mark, save_note
from awards.services.jury.seats import excuse_juror, replace_juror, seat_juror

__all__ = [
    "JuryError",
    "confirm_conflict",
    "confirm_scorecard",
    "declare_conflict",
    "declare_conflicts",
    "dismiss_conflict",
    "end_interview",
    "excuse_juror",
    "record_interview",
    "reopen_scorecard",
    "replace_juror",
    "save_mark",
    "save_note",
    "schedule_interview",
    "seat_juror",
    "start_interview",
    "void_scorecard",
]
