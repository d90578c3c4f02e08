from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegionsConfig(AppConfig):
    name = "regions"
    verbose_name = _("Daerah")

    def ready(self) -> None:
        from regions.import_kinds import register_import_kinds  # noqa: PLC0415 - models are ready only now

        register_import_kinds()
