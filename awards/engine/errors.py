"""Refusals: each says by code and values what a jury secretary can act on; the sentences stand elsewhere."""

from __future__ import annotations

from paritrana.lib.problems import ProblemsError, note


class EngineError(ProblemsError):
    """Any refusal of the engine."""


class RulebookError(EngineError):
    """The rulebook is not used; `problems` lists every fault found, not only the first."""


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


class BoundReachedError(ScoringError):
    """Exact arithmetic would need more digits or steps than it takes; nothing is guessed instead."""


class NumberTooLongError(BoundReachedError):
    """A number has more digits before or after the point than exact arithmetic carries."""

    def __init__(self, most: int) -> None:
        super().__init__(note("value.too-many-digits", most=most))


class NumbersTooCloseError(BoundReachedError):
    """Two numbers are neither proved equal nor told apart within the bounds of exact arithmetic."""

    def __init__(self, digits: int) -> None:
        super().__init__(note("value.too-close", digits=digits))


class TooDeeplyNestedError(BoundReachedError):
    """Roots, powers or logarithms stand inside each other more often than exact arithmetic follows."""

    def __init__(self, most: int) -> None:
        super().__init__(note("value.too-deep", most=most))


class UnknownEntryError(ScoringError):
    """An identity was asked for that is not in the table."""
