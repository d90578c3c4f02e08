"""The sheet a juror fills: the jury criteria of the sealed rulebook."""

from awards.editions.models import Category
from awards.rulebooks.parsing.jury_sheet import JurySheet, load_jury_sheet
from awards.rulebooks.selectors.sealed import NoSealedRulebookError, sealed_rulebook
from paritrana.pages.reader import reader_language

EMPTY = JurySheet(criteria=(), attendance_roles=())


def sealed_text(category: Category) -> str | None:
    """Return the sealed rulebook's text, its seal checked; None while none is sealed."""
    try:
        return sealed_rulebook(category).text
    except NoSealedRulebookError:
        return None


def jury_sheet(category: Category) -> JurySheet:
    """Return the jury criteria of the sealed rulebook in the reader's language; an empty sheet while none is sealed."""
    text = sealed_text(category)
    return load_jury_sheet(text, reader_language()) if text else EMPTY
