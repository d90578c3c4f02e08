"""How much time is left, as a page says it and as its script counts it: always by the server's clock."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.editions.selectors import remaining_text
from awards.submissions.selectors.dates import Deadline
from awards.submissions.selectors.sheets import Editing


@dataclass(frozen=True, slots=True)
class Countdown:
    """`deadline` is what people were told; `until` is what is counted down to, None while nothing is open.

    `next` says what comes after it. After the official deadline the technical one is counted, and `lead` says so.
    """

    now: datetime.datetime
    label: str
    deadline: datetime.datetime | None
    text: str
    others: str
    until: datetime.datetime | None
    lead: str
    reason: str
    next: str

    @property
    def remaining(self) -> str:
        return remaining_text(self.until, at=self.now) if self.until else ""


def countdown(held: Deadline, state: Editing, *, at: datetime.datetime) -> Countdown:
    """Return what is said about the time; no query."""
    is_open = held.told_at is not None and held.enforced_at is not None and at < held.enforced_at
    is_late = is_open and held.told_at is not None and at >= held.told_at
    return Countdown(
        now=at,
        label=held.label,
        deadline=held.told_at,
        text=held.text,
        others=held.others,
        until=(held.enforced_at if is_late else held.told_at) if is_open else None,
        lead=_("Batas akhir sudah lewat, tetapi sistem masih menerima:") if is_late else "",
        reason="" if state.is_open else state.reason,
        next=held.next_text,
    )
