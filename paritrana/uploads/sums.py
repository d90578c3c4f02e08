"""Rows whose every number is the sum of all others, asked of an import as a whole.

A row that was rejected anyway, for want of a key or for any other reason, is proposed to be left out. One that stands
in order may be a province among its regencies, so it is only said.
"""

# ruff: noqa: S608 - as in staging.py: no name in the SQL comes from a file or a person

from collections.abc import Iterator
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from paritrana.lib.numbers_id import NumberRefusedError, parse_whole
from paritrana.lib.whole_file import FEWEST_COLUMNS, ColumnTotals
from paritrana.uploads.kinds import ColumnType, ImportKind
from paritrana.uploads.models import ImportBatch, ImportProblem
from paritrana.uploads.reading import summary_cells
from paritrana.uploads.staging import Staging, quoted

HALF = 10**9
"""Sums are taken in two halves, which no database overflows."""
SHOWN_LINES = 20


class StagedSums(Staging):
    """The totals of the rows in order, and which of them are sums."""

    def __init__(self, kind: ImportKind, name: str) -> None:
        super().__init__(kind, name)
        self.counted = tuple(column for column in kind.amounts if column.content is ColumnType.WHOLE)
        self._cells = [quoted(column.name) for column in self.counted]

    def add_to(self, totals: ColumnTotals) -> None:
        parts = [f"COALESCE(SUM({cell} / {HALF}), 0), COALESCE(SUM({cell} % {HALF}), 0)" for cell in self._cells]
        filled = " OR ".join(f"{cell} <> 0" for cell in self._cells)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT COALESCE(SUM(CASE WHEN {filled} THEN 1 ELSE 0 END), 0), {', '.join(parts)} FROM {self._table}"
            )
            count, *halves = map(int, cursor.fetchone())
        sums = [Decimal(high * HALF + low) for high, low in zip(halves[::2], halves[1::2], strict=True)]
        totals.include(sums, count)

    def lines(self, totals: ColumnTotals) -> list[int]:
        """Return the lines of the rows in order that are sums."""
        agreeing = " AND ".join(f"({cell} IS NULL OR {cell} = %s)" for cell in self._cells)
        filled = " + ".join(f"CASE WHEN {cell} <> 0 THEN 1 ELSE 0 END" for cell in self._cells)
        halves = [int(total / 2) if total % 2 == 0 and total / 2 < 2**63 else -1 for total in totals.totals]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT line FROM {self._table} WHERE {agreeing} AND {filled} >= {FEWEST_COLUMNS}"
                f" ORDER BY line LIMIT {SHOWN_LINES}",
                halves,
            )
            return [int(line) for (line,) in cursor.fetchall()]


def judge_sums(batch: ImportBatch, name: str, kind: ImportKind) -> None:
    """Propose rejected rows that are sums to be left out; note those in order on the import."""
    batch.notes = [one for one in batch.notes if one["code"] != "sum_rows"]
    staged = StagedSums(kind, name)
    if len(staged.counted) >= FEWEST_COLUMNS:
        totals = ColumnTotals(len(staged.counted))
        staged.add_to(totals)
        for _problem, numbers in _numbers(batch, staged):
            totals.add(numbers)
        if totals.can_hold_sum:
            _propose(batch, staged, totals)
            if lines := staged.lines(totals):
                batch.notes.append({"code": "sum_rows", "rows": lines})
    ImportBatch.objects.filter(pk=batch.pk).update(notes=batch.notes)


def _propose(batch: ImportBatch, staged: StagedSums, totals: ColumnTotals) -> None:
    message = _("Setiap angkanya sama dengan jumlah semua baris lain. Tinggalkan baris ini bila memang baris jumlah.")
    for problem, numbers in _numbers(batch, staged):
        if totals.is_sum(numbers) and not problem.is_proposed:
            reasons = [{"column": "", "message": message}, *problem.reasons]
            ImportProblem.objects.filter(pk=problem.pk).update(reasons=reasons, is_proposed=True)


def _numbers(batch: ImportBatch, staged: StagedSums) -> Iterator[tuple[ImportProblem, list[Decimal | None]]]:
    """Yield the rejected rows with their numbers, those left out too; rows that say that they are a total are none."""
    kind = staged.kind
    places = [kind.header.index(column.name) for column in staged.counted]
    for problem in batch.problems.order_by("pk").iterator(chunk_size=2000):
        cells = kind.aligned(problem.cells)
        if not summary_cells(kind, cells):
            yield problem, [_number(cells[place]) for place in places]


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(parse_whole(text.strip()))
    except NumberRefusedError:
        return None
