"""What a fault is: how it is planted into a table, and what a door must say of it."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from awards.tests.corpus.table_files import DirtyTable, Line, Value

CELL, ROW, RECORDS = 1, 2, 3
"""When a row's fault shows: cells first, then what they say together, then what only the records tell."""
ANY_COLUMN = "*"
BOTH, CSV, XLSX, PARQUET = ("csv", "xlsx"), ("csv",), ("xlsx",), ("parquet",)


class UnfitError(Exception):
    """The table has no place for the fault."""


@dataclass(frozen=True)
class Expected:
    """A row must be listed with this column, and the reason holds these words."""

    line: Line
    column: str
    words: str
    stage: int = CELL


@dataclass
class Planted:
    """What one fault did to a table.

    `taken` are the cells that no other fault may touch. `refusal`: words of which the refusal of the file holds all.
    `is_taken_out`: the office then takes the line out and sends the file again. `slips` are figures that nobody can
    know to be wrong: they must be shown as changes.
    """

    taken: set[tuple[int, str]]
    rows: list[Expected] = field(default_factory=list)
    notes: list[dict[str, object]] = field(default_factory=list)
    refusal: tuple[str, ...] = ()
    is_taken_out: bool = False
    slips: list[tuple[Line, str, Value]] = field(default_factory=list)
    region_code: str = ""


@dataclass(frozen=True)
class Fault:
    """`plant` changes the table and says what must come of it; `touches_numbers` spoils the sum of its column."""

    name: str
    plant: Callable[[DirtyTable, Any, random.Random], Planted]
    forms: tuple[str, ...] = BOTH
    touches_numbers: bool = False
    needs_sound_numbers: bool = False


def placed(words: str, table: DirtyTable) -> str:
    """Put the places of lines and cells, known only when the table is whole, where the words name them."""
    for line in table.lines:
        words = words.replace(f"{{{id(line)}}}", str(table.number(line)))
        for column in table.header:
            words = words.replace(f"{{place:{id(line)}:{column}}}", table.place(line, column))
    return words
