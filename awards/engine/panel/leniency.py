"""Additive leniency: mark = entry + juror + rest, juror effects adding up to zero, least squares, optional ridge."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm

from awards.engine.marks import GivenMark
from awards.engine.panel.errors import TooFewJurorMarksError
from awards.engine.panel.exact import CrossedSystem, solve_crossed
from awards.engine.panel.graph import connected_components, refuse_unlinked
from awards.engine.panel.grid import Grid, lay_out
from awards.engine.panel.rule import PanelRule


def estimate_leniency(grid: Grid, rule: PanelRule, groups: Mapping[str, str] | None = None) -> dict[str, Fraction]:
    """Each juror's exact leniency (positive: generous), zero on average within a connected part of the panel.

    Refuses jurors with too few marks and ranks that would run across unlinked parts.
    """
    _refuse_thin_jurors(grid, rule.minimum_juror_marks)
    refuse_unlinked(grid, rule.minimum_shared, groups)
    effects: dict[str, Fraction] = {}
    for component in connected_components(grid):
        part = _part(grid, frozenset(component.entities))
        effects |= dict(zip(part.jurors, _solve(part, rule.ridge), strict=True))
    return effects


def _part(grid: Grid, entities: frozenset[str]) -> Grid:
    marks: list[GivenMark] = [mark for row in grid.marks for mark in row if mark.entity in entities]
    return lay_out(marks, [entity for entity in grid.entities if entity in entities])


def _refuse_thin_jurors(grid: Grid, minimum: int) -> None:
    counts = dict(zip(grid.jurors, grid.seen.sum(axis=0).tolist(), strict=True))
    thin = [
        (juror, counts[juror])
        for component in connected_components(grid)
        for juror in component.jurors
        if not component.is_complete and counts[juror] < minimum
    ]
    if thin:
        raise TooFewJurorMarksError(sorted(thin), minimum)


def _solve(grid: Grid, ridge: Decimal) -> list[Fraction]:
    """Least squares over one connected part, the ridge on the juror effects only."""
    penalty = Fraction(ridge)
    scale = lcm(*(value.denominator for value in grid.values))
    entity_sums = [0] * len(grid.entities)
    juror_sums = [0] * len(grid.jurors)
    for row, column, value in zip(grid.rows, grid.columns, grid.values, strict=True):
        whole = value.numerator * (scale // value.denominator)
        entity_sums[row] += whole
        juror_sums[column] += whole
    link = penalty.denominator
    _, found = solve_crossed(
        CrossedSystem(
            incidence=grid.seen,
            link=link,
            diagonal_a=[link * count for count in grid.seen.sum(axis=1).tolist()],
            diagonal_b=[link * count + penalty.numerator for count in grid.seen.sum(axis=0).tolist()],
            rhs_a=[link * total for total in entity_sums],
            rhs_b=[link * total for total in juror_sums],
            anchored=not penalty,
        )
    )
    mean = sum(found, Fraction(0)) / len(found)
    return [(effect - mean) / scale for effect in found]
