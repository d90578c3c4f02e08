"""A draft's history: which state it is in, what was done to it, and what undo would take back."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from awards.rulebooks.models import Rulebook, RulebookRevision
from awards.sentences import sentences
from paritrana.lib.problems import Note
from paritrana.pages.reader import in_words


@dataclass(frozen=True, slots=True)
class DraftSteps:
    """The number of the state that is shown, and what undo and redo would do; empty where there is nothing."""

    number: int
    undo: str
    redo: str


def head_of(rulebook: Rulebook) -> RulebookRevision | None:
    return rulebook.revisions.order_by("number").last()


def steps_of(rulebook: Rulebook) -> DraftSteps:
    head = head_of(rulebook)
    if head is None:
        return DraftSteps(0, "", "")
    if head.text != rulebook.text:  # exchanged around the history; the next step writes that down first
        return DraftSteps(head.number, "", "")
    redo = rulebook.revisions.filter(number=-1 if head.redo_to is None else head.redo_to).first()
    return DraftSteps(
        head.number,
        _sentence_of(rulebook, head.origin) if head.undo_to is not None else "",
        _sentence_of(rulebook, redo.origin) if redo is not None else "",
    )


def _sentence_of(rulebook: Rulebook, number: int) -> str:
    return revision_sentence(rulebook.revisions.defer("text").get(number=number))


def revisions(rulebook: Rulebook) -> QuerySet[RulebookRevision]:
    """Return all states, the newest first, without their texts."""
    return rulebook.revisions.select_related("made_by").defer("text").order_by("-number")


def text_as_seen(rulebook: Rulebook, number: int) -> str | None:
    """Return the text of a state; None for a number that never was."""
    found = rulebook.revisions.filter(number=number).values_list("text", flat=True).first()
    return rulebook.text if found is None and number == 0 and not rulebook.revisions.exists() else found


def revision_sentence(revision: RulebookRevision) -> str:
    """Return what was done, in the reader's language."""
    return " ".join(sentences(Note(one["code"], _named(one)) for one in revision.told))


def _named(one: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a stored note, names in the reader's language."""
    return {key: in_words(value, one["english"].get(value, "")) for key, value in one["values"].items()}
