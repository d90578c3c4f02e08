"""One table of a rulebook while it is read: every key is asked for by type, and what nobody asked for is refused."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from awards.engine.numbers import MOST_PLACES, can_be_entered
from paritrana.lib.problems import Problem, Value

MOST_DIGITS = 12
"""Digits after the point that a score is printed with."""

Choice = TypeVar("Choice", bound=StrEnum)


class TomlSection:
    """Faults are collected in `problems` and reading goes on with a stand-in, so that one reading finds them all.

    Places in lists are counted from 1.
    """

    def __init__(self, table: Mapping[str, object], path: str, problems: list[Problem]) -> None:
        self._table = dict(table)
        self._asked: set[str] = set()
        self.path = path
        self.problems = problems

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def says(self, key: str, word: str) -> bool:
        """Tell whether a key holds this word, without asking for it."""
        return self._table.get(key) == word

    def refuse(self, key: str, code: str, /, **values: Value) -> None:
        """Note a fault; only the first one of a key, for the next would be its echo."""
        path = f"{self.path}.{key}".strip(".")
        if all(problem.path != path for problem in self.problems):
            self.problems.append(Problem(path, code, values))

    def close(self) -> None:
        for key in self._table.keys() - self._asked:
            self.refuse(key, "rulebook.unknown-key")

    def text(self, key: str) -> str:
        value = self._take(key)
        if isinstance(value, str) and value.strip():
            return value
        self.refuse(key, "rulebook.text-expected")
        return ""

    def optional_text(self, key: str) -> str:
        return self.text(key) if key in self else ""

    def text_or_none(self, key: str) -> str | None:
        return self.text(key) if key in self else None

    def any_text(self, key: str) -> str:
        """Read a text that may be empty."""
        value = self._take(key)
        if isinstance(value, str):
            return value
        self.refuse(key, "rulebook.text-expected")
        return ""

    def cell(self, key: str) -> Decimal | str:
        """Read a number or a text, as a cell of a table holds one."""
        value = self._table.get(key)
        if isinstance(value, str):
            return self.text(key)
        number = self.number(key)
        return Decimal(number.numerator) / Decimal(number.denominator)

    def number(self, key: str) -> Fraction:
        return self._number(key, self._take(key))

    def optional_number(self, key: str) -> Fraction | None:
        return self.number(key) if key in self else None

    def number_or(self, key: str, default: int) -> Fraction:
        return self.number(key) if key in self else Fraction(default)

    def whole(self, key: str, lowest: int, default: int | None = None) -> int:
        if key not in self and default is not None:
            return default
        value = self._take(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= lowest:
            return value
        self.refuse(key, "rulebook.whole-expected", lowest=lowest)
        return lowest

    def flag(self, key: str, default: bool | None = None) -> bool:  # noqa: FBT001
        if key not in self and default is not None:
            return default
        value = self._take(key)
        if isinstance(value, bool):
            return value
        self.refuse(key, "rulebook.flag-expected")
        return False

    def choice(self, key: str, kinds: type[Choice], default: Choice | None = None) -> Choice:
        if key not in self and default is not None:
            return default
        value = self._take(key)
        if isinstance(value, str) and value in {kind.value for kind in kinds}:
            return kinds(value)
        self.refuse(key, "rulebook.choice-expected", choices=tuple(map(str, kinds)))
        return next(iter(kinds))

    def numbers(self, key: str) -> tuple[Fraction, ...]:
        return tuple(self._number(f"{key}[{place}]", value) for place, value in enumerate(self._list(key), 1))

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts, or one text as a list of one."""
        value = self._table.get(key)
        values = [self._take(key)] if isinstance(value, str) else self._list(key)
        if all(isinstance(item, str) and item for item in values):
            return tuple(str(item) for item in values)
        self.refuse(key, "rulebook.texts-expected")
        return ()

    def section(self, key: str) -> TomlSection:
        """Read a table; an absent one is empty."""
        value = self._take(key) if key in self else {}
        if isinstance(value, Mapping):
            return TomlSection(value, f"{self.path}.{key}".strip("."), self.problems)
        self.refuse(key, "rulebook.table-expected")
        return TomlSection({}, f"{self.path}.{key}".strip("."), self.problems)

    def sections(self, key: str) -> list[TomlSection]:
        """Read a list of tables; an absent one is empty."""
        found = []
        for place, value in enumerate(self._list(key) if key in self else (), 1):
            path = f"{key}[{place}]"
            if isinstance(value, Mapping):
                found.append(TomlSection(value, f"{self.path}.{path}".strip("."), self.problems))
            else:
                self.refuse(path, "rulebook.tables-expected")
        return found

    def keys(self) -> list[str]:
        return list(self._table)

    def leave(self, key: str) -> None:
        """Mark a key as somebody else's."""
        self._asked.add(key)

    def _take(self, key: str) -> object:
        self._asked.add(key)
        return self._table.get(key)

    def _list(self, key: str) -> list[object]:
        value = self._take(key)
        if isinstance(value, list) and value:
            return value
        self.refuse(key, "rulebook.list-expected")
        return []

    def _number(self, key: str, value: object) -> Fraction:
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and can_be_entered(Decimal(value)):
            return Fraction(value)
        self.refuse(key, "rulebook.number-expected", digits=MOST_PLACES)
        return Fraction(0)
