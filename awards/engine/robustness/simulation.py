"""Seeded Monte Carlo over weights, jurors and data: how sure is each rank?

The streams for weights, jurors and data are spawned from one seed and are independent: making the data uncertain
leaves the weights drawn as they were. Each stream is read in order, so the size of a batch is no part of the result:
scores are added up in large batches (one call of the linear algebra library), ranked in small ones (the cache).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

from awards.engine.robustness.confidence import EntryConfidence, RankConfidence
from awards.engine.robustness.draws import (
    DataError,
    JurorDraws,
    JuryColumn,
    OfficialWeights,
    WeightDraws,
    draw_jurors,
    draw_weights,
)
from awards.engine.robustness.ranking import MOST_ENTRIES, RankCounts
from awards.engine.robustness.table import RobustnessError, WeightedTable
from paritrana.lib.problems import Note, note

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
ScoreBatch = Callable[[Floats], Floats]

SCORED_CELLS = 2**22
RANKED_DRAWS = 250
_LEAST_COMPARED = 10
_INTERVAL = (0.05, 0.95)
_SCORE_BITS = 26
_CALLBACK_BITS = 32


@dataclass(frozen=True)
class Uncertainty:
    """What is drawn; what is not named stays as it is."""

    weights: WeightDraws = field(default_factory=OfficialWeights)
    jury: Sequence[JuryColumn] = ()
    errors: Sequence[DataError] = ()

    def notes(self) -> tuple[Note, ...]:
        parts = [self.weights.note()]
        parts += [note("robust.jury-drawn")] if self.jury else []
        parts += [note("robust.errors-drawn")] if self.errors else []
        return tuple(parts)


@dataclass(frozen=True)
class ScoredEntries:
    """Entries with their official ranks, and how weights (draws by criteria) become scores (draws by entries)."""

    ids: Sequence[str]
    ranks: Sequence[int]
    weights: Sequence[Fraction]
    score: ScoreBatch


@dataclass(frozen=True)
class _Sampling:
    seed: int
    draws: int
    prizes: int
    subject: tuple[Note, ...]


def simulate(
    table: WeightedTable, uncertainty: Uncertainty, *, seed: int, draws: int = 10_000, prizes: int = 3
) -> RankConfidence:
    """Rank confidence of an additive ranking; memory grows with the square of the number of entries."""
    _refuse_size(len(table.ids), draws, prizes)
    _refuse_unknown(table, uncertainty)
    batches = _additive_batches(table, uncertainty, seed, draws)
    return _report(table.ids, table.ranks, batches, _Sampling(seed, draws, prizes, uncertainty.notes()))


def simulate_scores(
    tree: ScoredEntries, weight_draws: WeightDraws, *, seed: int, draws: int = 10_000, prizes: int = 3
) -> RankConfidence:
    """The same for any tree; scores closer than 2**-32 of a point count as tied."""
    _refuse_size(len(tree.ids), draws, prizes)
    batches = _callback_batches(tree, weight_draws, seed, draws)
    return _report(tuple(tree.ids), tree.ranks, batches, _Sampling(seed, draws, prizes, (weight_draws.note(),)))


def _refuse_size(entries: int, draws: int, prizes: int) -> None:
    if entries > MOST_ENTRIES:
        raise RobustnessError(note("robust.too-many-entries", most=MOST_ENTRIES, entries=entries))
    if draws < 1 or prizes < 1:
        raise RobustnessError(note("robust.draws-or-prizes"))


def _refuse_unknown(table: WeightedTable, uncertainty: Uncertainty) -> None:
    named = [column.code for column in uncertainty.jury] + [error.code for error in uncertainty.errors]
    for code in named:
        if code not in table.codes:
            raise RobustnessError(note("robust.unknown-criterion", name=code))


def _sizes(draws: int, entries: int) -> Iterator[int]:
    most = max(1, SCORED_CELLS // entries)
    for start in range(0, draws, most):
        yield min(most, draws - start)


def _streams(seed: int) -> tuple[Generator, Generator, Generator]:
    first, second, third = (Generator(PCG64(child)) for child in SeedSequence(seed).spawn(3))
    return first, second, third


def _additive_batches(table: WeightedTable, uncertainty: Uncertainty, seed: int, draws: int) -> Iterator[Integers]:
    weight_stream, juror_stream, error_stream = _streams(seed)
    low, unit = _grid(table)
    points = np.array([[round((s - low) / unit) for s in row] for row in table.scores], dtype=np.float64).T
    weights = np.array([float(w) for w in table.weights])
    juries = _Juries(table, uncertainty.jury, unit)
    variances = _variances(table, uncertainty.errors, unit)
    for size in _sizes(draws, len(table.ids)):
        drawn = draw_weights(uncertainty.weights, weights, size, weight_stream)
        totals = drawn.astype(np.float64) @ points
        if uncertainty.jury:
            totals += np.rint(juries.changes(drawn, size, juror_stream))
        if uncertainty.errors:
            totals += np.rint(_noise(drawn, variances, error_stream))
        yield totals.astype(np.int64)


def _grid(table: WeightedTable) -> tuple[Fraction, Fraction]:
    """Origin and unit of the integer scores: so fine that weights times scores stay exact in a float."""
    low = min(min(row) for row in table.scores)
    high = max(max(row) for row in table.scores)
    return low, (high - low) / 2**_SCORE_BITS if high > low else Fraction(1)


class _Juries:
    def __init__(self, table: WeightedTable, columns: Sequence[JuryColumn], unit: Fraction) -> None:
        names = sorted({juror for column in columns for juror in column.jurors})
        self.number = len(names)
        self.unit = float(unit)
        self.draws = [(table.codes.index(column.code), JurorDraws(column, names)) for column in columns]

    def changes(self, weights: Integers, size: int, stream: Generator) -> Floats:
        """Change of the totals in integer points, criteria added one after another."""
        drawn = draw_jurors(self.number, size, stream)
        parts = [weights[:, [place]] * (draws.changes(drawn) / self.unit) for place, draws in self.draws]
        total = parts[0]
        for part in parts[1:]:
            total = total + part
        return total


def _variances(table: WeightedTable, errors: Sequence[DataError], unit: Fraction) -> list[tuple[int, Floats]]:
    """Per criterion with errors, each entry's variance in squared integer points."""
    found = []
    for error in errors:
        place = table.codes.index(error.code)
        sizes = [abs(float(row[place])) if error.is_relative else 1.0 for row in table.scores]
        found.append((place, (np.array(sizes) * np.asarray(error.deviation) / float(unit)) ** 2))
    return found


def _noise(weights: Integers, variances: list[tuple[int, Floats]], stream: Generator) -> Floats:
    """Independent normal errors, added up: the sum is normal with the sum of the variances."""
    total = np.zeros((len(weights), len(variances[0][1])))
    for place, variance in variances:
        total += (weights[:, [place]].astype(np.float64) ** 2) * variance
    return np.sqrt(total) * stream.standard_normal(total.shape)


def _callback_batches(tree: ScoredEntries, weight_draws: WeightDraws, seed: int, draws: int) -> Iterator[Integers]:
    stream, _, _ = _streams(seed)
    weights = np.array([float(w) for w in tree.weights])
    for size in _sizes(draws, len(tree.ids)):
        drawn = draw_weights(weight_draws, weights, size, stream)
        shares = drawn / drawn.sum(axis=1, keepdims=True)
        yield np.rint(tree.score(shares) * 2.0**_CALLBACK_BITS).astype(np.int64)


def _report(
    ids: tuple[str, ...], ranks: Sequence[int], batches: Iterator[Integers], sampling: _Sampling
) -> RankConfidence:
    order = sorted(range(len(ids)), key=lambda i: (ranks[i], i))
    top = order[: max(_LEAST_COMPARED, 2 * sampling.prizes)]
    counted = RankCounts(len(ids))
    wins = np.zeros((len(top), len(top)), dtype=np.int64)
    for batch in _slices(batches):
        np.clip(batch, 1 - counted.limit, counted.limit - 1, out=batch)
        compared = batch[:, top]
        wins += _half_wins(compared)
        counted.add(batch)
    cumulated = np.cumsum(counted.table(), axis=1)
    last = min(sampling.prizes, len(ids)) - 1
    low, high = ((cumulated < share * sampling.draws).sum(axis=1) + 1 for share in _INTERVAL)
    return RankConfidence(
        entries=tuple(
            EntryConfidence(ids[i], ranks[i], int(cumulated[i, 0]), int(cumulated[i, last]), int(low[i]), int(high[i]))
            for i in order
        ),
        compared=tuple(ids[i] for i in top),
        wins={(ids[top[a]], ids[top[b]]): int(wins[a, b]) for a in range(len(top)) for b in range(len(top)) if a != b},
        draws=sampling.draws,
        seed=sampling.seed,
        prizes=sampling.prizes,
        subject=sampling.subject,
    )


def _slices(batches: Iterator[Integers]) -> Iterator[Integers]:
    for batch in batches:
        for start in range(0, len(batch), RANKED_DRAWS):
            yield batch[start : start + RANKED_DRAWS]


def _half_wins(scores: Integers) -> Integers:
    """Half draws: two where the one (row) stands above the other (column), one each where they tie."""
    first, second = scores[:, :, None], scores[:, None, :]
    wins: Integers = (first > second).sum(axis=0) + (first >= second).sum(axis=0)
    return wins
