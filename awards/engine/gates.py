"""Gates before scores: each entry passes, fails, or cannot be told yet, with the reason the rulebook gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import numpy as np

from awards.engine.criteria import Comparator, Gate, GateOutcome
from awards.engine.evaluate import Case
from awards.engine.figures import Figures, Mask, column_figures, measured_figures, present
from awards.engine.table import State, States
from paritrana.lib.problems import Note, note

OUTCOMES = (GateOutcome.PASS, GateOutcome.CANNOT_TELL, GateOutcome.FAIL)


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What one gate says of one entry; a pass has no reason."""

    code: str
    name: str
    outcome: GateOutcome
    reason: Note | None
    evidence: str


def judge_gates(case: Case) -> Mapping[str, States]:
    """Return, per gate, the position in OUTCOMES of each entry."""
    return {gate.code: _judge(case, gate) for gate in case.rulebook.gates}


def worst_outcomes(judged: Mapping[str, States], count: int) -> States:
    worst = np.zeros(count, dtype=np.uint8)
    for outcomes in judged.values():
        worst = np.maximum(worst, outcomes)
    return worst


def verdicts(case: Case, judged: Mapping[str, States], index: int) -> tuple[GateVerdict, ...]:
    return tuple(_verdict(gate, OUTCOMES[int(judged[gate.code][index])]) for gate in case.rulebook.gates)


def _verdict(gate: Gate, outcome: GateOutcome) -> GateVerdict:
    reason = {
        GateOutcome.PASS: None,
        GateOutcome.FAIL: note("gate.failed", gate=gate.code),
        GateOutcome.CANNOT_TELL: note("gate.cannot-tell", gate=gate.code),
    }[outcome]
    return GateVerdict(gate.code, gate.name, outcome, reason, gate.evidence)


def _judge(case: Case, gate: Gate) -> States:
    states: States | None
    if gate.comparison is Comparator.ONE_OF:
        holds, states = _is_listed(case, gate)
    else:
        figures = _figures(case, gate)
        holds, states = _holds(gate, figures), figures.states
    outcomes = np.where(holds, OUTCOMES.index(GateOutcome.PASS), OUTCOMES.index(GateOutcome.FAIL)).astype(np.uint8)
    outcomes[~present(states, len(outcomes))] = OUTCOMES.index(gate.when_missing)
    return outcomes


def _is_listed(case: Case, gate: Gate) -> tuple[Mask, States]:
    labels = case.table.labels(gate.column or gate.code, case.rulebook.not_applicable)
    wanted = [place for place, label in enumerate(labels.labels) if label in gate.labels]
    states = np.where(labels.positions < 0, -labels.positions, State.PRESENT).astype(np.uint8)
    return np.isin(labels.positions, wanted), states


def _figures(case: Case, gate: Gate) -> Figures:
    everyone = slice(0, len(case.table))
    if gate.measure is not None:
        return measured_figures(case, gate.measure, everyone)
    column = gate.column or gate.code
    numbers = case.table.numbers(column, case.rulebook.not_applicable)
    return column_figures(numbers, everyone, lambda place: case.number(column, place))


def _holds(gate: Gate, figures: Figures) -> Mask:
    limit = cast("Fraction", gate.limit)
    if gate.comparison is Comparator.AT_LEAST:
        return figures.is_above(limit, or_equal=True)
    if gate.comparison is Comparator.ABOVE:
        return figures.is_above(limit, or_equal=False)
    if gate.comparison is Comparator.AT_MOST:
        return ~figures.is_above(limit, or_equal=False)
    if gate.comparison is Comparator.BELOW:
        return ~figures.is_above(limit, or_equal=True)
    return figures.is_above(limit, or_equal=True) & ~figures.is_above(limit, or_equal=False)
