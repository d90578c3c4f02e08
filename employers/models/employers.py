"""Employers by their registration number (NPP) and division. Rows are retired, never deleted."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Scale(models.TextChoices):
    """Business scale, PP 7/2021 article 35."""

    MICRO = "micro", _("Mikro")
    SMALL = "small", _("Kecil")
    MEDIUM = "medium", _("Menengah")
    LARGE = "large", _("Besar")


class Programme(models.TextChoices):
    JKK = "JKK", _("Jaminan Kecelakaan Kerja (JKK)")
    JKM = "JKM", _("Jaminan Kematian (JKM)")
    JHT = "JHT", _("Jaminan Hari Tua (JHT)")
    JP = "JP", _("Jaminan Pensiun (JP)")
    JKP = "JKP", _("Jaminan Kehilangan Pekerjaan (JKP)")


class KbliSection(models.Model):
    """A section of one version of KBLI: letters shift between versions, so a letter alone means nothing."""

    version = models.CharField(_("versi KBLI"), max_length=10)
    section = models.CharField(_("seksi"), max_length=1)
    name = models.CharField(_("nama"), max_length=200)
    sector_group = models.CharField(_("kelompok sektor"), max_length=8, blank=True, default="")
    source = models.CharField(_("dasar hukum"), max_length=300)
    retired_on = models.DateField(_("tidak berlaku sejak"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("seksi KBLI")
        verbose_name_plural = _("seksi KBLI")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "section"],
                name="section_once_per_kbli_version",
                violation_error_code="section",
                violation_error_message=_(
                    "Seksi ini sudah ada pada versi KBLI itu. Pilih seksi lain atau ubah baris yang ada."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.section} · {self.name}"


class ProgrammeObligation(models.Model):
    """Which programme an employer of a scale must join, from when on (Perpres 109/2013 article 6)."""

    scale = models.CharField(_("skala"), max_length=10, choices=Scale.choices)
    programme = models.CharField(_("program"), max_length=3, choices=Programme.choices)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    source = models.CharField(_("dasar hukum"), max_length=300)
    retired_on = models.DateField(_("tidak berlaku sejak"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("program wajib")
        verbose_name_plural = _("program wajib")
        constraints = [
            models.UniqueConstraint(
                fields=["scale", "programme", "valid_from"],
                name="obligation_once_per_date",
                violation_error_code="valid_from",
                violation_error_message=_(
                    "Kewajiban program ini untuk skala itu sudah tercatat mulai tanggal yang sama. Pilih tanggal "
                    "lain atau ubah baris yang ada."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_scale_display()} {self.programme}"


class Employer(models.Model):
    """One registration (NPP + division) of a firm; a firm may hold several."""

    npp = models.CharField(_("NPP"), max_length=8)
    division = models.CharField(_("divisi"), max_length=10, blank=True, default="")
    name = models.CharField(_("nama"), max_length=300)
    scale = models.CharField(_("skala"), max_length=10, choices=Scale.choices)
    kbli_version = models.CharField(_("versi KBLI"), max_length=10, default="KBLI 2020")
    kbli_section = models.CharField(_("seksi KBLI"), max_length=1)
    region = models.ForeignKey(
        "regions.Region", on_delete=models.PROTECT, related_name="employers", verbose_name=_("wilayah")
    )
    is_synthetic = models.BooleanField(_("sintetis"), default=False)
    batch = models.ForeignKey(
        "imports.ImportBatch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("impor"),
    )
    source = models.CharField(_("sumber"), max_length=300)
    valid_from = models.DateField(_("berlaku sejak"))
    retired_on = models.DateField(_("tidak berlaku sejak"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("pemberi kerja")
        verbose_name_plural = _("pemberi kerja")
        constraints = [
            models.UniqueConstraint(
                fields=["npp", "division"],
                name="employer_once_per_npp_division",
                violation_error_code="npp",
                violation_error_message=_(
                    "NPP dengan divisi ini sudah tercatat. Periksa nomornya atau ubah baris yang ada."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name
