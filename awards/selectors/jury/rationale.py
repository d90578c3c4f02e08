"""When a mark needs a rationale, and what a card still lacks."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from awards.models import Answer, Entry, Verdict
from awards.models.jury import Panel, Scorecard
from awards.parsing.jury import JuryCriterion
from awards.selectors.jury.sheets import jury_sheet
from awards.selectors.verification import standing_finding


def needs_rationale(panel: Panel, criterion: JuryCriterion, value: Decimal, suggested: Decimal | None) -> bool:
    if panel.requires_rationale_at_ends and criterion.is_end(value):
        return True
    if suggested is None or panel.departure_share is None:
        return False
    return abs(value - suggested) > panel.departure_share * criterion.length


def verified_values(entry: Entry, questions: Iterable[str]) -> dict[str, str]:
    """Return what the present version of these answers was found to be; nothing where it was rejected."""
    answers = Answer.objects.filter(submission__entry=entry, question__in=list(questions)).prefetch_related("findings")
    found = {}
    for answer in answers:
        finding = standing_finding(answer)
        if finding is None or finding.verdict == Verdict.REJECTED:
            continue
        found[answer.question] = finding.verified_value or answer.value
    return found


def suggestions_from(criteria: Iterable[JuryCriterion], verified: Mapping[str, str]) -> dict[str, Decimal]:
    found = {}
    for criterion in criteria:
        if criterion.suggestion is None or criterion.suggestion.question not in verified:
            continue
        mark = criterion.suggestion.mark_for(verified[criterion.suggestion.question])
        if mark is not None and criterion.lowest <= mark <= criterion.highest:
            found[criterion.code] = mark
    return found


def suggestions(entry: Entry, criteria: Iterable[JuryCriterion]) -> dict[str, Decimal]:
    """Return the marks that verified answers suggest, by jury criterion."""
    listed = [criterion for criterion in criteria if criterion.suggestion is not None]
    if not listed:
        return {}
    asked = [criterion.suggestion.question for criterion in listed if criterion.suggestion]
    return suggestions_from(listed, verified_values(entry, asked))


def missing_on_card(card: Scorecard) -> list[str]:
    """Name what a confirmation still needs, in the order of the rulebook."""
    sheet = jury_sheet(card.juror.panel.category)
    marks = {mark.criterion: mark for mark in card.marks.all()}
    suggested = suggestions(card.entry, sheet.criteria)
    missing = []
    for criterion in sheet.criteria:
        mark = marks.get(criterion.code)
        if mark is None:
            missing.append(_("nilai untuk %(name)s") % {"name": criterion.name})
        elif not mark.rationale.strip() and needs_rationale(
            card.juror.panel, criterion, mark.value, suggested.get(criterion.code)
        ):
            missing.append(_("alasan untuk %(name)s") % {"name": criterion.name})
    if not sheet.criteria:
        missing.append(_("juknis yang disegel"))
    return missing
