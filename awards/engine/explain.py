"""Every printed digit explained: one entry's total, and the lead of one entry over another, as lines that add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from awards.engine.criteria import Criterion, Effect, Join
from awards.engine.evaluate import Outcome
from awards.engine.joins import apply_effect
from awards.engine.numbers import ONE, ZERO, Number, minus, times, weighted_sum
from awards.engine.rounding import RoundingMode, printed, round_scaled
from paritrana.lib.problems import Note


class LineKind(StrEnum):
    """What a line of an explanation stands for."""

    CRITERION = "criterion"
    JOIN = "join"
    TURN = "turn"
    DIVISION = "division"
    BONUS = "bonus"
    PENALTY = "penalty"
    FACTOR = "factor"
    LIMIT = "limit"
    ROUNDING = "rounding"


CODES = {
    LineKind.CRITERION: "line.criterion",
    LineKind.JOIN: "line.join",
    LineKind.TURN: "line.turn",
    LineKind.DIVISION: "line.division",
    LineKind.BONUS: "line.bonus",
    LineKind.PENALTY: "line.penalty",
    LineKind.FACTOR: "line.factor",
    LineKind.LIMIT: "line.limit",
    LineKind.ROUNDING: "line.rounding",
}


def line_note(kind: LineKind, code: str) -> Note:
    """Say what a line stands for; the sentence names the criterion in the words of the rulebook."""
    return Note(CODES[kind], {"criterion": code})


@dataclass(frozen=True, slots=True)
class ExplanationLine:
    """One line; `code` names the criterion, and is empty for the rounding line."""

    kind: LineKind
    code: str
    amount: Decimal

    @property
    def note(self) -> Note:
        return line_note(self.kind, self.code)


@dataclass(frozen=True, slots=True)
class Explanation:
    """The amounts of the lines add up to `total` exactly."""

    id: str
    lines: tuple[ExplanationLine, ...]
    total: Decimal


@dataclass(frozen=True, slots=True)
class Lead:
    """Why `ahead` stands before `behind`: the amounts add up to `lead` exactly, which is negative if it does not."""

    ahead: str
    behind: str
    lines: tuple[ExplanationLine, ...]
    lead: Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """A line before rounding."""

    kind: LineKind
    outcome: Outcome
    number: Number


def amounts(outcome: Outcome, factor: Number = ONE) -> Iterator[Amount]:
    """Yield parts that add up to factor times the score of this criterion, exactly."""
    if outcome.joined is None or not outcome.children:
        yield Amount(LineKind.CRITERION, outcome, times(factor, score_of(outcome)))
        return
    taking = [(child.share, child) for child in outcome.children if child.share is not None]
    for share, child in taking:
        yield from amounts(child, times(factor, share))
    plain = weighted_sum((share, child.score) for share, child in taking if child.score is not None)
    yield from _line(line_of_join(outcome.criterion), outcome, factor, minus(outcome.joined, plain))
    reached = outcome.joined
    for kind, child, changed in effects(outcome):
        yield from _line(kind, child, factor, minus(changed, reached), keep_zero=True)
        reached = changed
    yield from _line(LineKind.LIMIT, outcome, factor, minus(score_of(outcome), reached))


def line_of_join(node: Criterion) -> LineKind:
    """Name the line for what a join makes beyond the straight line of its parts."""
    if node.join in (Join.COMPLEMENT, Join.RECIPROCAL):
        return LineKind.TURN
    return LineKind.DIVISION if node.join is Join.RATIO else LineKind.JOIN


def score_of(outcome: Outcome) -> Number:
    """Return the score, or zero for a criterion that takes no part."""
    return ZERO if outcome.score is None else outcome.score


def effects(outcome: Outcome) -> Iterator[tuple[LineKind, Outcome, Number]]:
    """Yield factors, bonuses and penalties in the order they apply, each with the score it leads to."""
    reached = outcome.joined
    for effect in (Effect.FACTOR, Effect.BONUS, Effect.PENALTY):
        for child in outcome.children:
            if child.criterion.effect is effect and child.score is not None and reached is not None:
                reached = apply_effect(effect, reached, child.score)
                yield LineKind(effect.value), child, reached


def factor_of(outcome: Outcome, code: str, factor: Number = ONE) -> Number | None:
    """Return what a criterion's score is multiplied with on its way to the total; None off the path of shares."""
    if outcome.criterion.code == code:
        return factor
    for child in outcome.children:
        if child.share is not None:
            found = factor_of(child, code, times(factor, child.share))
            if found is not None:
                return found
    return None


def printed_lines(
    found: Sequence[Amount], total: Decimal, digits: int, mode: RoundingMode
) -> tuple[ExplanationLine, ...]:
    """Round the amounts and close the gap to the printed total with an explicit line, also when it is zero."""
    wholes = [round_scaled(amount.number, digits, mode) for amount in found]
    lines = [
        ExplanationLine(
            amount.kind,
            amount.outcome.criterion.code,
            printed(whole, digits),
        )
        for amount, whole in zip(found, wholes, strict=True)
    ]
    gap = round_scaled(Fraction(total), digits, mode) - sum(wholes)
    return (*lines, ExplanationLine(LineKind.ROUNDING, "", printed(gap, digits)))


def _line(
    kind: LineKind, outcome: Outcome, factor: Number, number: Number, *, keep_zero: bool = False
) -> Iterator[Amount]:
    if number != 0 or keep_zero:
        yield Amount(kind, outcome, times(factor, number))
