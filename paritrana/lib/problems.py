"""What pure code has to say, without a language: a code and the values that its sentence names.

The sentences stand in one table per language, beside what prints them. A name (an entry, a key, a row's number) is
text, an amount is a whole number or a `Decimal` with the digits to be shown; several are a tuple, and a note may hold
notes. Without the table a note still says its code and its values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias, Union

Value: TypeAlias = Union[str, int, Decimal, "Note", tuple["Value", ...]]


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth saying."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        listed = ", ".join(f"{name}={_plain(value)}" for name, value in self.values.items())
        return f"{self.code} ({listed})" if listed else self.code


@dataclass(frozen=True, slots=True)
class Problem:
    """A note about one place: `path` leads to it in what was read, its places counted from 1; "" is the whole."""

    path: str
    code: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return f"{self.path}: {self.note}" if self.path else str(self.note)

    @property
    def note(self) -> Note:
        return Note(self.code, self.values)


class ProblemsError(Exception):
    """A refusal: `problems` lists all that was found wrong, not only the first."""

    def __init__(self, *problems: Problem | Note) -> None:
        super().__init__(*problems)
        self.problems = tuple(
            one if isinstance(one, Problem) else Problem("", one.code, one.values) for one in problems
        )

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def note(code: str, /, **values: Value) -> Note:
    return Note(code, values)


def problem(path: str, code: str, /, **values: Value) -> Problem:
    return Problem(path, code, values)


def _plain(value: Value) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_plain, value)) + "]"
    return str(value)
