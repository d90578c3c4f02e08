"""SHA-256 over canonical text: the same figures give the same digest on every machine and in any order."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from awards.engine.marks import GivenMark
from awards.engine.table import Cell, ScaledColumn, Table

PLAIN_NUMBER: Final = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?", re.ASCII)


def digest_of_document(document: Any) -> str:  # any TOML value
    """Digest a parsed TOML document; 1, 1.0 and 1.00 are one number, the order of keys is of no account."""
    text = json.dumps(_canonical(document), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_lines(lines: Iterable[str]) -> str:
    sha = hashlib.sha256()
    for line in lines:
        sha.update(line.encode())
        sha.update(b"\n")
    return sha.hexdigest()


def decimal_text(value: Decimal) -> str:
    """Write a decimal plainly and without trailing zeros, so that equal numbers give equal text."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def input_lines(table: Table, marks: Iterable[GivenMark], populations: Mapping[str, Table]) -> Iterator[str]:
    """Write the frozen input as canonical text: rows by identity, columns by name."""
    yield from _table_lines("table", table)
    for code in sorted(populations):
        yield from _table_lines(f"population {code}", populations[code])
    yield "marks"
    for mark in sorted(marks, key=lambda mark: (mark.criterion, mark.entity, mark.juror)):
        yield f"{mark.criterion}\t{mark.entity}\t{mark.juror}\t{decimal_text(mark.value)}"


def _table_lines(title: str, table: Table) -> Iterator[str]:
    order = sorted(range(len(table)), key=lambda row: str(table.ids[row]))
    yield title
    yield "\x1f".join(str(table.ids[row]) for row in order)
    for name in table.column_names:
        yield name
        yield "\x1f".join(_column_texts(table, name, order))


def _column_texts(table: Table, name: str, order: Sequence[int]) -> Iterator[str]:
    column = table.column(name)
    if not isinstance(column, ScaledColumn):
        return (_cell_text(table.cell(name, row)) for row in order)
    scaled = column.scaled.tolist()
    states = None if column.states is None else column.states.tolist()
    return ("" if states and states[row] else _scaled_text(scaled[row], column.places) for row in order)


def _scaled_text(scaled: int, places: int) -> str:
    """Write scaled / 10 ** places as `decimal_text` does, without making a decimal."""
    if not places or not scaled:
        return str(scaled)
    whole, rest = divmod(abs(scaled), 10**places)
    text = f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"-{text}" if scaled < 0 else text


def _cell_text(cell: Cell) -> str:
    """Tell nothing, a text and a number apart; a number is one even if it came as text, a code like `01` is not."""
    if cell is None:
        return ""
    if isinstance(cell, str) and not PLAIN_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return decimal_text(Decimal(cell))


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_canonical(item) for item in value]
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | Decimal):
        return {"number": decimal_text(Decimal(value))}
    return str(value)
