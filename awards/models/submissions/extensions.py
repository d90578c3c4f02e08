"""More time for one entrant or one province, by letter."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.editions import Category
from awards.models.entries import Entry


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
            ),
            models.CheckConstraint(
                condition=models.Q(letter_number__gt="", reason__gt=""), name="extension_has_letter_and_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__lte=models.F("hard_closes_at")), name="extension_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry or self.province} · {self.letter_number}"
