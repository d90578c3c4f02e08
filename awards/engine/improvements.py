"""What one better figure would have made of an entry: the field is scored again for each, so that all of it is exact.

Only figures that an entry states by itself are tried, one at a time, each up to its next step: the next band or level,
the best goalpost, the highest point. Marks of juries, ratios of several figures and criteria by cases are left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from awards.engine.criteria import Bands, Criterion, Effect, Goalposts, Levels, Points
from awards.engine.digests import PLAIN_NUMBER, decimal_text
from awards.engine.result import Standing
from awards.engine.rulebook import Rules

Rescored = Callable[[str, str], Standing]
"""Tells how the entry stands when one of its columns holds another value and all else is as it was."""

MOST_PLACES = 12


@dataclass(frozen=True, slots=True)
class Improvement:
    """One figure of one criterion at its next step, and how the entry would have stood with it alone."""

    code: str
    column: str
    value: str
    wanted: str
    gain: Decimal
    standing: Standing


def improvements(
    rules: Rules, cells: dict[str, str | None], now: Standing, rescored: Rescored
) -> tuple[Improvement, ...]:
    """Return what helps, the most helpful first: by points gained, then in the order of the rulebook.

    An entry without a total has nothing that one figure could be measured by.
    """
    if now.score is None:
        return ()
    found = [one for leaf in _stated(rules.root) if (one := _best(rules, leaf, cells, now, rescored)) is not None]
    return tuple(sorted(found, key=lambda one: -one.gain))


def _stated(node: Criterion) -> Iterator[Criterion]:
    if node.effect is Effect.PENALTY:
        return
    if not node.children and node.column is not None and node.jury is None:
        yield node
    for child in node.children:
        yield from _stated(child)


def _best(
    rules: Rules, leaf: Criterion, cells: dict[str, str | None], now: Standing, rescored: Rescored
) -> Improvement | None:
    """Return the nearest step of a leaf that raises the total."""
    column = leaf.column or ""
    value = cells.get(column)
    if value is None or now.score is None:
        return None
    for wanted in _steps(leaf, value):
        standing = rescored(column, wanted)
        if standing.score is None:
            continue
        gain = standing.score - now.score if rules.rank.higher_is_better else now.score - standing.score
        if gain > 0:
            return Improvement(leaf.code, column, value, wanted, gain, standing)
    return None


def _steps(leaf: Criterion, value: str) -> Iterator[str]:
    rule = leaf.normalisation
    if isinstance(rule, Levels):
        now = rule.points.get(value)
        higher = [(points, label) for label, points in rule.points.items() if now is not None and points > now]
        yield from (label for _points, label in sorted(higher, key=lambda one: one[0]))
        return
    if not PLAIN_NUMBER.fullmatch(value):
        return
    figure = Fraction(value)
    if isinstance(rule, Bands):
        unit = Fraction(1, 10 ** _places(value))
        near = sorted(rule.edges, key=lambda edge: (abs(edge - figure), edge))
        yield from _texts(edge + shift for edge in near for shift in (0, unit, -unit))
    elif isinstance(rule, Goalposts):
        yield from _texts([rule.best])
    elif isinstance(rule, Points):
        yield from _texts(end for end in (rule.high, rule.low) if end is not None)


def _places(value: str) -> int:
    return len(value.partition(".")[2])


def _texts(figures: Iterable[Fraction]) -> Iterator[str]:
    """Write those that have a decimal of a sensible length; a third has none."""
    for figure in figures:
        scaled = figure * 10**MOST_PLACES
        if scaled.denominator == 1:
            yield decimal_text(Decimal(scaled.numerator).scaleb(-MOST_PLACES))
