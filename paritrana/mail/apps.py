from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "paritrana.mail"
    label = "mail"
    verbose_name = _("Surat keluar")

    def ready(self) -> None:
        from paritrana.mail.tasks import register_handlers  # noqa: PLC0415 - models are ready only now

        register_handlers()
