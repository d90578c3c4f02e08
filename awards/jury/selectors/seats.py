"""Who sits where, and which entries a seat may work on."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from awards.editions.models import EditionState
from awards.entries.models import Entry, EntryState
from awards.jury.models.assignments import Assignment, PlanState
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Juror, Panel, Workload
from paritrana.accounts.models import User


def active_jurors(*, on: datetime.date) -> QuerySet[Juror]:
    """Return who sits in a panel on that day; on the day when a successor begins, a seat is the successor's."""
    return remaining_jurors(on=on).filter(joined_on__lte=on)


def remaining_jurors(*, on: datetime.date) -> QuerySet[Juror]:
    """Return the jurors whose last day is not over and whose successor has not begun, who begin later too."""
    begun = Juror.objects.filter(replaces=OuterRef("pk"), joined_on__lte=on)
    return Juror.objects.filter(Q(left_on=None) | Q(left_on__gte=on), ~Exists(begun))


def seats_of(user: User, *, on: datetime.date) -> QuerySet[Juror]:
    """Return the seats a person holds on that day, with panel and category."""
    return (
        active_jurors(on=on)
        .filter(user=user, panel__category__edition__state=EditionState.OPEN)
        .select_related("panel__category__edition", "panel__category__province", "user")
        .order_by("panel__category__name", "pk")
    )


def seat_in(panel: Panel, user: User, *, on: datetime.date) -> Juror | None:
    """Return the seat a person holds in a panel on that day; in an edition that is not open yet nobody has begun."""
    seats = active_jurors(on=on).filter(panel=panel, user=user, panel__category__edition__state=EditionState.OPEN)
    return seats.select_related("user").first()


def all_seats(panel: Panel) -> QuerySet[Juror]:
    """Return every seat the panel has or had, chair and secretary first, with who follows whom and who is excused."""
    seats = Juror.objects.filter(panel=panel).select_related("user", "replaces__user", "excuse")
    return seats.order_by("-is_chair", "-is_secretary", "is_shadow", "joined_on", "pk")


def panel_entries(panel: Panel) -> QuerySet[Entry]:
    """Return the entries the panel scores; the order says nothing about standing."""
    return Entry.objects.filter(category_id=panel.category_id, state=EntryState.ADMITTED).order_by("name", "pk")


def assigned_entries(juror: Juror) -> QuerySet[Entry]:
    """Return the entries of a seat by the panel's division of work, conflicts not yet looked at."""
    entries = panel_entries(juror.panel)
    if juror.panel.workload == Workload.EVERYONE:
        return entries
    released = Assignment.objects.filter(juror=juror, entry=OuterRef("pk"), plan__state=PlanState.RELEASED)
    return entries.filter(Exists(released))


def entries_of(juror: Juror) -> QuerySet[Entry]:
    """Return the entries a seat may see: assigned to it, without those of a confirmed conflict."""
    confirmed = Conflict.objects.filter(juror=juror, entry=OuterRef("pk"), state=ConflictState.CONFIRMED)
    return assigned_entries(juror).filter(~Exists(confirmed))
