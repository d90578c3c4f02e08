from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from paritrana.celery import app


class JobsConfig(AppConfig):
    name = "paritrana.jobs"
    label = "jobs"
    verbose_name = _("Pekerjaan latar")

    def ready(self) -> None:
        """Tasks that name no application are this one's, in every thread of every process."""
        app.set_default()
