"""The observations: identities and columns, as Python cells or as arrays of scaled whole numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from awards.engine.errors import NumberExpectedError, TableError, UnknownEntryError
from awards.engine.numbers import can_be_entered
from paritrana.lib.problems import note

NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
LARGEST_SCALED: Final = 2**62

Cell = Decimal | int | str | None
Whole = NDArray[np.int64]
States = NDArray[np.uint8]
Selection = slice | Whole


class State(IntEnum):
    """Whether a cell holds a value; not reported, not applicable and zero are three things."""

    PRESENT = 0
    NOT_REPORTED = 1
    NOT_APPLICABLE = 2
    ZERO_DENOMINATOR = 3
    SMALL_DENOMINATOR = 4


@dataclass(frozen=True, slots=True, eq=False)
class ScaledColumn:
    """Whole numbers that are the values times 10 ** places; `states` is None when every value is present.

    Raise TableError for numbers that are not whole or pass 62 bits: sums of them would wrap around.
    """

    scaled: Whole
    places: int
    states: States | None = None

    def __post_init__(self) -> None:
        if not np.issubdtype(self.scaled.dtype, np.integer):
            raise TableError(note("table.not-whole", kind=str(self.scaled.dtype)))
        lowest, highest = self.ends()
        if max(-lowest, highest) >= LARGEST_SCALED:
            raise TableError(note("table.too-large", number=max(-lowest, highest)))
        object.__setattr__(self, "scaled", self.scaled.astype(np.int64, copy=False))

    def __len__(self) -> int:
        return len(self.scaled)

    def ends(self) -> tuple[int, int]:
        """Return the lowest and the highest number; what stands in place of an absent one counts."""
        return (int(self.scaled.min()), int(self.scaled.max())) if len(self) else (0, 0)

    def exact(self, index: int) -> Fraction:
        return Fraction(int(self.scaled[index]), 10**self.places)

    def state(self, index: int) -> State:
        return State.PRESENT if self.states is None else State(int(self.states[index]))

    def cell(self, index: int) -> Cell:
        if self.state(index) is State.PRESENT:
            return Decimal(int(self.scaled[index])).scaleb(-self.places)
        return None


@dataclass(frozen=True, slots=True, eq=False)
class LabelColumn:
    """Texts as positions in a list of labels; -1 is not reported."""

    positions: Whole
    labels: Sequence[str]

    def __len__(self) -> int:
        return len(self.positions)

    def cell(self, index: int) -> Cell:
        position = int(self.positions[index])
        return None if position < 0 else self.labels[position]


@dataclass(frozen=True, slots=True, eq=False)
class ExactColumn:
    """Fractions, where scaled whole numbers do not hold them."""

    values: Sequence[Fraction]
    states: States

    def __len__(self) -> int:
        return len(self.values)

    def exact(self, index: int) -> Fraction:
        return self.values[index]

    def state(self, index: int) -> State:
        return State(int(self.states[index]))


NumberColumn = ScaledColumn | ExactColumn
Column = Sequence[Cell] | ScaledColumn | LabelColumn


class Table:
    """Rows are known by their identities only: their order never changes a result."""

    def __init__(self, ids: Sequence[str], columns: Mapping[str, Column]) -> None:
        for name, column in columns.items():
            if len(column) != len(ids):
                raise TableError(note("table.column-length", name=name, rows=len(column), entries=len(ids)))
        self.ids = ids
        self._places = {str(one): place for place, one in enumerate(ids)}
        if len(self._places) != len(ids):
            twice = sorted({str(one) for place, one in enumerate(ids) if self._places[str(one)] != place})
            raise TableError(note("table.entries-twice", entries=tuple(twice[:10])))
        self._columns = dict(columns)
        self._numbers: dict[tuple[str, str], NumberColumn] = {}
        self._labels: dict[tuple[str, str], LabelColumn] = {}

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Cell]], *, id_column: str) -> Table:
        """Build from one mapping per entry; a key that a row lacks is not reported."""
        kept = list(rows)
        names = list(dict.fromkeys(name for row in kept for name in row if name != id_column))
        for number, row in enumerate(kept, start=1):
            if row.get(id_column) in (None, ""):
                raise TableError(note("table.no-identity", row=str(number), column=id_column))
        return cls([str(row[id_column]) for row in kept], {name: [row.get(name) for row in kept] for name in names})

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(sorted(self._columns))

    def index(self, entry: str) -> int:
        try:
            return self._places[entry]
        except KeyError:
            raise UnknownEntryError(note("table.unknown-entry", entry=entry)) from None

    def require(self, names: Iterable[str]) -> None:
        absent = sorted(set(names) - self._columns.keys())
        if absent:
            raise TableError(note("table.columns-absent", columns=tuple(absent)))

    def column(self, name: str) -> Column:
        """Return the column as it was given."""
        return self._columns[name]

    def cell(self, name: str, index: int) -> Cell:
        column = self._columns[name]
        if isinstance(column, ScaledColumn | LabelColumn):
            return column.cell(index)
        cell = column[index]
        return cell if not isinstance(cell, str) else cell.strip() or None

    def numbers(self, name: str, not_applicable: str) -> NumberColumn:
        key = (name, not_applicable)
        if key not in self._numbers:
            self._numbers[key] = self._read_numbers(name, not_applicable)
        return self._numbers[key]

    def labels(self, name: str, not_applicable: str) -> LabelColumn:
        """Return texts with -1 for not reported and -2 for not applicable; a number is read as its plain text."""
        key = (name, not_applicable)
        if key not in self._labels:
            self._labels[key] = self._read_labels(name, not_applicable)
        return self._labels[key]

    def _read_numbers(self, name: str, not_applicable: str) -> NumberColumn:
        column = self._columns[name]
        if isinstance(column, ScaledColumn):
            return column
        cells = [
            _number_cell(name, self.ids[place], self.cell(name, place), not_applicable) for place in range(len(self))
        ]
        states = np.array([cell if isinstance(cell, State) else State.PRESENT for cell in cells], dtype=np.uint8)
        values = [Decimal(0) if isinstance(cell, State) else cell for cell in cells]
        return number_column(values, states)

    def _read_labels(self, name: str, not_applicable: str) -> LabelColumn:
        column = self._columns[name]
        if isinstance(column, LabelColumn):
            marked = [place for place, label in enumerate(column.labels) if label == not_applicable]
            if not marked:
                return column
            return LabelColumn(np.where(np.isin(column.positions, marked), -2, column.positions), column.labels)
        known: dict[str, int] = {}
        positions = np.empty(len(self), dtype=np.int64)
        for place in range(len(self)):
            cell = self.cell(name, place)
            text = cell if isinstance(cell, str | None) else plain_text(cell)
            if text is None or text == not_applicable:
                positions[place] = -1 if text is None else -2
            else:
                positions[place] = known.setdefault(text, len(known))
        return LabelColumn(positions, list(known))


def number_column(values: Sequence[Decimal], states: States) -> NumberColumn:
    """Hold decimals as scaled whole numbers where 62 bits suffice, else as fractions."""
    places = max((max(0, -int(value.as_tuple().exponent)) for value in values), default=0)
    held = None if not states.any() else states
    largest = max((abs(value) for value in values), default=Decimal(0))
    if places <= 18 and largest * 10**places < LARGEST_SCALED:
        return ScaledColumn(np.array([int(value.scaleb(places)) for value in values], dtype=np.int64), places, held)
    return ExactColumn([Fraction(value) for value in values], states)


def plain_text(value: Decimal | int) -> str:
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number_cell(name: str, entry: str, cell: Cell, not_applicable: str) -> Decimal | State:
    if cell is None:
        return State.NOT_REPORTED
    if cell == not_applicable:
        return State.NOT_APPLICABLE
    is_number = not isinstance(cell, bool) and (not isinstance(cell, str) or NUMBER.fullmatch(cell))
    if is_number and can_be_entered(Decimal(cell)):
        return Decimal(cell)
    raise NumberExpectedError(note("value.number-expected", name=name, entry=entry, text=str(cell)))
