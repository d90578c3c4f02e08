"""What the codes and names in staged rows mean: former ones are taken as the region they mean, and said."""

# ruff: noqa: S608 - as in staging.py: no name in the SQL comes from a file or a person

import datetime
from collections import defaultdict
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
Days = Sequence[object]
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
        outcomes: dict[str, dict[str, list[Days]]] = defaultdict(lambda: defaultdict(list))
        for written, *days in cursor.fetchall():
            outcomes[written][self._meant(written, days)].append(days)
        for written, by_meaning in outcomes.items():
            for meant, on_days in by_meaning.items():
                # One statement for all days where they agree, as they nearly always do.
                conditions = [self._rows(written, days if len(by_meaning) > 1 else ()) for days in on_days]
                self._settle(cursor, meant, conditions if len(by_meaning) > 1 else conditions[:1])

    def _meant(self, written: str, days: Days) -> str:
        """Return the code that is meant on these days, "" where it is today's own, or `AMBIGUOUS`."""
        found = self.gazetteer.of_code(written, span_of(days))
        if len(found) > 1:
            return AMBIGUOUS
        return found[0].place.code if found and found[0].alias else ""

    def _settle(self, cursor: Any, meant: str, conditions: Sequence[tuple[str, list[str]]]) -> None:
        for condition, values in conditions if meant else ():
            where = f"{AS_WRITTEN} IS NULL AND {condition}"
            if meant == AMBIGUOUS:
                cursor.execute(
                    f"INSERT INTO {self._faults} (line, fault) SELECT line, '{AMBIGUOUS}' FROM {self._table}"
                    f" WHERE {where}",
                    values,
                )
            else:
                cursor.execute(
                    f"UPDATE {self._table} SET {AS_WRITTEN} = {self._code}, {self._code} = %s WHERE {where}",
                    [meant, *values],
                )

    def _rows(self, code: str, days: Days) -> tuple[str, list[str]]:
        columns = [self._code, *(self._days if days else [])]
        return " AND ".join(f"{column} = %s" for column in columns), [code, *map(str, days)]

    def find_misnamed(self, cursor: Any) -> None:
        """Note the rows whose name is not that of their code, or was another region's on their day."""
        official = [f"r.{connection.ops.quote_name(name)}" for name in self._naming.fields]
        cursor.execute(
            f"SELECT DISTINCT s.{self._code}, s.{self._name}, {', '.join(official)} FROM {self._joined}"
            f" WHERE s.{self._name} <> ''"
        )
        for code, written, *names in cursor.fetchall():
            if self._verdict(code, written, None, names) is NameVerdict.SAME:
                continue
            for days in self._days_of(cursor, code, written):
                fault = _FAULT_OF.get(self._verdict(code, written, span_of(days), names))
                if fault:
                    condition, values = self._rows(code, days)
                    cursor.execute(
                        f"INSERT INTO {self._faults} (line, fault) SELECT line, '{fault}' FROM {self._table}"
                        f" WHERE {condition} AND {self._name} = %s",
                        [*values, written],
                    )

    def _days_of(self, cursor: Any, code: str, written: str) -> list[Days]:
        """Return the days of the rows with this code and name; nothing depends on them where no alias has the name."""
        if not self._days or not self.gazetteer.is_alias(written):
            return [()]
        cursor.execute(
            f"SELECT DISTINCT {', '.join(self._days)} FROM {self._table} WHERE {self._code} = %s AND {self._name} = %s",
            [code, written],
        )
        return list(cursor.fetchall())

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


def span_of(days: Days) -> Span | None:
    """Return the first and last of the days as a database gives them, dates or ISO text; None where there are none."""
    dates = [datetime.date.fromisoformat(str(day)) for day in days]
    return (dates[0], dates[-1]) if dates else None
