"""Who opens an evening's pages, and that every look at its secrets is in the trail."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from awards.ceremony.models import Ceremony, CeremonyItem, CeremonyWinner, Show
from awards.ceremony.policies import prepared_ceremonies
from paritrana.accounts.requests import request_grants, signed_in_user
from paritrana.audit.services import record


def read_ceremony(request: HttpRequest, pk: int) -> Ceremony:
    return get_object_or_404(prepared_ceremonies(request_grants(request)), pk=pk)


def read_item(request: HttpRequest, pk: int, item_id: int) -> CeremonyItem:
    rows = CeremonyItem.objects.filter(ceremony=read_ceremony(request, pk)).select_related("ceremony", "publication")
    return get_object_or_404(rows, pk=item_id)


def read_winner(request: HttpRequest, pk: int, winner_id: int) -> CeremonyWinner:
    rows = CeremonyWinner.objects.filter(item__ceremony=read_ceremony(request, pk))
    related = ("item__ceremony", "entry", "written_by", "approved_by", "photograph")
    return get_object_or_404(rows.select_related(*related), pk=winner_id)


def read_show(request: HttpRequest, key: UUID) -> Show:
    rows = Show.objects.filter(ceremony__in=prepared_ceremonies(request_grants(request)))
    return get_object_or_404(rows.select_related("ceremony__edition", "sheet"), key=key)


def note_read(request: HttpRequest, ceremony: Ceremony, page: str) -> None:
    """Write into the trail that a person read this page of an evening that is still a secret; each time anew."""
    if request.method != "GET":
        return
    with transaction.atomic():
        record(
            action="ceremony.read",
            subject=ceremony,
            actor=signed_in_user(request),
            at=timezone.now(),
            changes={"page": page},
        )
