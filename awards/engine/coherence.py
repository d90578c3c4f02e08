"""Does a rulebook measure what its weights say? An audit on a data set, before the year starts.

Correlations along the tree and between siblings, effective beside nominal weight, redundancy, ceilings, floors and
constant columns, as in the statistical audits of composite indicators (OECD and JRC, Handbook on Constructing
Composite Indicators, 2008; Paruolo, Saisana and Saltelli, J. R. Stat. Soc. A 176, 2013, on effective weights).
A report in floats; nothing here enters a score.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from awards.engine.shown import percent, shown
from paritrana.lib.problems import Note, note

Floats = NDArray[np.float64]


class CoherenceKind(StrEnum):
    FEW_ENTRIES = "few_entries"
    CONSTANT = "constant"
    AGAINST_PARENT = "against_parent"
    AGAINST_SIBLING = "against_sibling"
    REDUNDANT = "redundant"
    CEILING = "ceiling"
    FLOOR = "floor"
    OVERWEIGHT = "overweight"
    UNDERWEIGHT = "underweight"


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a figure becomes a finding."""

    entries: int = 10
    redundant: float = 0.92
    against_sibling: float = -0.4
    extreme: float = 0.3
    weight_ratio: float = 2.0


@dataclass(frozen=True, slots=True)
class Correlation:
    """Of two columns over the entries that have both; `other` is the parent or a sibling."""

    code: str
    other: str
    pearson: float
    spearman: float


@dataclass(frozen=True, slots=True)
class WeightShare:
    """`nominal`: the weight of the rulebook in the whole index, None where it declares none.

    `effective`: the share of the index's variance.
    """

    code: str
    nominal: float | None
    effective: float


@dataclass(frozen=True, slots=True)
class Extremes:
    """Shares of the entries at the highest and the lowest value that occurs."""

    code: str
    at_highest: float
    at_lowest: float


@dataclass(frozen=True, slots=True)
class CoherenceFinding:
    kind: CoherenceKind
    code: str
    other: str | None
    value: float
    note: Note


@dataclass(frozen=True, slots=True)
class CoherenceReport:
    parents: tuple[Correlation, ...]
    siblings: tuple[Correlation, ...]
    weights: tuple[WeightShare, ...]
    extremes: tuple[Extremes, ...]
    findings: tuple[CoherenceFinding, ...]

    def notes(self) -> tuple[Note, ...]:
        if not self.findings:
            return (note("audit.nothing-found"),)
        return tuple(finding.note for finding in self.findings)


@dataclass(frozen=True)
class ScoredTree:
    """Every node's scores: `matrix` is entries by `codes`, NaN where there is none.

    `weights` are shares inside the parent, None where there is no such; `parents` maps a code to its parent's and
    leaves out the root alone. `parts` are the criteria's parts of the index, up to a constant each.
    """

    codes: tuple[str, ...]
    matrix: Floats
    weights: tuple[float | None, ...]
    parents: Mapping[str, str]
    parts: Floats

    def __post_init__(self) -> None:
        roots = [code for code in self.codes if code not in self.parents]
        if len(roots) != 1:
            raise ValueError(f"The tree needs exactly one root, not {len(roots)}.")
        if self.matrix.shape[1] != len(self.codes) or len(self.weights) != len(self.codes):
            raise ValueError("The tree needs one column and one weight for every code.")

    @property
    def root(self) -> str:
        return next(code for code in self.codes if code not in self.parents)

    def column(self, code: str) -> Floats:
        return self.matrix[:, self.codes.index(code)]

    def children(self, parent: str) -> list[str]:
        return [code for code in self.codes if self.parents.get(code) == parent]

    def weight_in_index(self, code: str) -> float | None:
        share = 1.0
        while code in self.parents:
            weight = self.weights[self.codes.index(code)]
            if weight is None:
                return None
            share *= weight
            code = self.parents[code]
        return share


def audit_coherence(
    codes: Sequence[str],
    matrix: Floats,
    weights: Sequence[float | None],
    parents: Mapping[str, str],
    parts: Floats,
    limits: Limits | None = None,
) -> CoherenceReport:
    """Columns without variation are reported as constant and left out of every other figure."""
    tree = ScoredTree(tuple(codes), np.asarray(matrix, dtype=np.float64), tuple(weights), parents, parts)
    limits = limits or Limits()
    constant = frozenset(code for code in codes if _is_constant(tree.column(code)))
    moving = [code for code in codes if code not in constant]
    to_parents = tuple(
        _correlation(tree, code, parents[code]) for code in moving if code in parents and parents[code] not in constant
    )
    to_siblings = tuple(
        _correlation(tree, first, second)
        for parent in codes
        for first, second in combinations([c for c in tree.children(parent) if c not in constant], 2)
    )
    shares = () if tree.root in constant else tuple(_share(tree, c) for c in moving if c in parents)
    extremes = tuple(_extremes(code, tree.column(code)) for code in moving if code in parents)
    findings = (
        *_size_findings(len(tree.matrix), tree.root, limits),
        *(_constant_finding(code) for code in codes if code in constant),
        *_parent_findings(to_parents),
        *_sibling_findings(to_siblings, limits),
        *_extreme_findings(extremes, limits),
        *_weight_findings(shares, limits),
    )
    return CoherenceReport(to_parents, to_siblings, shares, extremes, findings)


def _is_constant(column: Floats) -> bool:
    present = column[~np.isnan(column)]
    return len(present) < 2 or bool(present.min() == present.max())


def _correlation(tree: ScoredTree, first: str, second: str) -> Correlation:
    pair = np.column_stack([tree.column(first), tree.column(second)])
    pair = pair[~np.isnan(pair).any(axis=1)]
    ranked = np.column_stack([average_ranks(pair[:, 0]), average_ranks(pair[:, 1])])
    return Correlation(first, second, pearson(pair[:, 0], pair[:, 1]), pearson(ranked[:, 0], ranked[:, 1]))


def pearson(first: Floats, second: Floats) -> float:
    """Product-moment correlation; 0 where either side does not vary."""
    if len(first) < 2 or not np.ptp(first) or not np.ptp(second):
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def average_ranks(values: Floats) -> Floats:
    """Ranks from 1, lowest first; equal values share the mean of their places."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[place]
    return ranks


def _share(tree: ScoredTree, code: str) -> WeightShare:
    """cov(part, index) / var(index): parts that add up to the index have shares that add up to 1."""
    pair = np.column_stack([tree.parts[:, tree.codes.index(code)], tree.column(tree.root)])
    pair = pair[~np.isnan(pair).any(axis=1)]
    centred = pair - pair.mean(axis=0) if len(pair) else pair
    variance = float(centred[:, 1] @ centred[:, 1])
    effective = float(centred[:, 0] @ centred[:, 1]) / variance if variance else 0.0
    return WeightShare(code, tree.weight_in_index(code), effective)


def _extremes(code: str, column: Floats) -> Extremes:
    present = column[~np.isnan(column)]
    return Extremes(code, float((present == present.max()).mean()), float((present == present.min()).mean()))


def _size_findings(entries: int, root: str, limits: Limits) -> Iterator[CoherenceFinding]:
    if entries < limits.entries:
        yield CoherenceFinding(
            CoherenceKind.FEW_ENTRIES,
            root,
            None,
            entries,
            note("audit.few-entries", entries=entries),
        )


def _constant_finding(code: str) -> CoherenceFinding:
    return CoherenceFinding(CoherenceKind.CONSTANT, code, None, 0.0, note("audit.constant", name=code))


def _parent_findings(correlations: Sequence[Correlation]) -> Iterator[CoherenceFinding]:
    for found in correlations:
        if found.pearson < 0 or found.spearman < 0:
            yield CoherenceFinding(
                CoherenceKind.AGAINST_PARENT,
                found.code,
                found.other,
                found.pearson,
                note("audit.against-parent", name=found.code, parent=found.other, correlation=shown(found.pearson, 2)),
            )


def _sibling_findings(correlations: Sequence[Correlation], limits: Limits) -> Iterator[CoherenceFinding]:
    for found in correlations:
        size = shown(found.pearson, 2)
        if found.pearson > limits.redundant:
            yield CoherenceFinding(
                CoherenceKind.REDUNDANT,
                found.code,
                found.other,
                found.pearson,
                note("audit.redundant", name=found.code, other=found.other, correlation=size),
            )
        elif found.pearson < limits.against_sibling:
            yield CoherenceFinding(
                CoherenceKind.AGAINST_SIBLING,
                found.code,
                found.other,
                found.pearson,
                note("audit.against-sibling", name=found.code, other=found.other, correlation=size),
            )


def _extreme_findings(extremes: Sequence[Extremes], limits: Limits) -> Iterator[CoherenceFinding]:
    for found in extremes:
        high, low = found.at_highest, found.at_lowest
        if high > limits.extreme:
            ceiling = note("audit.ceiling", name=found.code, share=percent(high))
            yield CoherenceFinding(CoherenceKind.CEILING, found.code, None, high, ceiling)
        if low > limits.extreme:
            floor = note("audit.floor", name=found.code, share=percent(low))
            yield CoherenceFinding(CoherenceKind.FLOOR, found.code, None, low, floor)


def _weight_findings(shares: Sequence[WeightShare], limits: Limits) -> Iterator[CoherenceFinding]:
    for found in shares:
        if found.nominal is None:
            continue
        weight, effect = percent(found.nominal), percent(found.effective)
        if found.effective > limits.weight_ratio * found.nominal:
            over = note("audit.overweight", name=found.code, weight=weight, effect=effect)
            yield CoherenceFinding(CoherenceKind.OVERWEIGHT, found.code, None, found.effective, over)
        elif limits.weight_ratio * found.effective < found.nominal:
            under = note("audit.underweight", name=found.code, weight=weight, effect=effect)
            yield CoherenceFinding(CoherenceKind.UNDERWEIGHT, found.code, None, found.effective, under)
