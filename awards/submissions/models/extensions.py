"""More time for one entrant or one province, by letter."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.editions.models import Category
from awards.entries.models import Entry


class Extension(models.Model):
    """A later end of the submission stage for one entry or for one province of a category; never an earlier one."""

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="extensions", verbose_name=_("kategori")
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="extensions", verbose_name=_("peserta")
    )
    province = models.ForeignKey(
        "regions.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("provinsi"),
    )
    closes_at = models.DateTimeField(_("batas resmi baru"))
    hard_closes_at = models.DateTimeField(_("batas sistem baru"))
    letter_number = models.CharField(_("nomor surat"), max_length=120)
    reason = models.TextField(_("alasan"))
    approved_at = models.DateTimeField(_("disetujui"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("disetujui oleh")
    )

    class Meta:
        verbose_name = _("perpanjangan")
        verbose_name_plural = _("perpanjangan")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(entry__isnull=False, province=None) | models.Q(entry=None, province__isnull=False),
                name="extension_for_one_entry_or_one_province",
                violation_error_code="entry",
                violation_error_message=_("Pilih satu peserta atau satu provinsi, tidak keduanya."),
            ),
            models.CheckConstraint(
                condition=models.Q(letter_number__gt="", reason__gt=""),
                name="extension_has_letter_and_reason",
                violation_error_code="letter_number",
                violation_error_message=_("Perpanjangan memerlukan nomor surat dan alasan. Isi keduanya."),
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__lte=models.F("hard_closes_at")),
                name="extension_runs_forward",
                violation_error_code="hard_closes_at",
                violation_error_message=_(
                    "Batas sistem lebih awal daripada batas resmi. Perbaiki salah satu waktu itu."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry or self.province} · {self.letter_number}"

    @property
    def region_code(self) -> str:
        """The province that gains time; of an entry, the one it lies in."""
        beneficiary = self.entry or self.province
        return beneficiary.province_code if beneficiary else ""
