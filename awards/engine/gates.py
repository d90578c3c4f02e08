"""Gates before scores: each entry passes, fails, or cannot be told yet, with the reason the rulebook gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from awards.engine.criteria import Gate, GateOutcome
from awards.engine.evaluate import Case
from awards.engine.table import State, States
from awards.engine.truths import truths
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
    found = truths(case, gate.condition, slice(0, len(case.table)))
    outcomes = np.where(found.holds, OUTCOMES.index(GateOutcome.PASS), OUTCOMES.index(GateOutcome.FAIL)).astype(
        np.uint8
    )
    outcomes[found.states != State.PRESENT] = OUTCOMES.index(gate.when_missing)
    return outcomes
