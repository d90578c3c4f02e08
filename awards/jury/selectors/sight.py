"""Whose marks a person may see. Every page that shows others' marks, or anything made of them, asks here."""

import datetime

from awards.jury.models.panels import Juror, Panel, Visibility
from awards.jury.models.scorecards import Scorecard, ScorecardState
from awards.jury.selectors.cards import inherited_cards, seat_cards
from awards.jury.selectors.seats import entries_of, panel_entries
from awards.jury.selectors.stages import visibility
from awards.jury.selectors.unsent import unscored_entries


def entries_with_open_marks(seat: Juror, *, at: datetime.datetime) -> frozenset[int]:
    """Return the entries on which this seat may see the others' confirmed marks.

    Entries of a confirmed conflict are never among them; without the own confirmed card, or an inherited
    one, none is, unless the stage's rule opens all or none.
    """
    rule = visibility(seat.panel, at=at)
    if rule == Visibility.NEVER:
        return frozenset()
    reach = entries_of(seat)
    if rule == Visibility.AFTER_OWN:
        reach = reach.filter(pk__in=judged_entries(seat))
    return frozenset(reach.values_list("pk", flat=True))


def entries_still_to_judge(seat: Juror, *, at: datetime.datetime) -> frozenset[int]:
    """Return the entries of which this seat may not learn what the plenary decided: the own card is not confirmed.

    None once the panel is closed, or where the stage's rule opens all marks anyway.
    """
    if seat.panel.closed_at is not None or visibility(seat.panel, at=at) == Visibility.ALWAYS:
        return frozenset()
    settled = judged_entries(seat) | unscored_entries(seat.panel)
    return frozenset(entries_of(seat).exclude(pk__in=settled).values_list("pk", flat=True))


def judged_entries(seat: Juror) -> frozenset[int]:
    """Return the entries on which the seat's word is given: by the own confirmed card, or by one inherited."""
    cards = Scorecard.objects.filter(juror=seat, state=ScorecardState.CONFIRMED)
    aside = seat_cards(Scorecard.objects.filter(juror__panel=seat.panel_id)).aside
    own = cards.exclude(pk__in=aside).values_list("entry_id", flat=True)
    return frozenset(own) | inherited_cards(seat).keys()


def all_entries(panel: Panel) -> frozenset[int]:
    return frozenset(panel_entries(panel).values_list("pk", flat=True))
