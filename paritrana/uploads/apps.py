from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UploadsConfig(AppConfig):
    name = "paritrana.uploads"
    label = "imports"
    verbose_name = _("Impor data")

    def ready(self) -> None:
        from paritrana.uploads.tasks import register_handlers  # noqa: PLC0415 - models are ready only now

        register_handlers()
