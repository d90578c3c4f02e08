"""Whether an office may fill in: the conditions of the rulebook beside the office's latest answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from awards.entries.models import Entry
from awards.rulebooks.models import Rulebook, RulebookState
from awards.rulebooks.parsing.questionnaire import Condition, Questionnaire
from awards.rulebooks.selectors.sealed import RulebookTamperedError, questionnaire_of
from awards.submissions.models.eligibility import EligibilityCheck


class EligibilityState(StrEnum):
    """`NOT_ASKED`: the rulebook has no conditions. `OPEN`: at least one is still to be answered.

    `SUSPENDED`: the rulebook was touched after sealing, so nobody can tell.
    """

    NOT_ASKED = "not_asked"
    OPEN = "open"
    PASSED = "passed"
    REFUSED = "refused"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class AnsweredCondition:
    """One condition and what the office said; None where it said nothing yet."""

    condition: Condition
    said_yes: bool | None

    @property
    def is_met(self) -> bool:
        return self.said_yes == self.condition.expects_yes

    @property
    def is_refused(self) -> bool:
        return self.said_yes is not None and not self.is_met


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Where an office stands; `trouble` says in a sentence why the rules themselves cannot be used."""

    conditions: tuple[AnsweredCondition, ...]
    check: EligibilityCheck | None
    trouble: str = ""

    @property
    def state(self) -> EligibilityState:
        if self.trouble:
            return EligibilityState.SUSPENDED
        if not self.conditions:
            return EligibilityState.NOT_ASKED
        if any(answered.is_refused for answered in self.conditions):
            return EligibilityState.REFUSED
        is_met = all(answered.is_met for answered in self.conditions)
        return EligibilityState.PASSED if is_met else EligibilityState.OPEN

    @property
    def allows_start(self) -> bool:
        return self.state in {EligibilityState.NOT_ASKED, EligibilityState.PASSED}

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return why the office may not fill in and what it can do, one sentence a condition."""
        return tuple(answered.condition.reason for answered in self.conditions if answered.is_refused)


def eligibility_by(questionnaire: Questionnaire, check: EligibilityCheck | None) -> Eligibility:
    """Read the latest answers against today's conditions: a condition that came later is simply not answered yet."""
    said = check.answers if check else {}
    conditions = (AnsweredCondition(condition, said.get(condition.code)) for condition in questionnaire.conditions)
    return Eligibility(tuple(conditions), check)


def eligibility(entry: Entry, questionnaire: Questionnaire) -> Eligibility:
    """Return where the office stands; at most one query."""
    if not questionnaire.conditions:
        return Eligibility((), None)
    latest = EligibilityCheck.objects.filter(entry=entry).select_related("answered_by").order_by("-pk").first()
    return eligibility_by(questionnaire, latest)


def eligibilities(entries: Iterable[Entry]) -> dict[int, Eligibility]:
    """Return where each office stands, by entry; two queries.

    An entry without a sealed rulebook is left out; a touched rulebook suspends its own category and no other.
    """
    rows = list(entries)
    sealed = Rulebook.objects.filter(category__in={row.category_id for row in rows}, state=RulebookState.SEALED)
    rules, troubles = _rules(sealed)
    checks = EligibilityCheck.objects.filter(entry__in=[row.pk for row in rows]).order_by("pk")
    latest = {check.entry_id: check for check in checks}
    found = {
        row.pk: eligibility_by(rules[row.category_id], latest.get(row.pk)) for row in rows if row.category_id in rules
    }
    suspended = {
        row.pk: Eligibility((), None, troubles[row.category_id]) for row in rows if row.category_id in troubles
    }
    return found | suspended


def _rules(sealed: Iterable[Rulebook]) -> tuple[dict[int, Questionnaire], dict[int, str]]:
    """Return the questions by category, and the sentence for each category whose rulebook was touched."""
    rules, troubles = {}, {}
    for rulebook in sealed:
        try:
            rules[rulebook.category_id] = questionnaire_of(rulebook)
        except RulebookTamperedError as refusal:
            troubles[rulebook.category_id] = str(refusal)
    return rules, troubles
