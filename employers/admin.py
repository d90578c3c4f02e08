"""Employers in the admin panel: sections and duties to look at, employers and their months to look at and correct."""

from django.contrib import admin

from employers.models.employers import Employer, KbliSection, ProgrammeObligation
from employers.models.months import EmployerMonth
from paritrana.uploads.admin_rows import ContributionAdmin, ReferenceAdmin


@admin.register(KbliSection)
class KbliSectionAdmin(ReferenceAdmin):
    list_display = ("version", "section", "name", "sector_group")
    list_display_links = ("name",)
    list_filter = ("version",)
    search_fields = ("name",)
    ordering = ("version", "section")


@admin.register(ProgrammeObligation)
class ProgrammeObligationAdmin(ReferenceAdmin):
    list_display = ("scale", "programme", "valid_from", "valid_until", "source")
    list_filter = ("scale", "programme")
    ordering = ("scale", "programme", "valid_from")


@admin.register(Employer)
class EmployerAdmin(ContributionAdmin):
    region_path = "region_id"
    list_display = ("npp", "division", "name", "scale", "kbli_section", "region", "is_synthetic", "retired_on")
    list_display_links = ("npp", "name")
    list_filter = ("scale", "kbli_section", "is_synthetic")
    search_fields = ("npp", "name")
    autocomplete_fields = ("region",)
    list_select_related = ("region",)
    ordering = ("npp", "division")


@admin.register(EmployerMonth)
class EmployerMonthAdmin(ContributionAdmin):
    region_path = "employer__region_id"
    list_display = ("employer", "month", "headcount", "enrolled", "paid_on", "arrears_idr", "is_synthetic")
    list_filter = ("is_synthetic", "employer__scale")
    search_fields = ("employer__npp", "employer__name")
    autocomplete_fields = ("employer",)
    list_select_related = ("employer",)
    date_hierarchy = "month"
    ordering = ("-month", "employer")
