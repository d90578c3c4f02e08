"""What goes with scores and places, for the entrant who reads them: codes, with the rulebook's codes as values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from awards.engine.criteria import Cases, Criterion, Measure, Normalisation
from awards.engine.evaluate import Outcome, Status
from awards.engine.gates import GateVerdict
from awards.engine.history import HistoryColumn
from awards.engine.rulebook import Rules
from awards.engine.table import State
from paritrana.lib.problems import Note, note

STATES = {
    State.NOT_REPORTED: note("figure.not-reported"),
    State.NOT_APPLICABLE: note("figure.not-applicable"),
    State.ZERO_DENOMINATOR: note("figure.zero-denominator"),
    State.SMALL_DENOMINATOR: note("figure.small-denominator"),
}
STATUSES = {
    Status.IMPUTED: note("figure.imputed"),
    Status.SKIPPED: note("figure.skipped"),
    Status.NOT_RANKED: note("figure.not-ranked"),
}
Notes = tuple[Note, ...]


def notes_for(outcome: Outcome) -> Notes:
    """Say why a criterion has no score of its own, and what the rulebook does about it."""
    found = [_cause(outcome)]
    found.append(STATUSES.get(outcome.status))
    if outcome.status in (Status.WORST, Status.ZERO) and outcome.criterion.missing_reason:
        found.append(note("figure.missing-reason", criterion=outcome.criterion.code))
    return tuple(one for one in found if one is not None)


def _cause(outcome: Outcome) -> Note | None:
    """Name what is missing below a joined criterion; "too few" only where the rulebook lets some be missing."""
    if not outcome.children or outcome.status is Status.SCORED:
        return STATES.get(outcome.state)
    lost = _codes(outcome)
    return note("figure.lost-below", criteria=lost) if lost else note("figure.too-few-below")


def unranked_notes(rulebook: Rules, gates: Iterable[GateVerdict], outcome: Outcome | None) -> Notes:
    failed = tuple(verdict.reason for verdict in gates if verdict.reason is not None)
    if failed:
        return failed
    if outcome is not None:
        return (note("place.data-absent", criteria=_codes(outcome) or (outcome.criterion.code,)),)
    return (note("place.small-group", least=rulebook.grouping.minimum_size),)


def _codes(outcome: Outcome) -> tuple[str, ...]:
    """Return the deepest criteria below that kept the entry out of the ranking."""
    return tuple(dict.fromkeys(one.criterion.code for child in outcome.children for one in _lost(child)))


def _lost(outcome: Outcome) -> Iterator[Outcome]:
    below = [child for child in outcome.children if child.status is Status.NOT_RANKED]
    if outcome.status is Status.NOT_RANKED and not below:
        yield outcome
    for child in below:
        yield from _lost(child)


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a rulebook calls its parts, in Indonesian or in its own English where it has some."""

    rules: Rules
    is_english: bool

    def name(self, code: str) -> str:
        """Return the name of a criterion or a gate."""
        gate = next((gate for gate in self.rules.gates if gate.code == code), None)
        part = self.rules.criterion(code) if gate is None else gate
        return part.name_en if self.is_english and part.name_en else part.name

    def band(self, code: str) -> str:
        """Return the name of a band, "" for none."""
        named = {
            band.code: band.name_en if self.is_english and band.name_en else band.name for band in self.rules.bands
        }
        return named.get(code, code)

    def reason(self, code: str) -> str:
        """Return the reason that the rulebook gives where a gate fails or a criterion has no figure."""
        gate = next((gate for gate in self.rules.gates if gate.code == code), None)
        if gate is not None:
            return gate.reason_en if self.is_english and gate.reason_en else gate.reason
        node = self.rules.criterion(code)
        return node.missing_reason_en if self.is_english and node.missing_reason_en else node.missing_reason

    def case(self, criterion: str, name: str) -> str:
        """Return the name of a case, by its Indonesian one."""
        rule = self.rules.criterion(criterion).normalisation
        named = {one.name: one.name_en for one in rule.cases} if isinstance(rule, Cases) else {}
        return (self.is_english and named.get(name)) or name

    def figure(self, column: str, measure: str) -> str:
        """Return the name of a measure, of a column of the history, or of the criterion reading it; else its code."""
        found = self._read(column, measure)
        if found is None:
            return column or measure
        return found.name_en if self.is_english and found.name_en else found.name

    def unit(self, column: str, measure: str) -> str:
        found = self._read(column, measure)
        if found is None:
            return ""
        return found.unit_en if self.is_english and found.unit_en else found.unit

    def label(self, _column: str, label: str) -> str:
        return label

    def _read(self, column: str, measure: str) -> Measure | Criterion | HistoryColumn | None:
        if measure:
            return self.rules.measures.get(measure)
        if column in self.rules.history:
            return self.rules.history[column]
        return next((leaf for leaf in self.rules.leaves if leaf.column == column), None)


def in_english(rules: Rules) -> Rules:
    """Return the rules with their own English in the place of the Indonesian, where they have some.

    Only what people read is exchanged: the document, its digest and so every score and digest stay what they are.
    """
    return replace(
        rules,
        title=rules.title_en or rules.title,
        note=rules.note_en or rules.note,
        root=_english_node(rules.root),
        measures={
            code: replace(one, name=one.name_en or one.name, unit=one.unit_en or one.unit)
            for code, one in rules.measures.items()
        },
        history={
            code: replace(one, name=one.name_en or one.name, unit=one.unit_en or one.unit)
            for code, one in rules.history.items()
        },
        gates=tuple(
            replace(one, name=one.name_en or one.name, reason=one.reason_en or one.reason) for one in rules.gates
        ),
        bands=tuple(replace(one, name=one.name_en or one.name) for one in rules.bands),
        quotas=tuple(replace(one, name=one.name_en or one.name) for one in rules.quotas),
    )


def _english_node(node: Criterion) -> Criterion:
    return replace(
        node,
        name=node.name_en or node.name,
        missing_reason=node.missing_reason_en or node.missing_reason,
        unit=node.unit_en or node.unit,
        note=node.note_en or node.note,
        normalisation=_english_rule(node.normalisation),
        children=tuple(map(_english_node, node.children)),
    )


def _english_rule(rule: Normalisation | None) -> Normalisation | None:
    if not isinstance(rule, Cases):
        return rule
    return replace(rule, cases=tuple(replace(case, name=case.name_en or case.name) for case in rule.cases))
