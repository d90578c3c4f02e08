from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from paritrana.audit import guards


class AuditConfig(AppConfig):
    name = "paritrana.audit"
    label = "audit"
    verbose_name = _("Jejak audit")

    def ready(self) -> None:
        guards.register(
            guards.RowGuard("audit.AuditEntry"),
            guards.RowGuard("audit.AuditHead", free=("number", "digest"), lawful="NEW.number = OLD.number + 1"),
        )
