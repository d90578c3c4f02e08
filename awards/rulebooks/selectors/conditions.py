"""Conditions as the rulebook's page says them: "cakupan ≥ 99 % dan (aktif ≥ 95 %, kecuali …)"."""

from django.utils.translation import gettext as _

from awards.engine.criteria import Comparator, Comparison, Exemption, Logic, Requirement
from awards.rulebooks.selectors.figures import figure, with_unit
from awards.rulebooks.selectors.labels import AskedWords

SIGNS = {
    Comparator.AT_LEAST: "≥",
    Comparator.ABOVE: ">",
    Comparator.AT_MOST: "≤",
    Comparator.BELOW: "<",
    Comparator.EQUALS: "=",
}


def condition_words(condition: Requirement, words: AskedWords) -> str:
    """Say a condition; one within another of another kind stands in brackets."""
    if isinstance(condition, Comparison):
        return _comparison(condition, words)
    if isinstance(condition, Exemption):
        parts = [_within(one, words) for one in (condition.rule, condition.exception)]
        return _("%(rule)s, kecuali %(exception)s") % {"rule": parts[0], "exception": parts[1]}
    between = _("%(first)s dan %(second)s") if condition.logic is Logic.ALL else _("%(first)s atau %(second)s")
    found = ""
    for part in condition.parts:
        said = _within(part, words)
        found = between % {"first": found, "second": said} if found else said
    return found


def _within(part: Requirement, words: AskedWords) -> str:
    said = condition_words(part, words)
    return said if isinstance(part, Comparison) else f"({said})"


def _comparison(one: Comparison, words: AskedWords) -> str:
    figure_of = one.column or "", one.measure or ""
    name = words.figure(*figure_of)
    if one.limit is None:
        labels = [words.label(one.column or "", label) for label in one.labels]
        return _("%(name)s salah satu dari %(labels)s") % {"name": name, "labels": ", ".join(labels)}
    limit = with_unit(figure(one.limit), words.unit(*figure_of))
    return f"{name} {SIGNS[one.comparator]} {limit}"
