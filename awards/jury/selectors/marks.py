"""Marks that count in a score run, and who came to the interview."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from awards.jury.models.interviews import Interview
from awards.jury.models.scorecards import Mark, Scorecard
from awards.jury.selectors.cards import counting_cards


@dataclass(frozen=True, slots=True)
class CountingMark:
    entry_id: int
    juror_key: str
    criterion: str
    value: Decimal


def juror_key(juror_id: int) -> str:
    """The name of a seat in a frozen run: stable, and no person's name."""
    return f"juri-{juror_id}"


def counting_mark_rows(cards: QuerySet[Scorecard]) -> QuerySet[Mark]:
    """Return the marks on those of these cards that count: all cards of whole panels, or all on some entries."""
    return Mark.objects.filter(scorecard__in=counting_cards(cards).order_by())


def counting_marks(entry_ids: Sequence[int]) -> Iterator[CountingMark]:
    """Stream the marks of these entries that a run counts, by entry, juror and criterion."""
    rows = (
        counting_mark_rows(Scorecard.objects.filter(entry__in=entry_ids))
        .order_by("scorecard__entry_id", "scorecard__juror_id", "criterion")
        .values_list("scorecard__entry_id", "scorecard__juror_id", "criterion", "value")
    )
    for entry_id, juror_id, criterion, value in rows.iterator(chunk_size=2000):
        yield CountingMark(entry_id, juror_key(juror_id), criterion, value)


def attendance(entry_ids: Sequence[int]) -> dict[int, Interview]:
    """Return the recorded interviews of these entries that say who came."""
    rows = Interview.objects.filter(entry__in=entry_ids).exclude(attendance_role="").order_by("pk")
    return {row.entry_id: row for row in rows}
