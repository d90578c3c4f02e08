"""What every jury screen needs: the panel's frame, the person's standing, and refusals as messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from awards.entries.models import Entry
from awards.jury.models.panels import Juror, Panel
from awards.jury.policies.standing import PanelStanding, standing_in
from awards.jury.selectors.seats import entries_of
from awards.jury.views.onlooking import looked_as
from awards.submissions.parsing.answers import whole_number
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.pages.panel_frame import panel_page as page_in_frame


@dataclass(frozen=True, slots=True)
class AtPanel:
    """A request at one panel."""

    panel: Panel
    standing: PanelStanding

    @property
    def seat(self) -> Juror:
        """Return the person's seat; whoever has none is not told that the panel exists."""
        if self.standing.seat is None:
            raise Http404
        return self.standing.seat


def at_panel(request: HttpRequest, panel_id: int) -> AtPanel:
    panel = get_object_or_404(
        Panel.objects.select_related("category__edition", "category__province").prefetch_related("visibilities"),
        pk=panel_id,
    )
    standing = _standing(request, panel)
    if standing.seat is None and not standing.may_watch:
        raise Http404
    if standing.seat is not None:
        standing.seat.panel = panel
    return AtPanel(panel, standing)


def _standing(request: HttpRequest, panel: Panel) -> PanelStanding:
    look = looked_as(request)
    if look is not None and look.panel_id == panel.pk:
        return PanelStanding(seat=look, is_secretariat=False, is_auditor=False, is_onlooker=True)
    return standing_in(panel, signed_in_user(request), request_grants(request), on=timezone.localdate())


def watching(request: HttpRequest, panel_id: int) -> AtPanel:
    """Open a page of chair, secretariat and auditor; others get the answer of a page that does not exist."""
    found = at_panel(request, panel_id)
    if not found.standing.may_watch:
        raise Http404
    return found


def leading(request: HttpRequest, panel_id: int) -> AtPanel:
    """Open a decision of chair or secretariat."""
    found = at_panel(request, panel_id)
    if not found.standing.may_lead:
        raise Http404
    return found


def secretariat_of(request: HttpRequest, panel_id: int) -> AtPanel:
    """Open a page of the secretariat: seats, divisions of work, paper sheets."""
    found = at_panel(request, panel_id)
    if not found.standing.is_secretariat:
        raise Http404
    return found


def own_entry(seat: Juror, public_id: object) -> Entry:
    """Return an entry the seat may see; a recused juror gets 404, not a hint."""
    entry: Entry = get_object_or_404(entries_of(seat).select_related("category__edition"), public_id=public_id)
    return entry


def named_seat(panel: Panel, text: str) -> Juror:
    """Return the panel's seat that a form names; a key that no form of ours sends is a page that does not exist."""
    seats = Juror.objects.select_related("panel__category")
    seat: Juror = get_object_or_404(seats, pk=whole_number(text) or 0, panel=panel)
    return seat


def named_entry(entries: QuerySet[Entry], text: str) -> Entry:
    """Return the entry, out of these, that a form names."""
    try:
        key = UUID(text)
    except ValueError as error:
        raise Http404 from error
    entry: Entry = get_object_or_404(entries, public_id=key)
    return entry


def panel_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, title: str, status: int = 200
) -> HttpResponse:
    """Render inside the panel's frame, and say whose eyes an onlooker looks through."""
    return page_in_frame(request, template, {"look": looked_as(request), **context}, title=title, status=status)
