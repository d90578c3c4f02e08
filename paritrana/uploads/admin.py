"""Imports in the admin panel: to look at; the upload pages decide about them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from paritrana.accounts.admin_access import ReadOnlyModelAdmin
from paritrana.uploads.models import ImportBatch, ImportProblem
from paritrana.uploads.selectors import reasons_text


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyModelAdmin):
    region_path = "region_code"
    retold_fields = ("refusal",)
    list_display = (
        "file_name",
        "kind",
        "region_code",
        "state",
        "row_count",
        "faulty_count",
        "uploaded_at",
        "uploaded_by",
    )
    list_filter = ("state", "kind")
    search_fields = ("file_name", "file_digest")
    ordering = ("-uploaded_at", "pk")
    list_per_page = 50
    show_full_result_count = False


@admin.register(ImportProblem)
class ImportProblemAdmin(ReadOnlyModelAdmin):
    region_path = "batch__region_code"
    list_display = ("batch", "line", "said")
    fields = ("batch", "line", "said", "cells")
    readonly_fields = fields
    list_select_related = ("batch",)
    search_fields = ("batch__file_name",)
    ordering = ("batch", "line")
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description=_("alasan"), ordering="line")
    def said(self, problem: ImportProblem) -> str:
        return reasons_text(problem.reasons)
