"""Paper sheets: where the two who typed one differ, and what of it a person may see."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from awards.jury.models.interviews import PaperMark, PaperSheet, PaperState, PaperTurn
from awards.jury.models.panels import Panel
from awards.rulebooks.parsing.jury_sheet import JuryCriterion
from paritrana.accounts.models import User

NO_WORDS = re.compile(r"[\W_]+")
OPEN_STATES = (PaperState.TYPED, PaperState.DIFFERS)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One criterion as it was typed both times."""

    code: str
    name: str
    first: PaperMark | None
    second: PaperMark | None

    @property
    def is_alike(self) -> bool:
        """The same mark, and the same words but for blanks, case and punctuation."""
        if self.first is None or self.second is None:
            return self.first is self.second
        return self.first.value == self.second.value and _words(self.first) == _words(self.second)


def _words(mark: PaperMark) -> str:
    return NO_WORDS.sub(" ", mark.rationale.casefold()).strip()


def paper_lines(sheet: PaperSheet, criteria: Iterable[JuryCriterion]) -> list[PaperLine]:
    """Set both typings side by side, in the order of the rulebook."""
    typed = {(mark.turn, mark.criterion): mark for mark in sheet.marks.all()}
    return [
        PaperLine(
            criterion.code,
            criterion.name,
            typed.get((PaperTurn.FIRST, criterion.code)),
            typed.get((PaperTurn.SECOND, criterion.code)),
        )
        for criterion in criteria
    ]


def waiting_sheets(panel: Panel) -> QuerySet[PaperSheet]:
    """Return the sheets to be typed again or to be settled, the oldest first."""
    rows = PaperSheet.objects.filter(juror__panel=panel, state__in=OPEN_STATES)
    shown = rows.select_related("juror__user", "juror__panel__category", "entry", "typed_by", "second_by")
    return shown.prefetch_related("marks").order_by("pk")


def refused_sheets(panel: Panel) -> QuerySet[PaperSheet]:
    """Return the rejected sheets that nobody has typed anew since, the latest first."""
    others = PaperSheet.objects.filter(juror=OuterRef("juror"), entry=OuterRef("entry"))
    rows = PaperSheet.objects.filter(~Exists(others.exclude(state=PaperState.REJECTED)), juror__panel=panel)
    shown = rows.select_related("juror__user", "entry", "typed_by", "decided_by")
    return shown.prefetch_related("marks").order_by("-pk")


def own_typing(sheet: PaperSheet, user: User) -> list[PaperMark]:
    """Return what this person typed of a sheet; nothing of what the other did."""
    turns = {sheet.typed_by_id: PaperTurn.FIRST, sheet.second_by_id: PaperTurn.SECOND}
    marks = [mark for mark in sheet.marks.all() if user.pk in turns and mark.turn == turns[user.pk]]
    return sorted(marks, key=lambda mark: mark.pk)
