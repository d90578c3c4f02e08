"""The audit trail as the panel shows it: read, search, never change."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from paritrana.accounts.admin_access import ReadOnlyModelAdmin
from paritrana.audit.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyModelAdmin):
    region_path = "region_code"
    list_display = ("number", "at", "shown_actor", "action", "subject_type", "subject_id", "region_code")
    list_select_related = ("actor",)
    list_filter = ("action", "subject_type")
    search_fields = ("=subject_id", "actor__username", "actor__full_name", "action", "reason")
    date_hierarchy = "at"
    ordering = ("-number",)
    show_full_result_count = False

    @admin.display(description=_("pelaku"), ordering="actor")
    def shown_actor(self, entry: AuditEntry) -> str:
        return entry.actor_shown
