"""Who could be covered: the August labour force survey (Sakernas) per region. Survey estimates, with their noise."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from regions.models.regions import Region


class WorkforceFigure(models.Model):
    """One region in one survey; "formal" is the BPS rule (employer with permanent paid staff, or employee)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="workforce", verbose_name=_("wilayah"))
    as_of = models.DateField(_("keadaan per"))
    working_age = models.PositiveBigIntegerField(_("penduduk usia kerja"), null=True, blank=True)
    labour_force = models.PositiveBigIntegerField(_("angkatan kerja"))
    employed = models.PositiveBigIntegerField(_("bekerja"))
    unemployed = models.PositiveBigIntegerField(_("pengangguran terbuka"))
    employed_formal = models.PositiveBigIntegerField(_("bekerja formal"))
    employed_informal = models.PositiveBigIntegerField(_("bekerja informal"))
    note = models.CharField(_("catatan"), max_length=300, blank=True, default="")
    source = models.CharField(_("sumber"), max_length=300)
    retired_on = models.DateField(_("tidak berlaku sejak"), null=True, blank=True)
    history = HistoricalRecords()
    is_synthetic = False  # reference figures are never generated

    class Meta:
        verbose_name = _("angkatan kerja")
        verbose_name_plural = _("angkatan kerja")
        indexes = [models.Index(fields=["as_of", "region"], name="workforce_by_date")]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "as_of"],
                name="workforce_once_per_survey",
                violation_error_code="as_of",
                violation_error_message=_(
                    "Wilayah ini sudah punya angka angkatan kerja per tanggal itu. Pilih tanggal lain atau ubah "
                    "baris yang ada."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(labour_force=models.F("employed") + models.F("unemployed"))
                & models.Q(employed=models.F("employed_formal") + models.F("employed_informal")),
                name="workforce_adds_up",
                violation_error_code="labour_force",
                violation_error_message=_(
                    "Angkatan kerja harus sama dengan yang bekerja ditambah yang menganggur, dan yang bekerja "
                    "sama dengan formal ditambah informal. Periksa kelima angka itu."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(working_age=None) | models.Q(working_age__gte=models.F("labour_force")),
                name="labour_force_is_of_working_age",
                violation_error_code="working_age",
                violation_error_message=_(
                    "Penduduk usia kerja lebih sedikit daripada angkatan kerja. Periksa kedua angka itu."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.as_of}"


class SectorEmployment(models.Model):
    """Employed people of one region in one group of KBLI 2020 sections (M with N, and R to U, are merged)."""

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="sector_employment", verbose_name=_("wilayah")
    )
    as_of = models.DateField(_("keadaan per"))
    sector_group = models.CharField(_("kelompok sektor (KBLI 2020)"), max_length=8)
    employed = models.PositiveBigIntegerField(_("bekerja"))
    source = models.CharField(_("sumber"), max_length=300)
    retired_on = models.DateField(_("tidak berlaku sejak"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("pekerja per sektor")
        verbose_name_plural = _("pekerja per sektor")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "as_of", "sector_group"],
                name="sector_once_per_survey",
                violation_error_code="sector_group",
                violation_error_message=_(
                    "Kelompok sektor ini sudah punya angka untuk wilayah dan tanggal yang sama. Pilih kelompok "
                    "atau tanggal lain, atau ubah baris yang ada."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.as_of} {self.sector_group}"
