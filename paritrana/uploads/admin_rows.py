"""What the admin pages of reference rows and of uploaded rows share: paging, search, history."""

from typing import ClassVar

from simple_history.admin import SimpleHistoryAdmin

from paritrana.accounts.admin_access import ReadOnlyModelAdmin, ScopedModelAdmin


class ReferenceAdmin(SimpleHistoryAdmin, ReadOnlyModelAdmin):  # type: ignore[misc] # both bases are untyped
    """Rows that only `load_reference` writes; their history stays visible."""

    list_per_page = 50
    show_full_result_count = False


class ContributionAdmin(SimpleHistoryAdmin, ScopedModelAdmin):  # type: ignore[misc] # both bases are untyped
    """Rows that somebody reported; a correction by hand leaves a history and an audit entry."""

    readonly_fields = ("batch",)
    list_filter: ClassVar[tuple[str, ...]] = ("is_synthetic",)
    list_per_page = 50
    show_full_result_count = False
