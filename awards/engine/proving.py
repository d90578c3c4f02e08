"""Whether a rulebook's own cases come out: each is scored by itself and compared with what its author expects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from awards.engine.criteria import GateOutcome, Grouping
from awards.engine.errors import ScoringError
from awards.engine.marks import GivenMark
from awards.engine.result import NodeResult, Result, Standing
from awards.engine.rulebook import Rules
from awards.engine.scoring import score
from awards.engine.table import Table
from awards.engine.worked import ExpectedOutcome, WorkedCase
from paritrana.lib.problems import Note, note

ENTRY = "contoh"


@dataclass(frozen=True, slots=True)
class CaseProof:
    """What came of one case; `failures` say what is other than expected, and are empty where nothing is.

    `told` is what the entrant would be told: why not assessed, and what is lacking for the next better case.
    """

    case: WorkedCase
    failures: tuple[Note, ...]
    told: tuple[Note, ...] = ()

    @property
    def is_passed(self) -> bool:
        return not self.failures


def case_proofs(rules: Rules) -> tuple[CaseProof, ...]:
    """Score every case alone, without groups: whoever else competes, or a fixed size of a group, is no part of it."""
    alone = replace(rules, grouping=Grouping((), 1))
    return tuple(_proof(alone, one) for one in rules.worked)


def _proof(rules: Rules, case: WorkedCase) -> CaseProof:
    table = Table([ENTRY], {name: [case.cells.get(name)] for name in rules.columns})
    marks = [
        GivenMark(ENTRY, str(number), criterion, Decimal(mark.numerator) / Decimal(mark.denominator))
        for criterion, given in case.marks.items()
        for number, mark in enumerate(given, start=1)
    ]
    try:
        result = score(rules, table, marks)
    except ScoringError as error:
        return CaseProof(case, (note("worked.refused", reasons=tuple(one.note for one in error.problems)),))
    nodes = {node.code: node for node in result.nodes(ENTRY)}
    standing = result.standing(ENTRY)
    found = [*_points(rules, case, nodes), *_named(rules, case, nodes), *_placed(rules, case, result, standing)]
    return CaseProof(case, tuple(found), (*standing.notes, *result.near_misses(ENTRY).values()))


def _points(rules: Rules, case: WorkedCase, nodes: Mapping[str, NodeResult]) -> list[Note]:
    found = []
    for code, expected in case.points.items():
        score_found = nodes[code].score
        wanted = Decimal(expected.numerator) / Decimal(expected.denominator)
        if score_found is None:
            found.append(note("worked.no-points", criterion=code, expected=wanted))
        elif Fraction(score_found) != expected:
            found.append(note("worked.points", criterion=code, found=score_found, expected=wanted))
    return found


def _named(rules: Rules, case: WorkedCase, nodes: Mapping[str, NodeResult]) -> list[Note]:
    found = []
    for code, expected in case.cases.items():
        raw = str(nodes[code].raw or "")
        if raw != expected:
            found.append(
                note("worked.case", criterion=code, found=_named_case(code, raw), expected=_named_case(code, expected))
            )
    return found


def _named_case(code: str, name: str) -> Note:
    return note("worked.named", case=(code, name)) if name else note("worked.none")


def _placed(rules: Rules, case: WorkedCase, result: Result, standing: Standing) -> list[Note]:
    found = []
    outcome = _outcome(standing)
    if case.outcome is not None and case.outcome is not outcome:
        found.append(note("worked.outcome", found=outcome_note(outcome), expected=outcome_note(case.outcome)))
    names = {band.code: band.name for band in result.rulebook.bands}
    band = names.get(standing.band or "", "")
    if case.band is not None and case.band != band:
        found.append(note("worked.band", found=_band(band), expected=_band(case.band)))
    return found


def _outcome(standing: Standing) -> ExpectedOutcome:
    if standing.rank is not None:
        return ExpectedOutcome.ASSESSED
    if standing.gate is GateOutcome.FAIL:
        return ExpectedOutcome.NOT_ASSESSED
    return ExpectedOutcome.HELD if standing.gate is GateOutcome.CANNOT_TELL else ExpectedOutcome.NOT_RANKED


OUTCOMES = {
    ExpectedOutcome.ASSESSED: note("worked.assessed"),
    ExpectedOutcome.NOT_ASSESSED: note("worked.not-assessed"),
    ExpectedOutcome.HELD: note("worked.held"),
    ExpectedOutcome.NOT_RANKED: note("worked.not-ranked"),
}


def outcome_note(outcome: ExpectedOutcome) -> Note:
    return OUTCOMES[outcome]


def _band(name: str) -> Note:
    return note("worked.band-name", band=name) if name else note("worked.none")
