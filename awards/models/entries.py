"""Entries: one entrant in one category."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.editions import Category


class EntryState(models.TextChoices):
    NOMINATED = "nominated", _("diusulkan")
    ADMITTED = "admitted", _("diterima")
    WITHDRAWN = "withdrawn", _("mundur")
    EXCLUDED = "excluded", _("tidak memenuhi syarat")


class Entry(models.Model):
    """A ministry, a region or an employer that competes in one category; exactly one of the three is named.

    `public_id` is random: nothing about rank or order can be read from it.
    """

    public_id = models.UUIDField(_("nomor publik"), unique=True, default=uuid.uuid4, editable=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="entries", verbose_name=_("kategori"))
    region = models.ForeignKey(
        "regions.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("daerah"),
    )
    ministry = models.ForeignKey(
        "ministries.Ministry",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("kementerian/lembaga"),
    )
    employer = models.ForeignKey(
        "employers.Employer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("pemberi kerja"),
    )
    name = models.CharField(_("nama"), max_length=300)
    province_code = models.CharField(_("kode provinsi"), max_length=2, blank=True, default="")
    region_code = models.CharField(_("kode wilayah"), max_length=13, blank=True, default="")
    zone_code = models.CharField(_("zona"), max_length=40, blank=True, default="")
    sector_code = models.CharField(_("sektor"), max_length=10, blank=True, default="")
    scale = models.CharField(_("skala"), max_length=10, blank=True, default="")
    state = models.CharField(_("status"), max_length=10, choices=EntryState.choices, default=EntryState.NOMINATED)
    is_synthetic = models.BooleanField(_("sintetis"), default=False)
    created_at = models.DateTimeField(_("dibuat"))

    class Meta:
        verbose_name = _("peserta")
        verbose_name_plural = _("peserta")
        indexes = [models.Index(fields=["category", "region_code"], name="entry_by_region")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(region__isnull=False, ministry=None, employer=None)
                | models.Q(region=None, ministry__isnull=False, employer=None)
                | models.Q(region=None, ministry=None, employer__isnull=False),
                name="entry_has_exactly_one_entrant",
            ),
            models.UniqueConstraint(
                fields=["category", "region"],
                condition=models.Q(region__isnull=False),
                name="region_enters_once",
            ),
            models.UniqueConstraint(
                fields=["category", "ministry"],
                condition=models.Q(ministry__isnull=False),
                name="ministry_enters_once",
            ),
            models.UniqueConstraint(
                fields=["category", "employer"],
                condition=models.Q(employer__isnull=False),
                name="employer_enters_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
