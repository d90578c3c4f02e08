"""Verdicts as the panel shows them; the verification desk writes them."""

from django.contrib import admin

from awards.verification.models import Finding
from paritrana.accounts.admin_access import ReadOnlyModelAdmin


@admin.register(Finding)
class FindingAdmin(ReadOnlyModelAdmin):
    region_path = "answer__submission__entry__region_code"
    list_display = ("answer", "verdict", "verified_value", "reason_code", "officer", "at")
    list_filter = ("verdict", "reason_code")
    list_select_related = ("answer__submission__entry", "officer")
    search_fields = ("answer__submission__entry__name", "answer__question")
