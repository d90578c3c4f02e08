"""Editions with their labels, and zones."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from awards.editions.models import Edition, EditionLabel, EditionState, Zone
from paritrana.accounts.admin_access import ScopedModelAdmin, ScopedTabularInline
from paritrana.accounts.models import Role


class EditionLabelInline(ScopedTabularInline):
    model = EditionLabel
    region_path = "province_id"
    extra = 0


@admin.register(Edition)
class EditionAdmin(ScopedModelAdmin):
    list_display = ("brand_label", "code", "state", "period_start", "period_end", "organising_year", "is_illustrative")
    readonly_fields = ("state", "opened_at")
    search_fields = ("code", "brand_label")
    inlines: ClassVar = [EditionLabelInline]
    change_roles = frozenset({Role.ORGANISER})
    add_roles = frozenset({Role.ORGANISER})
    told_fields = frozenset({"is_scores_public", "is_marks_public"})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """A new edition begins as a draft; only the two people who open it show it to others."""
        if not change:
            obj.state = EditionState.DRAFT
        super().save_model(request, obj, form, change)


@admin.register(Zone)
class ZoneAdmin(ScopedModelAdmin):
    list_display = ("name", "code", "edition")
    list_filter = ("edition",)
    list_select_related = ("edition",)
    search_fields = ("name", "code")
    autocomplete_fields = ("provinces",)
    change_roles = frozenset({Role.ORGANISER})
    add_roles = frozenset({Role.ORGANISER})
