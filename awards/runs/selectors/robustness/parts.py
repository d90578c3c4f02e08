"""One question with its answer: sentences, and the same as a table. Figures are decimal text, for floats have none."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from awards.sentences import refusal
from paritrana.lib.problems import ProblemsError

Row = list[str]


class PartKind(StrEnum):
    """What was asked."""

    FLIPS = "flips"
    SHIFT = "shift"
    REMOVALS = "removals"
    CONFIDENCE = "confidence"
    JURORS = "jurors"
    ONE_MARK = "one_mark"
    COHERENCE = "coherence"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Part:
    """`about` is the criterion that was questioned; a refusal is a sentence without rows."""

    kind: PartKind
    about: str
    sentences: tuple[str, ...]
    rows: tuple[Row, ...] = ()

    def stored(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "about": self.about,
            "sentences": list(self.sentences),
            "rows": [list(row) for row in self.rows],
        }


def refused(kind: PartKind, about: str, reason: ProblemsError | str) -> Part:
    return Part(kind, about, (refusal(reason) if isinstance(reason, ProblemsError) else reason,))


def per_cent(share: Fraction | Decimal | float) -> str:
    """Write a share as per cent with two digits, half away from zero."""
    return decimal_text(Fraction(share) * 100, 2)


def decimal_text(value: Fraction | Decimal | float, digits: int) -> str:
    exact = Fraction(value)
    whole = int(abs(exact) * 10**digits + Fraction(1, 2))
    return str(Decimal(-whole if exact < 0 else whole).scaleb(-digits))


def listed(names: Iterable[str]) -> str:
    return ", ".join(names)
