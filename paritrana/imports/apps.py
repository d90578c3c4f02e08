from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "paritrana.imports"
    label = "imports"
    verbose_name = _("Impor data")

    def ready(self) -> None:
        from paritrana.imports.tasks import register_handlers  # noqa: PLC0415 - models are ready only now

        register_handlers()
