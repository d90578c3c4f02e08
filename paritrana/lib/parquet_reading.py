"""A Parquet file as titles and typed rows, read by a process of its own (`parquet_process.py`)."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from paritrana.lib.table_faults import TableFault, TableLimits, TableRefusedError

ParquetCell = str | Decimal | bool | None
ParquetRow = tuple[int, list[ParquetCell]]
PROGRAM = Path(__file__).with_name("parquet_process.py")
EMPTY = (None, "")
USED_UP = frozenset({-signal.SIGXCPU, -signal.SIGKILL})
CRASHED = frozenset({-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGFPE, -signal.SIGILL})


class ParquetProcessError(Exception):
    """The process could not do its work; its own words are in the log."""


@dataclass(frozen=True, slots=True)
class ParquetRows:
    """A row's number counts from 1, as there is no row of titles; `row_count` is what the file says of itself.

    Whole numbers and days are told as a CSV file would write them, so that every reader of cells knows them.
    """

    titles: tuple[str, ...]
    rows: Iterator[ParquetRow]
    row_count: int


@contextmanager
def parquet_rows(file: BinaryIO, limits: TableLimits) -> Iterator[ParquetRows]:
    """Raises `TableRefusedError` at once, or from the rows where the fault sits."""
    bounds = (limits.file_bytes, limits.rows, limits.columns, limits.line_characters)
    command = [sys.executable, "-I", str(PROGRAM), *map(str, bounds)]
    with subprocess.Popen(  # noqa: S603 - our program; a session of its own, as it ends with its reader anyway
        command, stdin=file, stdout=subprocess.PIPE, env={}, start_new_session=True
    ) as process:
        try:
            said = _said(process, limits)
            head = next(said, None)
            if head is None:
                raise ParquetProcessError
            titles, kinds = zip(*head["columns"], strict=True)
            yield ParquetRows(titles, _rows(said, kinds), head["rows"])
        finally:
            process.kill()


def _said(process: "subprocess.Popen[bytes]", limits: TableLimits) -> Iterator[Any]:
    """Yield what the process says line by line: whatever JSON holds. A last line cut short means that it died."""
    output = process.stdout
    if output is None:
        raise ParquetProcessError
    while (line := output.readline(limits.line_characters + 1)).endswith(b"\n"):
        value = json.loads(line)
        if isinstance(value, dict) and "fault" in value:
            raise TableRefusedError(TableFault(value["fault"]), where=value["where"], limit=value["limit"])
        yield value
    if line:
        process.kill()
    _refuse_what_it_died_of(process.wait())


def _refuse_what_it_died_of(code: int) -> None:
    """What it crashed over or could not hold is the file's; whoever stopped it, or where it cannot run, is not."""
    if code in USED_UP:
        raise TableRefusedError(TableFault.PARQUET_TOO_LARGE)
    if code in CRASHED:
        raise TableRefusedError(TableFault.BROKEN)
    if code:
        raise ParquetProcessError(str(code))


def _rows(said: Iterator[list[Any]], kinds: Sequence[str]) -> Iterator[ParquetRow]:
    decimals = [place for place, kind in enumerate(kinds) if kind == "decimal"]
    for number, cells in enumerate(said, start=1):
        for place in decimals:
            if cells[place] is not None:
                cells[place] = _decimal(cells[place])
        if any(cell not in EMPTY for cell in cells):
            yield number, cells


def _decimal(text: str) -> ParquetCell:
    """A point among digits is no point of thousands here, and says so by its type."""
    return text if text.isdigit() else Decimal(text)
