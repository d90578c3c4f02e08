"""How much time is left, as a page says it and as its script counts it: always by the server's clock."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.editions.selectors import clocks, remaining_text
from awards.submissions.models.answers import Submission
from awards.submissions.selectors.sheets import Editing


@dataclass(frozen=True, slots=True)
class Countdown:
    """`deadline` is what people were told; `until` is what is counted down to, None while nothing can be filled in.

    After the official deadline the technical one is counted, and `lead` says so.
    """

    now: datetime.datetime
    deadline: datetime.datetime | None
    text: str
    others: str
    until: datetime.datetime | None
    lead: str
    reason: str

    @property
    def remaining(self) -> str:
        return remaining_text(self.until, at=self.now) if self.until else ""


def countdown(submission: Submission, state: Editing, *, at: datetime.datetime) -> Countdown:
    """Return what is said about the time; no query."""
    window = state.window
    deadline = window.closes_at if window else state.until
    told = clocks(deadline, province_code=submission.entry.province_code) if deadline else ()
    until, lead = None, ""
    if state.is_open and deadline is not None:
        is_late = at >= deadline
        until = state.until if is_late else deadline
        lead = _("Batas akhir sudah lewat, tetapi sistem masih menerima:") if is_late else ""
    return Countdown(
        now=at,
        deadline=deadline,
        text=told[0].text if told else "",
        others=" · ".join(clock.text for clock in told if not clock.is_own),
        until=until,
        lead=lead,
        reason="" if state.is_open else state.reason,
    )
