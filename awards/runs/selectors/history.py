"""What earlier editions published of the entrants of a run, as columns of its input with their source.

Which results those are is known above the runs; whoever publishes says so at start (`register_earlier_results`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_noop

from awards.editions.models import Category
from awards.engine.history import OF_A_CRITERION, HistoryColumn, PastResult, Remembered, Unknown, remembered
from awards.entries.models import Entry
from awards.runs.models import RunHistory, ScoreRun

# Frozen with the run, so the same text in every language of the interface; readers of English are told it again.
SOURCE = gettext_noop("Hasil edisi %(years)s yang sudah diumumkan")
NONE_BEFORE = gettext_noop("Belum ada edisi sebelumnya yang dicatat")
REASONS = {
    Unknown.NO_EARLIER_EDITION: gettext_noop("Tidak diketahui: edisi sebelum %(year)s tidak dicatat"),
    Unknown.NOT_PUBLISHED: gettext_noop("Tidak diketahui: hasil edisi %(year)s belum diumumkan"),
    Unknown.DID_NOT_TAKE_PART: gettext_noop("Tidak diketahui: peserta tidak ikut pada edisi %(year)s"),
    Unknown.NOT_OPEN: gettext_noop("Tidak diketahui: hasil edisi %(year)s tidak membuka angka ini"),
}


@dataclass(frozen=True, slots=True)
class EarlierResult:
    """An edition before this one with what it published of the same category; `number` is None where that is nothing.

    `publication_id` is no part of what is frozen: number and digest say which publication it was.
    """

    edition: str
    label: str
    year: int
    number: int | None = None
    digest: str = ""
    publication_id: int | None = None

    @property
    def canonical(self) -> list[object]:
        return [self.edition, self.year, self.number, self.digest]


class EarlierResults(Protocol):
    """Finds published results of earlier editions; the newest edition comes first."""

    def results(self, category: Category) -> Sequence[EarlierResult]: ...

    def of_entries(
        self, results: Sequence[EarlierResult], entries: Sequence[Entry]
    ) -> Mapping[int, Sequence[PastResult]]:
        """Return by entry what each of the results says of the same entrant, in their order."""


_readers: list[EarlierResults] = []


def register_earlier_results(reader: EarlierResults) -> None:
    """Let `reader` say what earlier editions published; the latest one counts."""
    _readers.append(reader)


def earlier_results(category: Category, columns: Sequence[HistoryColumn]) -> tuple[EarlierResult, ...]:
    """Return the results that these columns read; none where there are no columns."""
    if not columns:
        return ()
    return tuple(_reaching(columns, _readers[-1].results(category)))


def history_cells(
    earlier: Sequence[EarlierResult], columns: Sequence[HistoryColumn], entries: Sequence[Entry], year: int
) -> Iterable[tuple[Entry, HistoryColumn, Remembered]]:
    if not columns:
        return
    past = _readers[-1].of_entries(earlier, entries)
    for entry in entries:
        for column in columns:
            yield entry, column, remembered(column, year, past[entry.pk])


def cell_source(cell: Remembered, column: HistoryColumn, earlier: Sequence[EarlierResult]) -> str:
    """Return what is frozen as the source of a cell: the editions it was read from, or why nothing is known."""
    if cell.unknown is None:
        read = earlier[:1] if column.kind in OF_A_CRITERION else earlier
        years = ", ".join(str(one.year) for one in read if _counts(column, one.year))
        return SOURCE % {"years": years} if years else NONE_BEFORE
    return REASONS[cell.unknown] % {"year": cell.year} if cell.year else NONE_BEFORE


def cell_reference(cell: Remembered, earlier: Sequence[EarlierResult]) -> str:
    """Return the digest of the newest publication that was read; the run's list names them all."""
    newest = next((one for one in earlier if one.number is not None), None)
    return f"publication:{newest.digest}" if newest and cell.unknown is None else ""


def frozen_history(run: ScoreRun) -> tuple[EarlierResult, ...]:
    """Return the earlier results that a run read, as they were then."""
    rows = RunHistory.objects.filter(run=run).order_by("position")
    return tuple(EarlierResult(row.edition, row.label, row.year, row.number, row.digest) for row in rows)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """An earlier result that a run read; `now` is what stands in its place today, where that is another."""

    read: EarlierResult
    now: EarlierResult | None


def read_results(run: ScoreRun, columns: Sequence[HistoryColumn]) -> tuple[ReadResult, ...]:
    """Return what a run read of earlier editions beside what they publish now."""
    today = {one.edition: one for one in earlier_results(run.category, columns)}
    found = []
    for one in frozen_history(run):
        now = today.get(one.edition, EarlierResult(one.edition, one.label, one.year))
        found.append(ReadResult(one, None if now.canonical == one.canonical else now))
    return tuple(found)


def _counts(column: HistoryColumn, year: int) -> bool:
    return column.since is None or year >= column.since


def _reaching(columns: Sequence[HistoryColumn], results: Iterable[EarlierResult]) -> Iterable[EarlierResult]:
    """Keep as many editions as some column looks back, the first one that begins what counts included."""
    walking = [column for column in columns if column.kind not in OF_A_CRITERION]
    firsts = [column.since for column in walking]
    for place, one in enumerate(results):
        if place and not walking:
            return
        yield one
        if walking and all(first is not None and one.year <= first for first in firsts):
            return
