from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MinistriesConfig(AppConfig):
    name = "ministries"
    verbose_name = _("Kementerian dan lembaga")

    def ready(self) -> None:
        from ministries.import_kinds import register_import_kinds  # noqa: PLC0415 - models are ready only now

        register_import_kinds()
