"""People, roles and the audit trail in the admin panel."""

from paritrana.accounts.admin.people import RoleAssignmentAdmin, UserAdmin
from paritrana.accounts.admin.trail import AuditEntryAdmin

__all__ = ["AuditEntryAdmin", "RoleAssignmentAdmin", "UserAdmin"]
