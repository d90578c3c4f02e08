"""Entries whose form never came, and whether their panel scores them. Every door to a mark asks here."""

from django.db.models import Exists, OuterRef, QuerySet

from awards.entries.models import Entry
from awards.jury.models.panels import Panel, UnsentRule
from awards.jury.selectors.seats import panel_entries
from awards.jury.selectors.sheets import sealed_text
from awards.rulebooks.parsing.questionnaire import load_questionnaire
from awards.submissions.models.answers import Submission, SubmissionState


def asks_a_form(text: str | None) -> bool:
    """Does this rulebook ask a form of the entrant at all?"""
    return text is not None and bool(load_questionnaire(text).questions)


def never_sent(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Keep the entries whose form was never sent; one that was returned has been."""
    sent = Submission.objects.filter(entry=OuterRef("pk")).exclude(state=SubmissionState.DRAFT)
    return entries.filter(~Exists(sent))


def unsent_entries(panel: Panel) -> frozenset[int]:
    """Return the panel's entries that owe a form and never sent it."""
    if not asks_a_form(sealed_text(panel.category)):
        return frozenset()
    return frozenset(never_sent(panel_entries(panel)).values_list("pk", flat=True))


def unscored_entries(panel: Panel) -> frozenset[int]:
    """Return the entries that the panel, by its rule, does not score because their form never came."""
    return frozenset() if panel.unsent_rule == UnsentRule.ALLOW else unsent_entries(panel)
