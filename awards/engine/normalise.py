"""From a figure in natural units to a score, exactly."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from typing import cast

from awards.engine.criteria import Bands, Cases, Goalposts, Levels, Normalisation, Points, Relation, Relative, Transform
from awards.engine.errors import PopulationError, UnknownLevelError, ValueOutOfRangeError
from awards.engine.numbers import (
    ONE,
    ZERO,
    Number,
    compare,
    divide,
    larger,
    ln,
    minus,
    power,
    sign,
    smaller,
    times,
    to_float,
    weighted_sum,
)
from awards.engine.shown import short
from awards.engine.table import Whole
from paritrana.lib.problems import note

exact_order = cmp_to_key(compare)


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """What a relation needs to know of its reference population; `members` in rising order.

    `mean` and `deviation` are those of a z-score. `passed` tells, for every row of a field that is compared with
    itself, how many members stand below it and how many do not stand above it; -1 where there is no figure.
    """

    members: Sequence[Number]
    mean: Number
    deviation: Number
    passed: tuple[Whole, Whole] | None = None

    @property
    def lowest(self) -> Number:
        return self.members[0]

    @property
    def highest(self) -> Number:
        return self.members[-1]


def statistics_of(rising: Sequence[Number], rule: Relation, name: str) -> Statistics:
    """Refuse a population without members or without the spread that the rule divides by."""
    if not rising:
        raise PopulationError(note("population.empty", name=name))
    if rule.kind in (Relative.MIN_MAX, Relative.Z_SCORE) and compare(rising[0], rising[-1]) == 0:
        raise PopulationError(note("population.no-spread", name=name))
    if rule.kind is Relative.RATIO_TO_BEST and sign(rising[0] if not rule.higher_is_better else rising[-1]) <= 0:
        raise PopulationError(note("population.best-not-positive", name=name))
    if rule.kind is not Relative.Z_SCORE:
        return Statistics(rising, ZERO, ZERO)
    return Statistics(rising, *_mean_and_deviation(rising, len(rising) - (1 if rule.is_sample else 0)))


def _mean_and_deviation(members: Sequence[Number], divisor: int) -> tuple[Number, Number]:
    """Add up over each denominator first and then in pairs: the sum of a million fractions stays within reach."""
    share = Fraction(1, len(members))
    tops: dict[int, int] = {}
    squares: dict[int, int] = {}
    for member in members:
        if not isinstance(member, Fraction):
            return _of_expressions(members, divisor)
        top, bottom = member.numerator, member.denominator
        tops[bottom] = tops.get(bottom, 0) + top
        squares[bottom] = squares.get(bottom, 0) + top * top
    total = _sum([Fraction(top, bottom) for bottom, top in tops.items()])
    squared = _sum([Fraction(top, bottom**2) for bottom, top in squares.items()])
    return share * total, power((squared - share * total * total) / divisor, Fraction(1, 2))


def _of_expressions(members: Sequence[Number], divisor: int) -> tuple[Number, Number]:
    """Square members and mean, not every gap: as many parts as members, not as many as their square."""
    count = Fraction(len(members))
    mean = weighted_sum((1 / count, one) for one in members)
    squares = weighted_sum((ONE, times(one, one)) for one in members)
    spread = weighted_sum([(ONE, squares), (-count, times(mean, mean))])
    return mean, power(times(Fraction(1, divisor), spread), Fraction(1, 2))


def _sum(parts: list[Fraction]) -> Fraction:
    while len(parts) > 1:
        parts = [sum(parts[place : place + 2], ZERO) for place in range(0, len(parts), 2)]
    return parts[0]


def normalise(rule: Normalisation, figure: Number | str, known: Statistics | None, name: str, entry: str) -> Number:
    """Return the score before complement, adjustments and limits."""
    if isinstance(rule, Cases):
        return rule.points[str(figure)]
    if isinstance(rule, Levels) or isinstance(figure, str):
        return _level(cast("Levels", rule), str(figure), name, entry)
    if isinstance(rule, Goalposts):
        return _between(rule, figure, name, entry)
    if isinstance(rule, Bands):
        return _banded(rule, figure)
    if isinstance(rule, Points):
        return _points(rule, figure, name, entry)
    if rule.kind is Relative.RATIO_TO_BEST and not rule.higher_is_better and sign(figure) <= 0:
        raise ValueOutOfRangeError(
            note("value.divides-the-best", name=name, entry=entry, value=short(to_float(figure)))
        )
    return _related(rule, figure, cast("Statistics", known))


def span(rule: Normalisation) -> tuple[Fraction, Fraction] | None:
    """Return the lowest and highest score there is, or None when there is none."""
    if isinstance(rule, Levels | Cases):
        return min(rule.points.values()), max(rule.points.values())
    if isinstance(rule, Bands):
        return min(rule.points), max(rule.points)
    if isinstance(rule, Points):
        return None if rule.low is None or rule.high is None else (rule.low, rule.high)
    if isinstance(rule, Relation) and rule.kind is Relative.Z_SCORE:
        return None
    return rule.low, rule.high


def _between(rule: Goalposts, figure: Number, name: str, entry: str) -> Number:
    if rule.is_clamped:
        figure = clamp(figure, min(rule.worst, rule.best), max(rule.worst, rule.best))
    if rule.transform is Transform.NONE:
        share = times(1 / (rule.best - rule.worst), minus(figure, rule.worst))
    else:
        if sign(figure) < (1 if rule.transform is Transform.LN else 0):
            raise ValueOutOfRangeError(
                note("value.goalposts-untransformable", name=name, entry=entry, value=short(to_float(figure)))
            )
        worst, best = _scaled(rule.worst, rule.transform), _scaled(rule.best, rule.transform)
        share = divide(minus(_scaled(figure, rule.transform), worst), minus(best, worst))
    return weighted_sum([(ONE, rule.low), (rule.high - rule.low, share)])


def _scaled(number: Number, transform: Transform) -> Number:
    return ln(number) if transform is Transform.LN else power(number, Fraction(1, 2))


def _banded(rule: Bands, figure: Number) -> Number:
    order = [exact_order(edge) for edge in rule.edges]
    side = bisect_right if rule.edge_belongs_above else bisect_left
    place = side(order, exact_order(figure))
    if not rule.is_interpolated:
        return rule.points[place]
    if place in (0, len(rule.edges)):
        return rule.points[max(0, place - 1)]
    left, right = rule.edges[place - 1], rule.edges[place]
    slope = (rule.points[place] - rule.points[place - 1]) / (right - left)
    return weighted_sum([(ONE, rule.points[place - 1]), (slope, minus(figure, left))])


def _level(rule: Levels, label: str, name: str, entry: str) -> Fraction:
    if label not in rule.points:
        raise UnknownLevelError(
            note("value.unknown-level", name=name, entry=entry, label=label, levels=tuple(rule.points))
        )
    return rule.points[label]


def _points(rule: Points, figure: Number, name: str, entry: str) -> Number:
    if rule.low is None or rule.high is None:
        return figure
    inside = clamp(figure, rule.low, rule.high)
    if not rule.is_clamped and compare(inside, figure) != 0:
        raise ValueOutOfRangeError(
            note(
                "value.out-of-range",
                name=name,
                entry=entry,
                value=short(to_float(figure)),
                low=short(rule.low),
                high=short(rule.high),
            )
        )
    return inside


def _related(rule: Relation, figure: Number, known: Statistics) -> Number:
    share: Number
    if rule.kind is Relative.PERCENTILE:
        share = _share_passed(rule, figure, known)
    elif rule.kind is Relative.RATIO_TO_BEST:
        share = divide(figure, known.highest) if rule.higher_is_better else divide(known.lowest, figure)
    elif rule.kind is Relative.MIN_MAX:
        share = divide(minus(figure, known.lowest), minus(known.highest, known.lowest))
        share = share if rule.higher_is_better else minus(ONE, share)
    else:
        share = divide(minus(figure, known.mean), known.deviation)
        share = share if rule.higher_is_better else times(-ONE, share)
    if rule.is_clamped:
        share = clamp(share, Fraction(0), ONE)
    return weighted_sum([(ONE, rule.low), (rule.high - rule.low, share)])


def _share_passed(rule: Relation, figure: Number, known: Statistics) -> Fraction:
    place = exact_order(figure)
    below = bisect_left(known.members, place, key=exact_order)
    upto = bisect_right(known.members, place, key=exact_order)
    passed = below if rule.higher_is_better else len(known.members) - upto
    return (passed + rule.ties * (upto - below)) / Fraction(len(known.members))


def clamp(figure: Number, low: Fraction, high: Fraction) -> Number:
    return smaller(larger(figure, low), high)
