"""Regions in the admin panel: reference rows to look at, contributions to look at and correct."""

from django.contrib import admin

from paritrana.uploads.admin_rows import ContributionAdmin, ReferenceAdmin
from regions.models.contributions import (
    ApparatusCover,
    BudgetLine,
    Participation,
    Regulation,
    ScoreSheetLine,
    VulnerableCover,
)
from regions.models.programme import NationalFigure, ParticipantReport
from regions.models.regions import DefaultZone, Region, RegionAlias
from regions.models.workforce import SectorEmployment, WorkforceFigure


@admin.register(Region)
class RegionAdmin(ReferenceAdmin):
    region_path = "code"
    list_display = ("code", "full_name", "level", "population", "bps_code", "retired_on")
    list_filter = ("level", "is_administrative")
    search_fields = ("code", "full_name", "short_name")
    ordering = ("code",)


@admin.register(RegionAlias)
class RegionAliasAdmin(ReferenceAdmin):
    list_display = ("written", "kind", "region", "valid_from", "valid_until", "source", "retired_on")
    list_filter = ("kind",)
    search_fields = ("written", "region__code", "region__full_name", "source")
    list_select_related = ("region",)
    ordering = ("region", "written", "pk")


@admin.register(DefaultZone)
class DefaultZoneAdmin(ReferenceAdmin):
    list_display = ("position", "code", "name", "retired_on")
    list_display_links = ("code",)
    ordering = ("position", "code")


@admin.register(WorkforceFigure)
class WorkforceFigureAdmin(ReferenceAdmin):
    region_path = "region_id"
    list_display = ("region", "as_of", "labour_force", "employed", "employed_formal", "employed_informal")
    list_filter = ("as_of", "region__level")
    search_fields = ("region__code", "region__full_name")
    list_select_related = ("region",)
    ordering = ("-as_of", "region")


@admin.register(SectorEmployment)
class SectorEmploymentAdmin(ReferenceAdmin):
    region_path = "region_id"
    list_display = ("region", "as_of", "sector_group", "employed")
    list_filter = ("as_of", "sector_group")
    search_fields = ("region__code", "region__full_name")
    list_select_related = ("region",)
    ordering = ("-as_of", "region", "sector_group")


@admin.register(ParticipantReport)
class ParticipantReportAdmin(ReferenceAdmin):
    list_display = ("code", "name", "as_of", "active_pu", "active_bpu", "active_jakon", "active_total")
    search_fields = ("code", "name")
    ordering = ("-as_of", "code")


@admin.register(NationalFigure)
class NationalFigureAdmin(ReferenceAdmin):
    list_display = ("kind", "value", "unit", "as_of", "is_target", "source")
    list_filter = ("is_target", "kind")
    search_fields = ("code", "source")
    ordering = ("-as_of", "code")


class RegionContributionAdmin(ContributionAdmin):
    region_path = "region_id"
    autocomplete_fields = ("region",)
    search_fields = ("region__code", "region__full_name", "source")
    list_select_related = ("region",)
    ordering = ("-period_end", "region", "pk")


@admin.register(Participation)
class ParticipationAdmin(RegionContributionAdmin):
    list_display = ("region", "segment", "basis", "measure", "period_end", "numerator", "denominator", "is_synthetic")
    list_filter = ("segment", "basis", "measure", "is_synthetic")


@admin.register(VulnerableCover)
class VulnerableCoverAdmin(RegionContributionAdmin):
    list_display = ("region", "payer", "period_end", "numerator", "budget_idr", "is_synthetic")
    list_filter = ("payer", "is_synthetic")


@admin.register(ApparatusCover)
class ApparatusCoverAdmin(RegionContributionAdmin):
    list_display = ("region", "group", "period_end", "numerator", "denominator", "is_synthetic")
    list_filter = ("group", "is_synthetic")


@admin.register(BudgetLine)
class BudgetLineAdmin(RegionContributionAdmin):
    list_display = ("region", "fund", "purpose", "period_end", "amount_idr", "realised_idr", "is_synthetic")
    list_filter = ("fund", "purpose", "is_synthetic")


@admin.register(Regulation)
class RegulationAdmin(RegionContributionAdmin):
    list_display = ("region", "rank", "number", "year", "has_budget_clause", "is_synthetic")
    list_filter = ("rank", "year", "is_synthetic")
    ordering = ("-year", "region", "pk")


@admin.register(ScoreSheetLine)
class ScoreSheetLineAdmin(RegionContributionAdmin):
    list_display = ("region", "variable", "period_end", "points", "is_synthetic")
