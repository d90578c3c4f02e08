"""What the array path hands from criterion to criterion: a selection of entries and float scores with their bounds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from awards.engine.criteria import Criterion, MissingPolicy
from awards.engine.evaluate import Case, Outcome, evaluate, policy
from awards.engine.figures import Floats, Mask, chosen_rows, largest
from awards.engine.linear import Term
from awards.engine.table import Selection, State, States, Whole


@dataclass(slots=True, eq=False)
class Proposal:
    """Scores of a selection, each within `error`, and by its own `relative_error` where that is known.

    `skipped` takes no part in its parent, `unranked` takes the entry out of the ranking. `bound` is what no value
    passes, where that is known. `is_logarithm` holds ln of the scores, for a geometric parent that joins those.
    """

    values: Floats
    error: float
    relative_error: Floats | None = None
    skipped: Mask | None = None
    unranked: Mask | None = None
    bound: float | None = None
    is_logarithm: bool = False

    @property
    def reach(self) -> float:
        return largest(self.values) if self.bound is None else self.bound

    def widen(self, value: float) -> None:
        """Make room for a value that comes in beside the others."""
        self.bound = None if self.bound is None else max(self.bound, abs(value))


def error_by_entry(proposal: Proposal) -> Floats:
    if proposal.relative_error is None:
        return np.full(len(proposal.values), proposal.error)
    return np.minimum(proposal.error, proposal.relative_error * np.abs(proposal.values))


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """A score as it was before adjustments, limits and rounding."""

    values: Floats
    error: Floats
    doubtful: Mask | None


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """What became of one criterion in a block: the joined score, the finished one, and who has none of its own.

    Where `is_unclear` only the reference knows how the score came about.
    """

    joined: Floats
    joined_error: Floats
    score: Floats
    score_error: Floats
    states: States
    is_unclear: Mask


Lines = dict[str, tuple[Term, Fraction] | None]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A selection of the entries of a case; places count inside the selection."""

    case: Case
    selection: Selection
    rows: Whole
    lines: Lines
    traces: dict[str, Trace] | None = None

    @classmethod
    def of(cls, case: Case, selection: Selection, lines: Lines | None = None) -> Block:
        """`lines` is kept from block to block: what a leaf is made of is the same in all of them."""
        return cls(case, selection, chosen_rows(selection, len(case.table)), {} if lines is None else lines)

    def trace(self, node: Criterion, joined: Joined | None, proposal: Proposal, states: States | None) -> None:
        """Keep what became of a criterion, in a block that is asked to."""
        if joined is None or self.traces is None:
            return
        count = len(proposal.values)
        kept = np.zeros(count, dtype=np.uint8) if states is None else states.copy()
        unclear = np.zeros(count, dtype=np.bool_) if joined.doubtful is None else joined.doubtful.copy()
        for state in np.unique(kept[kept != State.PRESENT]):
            if policy(node, State(int(state))) is MissingPolicy.GROUP_MEDIAN:
                unclear |= kept == state
        self.traces[node.code] = Trace(
            joined.values, joined.error, proposal.values.copy(), error_by_entry(proposal), kept, unclear
        )

    def joined(self, proposal: Proposal, doubtful: Mask | None = None) -> Joined | None:
        """Copy a score before it is adjusted, in a block that is asked to."""
        if self.traces is None:
            return None
        return Joined(proposal.values.copy(), error_by_entry(proposal), doubtful)

    def outcome(self, node: Criterion, place: int) -> Outcome:
        return evaluate(self.case, node, int(self.rows[place]))
