"""The staging table of one import: loaded by COPY (executemany on SQLite), checked and applied in SQL.

The table has one column per column of the file, with the target's types, and lives until the import is decided. All
names in the SQL come from the kinds of imports in code; values always travel as parameters.
"""

# ruff: noqa: S608 - see above: no name in the SQL comes from a file or a person

import datetime
import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, models

from paritrana.lib.numbers_id import written
from paritrana.uploads.kinds import Column, ImportKind
from paritrana.uploads.naming import AMBIGUOUS, AS_WRITTEN, StagedNames
from paritrana.uploads.reading import StagedValues

PAGE = 5000
UNKNOWN, FOREIGN, DOUBLED, REPEATED = "unknown", "foreign", "doubled", "repeated"
OVERLAPPING = "overlaps"


JUMP, SMALLEST_JUMP = 10, 100
"""A figure that becomes this many times as much or as little, where one of the two is this large or larger."""


@dataclass(frozen=True, slots=True)
class StagingCounts:
    """How the staged rows stand to the records; `digest` is that of the records which would change, as they are now.

    `jumps` of the changed rows make a figure tenfold, or a tenth.
    """

    new: int
    changed: int
    same: int
    digest: str = ""
    jumps: int = 0


def new_staging_name(batch_hex: str) -> str:
    """Return a fresh name: each attempt to check a file has a table of its own."""
    return f"imports_staging_{batch_hex}_{secrets.token_hex(3)}"


def drop_staging(name: str) -> None:
    """Drop a staging table and its list of faults, if they are there."""
    if name:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {quoted(name)}")
            cursor.execute(f"DROP TABLE IF EXISTS {quoted(f'{name}_f')}")


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _copy_text(values: Sequence[str | None]) -> str:
    return "\t".join("\\N" if value is None else value.replace("\\", "\\\\") for value in values)


class Staging:
    """The staging table of one import kind under one name."""

    def __init__(self, kind: ImportKind, name: str) -> None:
        self.kind = kind
        self.name = name
        self._table = quoted(name)
        self._faults = quoted(f"{name}_f")
        self._target = quoted(kind.model._meta.db_table)  # noqa: SLF001 - the documented door to a model's table
        self._other = quoted(kind.reference.model._meta.db_table)  # noqa: SLF001
        self._columns = [quoted(column.name) for column in kind.columns]
        naming = kind.reference.naming
        self.names = (
            StagedNames(kind, naming, table=self._table, faults=self._faults, other=self._other, join=self._join())
            if naming
            else None
        )

    # Loading --------------------------------------------------------------------------------------------------

    def create(self) -> None:
        unlogged = "UNLOGGED " if _is_postgresql() else ""
        typed = ", ".join(f"{quoted(column.name)} {self._type(column)}" for column in self.kind.columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE {unlogged}TABLE {self._table} (line bigint PRIMARY KEY, {typed}, {AS_WRITTEN} text)"
            )
            cursor.execute(f"CREATE {unlogged}TABLE {self._faults} (line bigint, fault varchar(10), other bigint)")

    def gain_columns(self) -> None:
        """Give a table that was staged before its kind gained columns what it lacks; those cells are empty."""
        with connection.cursor() as cursor:
            for column in self.lacking():
                cursor.execute(f"ALTER TABLE {self._table} ADD COLUMN {quoted(column.name)} {self._type(column)}")
            if AS_WRITTEN not in self._held():
                cursor.execute(f"ALTER TABLE {self._table} ADD COLUMN {AS_WRITTEN} text")

    def lacking(self) -> list[Column]:
        """Return the columns that the kind gained since the table was staged."""
        held = self._held()
        return [column for column in self.kind.columns if column.name not in held]

    def _held(self) -> set[str]:
        with connection.cursor() as cursor:
            return {found.name for found in connection.introspection.get_table_description(cursor, self.name)}

    def _type(self, column: Column) -> str:
        if not column.field:
            return "text"
        return str(self.kind.target_field(column.field).db_type(connection))

    def add(self, rows: Sequence[tuple[int, StagedValues]]) -> None:
        """Append rows; the values are text that the database reads by the column's type."""
        names = ", ".join(["line", *self._columns])
        with connection.cursor() as cursor:
            if _is_postgresql():
                self._copy(cursor, f"COPY {self._table} ({names}) FROM STDIN", rows)
            else:
                marks = ", ".join(["%s"] * (len(self._columns) + 1))
                cursor.executemany(
                    f"INSERT INTO {self._table} ({names}) VALUES ({marks})",
                    [(line, *values) for line, values in rows],
                )

    @staticmethod
    def _copy(cursor: Any, statement: str, rows: Sequence[tuple[int, StagedValues]]) -> None:
        copying: AbstractContextManager[Any] = cursor.copy(statement)
        with copying as copy:
            copy.write("".join(f"{line}\t{_copy_text(values)}\n" for line, values in rows))

    def remove(self, lines: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {self._table} WHERE line = %s", [(line,) for line in lines])

    # Checking -------------------------------------------------------------------------------------------------

    def find_faults(self, region_code: str) -> int:
        """Note the rows that point nowhere, reach beyond the region, repeat or overlap another row; return how many."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self._faults}")
            if _is_postgresql():
                cursor.execute(f"ANALYZE {self._table}")  # or what follows is planned without knowing how many rows
            if self.names:
                self.names.take_aliases(cursor)
            cursor.execute(*self._unknown())
            if self.names:
                self.names.find_misnamed(cursor)
            self._unify_spellings(cursor)
            if region_code and self.kind.reference.region_column:
                cursor.execute(*self._foreign(region_code))
                cursor.execute(*self._taken_elsewhere(region_code))
            cursor.execute(*self._doubled())
            cursor.execute(self._repeated())
            if self.kind.flows:
                cursor.execute(self._overlapping_rows())
                cursor.execute(self._overlapping_records())
            cursor.execute(f"SELECT COUNT(DISTINCT line) FROM {self._faults}")
            return int(cursor.fetchone()[0])

    def _unify_spellings(self, cursor: Any) -> None:
        """Take a key spelled otherwise in the records as it stands there, and list what the file says twice."""
        if not self.kind.plain:
            return
        key = list(self.kind.key)
        sources = self._sources()
        fields = {column.name: column.field for column in self.kind.columns}
        stored = [f"t.{self._column_of(fields[name])}" if fields[name] else f"s.{quoted(name)}" for name in key]
        others = [column for column in map(self._column_of, self.kind.unique_fields) if not self._is_spelled(column)]
        on = " AND ".join(f"t.{column} = {sources[column]}" for column in others)
        cursor.execute(
            f"SELECT DISTINCT {', '.join(stored)} FROM {self._table} s JOIN {self._other} r ON {self._join()}"
            f" JOIN {self._target} t ON {on}"
        )
        known = {self._plain(key, row): row for row in cursor.fetchall()}
        cursor.execute(
            f"SELECT line, {', '.join(map(quoted, key))} FROM {self._table} WHERE {self._is_placed()} ORDER BY line"
        )
        first: dict[tuple[str, ...], int] = {}
        doubled: list[tuple[int, int]] = []
        respelled: list[tuple[object, ...]] = []
        for line, *row in cursor.fetchall():
            plain = self._plain(key, row)
            if plain in first:
                doubled.append((line, first[plain]))
                continue
            first[plain] = line
            if plain in known and list(known[plain]) != list(row):
                respelled.append((*(known[plain][key.index(name)] for name in self.kind.plain), line))
        cursor.executemany(f"INSERT INTO {self._faults} (line, fault, other) VALUES (%s, '{DOUBLED}', %s)", doubled)
        updates = ", ".join(f"{quoted(name)} = %s" for name in self.kind.plain)
        cursor.executemany(f"UPDATE {self._table} SET {updates} WHERE line = %s", respelled)

    def _is_spelled(self, target_column: str) -> bool:
        return target_column in {
            self._column_of(column.field) for column in self.kind.filled if column.name in self.kind.plain
        }

    def _plain(self, key: Sequence[str], row: Sequence[object]) -> tuple[str, ...]:
        texts = {name: str(value) for name, value in zip(key, row, strict=True)}
        return tuple(self.kind.plain[name](texts) if name in self.kind.plain else texts[name] for name in key)

    def _join(self) -> str:
        return " AND ".join(f"r.{quoted(other)} = s.{quoted(column)}" for column, other in self.kind.reference.match)

    def _eligible(self) -> tuple[str, list[str]]:
        levels = list(self.kind.reference.levels)
        marks = ", ".join(["%s"] * len(levels))
        return (f" AND r.level IN ({marks})", levels) if levels else ("", [])

    def _unknown(self) -> tuple[str, list[str]]:
        eligible, levels = self._eligible()
        return (
            f"INSERT INTO {self._faults} (line, fault) SELECT s.line, '{UNKNOWN}' FROM {self._table} s"
            f" LEFT JOIN {self._other} r ON {self._join()} AND r.retired_on IS NULL{eligible}"
            f" WHERE r.{self._reference_key()} IS NULL AND NOT EXISTS"
            f" (SELECT 1 FROM {self._faults} f WHERE f.line = s.line AND f.fault = '{AMBIGUOUS}')",
            levels,
        )

    def _foreign(self, region_code: str) -> tuple[str, list[str]]:
        region = f"r.{quoted(self.kind.reference.region_column)}"
        return (
            f"INSERT INTO {self._faults} (line, fault) SELECT s.line, '{FOREIGN}' FROM {self._table} s"
            f" JOIN {self._other} r ON {self._join()} WHERE NOT ({region} = %s OR {region} LIKE %s)",
            [region_code, f"{region_code}.%"],
        )

    def _taken_elsewhere(self, region_code: str) -> tuple[str, list[str]]:
        """Find rows whose record exists and lies beyond the region: nobody moves a record of another region."""
        sources = self._sources()
        unique = [self._column_of(name) for name in self.kind.unique_fields]
        on = " AND ".join(f"t.{column} = {sources[column]}" for column in unique)
        region = f"o.{quoted(self.kind.reference.region_column)}"
        return (
            f"INSERT INTO {self._faults} (line, fault) SELECT s.line, '{FOREIGN}' FROM {self._table} s"
            f" JOIN {self._other} r ON {self._join()} JOIN {self._target} t ON {on}"
            f" JOIN {self._other} o ON o.{self._reference_key()} = t.{self._column_of(self.kind.reference.field)}"
            f" WHERE NOT ({region} = %s OR {region} LIKE %s)",
            [region_code, f"{region_code}.%"],
        )

    def _is_placed(self) -> str:
        """A row that belongs elsewhere makes no double of the row that rightly stands there, and is none yet."""
        elsewhere = f"SELECT line FROM {self._faults} WHERE fault NOT IN ('{DOUBLED}', '{REPEATED}')"
        return f"line IN (SELECT line FROM {self._table} EXCEPT {elsewhere})"  # joined by both databases, unlike NOT IN

    def _doubled(self) -> tuple[str, list[str]]:
        key = ", ".join(quoted(name) for name in self.kind.key)
        return (
            f"INSERT INTO {self._faults} (line, fault, other) SELECT line, '{DOUBLED}', first FROM"
            f" (SELECT line, MIN(line) OVER (PARTITION BY {key}) AS first FROM {self._table}"
            f" WHERE {self._is_placed()}) numbered"
            f" WHERE line <> first AND NOT EXISTS (SELECT 1 FROM {self._faults} f"
            f" WHERE f.line = numbered.line AND f.fault = '{DOUBLED}')",
            [],
        )

    def _repeated(self) -> str:
        """Tell a row that repeats another in every cell from one that only has its key."""
        equal = "IS NOT DISTINCT FROM" if _is_postgresql() else "IS"
        alike = " AND ".join(f"a.{column} {equal} b.{column}" for column in self._columns)
        return (
            f"UPDATE {self._faults} SET fault = '{REPEATED}' WHERE fault = '{DOUBLED}' AND EXISTS"
            f" (SELECT 1 FROM {self._table} a JOIN {self._table} b ON {alike}"
            f" WHERE a.line = {self._faults}.line AND b.line = {self._faults}.other)"
        )

    def _overlapping_rows(self) -> str:
        """Find rows whose period overlaps that of an earlier row with the same key: their figures would count twice."""
        start, end = map(quoted, self.kind.dated or ())
        alike = " AND ".join(f"a.{quoted(name)} = b.{quoted(name)}" for name in self._undated)
        both = " OR ".join(f"a.{quoted(name)} IS NOT NULL AND b.{quoted(name)} IS NOT NULL" for name in self.kind.flows)
        return (
            f"INSERT INTO {self._faults} (line, fault, other) SELECT a.line, '{OVERLAPPING}', MIN(b.line)"
            f" FROM {self._table} a JOIN {self._table} b ON {alike}"
            f" WHERE b.line < a.line AND a.{start} <= b.{end} AND b.{start} <= a.{end} AND ({both})"
            f" AND NOT EXISTS (SELECT 1 FROM {self._faults} f WHERE f.line = a.line)"
            f" AND NOT EXISTS (SELECT 1 FROM {self._faults} f WHERE f.line = b.line) GROUP BY a.line"
        )

    def _overlapping_records(self) -> str:
        return (
            f"INSERT INTO {self._faults} (line, fault) SELECT s.line, '{OVERLAPPING}' {self._over_records()}"
            f" AND NOT EXISTS (SELECT 1 FROM {self._faults} f WHERE f.line = s.line)"
        )

    def _over_records(self) -> str:
        """New rows whose period overlaps that of a record with the same key; one that is there may be corrected."""
        columns = {column.name: self._column_of(column.field) for column in self.kind.filled}
        start, end = self.kind.dated or ("", "")
        alike = " AND ".join(f"o.{columns[name]} = s.{quoted(name)}" for name in self._undated if name in columns)
        both = " OR ".join(
            f"o.{columns[name]} IS NOT NULL AND s.{quoted(name)} IS NOT NULL" for name in self.kind.flows
        )
        return (
            f"FROM {self._matched()} WHERE t.id IS NULL AND EXISTS (SELECT 1 FROM {self._target} o"
            f" WHERE o.{self._column_of(self.kind.reference.field)} = r.{self._reference_key()} AND {alike}"
            f" AND o.{columns[start]} <= s.{quoted(end)} AND s.{quoted(start)} <= o.{columns[end]} AND ({both}))"
        )

    def has_overlaps(self) -> bool:
        """Tell whether a record came in between that a new row overlaps."""
        if not self.kind.flows:
            return False
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) {self._over_records()}")
            return bool(cursor.fetchone()[0])

    @property
    def _undated(self) -> tuple[str, ...]:
        return tuple(name for name in self.kind.key if name not in (self.kind.dated or ()))

    def unknown_words(self, known: Collection[str]) -> list[str]:
        """Return the words of the kind's column of words that are not among those known, sorted."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT {quoted(self.kind.words)} FROM {self._table}")
            return sorted({str(word) for (word,) in cursor.fetchall()}.difference(known))

    def faults(self) -> Iterator[tuple[int, list[tuple[str, int | None]], list[str]]]:
        """Yield each faulty line with its faults and its cells as text, in pages."""
        last = -1
        selected = ", ".join(map(self._cell, self.kind.columns))
        statement = (
            f"SELECT s.line, f.fault, f.other, {selected} FROM {self._faults} f JOIN {self._table} s ON s.line = f.line"
            f" WHERE f.line IN (SELECT DISTINCT line FROM {self._faults} WHERE line > %s ORDER BY line LIMIT {PAGE})"
            f" ORDER BY s.line, f.fault"
        )
        while True:
            with connection.cursor() as cursor:
                cursor.execute(statement, [last])
                rows = cursor.fetchall()
            if not rows:
                return
            by_line: dict[int, tuple[list[tuple[str, int | None]], list[str]]] = {}
            for line, fault, other, *cells in rows:
                found = by_line.setdefault(line, ([], [self._typed_again(*pair) for pair in self._pairs(cells)]))
                found[0].append((fault, other))
            for line, (faults, cells) in by_line.items():
                yield line, faults, cells
            last = rows[-1][0]

    def _cell(self, column: Column) -> str:
        """A code that was taken as another is shown as it was written."""
        cell = f"s.{quoted(column.name)}"
        is_code = self.names and column.name == self.kind.reference_columns[0]
        return f"COALESCE(s.{AS_WRITTEN}, {cell})" if is_code else cell

    def _pairs(self, cells: Sequence[object]) -> Iterator[tuple[Column, object]]:
        return zip(self.kind.columns, cells, strict=True)

    @staticmethod
    def _typed_again(column: Column, value: object) -> str:
        if value is None:
            return ""
        if column.content == "flag":
            return "ya" if value else "tidak"
        if isinstance(value, Decimal | float):  # PostgreSQL fills a decimal up with noughts to its places
            return written(Decimal(str(value)).normalize())
        return value.isoformat() if isinstance(value, datetime.date) else str(value)

    def drop_faulty(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self._table} WHERE line IN (SELECT line FROM {self._faults})")
            cursor.execute(f"DELETE FROM {self._faults}")

    # Comparing and applying -----------------------------------------------------------------------------------

    def _reference_key(self) -> str:
        return quoted(str(self.kind.reference.model._meta.pk.column))  # noqa: SLF001

    def _column_of(self, field: str) -> str:
        return quoted(str(self.kind.target_field(field).column))

    def _sources(self) -> dict[str, str]:
        """Return target column -> expression over the staged row, without the import itself."""
        filled = {self._column_of(column.field): f"s.{quoted(column.name)}" for column in self.kind.filled}
        return {self._column_of(self.kind.reference.field): f"r.{self._reference_key()}", **filled}

    def _matched(self) -> str:
        sources = self._sources()
        unique = [self._column_of(name) for name in self.kind.unique_fields]
        on = " AND ".join(f"t.{column} = {sources[column]}" for column in unique)
        return f"{self._table} s JOIN {self._other} r ON {self._join()} LEFT JOIN {self._target} t ON {on}"

    def _differs(self) -> str:
        unequal = "IS DISTINCT FROM" if _is_postgresql() else "IS NOT"
        return " OR ".join(f"t.{column} {unequal} {source}" for column, source in self._sources().items())

    def lock_target(self) -> None:
        """Let no other import change the target until the transaction ends."""
        if _is_postgresql():
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {self._target} IN SHARE ROW EXCLUSIVE MODE")

    def compare(self) -> StagingCounts:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT COUNT(*), COUNT(t.id), COALESCE(SUM(CASE WHEN t.id IS NOT NULL AND ({self._differs()})"
                f" THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN {self._jumps()} THEN 1 ELSE 0 END), 0),"
                f" {self._digest()} FROM {self._matched()}"
            )
            *counts, digest = cursor.fetchone()
        rows, known, changed, jumps = map(int, counts)
        return StagingCounts(new=rows - known, changed=changed, same=known - changed, digest=digest, jumps=jumps)

    def _jumps(self) -> str:
        return " OR ".join(self._jump(column) for column in self.kind.amounts) or "1 = 0"

    def _jump(self, column: Column) -> str:
        old, new = f"t.{self._column_of(column.field)}", f"s.{quoted(column.name)}"
        return (
            f"({old} > 0 AND {new} >= {SMALLEST_JUMP} AND {new} >= {JUMP} * {old}"
            f" OR {new} > 0 AND {old} >= {SMALLEST_JUMP} AND {old} >= {JUMP} * {new})"
        )

    def _digest(self) -> str:
        """One digest over the records that differ, each with its line: whoever changes one in between is noticed."""
        columns = [*self._sources(), self._column_of("batch")]
        texts = " || '|' || ".join(f"COALESCE(CAST(t.{column} AS text), '')" for column in columns)
        row = f"MD5(CAST(s.line AS text) || '|' || {texts})"
        differing = f"FROM {self._matched()} WHERE t.id IS NOT NULL AND ({self._differs()})"
        if _is_postgresql():
            return f"(SELECT MD5(COALESCE(STRING_AGG({row}, '' ORDER BY s.line), '')) {differing})"
        in_order = f"SELECT {row} AS one {differing} ORDER BY s.line"
        return f"(SELECT MD5(COALESCE(GROUP_CONCAT(one, ''), '')) FROM ({in_order}))"

    def keep_superseded(self, *, actor_id: int, reason: str, at: datetime.datetime) -> None:
        """Copy the rows that are about to change into their history, as they are before the change."""
        history = self.kind.model.history.model._meta  # type: ignore[attr-defined] # noqa: SLF001 - simple-history's door
        tracked = [str(field.column) for field in self.kind.model._meta.concrete_fields]  # noqa: SLF001
        names = ", ".join(quoted(column) for column in tracked)
        kept = ", ".join(f"t.{quoted(column)}" for column in tracked)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {quoted(history.db_table)} ({names}, history_date, history_change_reason, history_type,"
                f" history_user_id) SELECT {kept}, %s, %s, '~', %s FROM {self._matched()}"
                f" WHERE t.id IS NOT NULL AND ({self._differs()})",
                [connection.ops.adapt_datetimefield_value(at), reason, actor_id],
            )

    def write(self, batch: models.Model) -> None:
        """Add the new rows and change the differing ones, in one statement."""
        sources = self._sources()
        batch_column = self._column_of("batch")
        names = ", ".join([*sources, batch_column])
        unique = ", ".join(self._column_of(name) for name in self.kind.unique_fields)
        updates = ", ".join(f"{column} = excluded.{column}" for column in [*sources, batch_column])
        batch_key = self.kind.target_field("batch").get_db_prep_save(batch.pk, connection)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self._target} ({names}) SELECT {', '.join(sources.values())}, %s FROM {self._matched()}"
                f" WHERE t.id IS NULL OR {self._differs()}"
                f" ON CONFLICT ({unique}) DO UPDATE SET {updates}",
                [batch_key],
            )
