"""Which panels have changed since possible conflicts were last looked for."""

import datetime
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Count, Max, Sum

from awards.entries.models import Entry, EntryState
from awards.jury.models.conflicts import CompanyGroup, Tie
from awards.jury.models.panels import Panel
from awards.jury.selectors.detection import offices_held
from awards.jury.selectors.seats import remaining_jurors
from awards.verification.models import Finding
from paritrana.lib.canonical import digest


def unsearched_panels(*, on: datetime.date) -> list[Panel]:
    """Return the open panels whose seats, roles, ties, entries or company groups differ from those searched last."""
    panels = list(Panel.objects.filter(closed_at=None).order_by("pk"))
    known = searched_digests(panels, on=on)
    return [panel for panel in panels if panel.searched_digest != known[panel.pk]]


def searched_digests(panels: Collection[Panel], *, on: datetime.date) -> dict[int, str]:
    """Return a digest of what a search would read, by panel; a fixed number of queries for all of them.

    Entries are taken by their keys alone: an entrant's name and place are fixed when it enters.
    """
    seats: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    rows = remaining_jurors(on=on).filter(panel__in=panels).order_by("pk")
    for panel_id, seat_id, user_id, kind in rows.values_list("panel_id", "pk", "user_id", "seat_type"):
        seats[panel_id].append((seat_id, user_id, kind))
    ties: dict[int, list[tuple[object, ...]]] = defaultdict(list)
    for user_id, kind, code, name in Tie.objects.order_by("pk").values_list(
        "user_id", "kind", "region_code", "organisation"
    ):
        ties[user_id].append((kind, code, name))
    people = {user_id for listed in seats.values() for _seat, user_id, _kind in listed}
    offices = offices_held(people)
    verified: dict[int, list[int]] = defaultdict(list)
    findings = Finding.objects.filter(officer__in=people).order_by("officer", "answer__submission__entry")
    for user_id, entry_id in findings.values_list("officer_id", "answer__submission__entry_id").distinct():
        verified[user_id].append(entry_id)
    groups = list(CompanyGroup.objects.order_by("pk", "members__pk").values_list("pk", "name", "members__pk"))
    entries = _entries({panel.category_id for panel in panels})
    return {
        panel.pk: digest(
            [
                seats[panel.pk],
                [[sorted(offices.get(user_id, ())), verified[user_id]] for _seat, user_id, _kind in seats[panel.pk]],
                [ties[user_id] for _seat, user_id, _kind in seats[panel.pk]],
                entries.get(panel.category_id, ()),
                groups,
            ]
        )
        for panel in panels
    }


def _entries(category_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    rows = Entry.objects.filter(category__in=category_ids, state=EntryState.ADMITTED).order_by().values("category")
    found = rows.annotate(count=Count("pk"), last=Max("pk"), sum=Sum("pk"))
    return {row["category"]: (row["count"], row["last"], int(row["sum"])) for row in found}
