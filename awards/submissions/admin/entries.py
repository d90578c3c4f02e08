"""Entries: who competes, admitted or out; every move is a service's."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.entries.models import Entry
from awards.entries.selectors import eligibility
from awards.entries.services import (
    AlreadyEnteredError,
    EntryMovedError,
    admit_entry,
    exclude_entry,
    nominate_entrant,
    withdraw_entry,
)
from awards.submissions.models.people import SeatLevel
from awards.submissions.services.people import Invitee, invite_colleague
from paritrana.accounts.admin_access import ScopedModelAdmin
from paritrana.accounts.requests import signed_in_user
from paritrana.constraints import SpokenForm


class NominationForm(SpokenForm):
    """An entrant that the category lets in; that it is exactly one, the table's constraint says."""

    class Meta:
        model = Entry
        fields = ("category", "region", "ministry", "employer")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        entrants = [cleaned[kind] for kind in ("region", "ministry", "employer") if cleaned.get(kind)]
        if len(entrants) == 1 and cleaned.get("category"):
            verdict = eligibility(cleaned["category"], entrants[0])
            if not verdict.is_eligible:
                raise ValidationError(verdict.reason)
        return cleaned


@admin.register(Entry)
class EntryAdmin(ScopedModelAdmin):
    """The contest's own secretariat acts in a provincial category, the organiser everywhere."""

    region_path = "category__province_id"
    list_display = ("name", "category", "region_code", "zone_code", "sector_code", "scale", "state", "is_synthetic")
    list_filter = ("state", "category", "zone_code", "is_synthetic")
    list_select_related = ("category__edition",)
    search_fields = ("name", "region_code")
    autocomplete_fields = ("category",)
    raw_id_fields = ("region", "ministry", "employer")
    form = NominationForm
    actions = ("invite_chosen", "admit_chosen", "withdraw_chosen", "exclude_chosen")
    delete_roles = frozenset()
    told_fields = frozenset({"name", "region_code", "province_code", "zone_code", "is_synthetic"})

    def has_move_permission(self, request: HttpRequest) -> bool:
        return self._may(request, self.change_roles, None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Entries are moved by actions; the form only nominates."""
        return False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """An entrant entered at the same moment, after the form had looked, is told like any other refusal."""
        try:
            answer: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)
        except AlreadyEnteredError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        return answer

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        entrant = obj.region or obj.ministry or obj.employer
        entry = nominate_entrant(
            category=obj.category, entrant=entrant, actor=signed_in_user(request), at=timezone.now()
        )
        obj.pk = entry.pk
        obj.refresh_from_db()

    @admin.action(description=gettext_lazy("Buat tautan undangan untuk kantor yang dipilih"), permissions=["move"])
    def invite_chosen(self, request: HttpRequest, queryset: QuerySet[Entry]) -> None:
        """Invite the first person of each office; the links are shown once."""
        for entry in queryset.order_by("pk"):
            _invitation, token = invite_colleague(
                office=entry.office,
                invitee=Invitee(_("Petugas %(entry)s") % {"entry": entry}, SeatLevel.SUBMIT),
                actor=signed_in_user(request),
                at=timezone.now(),
            )
            link = request.build_absolute_uri(reverse("invitation", args=[token]))
            messages.info(request, f"{entry}: {link}")

    @admin.action(description=gettext_lazy("Terima peserta yang dipilih"), permissions=["move"])
    def admit_chosen(self, request: HttpRequest, queryset: QuerySet[Entry]) -> None:
        for entry in queryset.order_by("pk"):
            try:
                admit_entry(entry=entry, actor=signed_in_user(request), at=timezone.now())
                messages.success(request, _("%(entry)s diterima.") % {"entry": entry})
            except EntryMovedError as error:
                messages.error(request, f"{entry}: {error}")

    @admin.action(description=gettext_lazy("Catat peserta yang dipilih sebagai mundur"), permissions=["move"])
    def withdraw_chosen(self, request: HttpRequest, queryset: QuerySet[Entry]) -> None:
        for entry in queryset.order_by("pk"):
            try:
                withdraw_entry(
                    entry=entry, reason=_("Dicatat dari panel."), actor=signed_in_user(request), at=timezone.now()
                )
                messages.success(request, _("%(entry)s mundur.") % {"entry": entry})
            except EntryMovedError as error:
                messages.error(request, f"{entry}: {error}")

    @admin.action(description=gettext_lazy("Keluarkan yang tidak memenuhi syarat"), permissions=["move"])
    def exclude_chosen(self, request: HttpRequest, queryset: QuerySet[Entry]) -> None:
        for entry in queryset.order_by("pk"):
            try:
                exclude_entry(
                    entry=entry, reason=_("Dicatat dari panel."), actor=signed_in_user(request), at=timezone.now()
                )
                messages.success(request, _("%(entry)s dikeluarkan.") % {"entry": entry})
            except EntryMovedError as error:
                messages.error(request, f"{entry}: {error}")
