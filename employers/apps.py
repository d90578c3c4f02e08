from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmployersConfig(AppConfig):
    name = "employers"
    verbose_name = _("Pemberi kerja")

    def ready(self) -> None:
        from employers.import_kinds import register_import_kinds  # noqa: PLC0415 - models are ready only now

        register_import_kinds()
