"""The cases of a draft: what each gives and expects in words, what failed, and what a case may be made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from awards.engine import Rules
from awards.engine.criteria import Cases, Comparator, Levels
from awards.engine.proving import CaseProof, outcome_note
from awards.engine.rulebook import sketched_rules
from awards.engine.worked import ExpectedOutcome, WorkedCase
from awards.rulebooks.parsing.questionnaire import QuestionKind, Questionnaire, read_questionnaire
from awards.rulebooks.selectors.figures import figure, with_unit
from awards.rulebooks.selectors.labels import asked_words, band_name, criterion_name, read_name, rule_words, value_name
from awards.sentences import sentence, sentences
from paritrana.lib.toml_text import parse_toml
from paritrana.pages.reader import in_words, reader_language
from paritrana.pages.templatetags.formats import number

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as it is read: figures, what is expected, what failed, and what the entrant would be told.

    `place` is where it stands in the text, from 1.
    """

    place: int
    name: str
    figures: str
    expected: str
    failures: tuple[str, ...]
    told: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class CaseColumn:
    """A column that a case may fill; `choices` are its labels, none where it holds a number."""

    code: str
    name: str
    unit: str
    choices: Choices


@dataclass(frozen=True, slots=True)
class ExpectedNode:
    """A criterion of which points may be expected; `cases` are its cases by name, None where it has none."""

    code: str
    name: str
    cases: Choices | None


@dataclass(frozen=True, slots=True)
class CaseTerms:
    """What a case may give and expect, in the reader's words."""

    not_applicable: str
    columns: list[CaseColumn]
    juries: Choices
    nodes: list[ExpectedNode]
    bands: Choices
    outcomes: Choices


def case_lines(rules: Rules, proofs: Sequence[CaseProof]) -> list[CaseLine]:
    """Return the cases with what came of them, those that failed first."""
    places = {one.name: place for place, one in enumerate(rules.worked, start=1)}
    lines = [_line(proof, places[proof.case.name], rules) for proof in proofs]
    return sorted(lines, key=lambda line: (not line.failures, line.place))


def case_terms(text: str) -> CaseTerms | None:
    """Return what cases of a draft may be made of, as far as it has come; None where it has no rules to speak of.

    A case that speaks of what is gone does not stand in the way of mending it.
    """
    try:
        document = dict(parse_toml(text))
    except (ValueError, RecursionError):
        return None
    document.pop("case", None)
    rules = sketched_rules(document)
    return None if rules is None else _terms(rules)


def _terms(rules: Rules) -> CaseTerms:
    nodes = []
    for node in rules.root.walk():
        rule = node.normalisation
        named = [(one.name, in_words(one.name, one.name_en)) for one in rule.cases] if isinstance(rule, Cases) else None
        nodes.append(ExpectedNode(node.code, criterion_name(node), named))
    return CaseTerms(
        not_applicable=rules.not_applicable,
        columns=read_columns(rules),
        juries=[(leaf.jury, criterion_name(leaf)) for leaf in rules.leaves if leaf.jury],
        nodes=nodes,
        bands=[(band.name, in_words(band.name, band.name_en)) for band in rules.bands],
        outcomes=[(str(one), outcome_word(one)) for one in ExpectedOutcome],
    )


def held_cases(text: str) -> list[dict[str, Any]]:
    listed = parse_toml(text).get("case", [])
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def read_columns(rules: Rules) -> list[CaseColumn]:
    """Return what the rules read of an entrant, the figures of the first criteria first."""
    asked = read_questionnaire(rules.document, reader_language())
    ordered = [column for leaf in rules.leaves for column in (leaf.column, *rules.behind(leaf)) if column]
    ordered += [column for gate in rules.gates for one in gate.condition.comparisons for column in _of(one, rules)]
    grouping = set(rules.grouping.columns)
    wanted = [one for one in dict.fromkeys([*ordered, *rules.columns]) if one not in grouping or one in ordered]
    return [CaseColumn(code, _name(rules, code, asked), _unit(rules, code, asked), _labels(rules, code, asked))
            for code in wanted]  # fmt: skip


def outcome_word(outcome: ExpectedOutcome) -> str:
    return sentence(outcome_note(outcome))


def _of(one: Any, rules: Rules) -> tuple[str, ...]:
    return rules.measures[one.measure].columns if one.measure else (one.column,)


def _name(rules: Rules, column: str, asked: Questionnaire) -> str:
    name = read_name(rules, column, asked)
    own = next((criterion_name(leaf) for leaf in rules.leaves if leaf.column == column), name)
    return own if name == column else name


def _unit(rules: Rules, column: str, asked: Questionnaire) -> str:
    return asked_words(rules, asked).unit(column, "")


def _labels(rules: Rules, column: str, asked: Questionnaire) -> Choices:
    """Return the labels that the rules or the form know of a column, with their words."""
    found: list[str] = []
    for leaf in rules.leaves:
        if leaf.column == column and isinstance(leaf.normalisation, Levels):
            found += list(leaf.normalisation.points)
    conditions = [gate.condition for gate in rules.gates]
    conditions += [
        case.when for leaf in rules.leaves if isinstance(leaf.normalisation, Cases) for case in leaf.normalisation.cases
    ]
    for condition in conditions:
        for one in condition.comparisons:
            if one.comparator is Comparator.ONE_OF and one.column == column:
                found += list(one.labels)
    if not found:
        return []
    for question in asked.questions:
        if question.kind is QuestionKind.CHOICE and question.code == column:
            found += [choice.code for choice in question.choices]
    return [(label, value_name(column, label, asked)) for label in dict.fromkeys(found)]


def _line(proof: CaseProof, place: int, rules: Rules) -> CaseLine:
    case, words = proof.case, rule_words(rules)
    return CaseLine(
        place=place,
        name=in_words(case.name, case.name_en),
        figures=" · ".join(_figures(case, rules)),
        expected="; ".join(_expected(case, rules)),
        failures=sentences(proof.failures, words),
        told=sentences(proof.told, words),
        note=in_words(case.note, case.note_en),
    )


def _figures(case: WorkedCase, rules: Rules) -> Iterator[str]:
    asked = read_questionnaire(rules.document, reader_language())
    for column, cell in case.cells.items():
        value = value_name(column, cell, asked) if isinstance(cell, str) else number(cell)
        yield with_unit(f"{_name(rules, column, asked)} {value}", _unit(rules, column, asked))
    named = {leaf.jury: criterion_name(leaf) for leaf in rules.leaves if leaf.jury}
    for jury, marks in case.marks.items():
        words = {"name": named.get(jury, jury), "marks": "; ".join(map(figure, marks))}
        yield _("%(name)s dari juri %(marks)s") % words


def _expected(case: WorkedCase, rules: Rules) -> Iterator[str]:
    words = rule_words(rules)
    for code, name in case.cases.items():
        yield f"{words.name(code)}: {words.case(code, name) if name else _('tidak ada')}"
    for code, points in case.points.items():
        yield f"{words.name(code)} {figure(points)}"
    if case.outcome is not None:
        yield outcome_word(case.outcome)
    if case.band is not None:
        yield band_name(rules, case.band) if case.band else _("tanpa predikat")
