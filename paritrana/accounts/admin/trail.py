"""The audit trail as the panel shows it: read, search, never change."""

from django.contrib import admin

from paritrana.accounts.admin_access import ReadOnlyModelAdmin
from paritrana.audit.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyModelAdmin):
    region_path = "region_code"
    list_display = ("number", "at", "actor_name", "action", "subject_type", "subject_id", "region_code")
    list_filter = ("action", "subject_type")
    search_fields = ("=subject_id", "actor_name", "action", "reason")
    date_hierarchy = "at"
    ordering = ("-number",)
    show_full_result_count = False
