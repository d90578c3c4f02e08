"""Reference populations and group medians: put in order as arrays, exact wherever two figures are close."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import overload

import numpy as np

from awards.engine.blocks import Block
from awards.engine.criteria import Criterion, MissingPolicy, Population, Relation, Relative
from awards.engine.errors import PopulationError
from awards.engine.evaluate import Case
from awards.engine.figures import Figures, Floats, Mask, number_of, present
from awards.engine.normalise import Statistics, statistics_of
from awards.engine.numbers import Number, weighted_sum
from awards.engine.ordering import exact_codes, order_statistic
from awards.engine.proposals import leaf_figures
from awards.engine.table import Table, Whole
from paritrana.lib.problems import note


@dataclass(frozen=True, slots=True, eq=False)
class Members(Sequence[Number]):
    """The figures of these rows, in rising order; a number is made when somebody asks for it."""

    figures: Figures
    rows: Whole

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Number: ...
    @overload
    def __getitem__(self, place: slice) -> list[Number]: ...
    def __getitem__(self, place: int | slice) -> Number | list[Number]:
        if isinstance(place, slice):
            return [self._number(row) for row in self.rows[place].tolist()]
        return self._number(int(self.rows[place]))

    def __iter__(self) -> Iterator[Number]:
        return (self._number(row) for row in self.rows.tolist())

    def _number(self, row: int) -> Number:
        if self.figures.scaled is not None:
            return Fraction(int(self.figures.scaled[row]), 10**self.figures.places)
        return number_of(self.figures.exact(row))


def with_populations(case: Case, given: Mapping[str, Table], eligible: Mask) -> Case:
    """Add the statistics of reference populations and the medians of groups, both without failing entries."""
    known = {
        leaf.code: _statistics(case, leaf, leaf.normalisation, given, eligible)
        for leaf in case.rulebook.leaves
        if isinstance(leaf.normalisation, Relation)
    }
    medians: dict[tuple[str, int], Number] = {}
    for leaf in case.rulebook.leaves:
        if MissingPolicy.GROUP_MEDIAN in (leaf.missing, leaf.not_applicable):
            medians |= _medians(case, leaf, eligible)
    return replace(case, statistics=known, medians=medians)


def _statistics(case: Case, leaf: Criterion, rule: Relation, given: Mapping[str, Table], eligible: Mask) -> Statistics:
    population = case.rulebook.populations[rule.reference]
    is_field = population.kind == "field"
    source = case if is_field else replace(case, table=_population_table(population, given))
    if not is_field:
        source.table.require([leaf.column] if leaf.column else case.rulebook.measures[str(leaf.measure)].columns)
    count = len(source.table)
    figures = leaf_figures(Block.of(source, slice(0, count)), leaf)
    there = np.flatnonzero(present(figures.states, count))
    codes = _codes(figures, there)
    counts = eligible[there] if is_field else np.ones(len(there), dtype=np.bool_)
    own = codes[counts]
    order = np.argsort(own, kind="stable")
    found = statistics_of(Members(figures, there[counts][order]), rule, leaf.name)
    if not is_field or rule.kind is not Relative.PERCENTILE:
        return found
    passed = np.full((2, count), -1, dtype=np.int64)
    passed[0, there] = np.searchsorted(own[order], codes, side="left")
    passed[1, there] = np.searchsorted(own[order], codes, side="right")
    return replace(found, passed=(passed[0], passed[1]))


def _codes(figures: Figures, rows: Whole) -> Whole:
    """Return whole numbers in the order of the figures of these rows."""
    if figures.scaled is not None:
        return figures.scaled[rows]
    values: Floats = figures.values[rows]
    return exact_codes(
        values, np.full(len(rows), figures.error), lambda place: number_of(figures.exact(int(rows[place])))
    )


def _population_table(population: Population, given: Mapping[str, Table]) -> Table:
    if population.kind == "frozen":
        size = len(next(iter(population.columns.values())))
        return Table([str(place) for place in range(size)], population.columns)
    if population.code not in given:
        raise PopulationError(note("population.not-given", name=population.name, population=population.code))
    return given[population.code]


def _medians(case: Case, leaf: Criterion, eligible: Mask) -> dict[tuple[str, int], Number]:
    figures = leaf_figures(Block.of(case, slice(0, len(case.table))), leaf)
    there = np.flatnonzero(present(figures.states, len(eligible)) & eligible)
    there = there[np.argsort(case.groups[there], kind="stable")]
    groups, starts = np.unique(case.groups[there], return_index=True)
    parts = np.split(there, starts[1:])
    return {(leaf.code, group): _median(figures, rows) for group, rows in zip(groups.tolist(), parts, strict=False)}


def _median(figures: Figures, rows: Whole) -> Number:
    values = figures.values[rows]
    middle = [
        order_statistic(values, figures.error, place, lambda one: number_of(figures.exact(int(rows[one]))))
        for place in ((len(rows) - 1) // 2, len(rows) // 2)
    ]
    return weighted_sum((Fraction(1, 2), one) for one in middle)
