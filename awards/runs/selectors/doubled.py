"""Runs of before in which two cards of one seat counted: told from their frozen marks, which stay as they are."""

from collections import defaultdict
from dataclasses import dataclass

from awards.entries.models import Entry
from awards.jury.selectors.cards import replaced_holders
from awards.jury.selectors.marks import juror_key
from awards.runs.models import RunMark, ScoreRun


@dataclass(frozen=True, slots=True)
class DoubledSeat:
    """An entry for which more than one card of a seat counted in a run."""

    entry: Entry
    cards: int


def doubled_seats(run: ScoreRun) -> list[DoubledSeat]:
    """Return the entries, by name, for which a run counted a replaced juror's card and the successor's too."""
    seats = {juror_key(juror): holder.seat for juror, holder in replaced_holders().items()}
    if not seats:
        return []
    cards: dict[tuple[int, int], set[str]] = defaultdict(set)
    rows = RunMark.objects.filter(run=run, juror_key__in=seats).order_by()
    for entry_id, key in rows.values_list("entry_id", "juror_key").distinct():
        cards[entry_id, seats[key]].add(key)
    doubled = {entry_id: len(keys) for (entry_id, _seat), keys in cards.items() if len(keys) > 1}
    return [
        DoubledSeat(entry, doubled[entry.pk]) for entry in Entry.objects.filter(pk__in=doubled).order_by("name", "pk")
    ]
