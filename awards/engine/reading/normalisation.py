"""Reads the `normalise` table of a leaf."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from awards.engine.criteria import (
    Bands,
    Cases,
    Goalposts,
    Levels,
    NamedCase,
    Normalisation,
    Points,
    Relation,
    Relative,
    Transform,
)
from awards.engine.reading.conditions import read_condition
from awards.engine.reading.section import TomlSection


class NormalisationKind(StrEnum):
    """Every normalisation a leaf may name."""

    GOALPOSTS = "goalposts"
    BANDS = "bands"
    LEVELS = "levels"
    POINTS = "points"
    RATIO_TO_BEST = "ratio_to_best"
    MIN_MAX = "min_max"
    Z_SCORE = "z_score"
    PERCENTILE = "percentile"
    CASES = "cases"


class Direction(StrEnum):
    """Which end of a figure is good."""

    HIGHER = "higher"
    LOWER = "lower"


class Edge(StrEnum):
    """The band that a value exactly on an edge belongs to."""

    ABOVE = "above"
    BELOW = "below"


class Ties(StrEnum):
    """How much of the equal part of a population counts as passed."""

    HALF = "half"
    ALL = "all"
    NONE = "none"


class Deviation(StrEnum):
    """The divisor of a standard deviation: all, or all but one."""

    POPULATION = "population"
    SAMPLE = "sample"


MOST_CASES = 20
LONGEST_CASE_NAME = 200
"""Characters; the name is stored with every score, and stands in a formula of the workbook."""
TIES = {Ties.HALF: Fraction(1, 2), Ties.ALL: Fraction(1), Ties.NONE: Fraction(0)}


def read_normalisation(section: TomlSection) -> Normalisation:
    kind = section.choice("kind", NormalisationKind)
    readers: dict[NormalisationKind, Callable[[TomlSection], Normalisation]] = {
        NormalisationKind.GOALPOSTS: _goalposts,
        NormalisationKind.BANDS: _bands,
        NormalisationKind.LEVELS: _levels,
        NormalisationKind.POINTS: _points,
        NormalisationKind.Z_SCORE: _z_score,
        NormalisationKind.CASES: _cases,
    }
    reader = readers.get(kind)
    found = reader(section) if reader else _relation(section, Relative(kind.value))
    section.close()
    return found


def _target(section: TomlSection) -> tuple[Fraction, Fraction]:
    if "target" not in section:
        return Fraction(0), Fraction(100)
    target = section.numbers("target")
    if len(target) == 2 and target[0] < target[1]:
        return target[0], target[1]
    section.refuse("target", "rulebook.two-numbers-expected", example="[0, 100]")
    return Fraction(0), Fraction(100)


def _goalposts(section: TomlSection) -> Goalposts:
    low, high = _target(section)
    posts = Goalposts(
        worst=section.number("worst"),
        best=section.number("best"),
        low=low,
        high=high,
        is_clamped=section.flag("clamp", default=True),
        transform=section.choice("transform", Transform, Transform.NONE),
    )
    if posts.worst == posts.best:
        section.refuse("best", "rulebook.goalposts-equal")
    lowest = min(posts.worst, posts.best)
    if (posts.transform is Transform.LN and lowest <= 0) or (posts.transform is Transform.SQRT and lowest < 0):
        section.refuse("transform", "rulebook.goalposts-too-low")
    return posts


def _bands(section: TomlSection) -> Bands:
    edges, points = section.numbers("edges"), section.numbers("points")
    is_interpolated = section.flag("interpolate", default=False)
    if any(left >= right for left, right in pairwise(edges)):
        section.refuse("edges", "rulebook.edges-unsorted")
    needed = len(edges) if is_interpolated else len(edges) + 1
    if len(points) != needed:
        section.refuse("points", "rulebook.points-count", edges=len(edges), needed=needed, points=len(points))
    if is_interpolated and len(edges) < 2:
        section.refuse("edges", "rulebook.interpolation-edges")
    if is_interpolated and "edge" in section:
        section.refuse("edge", "rulebook.interpolation-edge")
    if len(set(points)) == 1:
        section.refuse("points", "rulebook.points-equal")
    above = True if is_interpolated else section.choice("edge", Edge) is Edge.ABOVE
    return Bands(edges, points, is_interpolated, above)


def _levels(section: TomlSection) -> Levels:
    table = section.section("levels")
    points = {label: table.number(label) for label in table.keys()}  # noqa: SIM118
    if len(set(points.values())) < 2:
        section.refuse("levels", "rulebook.levels-equal")
    return Levels(points)


def _points(section: TomlSection) -> Points:
    if "range" not in section:
        return Points(None, None, is_clamped=False)
    limits = section.numbers("range")
    if len(limits) != 2 or limits[0] >= limits[1]:
        section.refuse("range", "rulebook.two-numbers-expected", example="[0, 10]")
        return Points(None, None, is_clamped=False)
    return Points(limits[0], limits[1], section.flag("clamp", default=False))


def _cases(section: TomlSection) -> Cases:
    listed = section.sections("cases")
    found = Cases(tuple(map(_named_case, listed)), section.number("otherwise"))
    if len(found.cases) > MOST_CASES:
        section.refuse("cases", "rulebook.cases-many", most=MOST_CASES)
    names = [{case.name, case.name_en or case.name} for case in found.cases]
    for place, item in enumerate(listed):
        if max(map(len, names[place])) > LONGEST_CASE_NAME:
            item.refuse("name", "rulebook.case-name-long", most=LONGEST_CASE_NAME)
        if any(names[place] & other for other in names[:place]):
            item.refuse("name", "rulebook.case-name-twice", name=found.cases[place].name)
    falling = [*(case.points for case in found.cases), found.otherwise]
    for item, (higher, lower) in zip(listed, pairwise(falling), strict=True):
        if higher <= lower:
            item.refuse("points", "rulebook.cases-not-falling")
    return found


def _named_case(section: TomlSection) -> NamedCase:
    case = NamedCase(
        name=section.text("name"),
        points=section.number("points"),
        when=read_condition(section.section("when")),
        name_en=section.optional_text("name_en"),
    )
    section.close()
    return case


def _relation(section: TomlSection, kind: Relative) -> Relation:
    low, high = _target(section)
    return Relation(
        kind=kind,
        reference=section.text("reference"),
        low=low,
        high=high,
        higher_is_better=section.choice("direction", Direction, Direction.HIGHER) is Direction.HIGHER,
        is_clamped=section.flag("clamp", default=True),
        ties=TIES[section.choice("ties", Ties)] if kind is Relative.PERCENTILE else TIES[Ties.HALF],
    )


def _z_score(section: TomlSection) -> Relation:
    mean, deviation = section.number_or("mean", 0), section.number_or("deviation", 1)
    if deviation <= 0:
        section.refuse("deviation", "rulebook.deviation-positive")
    return Relation(
        kind=Relative.Z_SCORE,
        reference=section.text("reference"),
        low=mean,
        high=mean + deviation,
        higher_is_better=section.choice("direction", Direction, Direction.HIGHER) is Direction.HIGHER,
        is_sample=section.choice("divisor", Deviation) is Deviation.SAMPLE,
    )
