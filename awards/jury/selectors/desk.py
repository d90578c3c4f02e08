"""What a juror's start page and list show, and which entry comes next."""

import datetime
import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from awards.entries.models import Entry
from awards.jury.models.conflicts import Conflict, ConflictState, Declaration
from awards.jury.models.panels import Juror
from awards.jury.models.scorecards import Scorecard, ScorecardState
from awards.jury.selectors.cards import counting_cards, inherited_cards
from awards.jury.selectors.seats import assigned_entries, entries_of
from awards.jury.selectors.sheets import jury_sheet
from awards.jury.selectors.stages import open_stages, scoring_deadline
from awards.jury.selectors.unsent import unscored_entries


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One entry on a juror's list.

    `state` is the own card's: none, draft, confirmed, void; or held; or inherited; or unsent (and so not scored).
    """

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
    def filled(self) -> int:
        """Drafts with every mark: perhaps ready to be confirmed."""
        return sum(row.state == "draft" and row.marked == row.asked for row in self.rows)

    @property
    def confirmed(self) -> int:
        return sum(row.state in ("confirmed", "inherited") for row in self.rows)

    @property
    def total(self) -> int:
        return sum(row.state != "unsent" for row in self.rows)

    @property
    def percent(self) -> int:
        return 100 * self.confirmed // self.total if self.total else 0


def desk(seat: Juror, *, at: datetime.datetime) -> Desk:
    category = seat.panel.category
    cards = {card.entry_id: card for card in Scorecard.objects.filter(juror=seat).annotate(marked=Count("marks"))}
    held = set(Conflict.objects.filter(juror=seat, state=ConflictState.POSSIBLE).values_list("entry_id", flat=True))
    declared = set(Declaration.objects.filter(juror=seat).values_list("entry_id", flat=True))
    inherited = inherited_cards(seat)
    unscored = unscored_entries(seat.panel)
    asked = len(jury_sheet(category).criteria)

    def state(entry: Entry) -> str:
        if entry.pk in inherited:
            return "inherited"
        if entry.pk in held:
            return "held"
        if entry.pk in unscored:
            return "unsent"
        return cards[entry.pk].state if entry.pk in cards else "none"

    rows = tuple(
        DeskRow(
            entry=entry,
            state=state(entry),
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


def waiting_entries(seat: Juror) -> QuerySet[Entry]:
    """Return the declared entries that this seat still has to score and may."""
    done = Scorecard.objects.filter(juror=seat).exclude(state=ScorecardState.DRAFT).values("entry")
    held = Conflict.objects.filter(juror=seat, state=ConflictState.POSSIBLE).values("entry")
    declared = Declaration.objects.filter(juror=seat).values("entry")
    waiting = entries_of(seat).filter(pk__in=declared).exclude(pk__in=done).exclude(pk__in=held)
    return waiting.exclude(pk__in={*inherited_cards(seat), *unscored_entries(seat.panel)})


def next_entry(seat: Juror, *, skipped: Collection[str] = ()) -> Entry | None:
    """Return the entry with the fewest counting cards that this seat still has to score; skipped ones come last.

    Among equals the order is the seat's own and random, so that it tells nothing about anybody's marks.
    """
    cards = counting_cards(Scorecard.objects.filter(juror__panel=seat.panel_id))
    counted = Counter(cards.values_list("entry_id", flat=True))
    return min(
        waiting_entries(seat),
        key=lambda entry: (str(entry.public_id) in skipped, counted[entry.pk], _shuffle(seat, entry)),
        default=None,
    )


def _shuffle(seat: Juror, entry: Entry) -> str:
    return hashlib.sha256(f"{seat.pk}:{entry.public_id}".encode()).hexdigest()
