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

from awards.engine.wording import percent, written

Floats = NDArray[np.float64]


class FindingKind(StrEnum):
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
class Finding:
    kind: FindingKind
    code: str
    other: str | None
    value: float
    sentence: str


@dataclass(frozen=True, slots=True)
class CoherenceReport:
    parents: tuple[Correlation, ...]
    siblings: tuple[Correlation, ...]
    weights: tuple[WeightShare, ...]
    extremes: tuple[Extremes, ...]
    findings: tuple[Finding, ...]

    def sentences(self) -> tuple[str, ...]:
        if not self.findings:
            return ("Tidak ada kejanggalan yang ditemukan pada pohon kriteria dengan data ini.",)
        return tuple(finding.sentence for finding in self.findings)


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


def _size_findings(entries: int, root: str, limits: Limits) -> Iterator[Finding]:
    if entries < limits.entries:
        yield Finding(
            FindingKind.FEW_ENTRIES,
            root,
            None,
            entries,
            f"Data hanya memuat {entries} peserta; angka audit ini belum dapat dipegang.",
        )


def _constant_finding(code: str) -> Finding:
    sentence = f"{code} bernilai sama untuk semua peserta, sehingga tidak membedakan siapa pun."
    return Finding(FindingKind.CONSTANT, code, None, 0.0, sentence)


def _parent_findings(correlations: Sequence[Correlation]) -> Iterator[Finding]:
    for found in correlations:
        if found.pearson < 0 or found.spearman < 0:
            yield Finding(
                FindingKind.AGAINST_PARENT,
                found.code,
                found.other,
                found.pearson,
                f"{found.code} berlawanan arah dengan {found.other} (korelasi {written(found.pearson, 2)}): peserta "
                f"yang baik pada {found.code} cenderung rendah pada {found.other}. Periksa arah penilaiannya.",
            )


def _sibling_findings(correlations: Sequence[Correlation], limits: Limits) -> Iterator[Finding]:
    for found in correlations:
        size = written(found.pearson, 2)
        if found.pearson > limits.redundant:
            yield Finding(
                FindingKind.REDUNDANT,
                found.code,
                found.other,
                found.pearson,
                f"{found.code} dan {found.other} hampir mengukur hal yang sama (korelasi {size}), "
                "sehingga hal itu dihitung dua kali.",
            )
        elif found.pearson < limits.against_sibling:
            yield Finding(
                FindingKind.AGAINST_SIBLING,
                found.code,
                found.other,
                found.pearson,
                f"{found.code} dan {found.other} saling meniadakan (korelasi {size}).",
            )


def _extreme_findings(extremes: Sequence[Extremes], limits: Limits) -> Iterator[Finding]:
    for found in extremes:
        for kind, share, word in (
            (FindingKind.CEILING, found.at_highest, "tertinggi"),
            (FindingKind.FLOOR, found.at_lowest, "terendah"),
        ):
            if share > limits.extreme:
                yield Finding(
                    kind,
                    found.code,
                    None,
                    share,
                    f"{percent(share)} peserta berada pada nilai {word} {found.code}, "
                    "sehingga mereka tidak terbedakan.",
                )


def _weight_findings(shares: Sequence[WeightShare], limits: Limits) -> Iterator[Finding]:
    for found in shares:
        if found.nominal is None:
            continue
        figures = f"bobot {found.code} {percent(found.nominal)}, pengaruh nyatanya {percent(found.effective)}"
        if found.effective > limits.weight_ratio * found.nominal:
            sentence = f"Jauh di atas bobotnya: {figures} dari ragam nilai akhir."
            yield Finding(FindingKind.OVERWEIGHT, found.code, None, found.effective, sentence)
        elif limits.weight_ratio * found.effective < found.nominal:
            sentence = f"Jauh di bawah bobotnya: {figures} dari ragam nilai akhir."
            yield Finding(FindingKind.UNDERWEIGHT, found.code, None, found.effective, sentence)
