"""Refusals: each one is a message in Indonesian that a jury secretary can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a rulebook: where it stands and what to do about it."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class EngineError(Exception):
    """Any refusal of the engine."""


class RulebookError(EngineError):
    """The rulebook is not used; `problems` lists every fault found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class ScoringError(EngineError):
    """The input cannot be scored under this rulebook; nothing was computed."""


class TableError(ScoringError):
    """The table itself is not usable: columns, identities or cells."""


class NumberExpectedError(ScoringError):
    """A cell that a criterion reads as a number holds something else."""


class ValueOutOfRangeError(ScoringError):
    """A value lies outside what its criterion allows."""


class UnknownLevelError(ScoringError):
    """A label is not in the criterion's table of levels."""


class PopulationError(ScoringError):
    """A reference population is absent, empty, or has no spread."""


class MarkError(ScoringError):
    """A mark names an entry or a criterion that is not scored."""


class UnknownEntryError(ScoringError):
    """An identity was asked for that is not in the table."""
