"""The marks of one jury criterion laid out by entry and juror, checked and in an order of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from awards.engine.marks import GivenMark
from awards.engine.panel.errors import (
    DuplicateMarkError,
    InvalidMarkError,
    MixedCriteriaError,
    UnknownEntityError,
)


@dataclass(frozen=True)
class Grid:
    """`entities` keeps the order given and holds marked entries only; `jurors` is sorted.

    `marks[i]` are the marks of `entities[i]`, by juror, so that nothing depends on the order of entry.
    """

    entities: tuple[str, ...]
    jurors: tuple[str, ...]
    marks: tuple[tuple[GivenMark, ...], ...]

    @cached_property
    def juror_index(self) -> dict[str, int]:
        return {juror: index for index, juror in enumerate(self.jurors)}

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """Entity index of every mark, marks in reading order."""
        return np.repeat(np.arange(len(self.entities)), [len(marks) for marks in self.marks])

    @cached_property
    def columns(self) -> NDArray[np.int64]:
        """Juror index of every mark, marks in reading order."""
        return np.array([self.juror_index[mark.juror] for marks in self.marks for mark in marks], dtype=np.int64)

    @cached_property
    def values(self) -> tuple[Fraction, ...]:
        return tuple(Fraction(mark.value) for marks in self.marks for mark in marks)

    @cached_property
    def floats(self) -> NDArray[np.float64]:
        return np.array([float(mark.value) for marks in self.marks for mark in marks])

    @cached_property
    def seen(self) -> NDArray[np.int64]:
        """1 where the juror (column) marked the entry (row), else 0."""
        seen = np.zeros((len(self.entities), len(self.jurors)), dtype=np.int64)
        seen[self.rows, self.columns] = 1
        return seen


def lay_out(marks: Iterable[GivenMark], entities: Sequence[str]) -> Grid:
    by_entity: dict[str, dict[str, GivenMark]] = {entity: {} for entity in entities}
    criteria: set[str] = set()
    jurors: set[str] = set()
    for mark in marks:
        if mark.entity not in by_entity:
            raise UnknownEntityError(mark.entity, mark.juror)
        if mark.juror in by_entity[mark.entity] and mark.criterion in criteria:
            raise DuplicateMarkError(mark.juror, mark.entity, mark.criterion)
        if not mark.value.is_finite():
            raise InvalidMarkError(mark.juror, mark.entity, mark.value)
        by_entity[mark.entity][mark.juror] = mark
        criteria.add(mark.criterion)
        jurors.add(mark.juror)
    if len(criteria) > 1:
        raise MixedCriteriaError(sorted(criteria))
    marked = tuple(entity for entity, found in by_entity.items() if found)
    return Grid(
        entities=marked,
        jurors=tuple(sorted(jurors)),
        marks=tuple(tuple(by_entity[entity][juror] for juror in sorted(by_entity[entity])) for entity in marked),
    )
