"""What an employer reported and paid, month by month."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from employers.models.employers import Employer
from paritrana.uploads.models import SourcedRow


class EmployerMonth(SourcedRow):
    """One employer in one month (`month` is its first day). Rupiah are whole; counts are people at the month's end.

    Headcount, payroll and vendors are closed denominators: what is enrolled or reported is part of them.
    `is_partial_*` carry the inspectors' PDS finding (perusahaan daftar sebagian), not a computed suspicion.
    """

    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, related_name="months", verbose_name=_("pemberi kerja")
    )
    month = models.DateField(_("bulan"))
    headcount = models.PositiveBigIntegerField(_("jumlah pekerja"))
    enrolled = models.PositiveBigIntegerField(_("pekerja terdaftar"))
    payroll_idr = models.PositiveBigIntegerField(_("upah seluruh pekerja (Rp)"))
    wage_reported_idr = models.PositiveBigIntegerField(_("upah dilaporkan (Rp)"))
    follows_jkk = models.BooleanField(_("ikut JKK"))
    follows_jkm = models.BooleanField(_("ikut JKM"))
    follows_jht = models.BooleanField(_("ikut JHT"))
    follows_jp = models.BooleanField(_("ikut JP"))
    follows_jkp = models.BooleanField(_("ikut JKP"))
    due_on = models.DateField(_("jatuh tempo iuran"))
    paid_on = models.DateField(_("iuran dibayar"), null=True, blank=True)
    arrears_idr = models.PositiveBigIntegerField(_("tunggakan (Rp)"), default=0)
    vendors = models.PositiveIntegerField(_("vendor"), default=0)
    vendors_enrolled = models.PositiveIntegerField(_("vendor terdaftar"), default=0)
    sponsored_workers = models.PositiveBigIntegerField(_("pekerja rentan disponsori"), default=0)
    sponsored_idr = models.PositiveBigIntegerField(_("iuran yang disponsori (Rp)"), default=0)
    is_partial_workers = models.BooleanField(_("PDS tenaga kerja"), default=False)
    is_partial_wage = models.BooleanField(_("PDS upah"), default=False)
    is_partial_programme = models.BooleanField(_("PDS program"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("laporan bulanan pemberi kerja")
        verbose_name_plural = _("laporan bulanan pemberi kerja")
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "month"],
                name="employer_month_once",
                violation_error_code="month",
                violation_error_message=_(
                    "Pemberi kerja ini sudah punya laporan untuk bulan itu. Pilih bulan lain atau ubah laporan "
                    "yang ada."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(enrolled__lte=models.F("headcount")),
                name="enrolled_within_headcount",
                violation_error_code="enrolled",
                violation_error_message=_("Pekerja terdaftar melebihi jumlah pekerja. Periksa kedua angka itu."),
            ),
            models.CheckConstraint(
                condition=models.Q(wage_reported_idr__lte=models.F("payroll_idr")),
                name="reported_wage_within_payroll",
                violation_error_code="wage_reported_idr",
                violation_error_message=_(
                    "Upah yang dilaporkan melebihi upah seluruh pekerja. Periksa kedua angka itu."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(vendors_enrolled__lte=models.F("vendors")),
                name="enrolled_vendors_within_vendors",
                violation_error_code="vendors_enrolled",
                violation_error_message=_("Vendor terdaftar melebihi jumlah vendor. Periksa kedua angka itu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer_id} {self.month:%Y-%m}"
