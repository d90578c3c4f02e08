"""The result: arrays inside, one small object per entry when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import overload

import numpy as np

from awards.engine.arrays import blocks, propose
from awards.engine.criteria import Band, GateOutcome
from awards.engine.digests import digest_of_lines, input_lines
from awards.engine.errors import ScoringError
from awards.engine.evaluate import Case, Outcome, Status, evaluate, stage_digits
from awards.engine.explain import Explanation, Lead, amounts, factor_of, printed_lines
from awards.engine.figures import Mask
from awards.engine.gates import OUTCOMES, GateVerdict, verdicts
from awards.engine.leads import lead_amounts
from awards.engine.marks import GivenMark
from awards.engine.numbers import ZERO, Number, compare, minus, times
from awards.engine.proposals import rounded
from awards.engine.ranking import NOT_RANKED, UNDECIDED, Ranking
from awards.engine.rounding import RoundingMode, printed, round_number, round_scaled
from awards.engine.rulebook import Rules
from awards.engine.shortfalls import near_miss, reader_of, risen_leaves
from awards.engine.table import Cell, States, Table, Whole
from awards.engine.version import ENGINE_VERSION
from awards.engine.words import Notes, notes_for, unranked_notes
from paritrana.lib.problems import Note, note

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Standing:
    """`score` is None where the entry is not ranked by a gate; then `shadow_score` keeps what it would have had.

    `decided_by` is "total", the code of a tie-break key, or None where the entry is still tied or not ranked.
    """

    id: str
    rank: int | None
    score: Decimal | None
    shadow_score: Decimal | None
    group: Mapping[str, str]
    band: str | None
    next_band: str | None
    distance_to_next_band: Decimal | None
    gate: GateOutcome
    gates: tuple[GateVerdict, ...]
    is_tied: bool
    decided_by: str | None
    notes: Notes


@dataclass(frozen=True, slots=True)
class NodeResult:
    """`raw` is the cell as entered, or the measure or jury value read; `inputs` are the cells behind a measure.

    `weight` is the share that counted after skipping; `contribution` is what reaches the total along shares.
    """

    code: str
    parent: str | None
    name: str
    raw: Cell
    inputs: Mapping[str, Cell]
    normalised: Decimal | None
    score: Decimal | None
    weight: Decimal | None
    contribution: Decimal | None
    status: Status
    notes: Notes


@dataclass(frozen=True, slots=True)
class QuotaPlaces:
    """Who wins a quota in one group; more than `count` only where the last place is tied."""

    code: str
    name: str
    group: Mapping[str, str]
    ids: tuple[str, ...]
    is_overfull: bool


class Standings(Sequence[Standing]):
    """Group by group, best first, those not ranked last; within equal ranks by id, which decides nothing."""

    def __init__(self, result: Result) -> None:
        self._result = result

    def __len__(self) -> int:
        return len(self._result.table)

    @overload
    def __getitem__(self, place: int) -> Standing: ...
    @overload
    def __getitem__(self, place: slice) -> list[Standing]: ...
    def __getitem__(self, place: int | slice) -> Standing | list[Standing]:
        if isinstance(place, slice):
            return [self._result.standing_at(int(index)) for index in self._result.listing[place]]
        return self._result.standing_at(int(self._result.listing[place]))

    def __iter__(self) -> Iterator[Standing]:
        return (self._result.standing_at(int(index)) for index in self._result.listing)


@dataclass(frozen=True, eq=False)
class Result:
    """`totals` are whole numbers of the last digit; `group_keys` are numbered like `case.groups`."""

    case: Case
    marks: tuple[GivenMark, ...]
    populations: Mapping[str, Table]
    group_keys: tuple[tuple[str, ...], ...]
    judged_gates: Mapping[str, States]
    gate: States
    totals: Whole
    is_scored: Mask
    ranking: Ranking

    @property
    def rulebook(self) -> Rules:
        return self.case.rulebook

    @property
    def table(self) -> Table:
        return self.case.table

    @property
    def ranks(self) -> Whole:
        """Ranks in table order, 0 for entries that are not ranked."""
        return self.ranking.ranks

    @cached_property
    def standings(self) -> Standings:
        return Standings(self)

    @cached_property
    def listing(self) -> Whole:
        """Row numbers in the order of the standings."""
        ranks = np.where(self.ranks == NOT_RANKED, np.iinfo(np.int64).max, self.ranks)
        names = np.empty(len(self.table), dtype=np.int64)
        names[np.array(sorted(range(len(self.table)), key=lambda row: self.table.ids[row]), dtype=np.int64)] = (
            np.arange(len(self.table))
        )
        return np.lexsort((names, ranks, self.case.groups))

    def standing(self, entry: str) -> Standing:
        return self.standing_at(self.table.index(entry))

    def standing_at(self, index: int) -> Standing:
        rank = int(self.ranks[index])
        printed_total = self.total_at(index)
        counts = rank != NOT_RANKED
        band, following, distance = self._bands(index) if counts else (None, None, None)
        decided = int(self.ranking.decided[index])
        chain = (TOTAL, *(key.code for key in self.rulebook.rank.chain))
        return Standing(
            id=self.table.ids[index],
            rank=rank if counts else None,
            score=printed_total if counts else None,
            shadow_score=None if counts else printed_total,
            group=self._group(int(self.case.groups[index])),
            band=band,
            next_band=following,
            distance_to_next_band=distance,
            gate=OUTCOMES[int(self.gate[index])],
            gates=verdicts(self.case, self.judged_gates, index),
            is_tied=counts and decided == UNDECIDED,
            decided_by=chain[decided] if counts and decided != UNDECIDED else None,
            notes=() if counts else self._unranked_notes(index),
        )

    def total_at(self, index: int) -> Decimal | None:
        if not self.is_scored[index]:
            return None
        return printed(int(self.totals[index]), self.rulebook.rounding.total)

    def outcome(self, entry: str) -> Outcome:
        """Return the exact evaluation of one entry."""
        return evaluate(self.case, self.rulebook.root, self.table.index(entry))

    def nodes(self, entry: str) -> tuple[NodeResult, ...]:
        """Return every criterion in the order of the tree, a parent before its children."""
        index = self.table.index(entry)
        root = evaluate(self.case, self.rulebook.root, index)
        return tuple(self._node(root, outcome, index) for outcome in root.walk())

    def node_column(self, code: str) -> tuple[Whole, Mask]:
        """Return one criterion's rounded scores for all entries, in table order, and who has one."""
        node, rounding = self.rulebook.criterion(code), self.rulebook.rounding
        scores, there = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.bool_)]
        for block in blocks(self.case):
            proposal = propose(block, node)
            scores.append(rounded(block, node, proposal, stage_digits(rounding, node), rounding.mode))
            gone = [mask for mask in (proposal.skipped, proposal.unranked) if mask is not None]
            there.append(~np.any(gone, axis=0) if gone else np.ones(len(proposal.values), dtype=np.bool_))
        return np.concatenate(scores), np.concatenate(there)

    def explain(self, entry: str) -> Explanation:
        """Raise ScoringError for an entry without a total."""
        total = self._total(entry)
        rounding = self.rulebook.rounding
        found = list(amounts(self.outcome(entry)))
        return Explanation(entry, printed_lines(found, total, rounding.total, rounding.mode), total)

    def near_misses(self, entry: str) -> Mapping[str, Note]:
        """Say, by criterion, what an entry lacks for the next better case."""
        read = reader_of(self.rulebook, self.table, self.table.index(entry))
        found = {leaf.code: near_miss(leaf, read) for leaf in risen_leaves(self.rulebook)}
        return {code: told for code, told in found.items() if told is not None}

    def compare(self, ahead: str, behind: str) -> Lead:
        """Raise ScoringError when one of the two has no total."""
        lead = self._total(ahead) - self._total(behind)
        rounding = self.rulebook.rounding
        found = lead_amounts(self.outcome(ahead), self.outcome(behind))
        return Lead(ahead, behind, printed_lines(found, lead, rounding.total, rounding.mode), lead)

    def quota(self, code: str) -> tuple[QuotaPlaces, ...]:
        """Raise KeyError for a quota the rulebook does not have."""
        quota = {one.code: one for one in self.rulebook.quotas}[code]
        winners: list[list[str]] = [[] for _ in self.group_keys]
        ranks = self.ranks[self.listing]
        for row in self.listing[(ranks != NOT_RANKED) & (ranks <= quota.count)].tolist():
            winners[int(self.case.groups[row])].append(self.table.ids[row])
        return tuple(
            QuotaPlaces(code, quota.name, self._group(number), tuple(ids), len(ids) > quota.count)
            for number, ids in enumerate(winners)
        )

    @cached_property
    def digest(self) -> str:
        return digest_of_lines(self._lines())

    @cached_property
    def input_digest(self) -> str:
        return digest_of_lines(input_lines(self.table, self.marks, self.populations))

    def _lines(self) -> Iterator[str]:
        yield f"engine {ENGINE_VERSION}"
        yield f"rulebook {self.rulebook.digest}"
        yield f"digits {self.rulebook.rounding.total}"
        order = sorted(range(len(self.table)), key=lambda row: self.table.ids[row])
        groups, gates = self.case.groups.tolist(), self.gate.tolist()
        totals, scored = self.totals.tolist(), self.is_scored.tolist()
        ranks, decided = self.ranks.tolist(), self.ranking.decided.tolist()
        for row in order:
            total = totals[row] if scored[row] else ""
            group = "\x1f".join(self.group_keys[groups[row]])
            yield f"{self.table.ids[row]}\t{group}\t{gates[row]}\t{total}\t{ranks[row]}\t{decided[row]}"

    def _total(self, entry: str) -> Decimal:
        total = self.total_at(self.table.index(entry))
        if total is None:
            raise ScoringError(note("value.no-total", entry=entry))
        return total

    def _group(self, number: int) -> Mapping[str, str]:
        return dict(zip(self.rulebook.grouping.columns, self.group_keys[number], strict=True))

    def _bands(self, index: int) -> tuple[str | None, str | None, Decimal | None]:
        """Return the band, the next better one, and the printed points that are missing to it."""
        rule = self.rulebook.rank
        total = printed(int(self.totals[index]), self.rulebook.rounding.total)
        exact: Number | None = None
        if not rule.is_rounded:
            exact = evaluate(self.case, self.rulebook.root, index).score
        sign = 1 if rule.higher_is_better else -1
        best_first = sorted(self.rulebook.bands, key=lambda band: -sign * band.threshold)
        following: Band | None = None
        for band in best_first:
            reached = compare(Fraction(total) if exact is None else exact, band.threshold)
            if sign * reached >= 0:
                return (band.code, *_distance(following, total, exact))
            following = band
        return (None, *_distance(following, total, exact))

    def _unranked_notes(self, index: int) -> Notes:
        outcome = None if self.is_scored[index] else evaluate(self.case, self.rulebook.root, index)
        return unranked_notes(self.rulebook, verdicts(self.case, self.judged_gates, index), outcome)

    def _node(self, root: Outcome, outcome: Outcome, index: int) -> NodeResult:
        rounding, node, score = self.rulebook.rounding, outcome.criterion, outcome.score
        digits = stage_digits(rounding, node)
        factor = factor_of(root, node.code)
        return NodeResult(
            code=node.code,
            parent=node.parent,
            name=node.name,
            raw=self._raw(outcome, index),
            inputs=self._inputs(outcome, index),
            normalised=None if outcome.joined is None else round_number(outcome.joined, digits, rounding.mode),
            score=None if score is None else round_number(score, digits, rounding.mode),
            weight=None if outcome.share is None else round_number(outcome.share, 6, rounding.mode),
            contribution=None
            if score is None or factor is None
            else round_number(times(factor, score), rounding.total, rounding.mode),
            status=outcome.status,
            notes=notes_for(outcome),
        )

    def _raw(self, outcome: Outcome, index: int) -> Cell:
        node = outcome.criterion
        if node.column is not None:
            return self.table.cell(node.column, index)
        if outcome.figure is None or isinstance(outcome.figure, str):
            return outcome.figure
        return round_number(outcome.figure, stage_digits(self.rulebook.rounding, node) + 2, self.rulebook.rounding.mode)

    def _inputs(self, outcome: Outcome, index: int) -> Mapping[str, Cell]:
        return {name: self.table.cell(name, index) for name in self.rulebook.behind(outcome.criterion)}


def _distance(following: Band | None, total: Decimal, exact: Number | None) -> tuple[str | None, Decimal | None]:
    """Return the band and the printed points to it; to a full value they are rounded up, so that they suffice."""
    if following is None:
        return None, None
    if exact is None:
        threshold = Decimal(following.threshold.numerator) / Decimal(following.threshold.denominator)
        return following.code, abs(threshold - total)
    gap = minus(following.threshold, exact)
    gap = gap if compare(gap, ZERO) > 0 else minus(ZERO, gap)
    digits = -int(total.as_tuple().exponent)
    scaled = round_scaled(gap, digits, RoundingMode.HALF_AWAY)
    scaled += compare(Fraction(scaled, 10**digits), gap) < 0
    return following.code, printed(scaled, digits)
