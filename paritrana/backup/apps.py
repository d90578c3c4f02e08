from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackupConfig(AppConfig):
    name = "paritrana.backup"
    label = "backup"
    verbose_name = _("Cadangan")

    def ready(self) -> None:
        from paritrana.backup.tasks import register_handlers  # noqa: PLC0415 - models are ready only now

        register_handlers()
