"""Employers by their registration number (NPP) and division. Rows are retired, never deleted."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scale(models.TextChoices):
    """Business scale, PP 7/2021 article 35."""

    MICRO = "micro", _("Mikro")
    SMALL = "small", _("Kecil")
    MEDIUM = "medium", _("Menengah")
    LARGE = "large", _("Besar")


class Employer(models.Model):
    """One registration (NPP + division) of a firm; a firm may hold several."""

    npp = models.CharField(_("NPP"), max_length=8)
    division = models.CharField(_("divisi"), max_length=10, blank=True, default="")
    name = models.CharField(_("nama"), max_length=300)
    scale = models.CharField(_("skala"), max_length=10, choices=Scale.choices)
    kbli_version = models.CharField(_("versi KBLI"), max_length=10, default="2020")
    kbli_section = models.CharField(_("seksi KBLI"), max_length=1)
    region = models.ForeignKey(
        "regions.Region", on_delete=models.PROTECT, related_name="employers", verbose_name=_("wilayah")
    )
    is_synthetic = models.BooleanField(_("sintetis"), default=False)
    source = models.CharField(_("sumber"), max_length=300)
    valid_from = models.DateField(_("berlaku sejak"))
    retired_on = models.DateField(_("tidak berlaku sejak"), null=True, blank=True)

    class Meta:
        verbose_name = _("pemberi kerja")
        verbose_name_plural = _("pemberi kerja")
        constraints = [models.UniqueConstraint(fields=["npp", "division"], name="employer_once_per_npp_division")]

    def __str__(self) -> str:
        return self.name
