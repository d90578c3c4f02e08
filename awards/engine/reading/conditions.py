"""Reads conditions: all or any of several, a figure held against a limit, and what is exempt."""

from __future__ import annotations

from fractions import Fraction

from awards.engine.criteria import Combination, Comparator, Comparison, Exemption, Logic, Requirement
from awards.engine.reading.section import TomlSection

DEEPEST = 8
"""Levels of "all", "any" and "unless" within each other."""
MOST_COMPARISONS = 50
STAND_IN = Comparison(None, None, Comparator.AT_LEAST, Fraction(0))
FORMS = (*(str(logic) for logic in Logic), "column", "measure")


def read_condition(section: TomlSection) -> Requirement:
    condition = _read(section, 1)
    if len(condition.comparisons) > MOST_COMPARISONS:
        section.refuse("all", "rulebook.condition-long", most=MOST_COMPARISONS)
    return condition


def _read(section: TomlSection, depth: int) -> Requirement:
    forms = [key for key in FORMS if key in section]
    if len(forms) != 1:
        section.refuse(forms[-1] if forms else "column", "rulebook.condition-form")
        return STAND_IN
    if depth > DEEPEST:
        section.refuse(forms[0], "rulebook.condition-deep", most=DEEPEST)
        return STAND_IN
    rule = _comparison(section) if forms[0] in ("column", "measure") else _combination(section, Logic(forms[0]), depth)
    found = Exemption(rule, _read(section.section("unless"), depth + 1)) if "unless" in section else rule
    section.close()
    return found


def _combination(section: TomlSection, logic: Logic, depth: int) -> Requirement:
    parts = tuple(_read(part, depth + 1) for part in section.sections(logic.value))
    return Combination(logic, parts) if parts else STAND_IN


def _comparison(section: TomlSection) -> Comparison:
    column, measure = section.text_or_none("column"), section.text_or_none("measure")
    asked = [one for one in Comparator if one.value in section]
    if len(asked) != 1:
        section.refuse(str(asked[-1]) if asked else "at_least", "rulebook.condition-limit")
        for one in asked:
            section.leave(one.value)
        return STAND_IN
    comparator = asked[0]
    if comparator is not Comparator.ONE_OF:
        return Comparison(column, measure, comparator, section.number(comparator.value))
    if measure is not None:
        section.refuse("measure", "rulebook.gate-labels")
    return Comparison(column, measure, comparator, None, section.texts(comparator.value))
