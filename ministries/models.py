"""Ministries and agencies by a stable slug. Rows are retired, never deleted."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ministry(models.Model):
    slug = models.SlugField(_("kunci"), max_length=200, primary_key=True)
    category = models.CharField(_("golongan"), max_length=60)
    name = models.CharField(_("nama"), max_length=300)
    short_name = models.CharField(_("nama pendek"), max_length=100, blank=True, default="")
    procurement_code = models.CharField(_("kode pengadaan"), max_length=20, blank=True, default="")
    note = models.TextField(_("catatan"), blank=True, default="")
    source = models.CharField(_("sumber"), max_length=300)
    valid_from = models.DateField(_("berlaku sejak"))
    retired_on = models.DateField(_("tidak berlaku sejak"), null=True, blank=True)

    class Meta:
        verbose_name = _("kementerian/lembaga")
        verbose_name_plural = _("kementerian dan lembaga")

    def __str__(self) -> str:
        return self.name
