"""Reads the `normalise` table of a leaf."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from awards.engine.criteria import Bands, Goalposts, Levels, Normalisation, Points, Relation, Relative, Transform
from awards.engine.reading.section import Section


class Kind(StrEnum):
    """Every normalisation a leaf may name."""

    GOALPOSTS = "goalposts"
    BANDS = "bands"
    LEVELS = "levels"
    POINTS = "points"
    RATIO_TO_BEST = "ratio_to_best"
    MIN_MAX = "min_max"
    Z_SCORE = "z_score"
    PERCENTILE = "percentile"


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


TIES = {Ties.HALF: Fraction(1, 2), Ties.ALL: Fraction(1), Ties.NONE: Fraction(0)}


def read_normalisation(section: Section) -> Normalisation:
    kind = section.choice("kind", Kind)
    readers: dict[Kind, Callable[[Section], Normalisation]] = {
        Kind.GOALPOSTS: _goalposts,
        Kind.BANDS: _bands,
        Kind.LEVELS: _levels,
        Kind.POINTS: _points,
        Kind.Z_SCORE: _z_score,
    }
    reader = readers.get(kind)
    found = reader(section) if reader else _relation(section, Relative(kind.value))
    section.close()
    return found


def _target(section: Section) -> tuple[Fraction, Fraction]:
    if "target" not in section:
        return Fraction(0), Fraction(100)
    target = section.numbers("target")
    if len(target) == 2 and target[0] < target[1]:
        return target[0], target[1]
    section.refuse("target", "Tulis dua angka, terendah lalu tertinggi, misalnya [0, 100].")
    return Fraction(0), Fraction(100)


def _goalposts(section: Section) -> Goalposts:
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
        section.refuse(
            "best", "Nilai terbaik sama dengan nilai terburuk, jadi tidak ada jarak untuk dinilai. Ubah salah satunya."
        )
    lowest = min(posts.worst, posts.best)
    if (posts.transform is Transform.LN and lowest <= 0) or (posts.transform is Transform.SQRT and lowest < 0):
        section.refuse("transform", "Logaritma memerlukan batas di atas nol, dan akar memerlukan batas tidak negatif.")
    return posts


def _bands(section: Section) -> Bands:
    edges, points = section.numbers("edges"), section.numbers("points")
    is_interpolated = section.flag("interpolate", default=False)
    if any(left >= right for left, right in pairwise(edges)):
        section.refuse("edges", "Urutkan batas dari kecil ke besar, tanpa batas yang sama.")
    needed = len(edges) if is_interpolated else len(edges) + 1
    if len(points) != needed:
        section.refuse("points", f"Untuk {len(edges)} batas diperlukan {needed} nilai; sekarang ada {len(points)}.")
    if is_interpolated and len(edges) < 2:
        section.refuse("edges", "Rentang yang diinterpolasi memerlukan paling sedikit dua batas.")
    if is_interpolated and "edge" in section:
        section.refuse("edge", "Rentang yang diinterpolasi tidak punya sisi batas. Hapus kunci ini.")
    if len(set(points)) == 1:
        section.refuse("points", "Semua rentang bernilai sama, jadi kriteria ini tidak membedakan siapa pun.")
    above = True if is_interpolated else section.choice("edge", Edge) is Edge.ABOVE
    return Bands(edges, points, is_interpolated, above)


def _levels(section: Section) -> Levels:
    table = section.section("levels")
    points = {label: table.number(label) for label in table.keys()}  # noqa: SIM118
    if len(set(points.values())) < 2:
        section.refuse("levels", "Tulis paling sedikit dua tingkat dengan nilai yang berbeda.")
    return Levels(points)


def _points(section: Section) -> Points:
    if "range" not in section:
        return Points(None, None, is_clamped=False)
    limits = section.numbers("range")
    if len(limits) != 2 or limits[0] >= limits[1]:
        section.refuse("range", "Tulis dua angka, terendah lalu tertinggi, misalnya [0, 10].")
        return Points(None, None, is_clamped=False)
    return Points(limits[0], limits[1], section.flag("clamp", default=False))


def _relation(section: Section, kind: Relative) -> Relation:
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


def _z_score(section: Section) -> Relation:
    mean, deviation = section.number_or("mean", 0), section.number_or("deviation", 1)
    if deviation <= 0:
        section.refuse("deviation", "Simpangan baku sasaran harus lebih besar daripada nol.")
    return Relation(
        kind=Relative.Z_SCORE,
        reference=section.text("reference"),
        low=mean,
        high=mean + deviation,
        higher_is_better=section.choice("direction", Direction, Direction.HIGHER) is Direction.HIGHER,
        is_sample=section.choice("divisor", Deviation) is Deviation.SAMPLE,
    )
