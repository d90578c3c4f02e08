from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WatchConfig(AppConfig):
    name = "paritrana.watch"
    label = "watch"
    verbose_name = _("Pengawasan")

    def ready(self) -> None:
        from paritrana.watch.gauges import register  # noqa: PLC0415 - models are ready only now
        from paritrana.watch.measures import GAUGES  # noqa: PLC0415

        register(*GAUGES)
