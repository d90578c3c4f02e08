"""A dirty file through the door of uploads, as an office would go through it: every finding is held against the truth.

What is refused is mended and sent again, rejected rows are mended in the file that the page gives, only in the columns
that were named; what is no data is left out. In the end the records must hold the truth, and the slips that were shown.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from awards.tests.corpus.cases import Case
from awards.tests.corpus.faults import Expected, Planted, placed
from awards.tests.corpus.table_files import DirtyTable, Line, Value, typed
from awards.tests.corpus.truths import load_employers
from employers.tests.importing import apply, check, mend
from paritrana.accounts.models import User
from paritrana.lib.table_writing import csv_line
from paritrana.uploads.changes import StagedChanges
from paritrana.uploads.models import ImportBatch
from paritrana.uploads.selectors import rejected_header, rejected_rows
from paritrana.uploads.services.uploads import leave_out_rows

AT = datetime.datetime(2025, 2, 1, 3, tzinfo=datetime.UTC)
ROUNDS = 5


class Door:
    """One person's way through the door with one case; `play` raises where the door says too much, too little or less
    than the truth."""

    def __init__(self, case: Case, actor: User) -> None:
        self.case = case
        self.actor = actor
        self.truth = case.truth
        self.kind = case.truth.kind

    def play(self) -> None:
        load_employers(self.truth)
        if self.case.has_records:
            clean = self.truth.table("csv", ";")
            batch = self._check(clean, [])
            assert self._said(batch) == {}
            apply(batch, self.actor)
        waiting = list(self.case.faults)
        while True:
            table, planted = self.case.built(waiting)
            batch = self._check(table, planted)
            refused = [place for place, one in enumerate(planted) if one.refusal]
            if refused:
                del waiting[self._refused(batch, table, planted, refused)]
                continue
            assert batch.state == "checked", batch.refusal
            assert _by_code(batch.notes) == _by_code(self._notes(table, planted))
            taken_out = [place for place, one in enumerate(planted) if one.is_taken_out]
            if not taken_out:
                break
            self._hold_findings(batch, table, planted, done=set())
            del waiting[taken_out[0]]
        self._mend(batch, table, planted)
        self._hold_preview(batch, table, planted)
        applied = apply(batch, self.actor)
        assert applied.state == "applied"
        assert self._records() == self._meant(planted)

    def _check(self, table: DirtyTable, planted: Sequence[Planted]) -> ImportBatch:
        region = next((one.region_code for one in planted if one.region_code), "")
        return check(self.kind.code, table.content, self.actor, region_code=region, name=table.name)

    def _refused(self, batch: ImportBatch, table: DirtyTable, planted: Sequence[Planted], places: list[int]) -> int:
        """Return which of the planted faults the refusal names."""
        assert batch.state == "refused"
        assert not batch.problems.exists()
        for place in places:
            words = [placed(text, table) for text in planted[place].refusal]
            if all(text in batch.refusal for text in words):
                return place
        raise AssertionError((batch.refusal, [planted[place].refusal for place in places]))

    def _notes(self, table: DirtyTable, planted: Sequence[Planted]) -> list[dict[str, object]]:
        return [
            {name: _numbered(value, table) for name, value in note.items()} for one in planted for note in one.notes
        ]

    def _said(self, batch: ImportBatch) -> dict[tuple[int, str], str]:
        return {
            (problem.line, reason["column"]): reason["message"]
            for problem in batch.problems.filter(left_out_at=None).order_by("line")
            for reason in problem.reasons
        }

    def _hold_findings(
        self, batch: ImportBatch, table: DirtyTable, planted: Sequence[Planted], *, done: set[Expected]
    ) -> set[Expected]:
        """Hold what is listed against what was planted and not mended yet; return what is listed now."""
        waiting = [one for plant in planted for one in plant.rows if one not in done]
        now = [one for one in waiting if one.stage == min(o.stage for o in waiting if o.line is one.line)]
        found = self._said(batch)
        assert sorted(found) == sorted({(table.number(one.line), one.column) for one in now})
        for one in now:
            assert placed(one.words, table) in found[table.number(one.line), one.column]
        return set(now)

    def _mend(self, batch: ImportBatch, table: DirtyTable, planted: Sequence[Planted]) -> None:
        done: set[Expected] = set()
        for _round in range(ROUNDS):
            now = self._hold_findings(batch, table, planted, done=done)
            done |= now
            if not now:
                return
            stray = [table.number(one.line) for one in now if one.line.truth is None]
            if stray:
                leave_out_rows(batch=batch, lines=stray, reason="bukan data", actor=self.actor, at=AT)
                batch.refresh_from_db()
            if len({one.line for one in now}) > len(set(stray)):
                mend(batch, self._mended_file(batch, table), self.actor)
            batch.refresh_from_db()
            assert not batch.refusal, batch.refusal
        raise AssertionError(f"still rejected after {ROUNDS} rounds: {self._said(batch)}")

    def _mended_file(self, batch: ImportBatch, table: DirtyTable) -> str:
        """Return the file of rejected rows, the named cells as they were meant and every other as it came."""
        header = list(rejected_header(batch))
        text = csv_line(header)
        lines = {table.number(line): line for line in table.lines}
        named = self._said(batch)
        for row in rejected_rows(batch):
            number = int(row[0])
            truth = self.truth.rows[lines[number].truth]
            cells = dict(zip(header, row, strict=False))
            for line, column in named:
                if line == number and column:
                    cells |= {name: typed(truth[name]) for name in _mended_with(column) if name in truth}
            text += csv_line(list(cells.values()))
        return text

    def _hold_preview(self, batch: ImportBatch, table: DirtyTable, planted: Sequence[Planted]) -> None:
        """What is shown before applying is all that differs from the records, and as it would be stored."""
        rows = list(StagedChanges(self.kind, batch.staging).all_rows())
        shown = {(row.line, cell.column.name): (cell.before, cell.after) for row in rows for cell in row.cells}
        if not self.case.has_records:
            assert all(row.is_new for row in rows)
            meant = {
                (table.number(line), column.name): ("", self._shown(column.name, self.truth.rows[line.truth]))
                for line in table.lines
                if line.truth is not None
                for column in self.kind.filled
            }
        else:
            meant = {
                (table.number(line), column): (
                    str(self.truth.rows[line.truth][column]),
                    str(value),
                )
                for one in planted
                for line, column, value in one.slips
            }
            jumps = sum(_is_jump(*map(int, pair)) for pair in meant.values())
            assert batch.jump_count == jumps
        assert shown == meant

    def _shown(self, column: str, row: dict[str, Value]) -> str:
        found = next(one for one in self.kind.columns if one.name == column)
        value = row[column]
        if found.choices is not None and value in found.choices.values:
            return str(found.choices(value).label)
        return _plain(value)

    def _meant(self, planted: Sequence[Planted]) -> set[tuple[str, ...]]:
        rows = [dict(row) for row in self.truth.rows]
        for one in planted:
            for line, column, value in one.slips:
                rows[line.truth][column] = value
        names = [*self.kind.reference_columns, *(column.name for column in self.kind.filled)]
        return {tuple(_plain(row[name]) for name in names) for row in rows}

    def _records(self) -> set[tuple[str, ...]]:
        reference = self.kind.reference
        fields = [f"{reference.field}__{other}" for _column, other in reference.match]
        fields += [column.field for column in self.kind.filled]
        return {tuple(map(_plain, row)) for row in self.kind.model.objects.values_list(*fields)}


def _mended_with(column: str) -> tuple[str, ...]:
    """Two days that stand the wrong way round are mended together, and so are a code and its name."""
    pairs = (("awal_periode", "akhir_periode"), ("kode_wilayah", "nama_wilayah"))
    return next((pair for pair in pairs if column in pair), (column,))


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return typed(value.normalize())
    return typed(value)


def _is_jump(before: int, after: int) -> bool:
    low, high = sorted((before, after))
    return low > 0 and high >= 10 * low and high >= 100  # noqa: PLR2004


def _numbered(value: object, table: DirtyTable) -> object:
    if isinstance(value, list):
        return [table.number(one) if isinstance(one, Line) else one for one in value]
    return value


def _by_code(notes: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(notes, key=lambda one: str(one["code"]))
