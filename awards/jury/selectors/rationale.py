"""When a mark needs a rationale, and what a card still lacks."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from awards.entries.models import Entry
from awards.jury.models.panels import Panel
from awards.jury.models.scorecards import Mark, Scorecard
from awards.jury.selectors.sheets import jury_sheet
from awards.rulebooks.parsing.jury_sheet import JuryCriterion, JurySheet
from awards.submissions.models.answers import Answer
from awards.verification.models import Verdict
from awards.verification.selectors.findings import standing_finding


def needs_rationale(panel: Panel, criterion: JuryCriterion, value: Decimal, suggested: Decimal | None) -> bool:
    if panel.requires_rationale_at_ends and criterion.is_end(value):
        return True
    if suggested is None or panel.departure_share is None:
        return False
    return abs(value - suggested) > panel.departure_share * criterion.length


def suggestions_from(criteria: Iterable[JuryCriterion], verified: Mapping[str, str]) -> dict[str, Decimal]:
    found = {}
    for criterion in criteria:
        if criterion.suggestion is None or criterion.suggestion.question not in verified:
            continue
        mark = criterion.suggestion.mark_for(verified[criterion.suggestion.question])
        if mark is not None and criterion.lowest <= mark <= criterion.highest:
            found[criterion.code] = mark
    return found


def suggestions_by_entry(
    entry_ids: Collection[int], criteria: Iterable[JuryCriterion]
) -> dict[int, dict[str, Decimal]]:
    """Return what verified answers suggest, by entry and criterion; nothing where the answer was rejected."""
    listed = [criterion for criterion in criteria if criterion.suggestion is not None]
    if not listed:
        return {}
    asked = [criterion.suggestion.question for criterion in listed if criterion.suggestion]
    answers = Answer.objects.filter(submission__entry__in=entry_ids, question__in=asked)
    verified: dict[int, dict[str, str]] = {}
    for answer in answers.select_related("submission").prefetch_related("findings"):
        finding = standing_finding(answer)
        if finding is not None and finding.verdict != Verdict.REJECTED:
            value = finding.verified_value or answer.value
            verified.setdefault(answer.submission.entry_id, {})[answer.question] = value
    return {entry_id: suggestions_from(listed, values) for entry_id, values in verified.items()}


def suggestions(entry: Entry, criteria: Iterable[JuryCriterion]) -> dict[str, Decimal]:
    """Return the marks that verified answers suggest, by jury criterion."""
    return suggestions_by_entry([entry.pk], criteria).get(entry.pk, {})


def missing_on_card(card: Scorecard) -> list[str]:
    """Name what a confirmation still needs, in the order of the rulebook."""
    sheet = jury_sheet(card.juror.panel.category)
    marks = {mark.criterion: mark for mark in card.marks.all()}
    return missing_among(card.juror.panel, sheet, marks, suggestions(card.entry, sheet.criteria))


def missing_among(
    panel: Panel, sheet: JurySheet, marks: Mapping[str, Mark], suggested: Mapping[str, Decimal]
) -> list[str]:
    """Name what is missing among the marks of one card."""
    missing = []
    for criterion in sheet.criteria:
        mark = marks.get(criterion.code)
        if mark is None:
            missing.append(_("nilai untuk %(name)s") % {"name": criterion.name})
        elif not mark.rationale.strip() and needs_rationale(
            panel, criterion, mark.value, suggested.get(criterion.code)
        ):
            missing.append(_("alasan untuk %(name)s") % {"name": criterion.name})
    if not sheet.criteria:
        missing.append(_("juknis yang disegel"))
    return missing
