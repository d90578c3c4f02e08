"""Questions about the jury that other stages ask."""

from awards.selectors.jury.marks import CountingMark, attendance, counting_marks, juror_key
from awards.selectors.jury.seats import active_jurors, assigned_entries, entries_of, panel_entries, seat_in, seats_of
from awards.selectors.jury.sheets import jury_sheet

__all__ = [
    "CountingMark",
    "active_jurors",
    "assigned_entries",
    "attendance",
    "counting_marks",
    "entries_of",
    "juror_key",
    "jury_sheet",
    "panel_entries",
    "seat_in",
    "seats_of",
]
