"""What a juror's start page and list show, and which entry comes next."""

import datetime
import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from awards.models import Entry
from awards.models.jury import Conflict, ConflictState, Declaration, Juror, Scorecard, ScorecardState
from awards.selectors.jury.seats import assigned_entries, entries_of
from awards.selectors.jury.sheets import jury_sheet
from awards.selectors.jury.stages import open_stages, scoring_deadline


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One entry on a juror's list. `state` is the own card's: none, draft, confirmed, void; or held."""

    entry: Entry
    state: str
    marked: int
    asked: int
    is_declared: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """The work of one seat. Nothing in it depends on what others marked."""

    seat: Juror
    rows: tuple[DeskRow, ...]
    deadline: datetime.datetime | None
    is_open: bool

    @property
    def undeclared(self) -> int:
        return sum(not row.is_declared for row in self.rows)

    @property
    def to_do(self) -> int:
        return sum(row.state in ("none", "draft") for row in self.rows)

    @property
    def unconfirmed(self) -> int:
        """Cards with every mark that still wait for their confirmation."""
        return sum(row.state == "draft" and row.marked == row.asked for row in self.rows)

    @property
    def confirmed(self) -> int:
        return sum(row.state == "confirmed" for row in self.rows)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def percent(self) -> int:
        return 100 * self.confirmed // self.total if self.total else 0


def desk(seat: Juror, *, at: datetime.datetime) -> Desk:
    category = seat.panel.category
    cards = {card.entry_id: card for card in Scorecard.objects.filter(juror=seat).annotate(marked=Count("marks"))}
    held = set(Conflict.objects.filter(juror=seat, state=ConflictState.POSSIBLE).values_list("entry_id", flat=True))
    declared = set(Declaration.objects.filter(juror=seat).values_list("entry_id", flat=True))
    asked = len(jury_sheet(category).criteria)
    rows = tuple(
        DeskRow(
            entry=entry,
            state="held" if entry.pk in held else cards[entry.pk].state if entry.pk in cards else "none",
            marked=getattr(cards.get(entry.pk), "marked", 0),
            asked=asked,
            is_declared=entry.pk in declared,
        )
        for entry in entries_of(seat)
    )
    is_open = seat.panel.closed_at is None and bool(open_stages(category, at=at))
    return Desk(seat=seat, rows=rows, deadline=scoring_deadline(category, at=at), is_open=is_open)


def undeclared_entries(seat: Juror) -> list[Entry]:
    """Return the entries whose file stays shut until the juror has said something about a conflict."""
    said = Declaration.objects.filter(juror=seat).values("entry")
    return list(assigned_entries(seat).exclude(pk__in=said))


def next_entry(seat: Juror, *, skipped: Collection[str] = ()) -> Entry | None:
    """Return the entry with the fewest confirmed cards that this seat still has to score; skipped ones come last.

    Among equals the order is the seat's own and random, so that it tells nothing about anybody's marks.
    """
    done = Scorecard.objects.filter(juror=seat).exclude(state=ScorecardState.DRAFT).values("entry")
    held = Conflict.objects.filter(juror=seat, state=ConflictState.POSSIBLE).values("entry")
    declared = Declaration.objects.filter(juror=seat).values("entry")
    confirmed = Count("scorecards", filter=Q(scorecards__state=ScorecardState.CONFIRMED), distinct=True)
    waiting = (
        entries_of(seat).filter(pk__in=declared).exclude(pk__in=done).exclude(pk__in=held).annotate(confirmed=confirmed)
    )
    return min(
        waiting,
        key=lambda entry: (str(entry.public_id) in skipped, entry.confirmed, _shuffle(seat, entry)),
        default=None,
    )


def _shuffle(seat: Juror, entry: Entry) -> str:
    return hashlib.sha256(f"{seat.pk}:{entry.public_id}".encode()).hexdigest()
