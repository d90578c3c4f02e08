"""Publications: a frozen, signed result. A correction is a second publication that names the first."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.editions import Category
from awards.models.runs import ScoreRun


class Publication(models.Model):
    """The canonical result of one applied run with its four clocks; visible to the public from `published_at` on."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="publications", verbose_name=_("kategori")
    )
    number = models.PositiveSmallIntegerField(_("nomor"))
    run = models.ForeignKey(
        ScoreRun, on_delete=models.PROTECT, related_name="publications", verbose_name=_("perhitungan")
    )
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("mengoreksi"),
    )
    frozen_at = models.DateTimeField(_("dibekukan"))
    final_at = models.DateTimeField(_("final"), null=True, blank=True)
    embargo_until = models.DateTimeField(_("embargo sampai"), null=True, blank=True)
    published_at = models.DateTimeField(_("diumumkan"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diumumkan oleh"),
    )
    payload = models.TextField(_("hasil kanonis (JSON)"))
    digest = models.CharField(_("sidik jari"), max_length=64)
    signature = models.CharField(_("tanda tangan Ed25519 (hex)"), max_length=128, blank=True, default="")
    public_key = models.CharField(_("kunci publik (hex)"), max_length=64, blank=True, default="")
    reason = models.TextField(_("alasan"), blank=True, default="")

    class Meta:
        verbose_name = _("pengumuman")
        verbose_name_plural = _("pengumuman")
        constraints = [
            models.UniqueConstraint(fields=["category", "number"], name="publication_number_once_per_category"),
            models.CheckConstraint(
                condition=models.Q(published_at=None) | models.Q(final_at__isnull=False, signature__gt=""),
                name="published_is_final_and_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} #{self.number}"
