"""What came of an entry in a run, in one word: assessed, not assessed, held, or without a rank for want of data.

It follows from the stored gate and rank alone, so that runs and published files of before have it too.
"""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from awards.engine.criteria import GateOutcome
from awards.runs.models import RunScore


class EntryOutcome(StrEnum):
    """An entry that a gate keeps out is not assessed: that is a result with its reason, no fault in the data."""

    ASSESSED = "assessed"
    NOT_ASSESSED = "not_assessed"
    HELD = "held"
    NOT_RANKED = "not_ranked"

    @property
    def label(self) -> Promise:
        return LABELS[self]


LABELS: dict[EntryOutcome, Promise] = {
    EntryOutcome.ASSESSED: pgettext_lazy("outcome", "dinilai"),
    EntryOutcome.NOT_ASSESSED: pgettext_lazy("outcome", "tidak dinilai"),
    EntryOutcome.HELD: pgettext_lazy("outcome", "ditahan"),
    EntryOutcome.NOT_RANKED: pgettext_lazy("outcome", "tidak diperingkat"),
}


def outcome_of(score: RunScore) -> EntryOutcome:
    return came_of(score.rank, score.gate)


def came_of(rank: int | None, gate: str) -> EntryOutcome:
    if rank is not None:
        return EntryOutcome.ASSESSED
    if gate == GateOutcome.FAIL:
        return EntryOutcome.NOT_ASSESSED
    return EntryOutcome.HELD if gate == GateOutcome.CANNOT_TELL else EntryOutcome.NOT_RANKED
