"""Which columns a rulebook may read: what is asked, reported, looked up at an interview, or known of an entrant.

A misspelt one would be missing for everybody, and a condition over it be left open, without anybody having said why.
"""

import difflib
from collections.abc import Collection, Iterator
from dataclasses import KW_ONLY, dataclass

from awards.engine import RulebookError, Rules, load_rulebook
from awards.engine.criteria import Cases, Comparison, Criterion, Points, Source
from awards.rulebooks.models import Rulebook, RulebookState
from awards.rulebooks.parsing.questionnaire import Questionnaire
from awards.rulebooks.selectors.variables import NAMES, known_codes, variable_name
from paritrana.lib.problems import Problem, problem
from regions.models.contributions import ScoreSheetLine

NEAR, LIKENESS = 3, 0.7
NAMING_NEAR = {
    "rulebook.leaf-unanswered": "rulebook.leaf-unanswered-near",
    "rulebook.tie-break-unknown": "rulebook.tie-break-unknown-near",
    "rulebook.column-unknown-gate": "rulebook.column-unknown-gate-near",
    "rulebook.column-unknown-measure": "rulebook.column-unknown-measure-near",
    "rulebook.column-unknown-leaf": "rulebook.column-unknown-leaf-near",
    "rulebook.column-unknown-groups": "rulebook.column-unknown-groups-near",
    "rulebook.column-unknown-question": "rulebook.column-unknown-question-near",
}
"""The sentence that also names the nearest right names."""
STRANGE_COLUMNS = frozenset(code for pair in NAMING_NEAR.items() for code in pair if "column-unknown" in code)


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column that is read somewhere: `code` is the sentence of its being unknown, `name` that of the place."""

    code: str
    path: str = ""
    _: KW_ONLY
    column: str
    name: str = ""


def column_problems(rules: Rules, questionnaire: Questionnaire) -> tuple[Problem, ...]:
    """Return a sentence for each place that reads a column of no known name, with the nearest right names.

    Lines of a published score sheet bear names of their own; only where one is asked for does this ask the database.
    """
    own = {leaf.column for leaf in rules.leaves if leaf.column and _is_named_freely(leaf)}
    right = own | questionnaire.columns | rules.history.keys()
    strange = [one for one in _read(rules, questionnaire, own) if not _is_known(one.column, right)]
    published = _published({one.column for one in strange}) if strange else frozenset()
    candidates = {*right, *known_codes()}
    found = (
        with_near(one.code, candidates, path=one.path, name=one.name, column=one.column)
        for one in strange
        if one.column not in published
    )
    return tuple(dict.fromkeys(found))


def with_near(code: str, candidates: Collection[str], *, column: str, name: str = "", path: str = "") -> Problem:
    """Return the problem of a wrong name, naming the nearest right ones where there are any."""
    near = difflib.get_close_matches(column, sorted(candidates), NEAR, LIKENESS)
    values = {"column": column, **({"name": name} if name else {})}
    return problem(path, NAMING_NEAR[code], **values, near=tuple(near)) if near else problem(path, code, **values)


def columns_read() -> frozenset[str]:
    """Return every column that a draft or a sealed rulebook reads; a text that is none yet reads nothing."""
    found: set[str] = set()
    for text in Rulebook.objects.exclude(state=RulebookState.RETIRED).values_list("text", flat=True):
        try:
            found.update(load_rulebook(text).columns)
        except RulebookError:
            continue
    return frozenset(found)


def _is_named_freely(leaf: Criterion) -> bool:
    """Ready points are read from the line of a score sheet, which may be published later; marks of an interview too."""
    return leaf.source is Source.ATTENDANCE or isinstance(leaf.normalisation, Points)


def _is_known(column: str, right: set[str] | frozenset[str]) -> bool:
    return column in right or column in NAMES or variable_name(column) != column


def _read(rules: Rules, questionnaire: Questionnaire, own: set[str]) -> Iterator[ReadColumn]:
    for gate in rules.gates:
        for column in _compared(gate.condition.comparisons):
            yield ReadColumn("rulebook.column-unknown-gate", name=gate.name, column=column)
    for measure in rules.measures.values():
        for column in measure.columns:
            yield ReadColumn("rulebook.column-unknown-measure", name=measure.name, column=column)
    for node in rules.root.walk():
        for column in _behind(node, own):
            path = f"criteria.{node.code}"
            yield ReadColumn("rulebook.column-unknown-leaf", path, name=node.name, column=column)
    for column in rules.grouping.columns:
        yield ReadColumn("rulebook.column-unknown-groups", column=column)
    for question in questionnaire.questions:
        if question.registry:
            yield ReadColumn("rulebook.column-unknown-question", name=question.number, column=question.registry)


def _behind(node: Criterion, own: set[str]) -> Iterator[str]:
    if node.column and node.source is Source.CONTRIBUTION and node.column not in own:
        yield node.column
    if isinstance(node.normalisation, Cases):
        yield from _compared(node.normalisation.comparisons)
    yield from (adjustment.column for adjustment in node.adjustments)


def _compared(comparisons: tuple[Comparison, ...]) -> Iterator[str]:
    return (one.column for one in comparisons if one.column)


def _published(names: set[str]) -> frozenset[str]:
    return frozenset(ScoreSheetLine.objects.filter(variable__in=names).values_list("variable", flat=True).distinct())
