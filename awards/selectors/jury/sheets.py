"""The sheet a juror fills: the jury criteria of the sealed rulebook."""

from awards.models import Category
from awards.parsing.jury import JurySheet, load_jury_sheet
from awards.selectors.rulebooks import NoSealedRulebookError, sealed_rulebook

EMPTY = JurySheet(criteria=(), attendance_roles=())


def sealed_text(category: Category) -> str | None:
    """Return the sealed rulebook's text, its seal checked; None while none is sealed."""
    try:
        return sealed_rulebook(category).text
    except NoSealedRulebookError:
        return None


def jury_sheet(category: Category) -> JurySheet:
    """Return the jury criteria of the sealed rulebook; an empty sheet while none is sealed."""
    text = sealed_text(category)
    return load_jury_sheet(text) if text else EMPTY
