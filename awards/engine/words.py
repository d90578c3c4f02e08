"""Sentences that go with scores and places, for the entrant who reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from awards.engine.criteria import GateOutcome
from awards.engine.evaluate import Outcome, Status
from awards.engine.gates import GateVerdict
from awards.engine.rulebook import Rulebook
from awards.engine.table import State

STATES = {
    State.PRESENT: "",
    State.NOT_REPORTED: "Data belum dilaporkan.",
    State.NOT_APPLICABLE: "Kriteria ini tidak berlaku bagi peserta.",
    State.ZERO_DENOMINATOR: "Penyebutnya nol, jadi perbandingan tidak dapat dihitung.",
    State.SMALL_DENOMINATOR: "Penyebutnya di bawah batas minimum juknis, jadi perbandingan tidak dipakai.",
}
STATUSES = {
    Status.IMPUTED: "Diisi dengan nilai tengah kelompok (imputasi).",
    Status.SKIPPED: "Dilewati; bobotnya dibagikan kepada kriteria lain dalam induknya.",
    Status.NOT_RANKED: "Karena itu peserta tidak diberi peringkat.",
}


def note_for(outcome: Outcome) -> str:
    """Say why a criterion has no score of its own, and what the rulebook does about it."""
    parts = [STATES[outcome.state], STATUSES.get(outcome.status, "")]
    if outcome.status in (Status.WORST, Status.ZERO):
        parts.append(outcome.criterion.missing_reason)
    if outcome.children and outcome.status is not Status.SCORED:
        parts[0] = "Terlalu sedikit kriteria di bawahnya yang tersedia."
    return " ".join(part for part in parts if part)


def unranked_note(rulebook: Rulebook, gates: Iterable[GateVerdict], outcome: Outcome | None) -> str:
    failed = [verdict.reason for verdict in gates if verdict.outcome is not GateOutcome.PASS]
    if failed:
        return " ".join(failed)
    if outcome is not None:
        names = ", ".join(dict.fromkeys(missing.criterion.name for missing in _lost(outcome)))
        return f"Tidak diberi peringkat karena data ini belum ada: {names}."
    return (
        f"Tidak diberi peringkat karena kelompoknya berisi kurang dari {rulebook.grouping.minimum_size} peserta yang "
        "dapat dinilai."
    )


def _lost(outcome: Outcome) -> Iterator[Outcome]:
    """Yield the deepest criteria that kept the entry out of the ranking."""
    below = [child for child in outcome.children if child.status is Status.NOT_RANKED]
    if outcome.status is Status.NOT_RANKED and not below:
        yield outcome
    for child in below:
        yield from _lost(child)
