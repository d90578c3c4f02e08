"""What verification knows."""

from awards.selectors.verification.findings import (
    Case,
    Tally,
    cases,
    counting_findings,
    findings_by_answer,
    tallies,
    verification_window,
    verified_answers,
    verified_values,
)
from awards.selectors.verification.objections import objection_evidence_rule, pending_objection_files
from awards.selectors.verification.queue import (
    DEVIATION_STEP,
    Change,
    Round,
    objection_window,
    objections_in_area,
    rounds,
    waiting_answers,
)

__all__ = [
    "DEVIATION_STEP",
    "Case",
    "Change",
    "Round",
    "Tally",
    "cases",
    "counting_findings",
    "findings_by_answer",
    "objection_evidence_rule",
    "objection_window",
    "pending_objection_files",
    "objections_in_area",
    "rounds",
    "tallies",
    "verification_window",
    "verified_answers",
    "verified_values",
    "waiting_answers",
]
