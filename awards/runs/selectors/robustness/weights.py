"""What the ranking owes to the weights: exact limits, and seeded draws around the official ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from awards.engine import Result
from awards.engine.bridge import DIGITS, jury_columns, weighted_nodes, weighted_table
from awards.engine.criteria import Criterion, Effect, Join
from awards.engine.numbers import Number
from awards.engine.robustness.confidence import RankConfidence
from awards.engine.robustness.draws import DirichletWeights
from awards.engine.robustness.flips import FlipEnd, weight_flips
from awards.engine.robustness.removal import without_each_criterion
from awards.engine.robustness.shift import smallest_shift
from awards.engine.robustness.simulation import ScoredEntries, Uncertainty, simulate, simulate_scores
from awards.engine.robustness.table import RobustnessError, WeightedTable
from awards.runs.selectors.robustness.parts import Part, PartKind, Row, listed, per_cent, refused
from awards.sentences import sentence, sentences
from paritrana.lib.problems import note

SPREAD = 0.05
"""Standard deviation of a weight of 50 %."""
SHOWN_ENTRIES = 100
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    seed: int
    draws: int
    prizes: int


def weight_parts(result: Result, entries: Sequence[str], prizes: int) -> Iterator[Part]:
    """Yield the exact answers, node by node; a plain sum has no weights to question."""
    nodes = weighted_nodes(result)
    if not nodes:
        yield refused(
            PartKind.FLIPS,
            result.rulebook.root.name,
            _("Nilai akhir ialah jumlah biasa tanpa bobot, jadi tidak ada bobot yang dapat digeser."),
        )
    for node in nodes:
        try:
            table = weighted_table(result, node, entries)
        except RobustnessError as refusal:
            yield refused(PartKind.FLIPS, node.name, refusal)
            continue
        yield _flips(table, node, entries[0])
        yield _shift(table, node, entries[0])
        yield _removals(table, node, prizes)


def confidence(result: Result, entries: Sequence[str], asked: Asked) -> tuple[Part, RankConfidence | None]:
    """Draw weights around the official ones and, where marks are to be had, the jurors' weights too."""
    root = result.rulebook.root
    try:
        table = weighted_table(result, root, entries)
        uncertainty = Uncertainty(DirichletWeights(SPREAD), jury_columns(result, root, entries))
        found = simulate(table, uncertainty, seed=asked.seed, draws=asked.draws, prizes=asked.prizes)
    except RobustnessError as refusal:
        if root.join is not Join.ARITHMETIC:
            return refused(PartKind.CONFIDENCE, root.name, refusal), None
        found = _with_gaps(result, entries, asked)
    told = sentences(found.notes())
    if root.join is Join.SUM:
        plain = _("Nilai akhir ialah jumlah; undian memperlakukan setiap barisnya sebagai berbobot menurut pengalinya.")
        told = (plain, *told)
    return Part(PartKind.CONFIDENCE, root.name, told, tuple(_confidence_rows(found))), found


def _flips(table: WeightedTable, node: Criterion, winner: str) -> Part:
    try:
        found = weight_flips(table, winner)
    except RobustnessError as refusal:
        return refused(PartKind.FLIPS, node.name, refusal)
    rows = tuple([flip.code, per_cent(flip.weight), *_end(flip.lower), *_end(flip.upper)] for flip in found.flips)
    return Part(PartKind.FLIPS, node.name, sentences(found.notes()), rows)


def _end(end: FlipEnd | None) -> Row:
    return ["", ""] if end is None else [per_cent(end.weight), listed(end.rivals)]


def _shift(table: WeightedTable, node: Criterion, winner: str) -> Part:
    try:
        found = smallest_shift(table, winner)
    except RobustnessError as refusal:
        return refused(PartKind.SHIFT, node.name, refusal)
    if found is None:
        return Part(PartKind.SHIFT, node.name, (sentence(note("robust.no-weights-change")),))
    rows = tuple([move.source, move.target, per_cent(move.amount)] for move in found.moves)
    return Part(PartKind.SHIFT, node.name, sentences(found.notes()), rows)


def _removals(table: WeightedTable, node: Criterion, prizes: int) -> Part:
    found = without_each_criterion(table, prizes)
    rows = tuple([one.code, listed(one.leaders), listed(one.entering), listed(one.leaving)] for one in found.removals)
    return Part(PartKind.REMOVALS, node.name, sentences(found.notes()), rows)


def _confidence_rows(found: RankConfidence) -> Iterator[Row]:
    for entry in found.entries[:SHOWN_ENTRIES]:
        first = entry.first / found.draws
        yield [
            str(entry.rank),
            entry.id,
            per_cent(first),
            per_cent(found.error(first)),
            per_cent(entry.prized / found.draws),
            str(entry.low),
            str(entry.high),
        ]


def _with_gaps(result: Result, entries: Sequence[str], asked: Asked) -> RankConfidence:
    """Draw weights alone where a criterion is skipped for some: each entry's weights are rescaled over what it has."""
    parts = [child for child in result.rulebook.root.children if child.effect is Effect.SHARE]
    scores = np.array([_scores(result, entry, parts) for entry in entries])
    there = (~np.isnan(scores)).astype(np.float64)
    filled = np.nan_to_num(scores) * (1.0 if result.rulebook.rank.higher_is_better else -1.0)

    def totals(weights: Floats) -> Floats:
        found: Floats = (weights @ filled.T) / (weights @ there.T)
        return found

    total = sum((part.weight for part in parts), Fraction(0))
    ranks = [int(result.ranks[result.table.index(entry)]) for entry in entries]
    shares = [part.weight / total for part in parts]
    drawn = DirichletWeights(SPREAD)
    tree = ScoredEntries(entries, ranks, shares, totals)
    return simulate_scores(tree, drawn, seed=asked.seed, draws=asked.draws, prizes=asked.prizes)


def _scores(result: Result, entry: str, parts: Sequence[Criterion]) -> list[float]:
    outcome = result.outcome(entry)
    found = {child.criterion.code: child.score for child in outcome.children}
    return [float("nan") if (score := found.get(part.code)) is None else _float(score) for part in parts]


def _float(score: Number) -> float:
    if isinstance(score, Fraction):
        return float(score)
    low, high = score.enclose(DIGITS)
    return float((low + high) / 2)
