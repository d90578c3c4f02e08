"""What the codes and names in staged rows mean: former ones are taken as the region they mean, and said."""

# ruff: noqa: S608 - as in staging.py: no name in the SQL comes from a file or a person

import datetime
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db import connection

from paritrana.lib.plain_keys import is_same_region_name
from paritrana.lib.region_names import Gazetteer, NameVerdict, Span
from paritrana.uploads.kinds import ImportKind, Naming

MISNAMED, AMBIGUOUS, NAMESAKE = "misnamed", "ambiguous", "namesake"
AS_WRITTEN = "as_written"
"""The column of the staging table that keeps a code which was taken as another."""
ALIAS_NOTE = "alias"
_FAULT_OF = {NameVerdict.OTHER: MISNAMED, NameVerdict.AMBIGUOUS: NAMESAKE}


class StagedNames:
    """The codes and names of one staging table; `table`, `faults` and `other` are quoted, `join` finds the region."""

    def __init__(self, kind: ImportKind, naming: Naming, *, table: str, faults: str, other: str, join: str) -> None:
        self.column = naming.column
        self._naming = naming
        self._table = table
        self._faults = faults
        self._joined = f"{table} s JOIN {other} r ON {join}"
        self._code = connection.ops.quote_name(kind.reference_columns[0])
        self._name = connection.ops.quote_name(naming.column)
        self._days = [connection.ops.quote_name(name) for name in dict.fromkeys(kind.dated or ())]

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return self._naming.gazetteer()

    def take_aliases(self, cursor: Any) -> None:
        """Put the code of today where a former one stands; note the rows whose code means two regions on their day."""
        codes = self.gazetteer.alias_codes
        if not codes:
            return
        marks = ", ".join(["%s"] * len(codes))
        cursor.execute(
            f"SELECT DISTINCT {', '.join([self._code, *self._days])} FROM {self._table}"
            f" WHERE {AS_WRITTEN} IS NULL AND {self._code} IN ({marks})",
            codes,
        )
        for written, *days in cursor.fetchall():
            found = self.gazetteer.of_code(written, span_of(days))
            condition, values = self._rows(written, days)
            if len(found) > 1:
                cursor.execute(
                    f"INSERT INTO {self._faults} (line, fault) SELECT line, '{AMBIGUOUS}' FROM {self._table}"
                    f" WHERE {AS_WRITTEN} IS NULL AND {condition}",
                    values,
                )
            elif found and found[0].alias:
                cursor.execute(
                    f"UPDATE {self._table} SET {AS_WRITTEN} = {self._code}, {self._code} = %s"
                    f" WHERE {AS_WRITTEN} IS NULL AND {condition}",
                    [found[0].place.code, *values],
                )

    def _rows(self, code: str, days: Sequence[object]) -> tuple[str, list[str]]:
        condition = " AND ".join(f"{column} = %s" for column in [self._code, *self._days])
        return condition, [code, *map(str, days)]

    def find_misnamed(self, cursor: Any) -> None:
        """Note the rows whose name is not that of their code, or was another region's on their day."""
        days = [f"s.{column}" for column in self._days]
        official = [f"r.{connection.ops.quote_name(name)}" for name in self._naming.fields]
        cursor.execute(
            f"SELECT DISTINCT s.{self._code}, s.{self._name}, {', '.join([*days, *official])} FROM {self._joined}"
            f" WHERE s.{self._name} <> ''"
        )
        faulty = []
        for code, written, *rest in cursor.fetchall():
            span = span_of(rest[: len(days)])
            fault = _FAULT_OF.get(self._verdict(code, written, span, rest[len(days) :]))
            if fault:
                _condition, values = self._rows(code, rest[: len(days)])
                faulty.append((fault, *values, written))
        condition, _values = self._rows("", [])
        cursor.executemany(
            f"INSERT INTO {self._faults} (line, fault) SELECT line, %s FROM {self._table}"
            f" WHERE {condition} AND {self._name} = %s",
            faulty,
        )

    def _verdict(self, code: str, written: str, span: Span | None, official: Sequence[str]) -> NameVerdict:
        if code in self.gazetteer:
            return self.gazetteer.name_of(code, written, span)
        is_same = any(name and is_same_region_name(written, name) for name in official)
        return NameVerdict.SAME if is_same else NameVerdict.OTHER

    def notes(self) -> list[dict[str, object]]:
        """Return what the rows in order were taken as, through which alias, how often and from which line on."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {AS_WRITTEN}, {self._code}, COUNT(*), MIN(line) FROM {self._table}"
                f" WHERE {AS_WRITTEN} IS NOT NULL GROUP BY {AS_WRITTEN}, {self._code} ORDER BY MIN(line)"
            )
            codes = cursor.fetchall()
            cursor.execute(
                f"SELECT {self._name}, {self._code}, COUNT(*), MIN(line) FROM {self._table}"
                f" WHERE {self._name} <> '' GROUP BY {self._name}, {self._code} ORDER BY MIN(line)"
            )
            names = [row for row in cursor.fetchall() if self.gazetteer.name_of(row[1], row[0]) is NameVerdict.ALIAS]
        return [
            {
                "code": ALIAS_NOTE,
                "written": written,
                "meant": str(meaning.place),
                "source": meaning.alias.source,
                "count": int(count),
                "line": int(line),
            }
            for written, code, count, line in [*codes, *names]
            for meaning in [*self.gazetteer.of_code(written), *self.gazetteer.of_name(written)]
            if meaning.place.code == code and meaning.alias
        ]


def span_of(days: Sequence[object]) -> Span | None:
    """Return the first and last of the days as a database gives them, dates or ISO text; None where there are none."""
    dates = [datetime.date.fromisoformat(str(day)) for day in days]
    return (dates[0], dates[-1]) if dates else None
