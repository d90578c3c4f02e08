"""Regions in the admin panel: reference rows to look at, contributions to look at and correct."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from paritrana.accounts.admin_access import ScopedAdminMixin, ScopedModelAdmin
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
from regions.selectors.aliases import regions_found

if TYPE_CHECKING:
    ListedAdmin = ScopedModelAdmin
else:
    ListedAdmin = ScopedAdminMixin


class FoundByAliasMixin(ListedAdmin):
    """Search finds rows by former codes, former names and other spellings of their region too; a list says which."""

    alias_path: ClassVar[str] = "region"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        rows, may_repeat = super().get_search_results(request, queryset, search_term)
        if not search_term.strip():
            return rows, may_repeat
        found = regions_found(search_term)
        rows |= queryset.filter(**{f"{self.alias_path}__in": found.codes})
        former = [When(**{self.alias_path: code}, then=Value(str(alias))) for code, alias in found.by_alias.items()]
        said = Case(*former, default=Value("")) if former else Value("")
        return rows.annotate(found_as=said), may_repeat

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, str] | None = None) -> HttpResponse:
        query = request.GET.get(SEARCH_VAR, "").strip()
        for alias in regions_found(query).by_alias.values() if query else ():
            values = {"written": alias.written, "meant": f"{alias.region_id} {alias.region}", "source": alias.source}
            messages.info(request, _("«%(written)s» kini %(meant)s (%(source)s).") % values)
        page: HttpResponse = super().changelist_view(request, extra_context)
        return page


@admin.register(Region)
class RegionAdmin(FoundByAliasMixin, ReferenceAdmin):
    alias_path = "code"
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
class WorkforceFigureAdmin(FoundByAliasMixin, ReferenceAdmin):
    region_path = "region_id"
    list_display = ("region", "as_of", "labour_force", "employed", "employed_formal", "employed_informal")
    list_filter = ("as_of", "region__level")
    search_fields = ("region__code", "region__full_name")
    list_select_related = ("region",)
    ordering = ("-as_of", "region")


@admin.register(SectorEmployment)
class SectorEmploymentAdmin(FoundByAliasMixin, ReferenceAdmin):
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
    list_display = ("kind", "value", "unit", "as_of", "is_target", "is_provisional", "source")
    list_filter = ("is_target", "is_provisional", "kind")
    search_fields = ("code", "source")
    ordering = ("-as_of", "code")


class RegionContributionAdmin(FoundByAliasMixin, ContributionAdmin):
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
