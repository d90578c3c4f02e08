"""Panels, seats, ties, conflicts, interviews and flags as lists of the secretariat.

Cards and marks are not listed: whoever may see them sees them on the jury's own screens.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.jury.admin.panel_form import PanelRowForm
from awards.jury.admin.seat_form import SeatForm
from awards.jury.models.conflicts import CompanyGroup, Conflict, ConflictState, Tie
from awards.jury.models.interviews import Interview
from awards.jury.models.panels import Excuse, Juror, Panel, PanelVisibility, UnsentRule
from awards.jury.models.scorecards import Flag
from awards.jury.services.conflicts import confirm_conflict, dismiss_conflict
from awards.jury.services.errors import JuryError
from awards.jury.services.seats import Seat, seat_juror
from awards.jury.services.unsent import change_unsent_rule
from awards.jury.tasks import search_later
from paritrana.accounts.admin_access import ReadOnlyModelAdmin, ScopedModelAdmin, ScopedTabularInline
from paritrana.accounts.models import Role
from paritrana.accounts.requests import signed_in_user
from paritrana.pages.decisions import decide


class VisibilityInline(ScopedTabularInline):
    model = PanelVisibility
    region_path = "panel__category__province_id"
    extra = 0


@admin.register(Panel)
class PanelAdmin(ScopedModelAdmin):
    form = PanelRowForm
    region_path = "category__province_id"
    list_display = ("name", "category", "decree_number", "decree_on", "workload", "closed_at")
    list_filter = ("category__edition", "workload")
    search_fields = ("name", "decree_number", "category__name")
    list_select_related = ("category__edition",)
    autocomplete_fields = ()
    fields = (
        "category",
        "name",
        ("decree_number", "decree_on"),
        "workload",
        "requires_rationale_at_ends",
        "departure_share",
        "discrepancy_share",
        "unsent_rule",
        "closed_at",
        "closing_note",
    )
    readonly_fields = ("closed_at", "closing_note")
    inlines = (VisibilityInline,)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        if change and "unsent_rule" in form.changed_data:
            rule = UnsentRule(obj.unsent_rule)
            change_unsent_rule(panel=obj, rule=rule, actor=signed_in_user(request), at=timezone.now())
        super().save_model(request, obj, form, change)


@admin.register(Juror)
class JurorAdmin(ScopedModelAdmin):
    """A new row is a seat with its role; the panel's other facts about a juror are changed here."""

    form = SeatForm

    region_path = "panel__category__province_id"
    list_display = ("user", "panel", "seat_type", "is_chair", "is_secretary", "is_shadow", "joined_on", "left_on")
    list_filter = ("seat_type", "is_shadow", "panel__category__edition")
    search_fields = ("user__username", "user__full_name", "panel__name")
    list_select_related = ("user", "panel__category__edition")
    fields = (
        "panel",
        "user",
        "seat_type",
        ("is_chair", "is_secretary", "is_shadow"),
        ("joined_on", "left_on"),
        "replaces",
    )
    delete_roles: ClassVar[frozenset[str]] = frozenset()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("panel", "user", "replaces") if obj is not None else ("left_on", "replaces")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        if change:
            super().save_model(request, obj, form, change)
            return
        seated = seat_juror(
            panel=obj.panel,
            user=obj.user,
            seat=Seat(
                seat_type=obj.seat_type,
                joined_on=obj.joined_on,
                is_chair=obj.is_chair,
                is_secretary=obj.is_secretary,
                is_shadow=obj.is_shadow,
            ),
            actor=signed_in_user(request),
            at=timezone.now(),
        )
        obj.pk = seated.pk
        search_later(obj.panel, actor=signed_in_user(request))


@admin.register(Excuse)
class ExcuseAdmin(ReadOnlyModelAdmin):
    region_path = "juror__panel__category__province_id"
    list_display = ("juror", "reason", "document", "excused_by", "excused_at")


@admin.register(Tie)
class TieAdmin(ScopedModelAdmin):
    list_display = ("user", "kind", "region_code", "organisation", "until_on", "recorded_by")
    list_filter = ("kind",)
    search_fields = ("user__username", "user__full_name", "organisation", "region_code")
    list_select_related = ("user", "recorded_by")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        obj.recorded_by = signed_in_user(request)  # what the organiser wrote or mended, the juror does not take back
        super().save_model(request, obj, form, change)


@admin.register(CompanyGroup)
class CompanyGroupAdmin(ScopedModelAdmin):
    list_display = ("name",)
    search_fields = ("name",)
    autocomplete_fields = ("members",)


@admin.register(Conflict)
class ConflictAdmin(ReadOnlyModelAdmin):
    """Possible conflicts wait here; deciding is an action, and both answers stay."""

    region_path = "juror__panel__category__province_id"
    list_display = ("juror", "entry", "state", "origin", "reason", "decided_by", "decided_at")
    list_filter = ("state", "origin", "juror__panel")
    search_fields = ("juror__user__full_name", "entry__name", "reason")
    list_select_related = ("juror__user", "entry", "decided_by")
    actions = ("confirm_chosen", "dismiss_chosen")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return self._may(request, frozenset({Role.ORGANISER, Role.SECRETARIAT}), None)

    @admin.action(description=gettext_lazy("Konfirmasi benturan yang dipilih"), permissions=["decide"])
    def confirm_chosen(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> None:
        chosen = queryset.filter(state=ConflictState.POSSIBLE).order_by("pk")
        for conflict in chosen:
            with decide(request, JuryError):
                confirm_conflict(
                    conflict=conflict,
                    reason=_("Dikonfirmasi dari daftar."),
                    actor=signed_in_user(request),
                    at=timezone.now(),
                )

    @admin.action(description=gettext_lazy("Kesampingkan benturan yang dipilih"), permissions=["decide"])
    def dismiss_chosen(self, request: HttpRequest, queryset: QuerySet[Conflict]) -> None:
        chosen = queryset.filter(state=ConflictState.POSSIBLE).order_by("pk")
        for conflict in chosen:
            with decide(request, JuryError):
                dismiss_conflict(
                    conflict=conflict,
                    reason=_("Dikesampingkan dari daftar."),
                    actor=signed_in_user(request),
                    at=timezone.now(),
                )


@admin.register(Interview)
class InterviewAdmin(ReadOnlyModelAdmin):
    region_path = "panel__category__province_id"
    list_display = ("entry", "panel", "held_at", "mode", "room", "attendance_role", "attendee_name")
    list_filter = ("mode", "panel")
    search_fields = ("entry__name", "attendee_name")
    list_select_related = ("entry", "panel__category__edition")


@admin.register(Flag)
class FlagAdmin(ReadOnlyModelAdmin):
    region_path = "juror__panel__category__province_id"
    list_display = ("entry", "juror", "reason", "raised_at", "answer", "answered_at")
    search_fields = ("entry__name", "reason")
    list_select_related = ("entry", "juror__user")
