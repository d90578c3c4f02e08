"""The sheet a juror fills: the jury criteria of the sealed rulebook."""

from awards.models import Category, Rulebook, RulebookState
from awards.parsing.jury import JurySheet, load_jury_sheet

EMPTY = JurySheet(criteria=(), attendance_roles=())


def jury_sheet(category: Category) -> JurySheet:
    """Return the jury criteria of the sealed rulebook; an empty sheet while none is sealed."""
    text = Rulebook.objects.filter(category=category, state=RulebookState.SEALED).values_list("text", flat=True).first()
    return load_jury_sheet(text) if text else EMPTY
