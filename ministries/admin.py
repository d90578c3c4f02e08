"""Ministries in the admin panel: reference rows to look at, contributions to look at and correct."""

from django.contrib import admin

from ministries.models import Ministry, MinistryRegulation, SectorEnrolment, StaffCover
from paritrana.uploads.admin_rows import ContributionAdmin, ReferenceAdmin


@admin.register(Ministry)
class MinistryAdmin(ReferenceAdmin):
    list_display = ("name", "short_name", "category", "award_role", "retired_on")
    list_filter = ("category", "was_in_cabinet_2024")
    search_fields = ("slug", "name", "short_name")
    ordering = ("name", "slug")


class MinistryContributionAdmin(ContributionAdmin):
    autocomplete_fields = ("ministry",)
    search_fields = ("ministry__name", "ministry__short_name", "source")
    list_select_related = ("ministry",)
    ordering = ("-period_end", "ministry", "pk")


@admin.register(StaffCover)
class StaffCoverAdmin(MinistryContributionAdmin):
    list_display = ("ministry", "period_end", "numerator", "denominator", "is_synthetic")


@admin.register(SectorEnrolment)
class SectorEnrolmentAdmin(MinistryContributionAdmin):
    list_display = ("ministry", "sector", "period_end", "numerator", "is_synthetic")


@admin.register(MinistryRegulation)
class MinistryRegulationAdmin(MinistryContributionAdmin):
    list_display = ("ministry", "rank", "number", "year", "has_budget_clause", "is_synthetic")
    list_filter = ("rank", "year", "is_synthetic")
    ordering = ("-year", "ministry", "pk")
