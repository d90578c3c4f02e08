"""Which entries of a chunk came about alike: the same criteria scored, skipped or absent, for the same reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from awards.engine.arrays import propose
from awards.engine.blocks import Block, Trace
from awards.engine.criteria import Criterion, Effect, Join, MissingPolicy
from awards.engine.evaluate import Case, Status, policy
from awards.engine.table import State, Whole

STATUSES: Final = tuple(Status)
NOT_RANKED: Final = STATUSES.index(Status.NOT_RANKED)
HAVE_SCORE: Final = tuple(STATUSES.index(one) for one in (Status.SCORED, Status.WORST, Status.ZERO))
WITHOUT_FIGURE: Final = {
    MissingPolicy.SKIP: STATUSES.index(Status.SKIPPED),
    MissingPolicy.ZERO: STATUSES.index(Status.ZERO),
    MissingPolicy.WORST: STATUSES.index(Status.WORST),
    MissingPolicy.NOT_RANKED: NOT_RANKED,
}
UNCLEAR: Final = -1

Codes = NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Entries with one status and state per criterion; `places` count in the chunk, `rows` in the table.

    `binding` names the child that a minimum is taken from.
    """

    case: Case
    places: Whole
    rows: Whole
    traces: Mapping[str, Trace]
    statuses: Mapping[str, Status]
    states: Mapping[str, State]
    binding: Mapping[str, str]


def alike(case: Case, rows: Whole) -> Iterator[Alike]:
    """Yield groups of entries; those that only the reference can tell are in none."""
    traces: dict[str, Trace] = {}
    root = case.rulebook.root
    propose(Block(case, rows, rows, {}, traces), root)
    walk = tuple(root.walk())
    minima = [node for node in walk if node.join is Join.MINIMUM]
    codes: dict[str, Codes] = {}
    states: dict[str, Codes] = {}
    for node in reversed(walk):
        codes[node.code], states[node.code] = _statuses(node, traces[node.code], codes)
    signature = [codes[node.code] for node in walk] + [states[node.code] for node in walk]
    signature += [_binding(node, traces, codes) for node in minima]
    found, where = np.unique(np.array(signature), axis=1, return_inverse=True)
    for number, column in enumerate(found.T.tolist()):
        if UNCLEAR in column:
            continue
        places = np.flatnonzero(where.reshape(-1) == number)
        yield Alike(
            case,
            places,
            rows[places],
            traces,
            {node.code: STATUSES[code] for node, code in zip(walk, column, strict=False)},
            {node.code: State(state) for node, state in zip(walk, column[len(walk) :], strict=False)},
            {node.code: node.children[child].code for node, child in zip(minima, column[2 * len(walk) :], strict=True)},
        )


def _statuses(node: Criterion, trace: Trace, below: Mapping[str, Codes]) -> tuple[Codes, Codes]:
    """Return how each entry came by its score of a criterion, UNCLEAR where arrays do not tell, and the state."""
    states = trace.states.astype(np.int16)
    codes = np.full(len(states), STATUSES.index(Status.SCORED), dtype=np.int16)
    for state in np.unique(states[states != State.PRESENT]).tolist():
        codes[states == state] = WITHOUT_FIGURE.get(policy(node, State(state)), UNCLEAR)
    for child in node.children:
        is_lost = below[child.code] == NOT_RANKED
        codes[is_lost], states[is_lost] = NOT_RANKED, State.NOT_REPORTED
    codes[trace.is_unclear] = UNCLEAR
    return codes, states


def _binding(node: Criterion, traces: Mapping[str, Trace], codes: Mapping[str, Codes]) -> Codes:
    """Return which child of a minimum is the lowest; UNCLEAR where two are too close to tell."""
    lows, highs = [], []
    for child in node.children:
        trace = traces[child.code]
        counts = np.isin(codes[child.code], HAVE_SCORE) & (child.effect is Effect.SHARE)
        lows.append(np.where(counts, trace.score - trace.score_error, np.inf))
        highs.append(np.where(counts, trace.score + trace.score_error, np.inf))
    lowest = np.argmin(highs, axis=0)
    reached = np.min(highs, axis=0)
    rivals = np.sum(np.array(lows) <= reached, axis=0)
    found = np.where(rivals == 1, lowest, UNCLEAR).astype(np.int16)
    found[codes[node.code] != STATUSES.index(Status.SCORED)] = 0
    return found
