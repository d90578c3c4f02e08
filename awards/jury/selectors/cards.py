"""Which card counts for a seat and an entry. Every sum, count and page that says what counts asks here.

A seat is one place on a panel, whoever holds it: jurors who replaced one another are one seat. Of its confirmed cards
on an entry the earliest holder's counts and later holders inherit it; where the chair decided that a successor marks
anew, what earlier holders confirmed is set aside. So at most one card of a seat counts for an entry.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Juror
from awards.jury.models.scorecards import FreshMarking, Scorecard, ScorecardState


@dataclass(frozen=True, slots=True)
class Holder:
    """A juror's place in a seat: `seat` is the first holder's key, `turn` counts the holders before."""

    seat: int
    turn: int


def replaced_holders() -> dict[int, Holder]:
    """Return the jurors of every seat that changed hands; who is absent holds a seat alone."""
    predecessors = dict(Juror.objects.filter(replaces__isnull=False).values_list("pk", "replaces_id"))
    return holders_of(predecessors)


def holders_of(predecessors: Mapping[int, int]) -> dict[int, Holder]:
    found: dict[int, Holder] = {}
    for juror in [*predecessors.values(), *predecessors]:
        first, turn = juror, 0
        while first in predecessors:
            first, turn = predecessors[first], turn + 1
        found[juror] = Holder(first, turn)
    return found


def able_to_count(cards: QuerySet[Scorecard]) -> QuerySet[Scorecard]:
    """Keep the confirmed cards of seats that count, without those of a confirmed conflict."""
    conflict = Conflict.objects.filter(juror=OuterRef("juror"), entry=OuterRef("entry"), state=ConflictState.CONFIRMED)
    return cards.filter(~Exists(conflict), state=ScorecardState.CONFIRMED, juror__is_shadow=False)


@dataclass(frozen=True, slots=True)
class SeatCards:
    """What counts of seats that changed hands: by seat and entry whose turn counts, and the cards set aside."""

    holders: Mapping[int, Holder]
    counting: Mapping[tuple[int, int], int]
    aside: frozenset[int]

    def inherits(self, juror_id: int, entry_id: int) -> bool:
        """Tell whether an earlier holder's card counts in the place of this juror's."""
        holder = self.holders.get(juror_id)
        return holder is not None and self.counting.get((holder.seat, entry_id), holder.turn) < holder.turn


def seat_cards(cards: QuerySet[Scorecard]) -> SeatCards:
    """Settle which card counts wherever a seat changed hands.

    The cards must hold every holder's card of a seat: those of whole panels, or all on some entries.
    """
    holders = replaced_holders()
    if not holders:
        return SeatCards({}, {}, frozenset())
    given: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    rows = able_to_count(cards).filter(juror__in=holders).order_by()
    for card_id, juror_id, entry_id in rows.values_list("pk", "juror_id", "entry_id"):
        given[holders[juror_id].seat, entry_id].append((holders[juror_id].turn, card_id))
    begins = _fresh_turns(holders)
    counting: dict[tuple[int, int], int] = {}
    aside: set[int] = set()
    for key, listed in given.items():
        standing = min((row for row in listed if row[0] >= begins.get(key, 0)), default=None)
        if standing is not None:
            counting[key] = standing[0]
        aside.update(row[1] for row in listed if row != standing)
    return SeatCards(holders, counting, frozenset(aside))


def _fresh_turns(holders: Mapping[int, Holder]) -> dict[tuple[int, int], int]:
    """Return, by seat and entry, the latest turn that marks anew."""
    found: dict[tuple[int, int], int] = {}
    for juror_id, entry_id in FreshMarking.objects.filter(juror__in=holders).values_list("juror_id", "entry_id"):
        holder = holders[juror_id]
        found[holder.seat, entry_id] = max(holder.turn, found.get((holder.seat, entry_id), 0))
    return found


def counting_cards(cards: QuerySet[Scorecard]) -> QuerySet[Scorecard]:
    """Keep the cards that count; for `cards` the condition of `seat_cards` holds."""
    return able_to_count(cards).exclude(pk__in=seat_cards(cards).aside)


def cards_in_progress(cards: QuerySet[Scorecard]) -> int:
    """Count the drafts that somebody is still to finish: not of a juror who left, nor where a card is inherited."""
    drafts = cards.filter(state=ScorecardState.DRAFT, juror__left_on=None, juror__is_shadow=False).order_by()
    settled = seat_cards(cards)
    return sum(not settled.inherits(*pair) for pair in drafts.values_list("juror_id", "entry_id"))


def inherited_cards(juror: Juror) -> dict[int, Scorecard]:
    """Return the counting cards of the seat's earlier holders by entry: on these the juror gives no mark."""
    earlier = earlier_holders(juror)
    if not earlier:
        return {}
    cards = counting_cards(Scorecard.objects.filter(juror__panel=juror.panel_id)).filter(juror__in=earlier)
    return {card.entry_id: card for card in cards.select_related("juror__user", "entry").order_by("entry__name", "pk")}


def earlier_holders(juror: Juror) -> frozenset[int]:
    if juror.replaces_id is None:
        return frozenset()
    holders = replaced_holders()
    own = holders[juror.pk]
    return frozenset(key for key, holder in holders.items() if holder.seat == own.seat and holder.turn < own.turn)
