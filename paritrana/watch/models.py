"""What was measured last: the desk, the metrics and the alerts all read these rows and measure nothing themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WatchReading(models.Model):
    """The newest figures of one gauge (`paritrana.watch.gauges`), by part; null is what could not be read.

    `turned_at` is when it last became red, or well again; `is_told_red` is what people were told last.
    """

    gauge = models.SlugField(_("alat ukur"), unique=True)
    figures = models.JSONField(_("angka"), default=dict)
    is_red = models.BooleanField(_("merah"), default=False)
    turned_at = models.DateTimeField(_("berubah"))
    is_told_red = models.BooleanField(_("dikabarkan merah"), default=False)
    measured_at = models.DateTimeField(_("diukur"))

    class Meta:
        verbose_name = _("hasil ukur")
        verbose_name_plural = _("hasil ukur")

    def __str__(self) -> str:
        return self.gauge
