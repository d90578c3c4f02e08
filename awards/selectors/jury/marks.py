"""Marks that count in a score run, and who came to the interview."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from awards.models.jury import Conflict, ConflictState, Interview, Mark, ScorecardState


@dataclass(frozen=True, slots=True)
class CountingMark:
    entry_id: int
    juror_key: str
    criterion: str
    value: Decimal


def juror_key(juror_id: int) -> str:
    """The name of a seat in a frozen run: stable, and no person's name."""
    return f"juri-{juror_id}"


def counting_mark_rows() -> QuerySet[Mark]:
    """Marks on confirmed cards of seats that count, without those of a confirmed conflict."""
    conflict = Conflict.objects.filter(
        juror=OuterRef("scorecard__juror"), entry=OuterRef("scorecard__entry"), state=ConflictState.CONFIRMED
    )
    return Mark.objects.filter(
        ~Exists(conflict), scorecard__state=ScorecardState.CONFIRMED, scorecard__juror__is_shadow=False
    )


def counting_marks(entry_ids: Sequence[int]) -> Iterator[CountingMark]:
    """Stream the marks of these entries that a run counts, by entry, juror and criterion."""
    rows = (
        counting_mark_rows()
        .filter(scorecard__entry__in=entry_ids)
        .order_by("scorecard__entry_id", "scorecard__juror_id", "criterion")
        .values_list("scorecard__entry_id", "scorecard__juror_id", "criterion", "value")
    )
    for entry_id, juror_id, criterion, value in rows.iterator(chunk_size=2000):
        yield CountingMark(entry_id, juror_key(juror_id), criterion, value)


def attendance(entry_ids: Sequence[int]) -> dict[int, Interview]:
    """Return the recorded interviews of these entries that say who came."""
    rows = Interview.objects.filter(entry__in=entry_ids).exclude(attendance_role="").order_by("pk")
    return {row.entry_id: row for row in rows}
