"""Turns one Parquet file into lines of JSON, in a process of its own: a crafted file can bring down this one only.

    python -I parquet_process.py BYTES ROWS COLUMNS LINE_BYTES < file

The first line is {"columns": [[title, kind], ...], "rows": number}, every further one a row: text, true, false, null;
numbers and days as text. A refusal is a last line {"fault", "where", "limit"}. The process may take a
bounded part of memory and processor time, can write no file, knows no setting of the project, and imports none of it.
Systems without such limits and without /dev/fd (Windows) read no file of this kind.
"""

# ruff: noqa: S608 - no name in the SQL but the fixed one of the input, and those of columns in quotes

import json
import resource
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

MEBIBYTE = 1024 * 1024
FILE = "/dev/fd/0"
TABLE = f"read_parquet('{FILE}', hive_partitioning = false)"
DUCKDB_MEBIBYTES = 512
ADDRESS_BYTES = 2 * 1024 * MEBIBYTE
PROCESSOR_SECONDS = 600
ROWS_AT_ONCE = 100
SAFE: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": f"{DUCKDB_MEBIBYTES}MiB",
    "temp_directory": "",
    "enable_external_file_cache": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_unsigned_extensions": False,
    "allow_persistent_secrets": False,
}
LOCKED = f"SET allowed_paths = ['{FILE}']; SET enable_external_access = false; SET lock_configuration = true"
# A number of so many digits comes back from a binary fraction of that width as it was written, whatever it was.
EXACT_DIGITS = {"FLOAT": 6, "DOUBLE": 15}
LARGEST_EXACT = {"FLOAT": 2**24, "DOUBLE": 2**53}
MIDNIGHT = " 00:00:00"
# What each type of the engine is told as, floats and moments after a judge saw them; a column of nothing has no type.
KINDS = {
    "VARCHAR": "text",
    '"NULL"': "text",
    **{f"{sign}{size}": "whole" for sign in ("", "U") for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")},
    "FLOAT": "FLOAT",
    "DOUBLE": "DOUBLE",
    "BOOLEAN": "flag",
    "DATE": "day",
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"), "moment"),
}
TOLD_AS = {"FLOAT": "decimal", "DOUBLE": "decimal", "moment": "day"}
TOLD_AS_TEXT = frozenset({"whole", "decimal", "day", "moment"})
LINE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class RefusedError(Exception):
    """Why the file is not read, in the words of `table_faults`."""

    def __init__(self, fault: str, *, where: str = "", limit: int = 0) -> None:
        super().__init__(fault)
        self.said = {"fault": fault, "where": where, "limit": limit}


@dataclass(frozen=True, slots=True)
class ParquetColumn:
    title: str
    kind: str
    selected: str


@dataclass(frozen=True, slots=True)
class ParquetLimits:
    unpacked_bytes: int
    rows: int
    columns: int
    line_bytes: int


def limit_process() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_BYTES, ADDRESS_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def connected() -> duckdb.DuckDBPyConnection:
    """Return a connection that can read the standard input and nothing else, and that no statement can loosen."""
    connection = duckdb.connect(":memory:", config=SAFE)
    connection.execute(LOCKED)
    return connection


def columns_of(connection: duckdb.DuckDBPyConnection, limits: ParquetLimits) -> list[ParquetColumn]:
    """Titles are those of the file: the engine renames what it finds twice."""
    schema = connection.execute(f"SELECT name, type, num_children FROM parquet_schema('{FILE}')").fetchall()[1:]
    if not schema:
        raise RefusedError("empty")
    if len(schema) > limits.columns:
        raise RefusedError("too_many_columns", limit=limits.columns)
    for title, _stored, children in schema:
        if "\x00" in title:
            raise RefusedError("not_utf8")
        if children:
            raise RefusedError("column_type", where=title)
    described = connection.execute(f"DESCRIBE SELECT * FROM {TABLE}").fetchall()
    if len(described) != len(schema):
        raise RefusedError("broken")
    return [
        column(title, stored, name, engine)
        for (title, stored, _children), (name, engine, *_rest) in zip(schema, described, strict=True)
    ]


def column(title: str, stored: str, name: str, engine: str) -> ParquetColumn:
    """`stored` is the type in the file, `engine` what it becomes: too wide a decimal becomes a binary fraction."""
    kind = "decimal" if engine.startswith("DECIMAL(") else KINDS.get(engine)
    if kind is None or (kind in EXACT_DIGITS and kind != stored):
        raise RefusedError("column_type", where=f"{title}: {engine}")
    quoted = '"' + name.replace('"', '""') + '"'
    return ParquetColumn(title, kind, f"CAST({quoted} AS VARCHAR)" if kind in TOLD_AS_TEXT else quoted)


def row_count(connection: duckdb.DuckDBPyConnection, limits: ParquetLimits) -> int:
    """Return how many rows the file says it has; what it says of its size is judged before anything is unpacked."""
    [(rows,)] = connection.execute(f"SELECT num_rows FROM parquet_file_metadata('{FILE}')").fetchall()
    if rows > limits.rows:
        raise RefusedError("too_many_rows", limit=limits.rows)
    [(size,)] = connection.execute(
        f"SELECT coalesce(sum(total_uncompressed_size), 0) FROM parquet_metadata('{FILE}')"
    ).fetchall()
    if size > limits.unpacked_bytes:
        raise RefusedError("parquet_too_large", limit=limits.unpacked_bytes)
    return int(rows)


def rows_of(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[ParquetColumn], limits: ParquetLimits
) -> Iterator[tuple[int, list[object]]]:
    selected = ", ".join(one.selected for one in columns)
    result = connection.execute(f"SELECT {selected} FROM {TABLE}")
    judged = [(place, one.title, JUDGES[one.kind]) for place, one in enumerate(columns) if one.kind in JUDGES]
    number = 0
    while chunk := result.fetchmany(ROWS_AT_ONCE):
        for cells in chunk:
            number += 1
            if number > limits.rows:
                raise RefusedError("too_many_rows", limit=limits.rows)
            row = list(cells)
            for place, title, judge in judged:
                if row[place] is not None:
                    row[place] = judge(row[place], title, number)
            yield number, row


def _as_written(value: float, engine: str, title: str, number: int) -> str:
    text = f"{value:.{EXACT_DIGITS[engine]}g}"
    again = float(text)
    if engine == "FLOAT" and abs(again) < LARGEST_EXACT[engine]:
        again = struct.unpack("f", struct.pack("f", again))[0]
    if again != value or abs(value) >= LARGEST_EXACT[engine]:
        raise RefusedError("inexact", where=f"{title}, {number}: {value!r}")
    return text


def _single(value: float, title: str, number: int) -> str:
    return _as_written(value, "FLOAT", title, number)


def _double(value: float, title: str, number: int) -> str:
    return _as_written(value, "DOUBLE", title, number)


def _day_of(value: str, title: str, number: int) -> str:
    if not value.endswith(MIDNIGHT):
        raise RefusedError("time_of_day", where=f"{title}, {number}: {value}")
    return value.removesuffix(MIDNIGHT)


JUDGES: dict[str, Callable[[Any, str, int], str]] = {"FLOAT": _single, "DOUBLE": _double, "moment": _day_of}


def lines(limits: ParquetLimits) -> Iterator[bytes]:
    connection = connected()
    columns = columns_of(connection, limits)
    rows = row_count(connection, limits)
    yield _line({"columns": [[one.title, TOLD_AS.get(one.kind, one.kind)] for one in columns], "rows": rows})
    total = number = 0
    for number, row in rows_of(connection, columns, limits):
        line = _line(row)
        total += len(line)
        if total > limits.unpacked_bytes:
            raise RefusedError("parquet_too_large", limit=limits.unpacked_bytes)
        if len(line) > limits.line_bytes:
            raise RefusedError("too_many_columns", where=str(number), limit=limits.columns)
        if b"\\u0000" in line and any(isinstance(cell, str) and "\x00" in cell for cell in row):
            raise RefusedError("not_utf8", where=str(number))
        yield line
    if number != rows:
        raise RefusedError("broken")


def _line(value: object) -> bytes:
    return LINE.encode(value).encode() + b"\n"


def main() -> None:
    limit_process()
    limits = ParquetLimits(*map(int, sys.argv[1:]))
    out = sys.stdout.buffer
    try:
        for line in lines(limits):
            out.write(line)
    except RefusedError as refused:
        out.write(_line(refused.said))
    except (MemoryError, duckdb.OutOfMemoryException):
        out.write(_line({"fault": "parquet_too_large", "where": "", "limit": limits.unpacked_bytes}))
    except UnicodeDecodeError:
        out.write(_line({"fault": "not_utf8", "where": "", "limit": 0}))
    except duckdb.Error:
        out.write(_line({"fault": "broken", "where": "", "limit": 0}))
    out.flush()


if __name__ == "__main__":
    main()
