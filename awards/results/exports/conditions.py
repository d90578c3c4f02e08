"""The case that holds, by name, as an Excel formula of nested IF, AND and OR."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from awards.engine.criteria import Cases, Comparator, Comparison, Exemption, Logic, Measure, Requirement
from awards.results.exports.formulas import measure_formula, quoted
from awards.results.exports.terms import GUARD_DIGITS, FormulaTerm, literal, rounded

LONGEST = 8000
"""Characters of a formula; Excel takes 8,192."""
LONGEST_WORD = 255
SIGNS = {
    Comparator.AT_LEAST: ">=",
    Comparator.ABOVE: ">",
    Comparator.AT_MOST: "<=",
    Comparator.BELOW: "<",
    Comparator.EQUALS: "=",
}


@dataclass(frozen=True, slots=True)
class TruthTerm:
    """A part of a formula that is true or false, with what it comes to."""

    text: str
    holds: bool


def case_formula(rule: Cases, measures: Mapping[str, Measure], cells: Mapping[str, FormulaTerm]) -> FormulaTerm | None:
    """Return none where a cell is empty: what is open has no formula, nor has what is longer than Excel takes."""
    formula = quoted("")
    for case in reversed(rule.cases):
        condition = _condition(case.when, measures, cells)
        if condition is None or len(case.name) > LONGEST_WORD:
            return None
        text = f"IF({condition.text},{quoted(case.name).text},{formula.text})"
        formula = FormulaTerm(text, case.name if condition.holds else formula.value)
    return formula if len(formula.text) <= LONGEST else None


def _condition(
    condition: Requirement, measures: Mapping[str, Measure], cells: Mapping[str, FormulaTerm]
) -> TruthTerm | None:
    if isinstance(condition, Comparison):
        return _labels(condition, cells) if condition.limit is None else _limit(condition, measures, cells)
    parts = (condition.rule, condition.exception) if isinstance(condition, Exemption) else condition.parts
    found = [_condition(part, measures, cells) for part in parts]
    known = [part for part in found if part is not None]
    if len(known) < len(found):
        return None
    needs_all = not isinstance(condition, Exemption) and condition.logic is Logic.ALL
    holds = all(part.holds for part in known) if needs_all else any(part.holds for part in known)
    return TruthTerm(f"{'AND' if needs_all else 'OR'}({','.join(part.text for part in known)})", holds)


def _limit(one: Comparison, measures: Mapping[str, Measure], cells: Mapping[str, FormulaTerm]) -> TruthTerm | None:
    """Compare what the program computed without the noise of its floats, or a difference would miss its own limit."""
    term = cells.get(one.column or "")
    if one.measure is not None:
        computed = measure_formula(measures[one.measure], cells)
        term = None if computed is None else rounded(computed, GUARD_DIGITS)
    if term is None or isinstance(term.value, str) or one.limit is None:
        return None
    found, limit = term.number, one.limit
    holds = {
        Comparator.AT_LEAST: found >= limit,
        Comparator.ABOVE: found > limit,
        Comparator.AT_MOST: found <= limit,
        Comparator.BELOW: found < limit,
    }.get(one.comparator, found == limit)
    return TruthTerm(f"{term.text}{SIGNS[one.comparator]}{literal(limit).text}", holds)


def _labels(one: Comparison, cells: Mapping[str, FormulaTerm]) -> TruthTerm | None:
    """Compare words letter by letter, small and large; a word that is a number in its cell has no formula."""
    term = cells.get(one.column or "")
    if term is None or not isinstance(term.value, str) or any(len(label) > LONGEST_WORD for label in one.labels):
        return None
    texts: Sequence[str] = [f"EXACT({term.text},{quoted(label).text})" for label in one.labels]
    return TruthTerm(texts[0] if len(texts) == 1 else f"OR({','.join(texts)})", term.value in one.labels)
