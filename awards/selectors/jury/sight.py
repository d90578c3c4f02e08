"""Whose marks a person may see. Every page that shows others' marks, or anything made of them, asks here."""

import datetime

from awards.models.jury import Juror, Panel, Scorecard, ScorecardState, Visibility
from awards.selectors.jury.seats import entries_of, panel_entries
from awards.selectors.jury.stages import visibility


def entries_with_open_marks(seat: Juror, *, at: datetime.datetime) -> frozenset[int]:
    """Return the entries on which this seat may see the others' confirmed marks.

    Entries of a confirmed conflict are never among them; without the own confirmed card none is, unless the stage's
    rule opens all or none.
    """
    rule = visibility(seat.panel, at=at)
    if rule == Visibility.NEVER:
        return frozenset()
    reach = entries_of(seat)
    if rule == Visibility.AFTER_OWN:
        own = Scorecard.objects.filter(juror=seat, state=ScorecardState.CONFIRMED).values("entry")
        reach = reach.filter(pk__in=own)
    return frozenset(reach.values_list("pk", flat=True))


def entries_still_to_judge(seat: Juror, *, at: datetime.datetime) -> frozenset[int]:
    """Return the entries of which this seat may not learn what the plenary decided: the own card is not confirmed.

    None once the panel is closed, or where the stage's rule opens all marks anyway.
    """
    if seat.panel.closed_at is not None or visibility(seat.panel, at=at) == Visibility.ALWAYS:
        return frozenset()
    own = Scorecard.objects.filter(juror=seat, state=ScorecardState.CONFIRMED).values("entry")
    return frozenset(entries_of(seat).exclude(pk__in=own).values_list("pk", flat=True))


def all_entries(panel: Panel) -> frozenset[int]:
    return frozenset(panel_entries(panel).values_list("pk", flat=True))
