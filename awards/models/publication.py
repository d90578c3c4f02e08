"""Publications: a frozen, signed result. A correction is a second publication that names the first."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.editions import Category
from awards.models.entries import Entry
from awards.models.runs import ScoreRun


class PublicationQuerySet(models.QuerySet["Publication"]):
    """The one place that says what the public may see."""

    def visible_at(self, at: datetime.datetime) -> "PublicationQuerySet":
        """Keep what is published and past its embargo at that time."""
        past_embargo = models.Q(embargo_until=None) | models.Q(embargo_until__lte=at)
        return self.filter(past_embargo, published_at__lte=at)

    def newest_first(self) -> "PublicationQuerySet":
        return self.order_by("-number", "-pk")


class Publication(models.Model):
    """The canonical result of one applied run with its four clocks; visible once published and past its embargo.

    `tie_decision` is what the plenary decided about entries that stay tied at a prize.
    """

    objects = PublicationQuerySet.as_manager()

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
    tie_decision = models.TextField(_("keputusan pleno tentang nilai seri"), blank=True, default="")

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


class SignOff(models.Model):
    """One of the two people who make a publication final; never the same person twice."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="sign_offs", verbose_name=_("pengumuman")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("penanda tangan")
    )
    capacity = models.CharField(
        _("sebagai"),
        max_length=10,
        choices=[("organiser", _("penyelenggara")), ("chair", _("ketua tim")), ("secretary", _("sekretaris tim"))],
    )
    comment = models.TextField(_("catatan"), blank=True, default="")
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("persetujuan akhir")
        verbose_name_plural = _("persetujuan akhir")
        constraints = [models.UniqueConstraint(fields=["publication", "user"], name="one_sign_off_per_person")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_capacity_display()}"


class Prize(models.Model):
    """One entry's place in one slot, frozen with its publication; two rows of one slot and group share it."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="prizes", verbose_name=_("pengumuman")
    )
    position = models.PositiveSmallIntegerField(_("urutan"))
    label = models.CharField(_("sebutan"), max_length=120)
    group_key = models.CharField(_("kelompok"), max_length=120, blank=True, default="")
    group_name = models.TextField(_("nama kelompok"), blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    rank = models.PositiveIntegerField(_("peringkat"))

    class Meta:
        verbose_name = _("penerima juara")
        verbose_name_plural = _("penerima juara")
        constraints = [
            models.UniqueConstraint(fields=["publication", "position", "entry"], name="prize_once_per_entry")
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.entry}"
