"""Moderation, discussion, the plenary, its decisions and its minutes."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.entries import Entry
from awards.models.jury.panels import Panel


class Moderation(models.Model):
    """A task to talk through a discrepancy. `originals` keeps the marks as they were when it was opened."""

    panel = models.ForeignKey(
        Panel, on_delete=models.PROTECT, related_name="moderations", verbose_name=_("tim penilai")
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    criterion = models.CharField(_("kriteria"), max_length=120)
    originals = models.JSONField(_("nilai semula"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dibuka oleh")
    )
    opened_at = models.DateTimeField(_("dibuka"))
    outcome = models.TextField(_("hasil pembahasan"), blank=True, default="")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ditutup oleh"),
    )
    closed_at = models.DateTimeField(_("ditutup"), null=True, blank=True)

    class Meta:
        verbose_name = _("moderasi")
        verbose_name_plural = _("moderasi")
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "entry", "criterion"],
                condition=models.Q(closed_at=None),
                name="one_open_moderation_per_cell",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(outcome__gt="", closed_by__isnull=False),
                name="closed_moderation_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} · {self.criterion}"


class Remark(models.Model):
    """One contribution to the discussion of an entry; never edited."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="remarks", verbose_name=_("tim penilai"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("penulis")
    )
    text = models.TextField(_("pendapat"))
    written_at = models.DateTimeField(_("ditulis"))

    class Meta:
        verbose_name = _("pendapat")
        verbose_name_plural = _("pendapat")

    def __str__(self) -> str:
        return f"{self.author} · {self.entry}"


class Plenary(models.Model):
    """A sitting of the panel; `current` is the entry on everybody's screen."""

    panel = models.OneToOneField(Panel, on_delete=models.PROTECT, related_name="plenary", verbose_name=_("tim penilai"))
    opened_at = models.DateTimeField(_("dibuka"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dibuka oleh")
    )
    current = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("peserta dibahas")
    )
    closed_at = models.DateTimeField(_("ditutup"), null=True, blank=True)

    class Meta:
        verbose_name = _("pleno")
        verbose_name_plural = _("pleno")

    def __str__(self) -> str:
        return str(self.panel)


class AgendaItem(models.Model):
    """The place of an entry in the order of discussion."""

    plenary = models.ForeignKey(Plenary, on_delete=models.CASCADE, related_name="agenda", verbose_name=_("pleno"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    position = models.PositiveSmallIntegerField(_("urutan"))

    class Meta:
        verbose_name = _("acara pleno")
        verbose_name_plural = _("acara pleno")
        constraints = [
            models.UniqueConstraint(fields=["plenary", "entry"], name="entry_once_on_the_agenda"),
            models.UniqueConstraint(fields=["plenary", "position"], name="agenda_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.entry}"


class Decision(models.Model):
    """One line of the decision log; never edited."""

    plenary = models.ForeignKey(Plenary, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("pleno"))
    number = models.PositiveSmallIntegerField(_("nomor"))
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("peserta")
    )
    text = models.TextField(_("putusan"))
    votes_for = models.PositiveSmallIntegerField(_("setuju"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("tidak setuju"), null=True, blank=True)
    decided_at = models.DateTimeField(_("waktu"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dicatat oleh")
    )

    class Meta:
        verbose_name = _("putusan pleno")
        verbose_name_plural = _("putusan pleno")
        constraints = [models.UniqueConstraint(fields=["plenary", "number"], name="decision_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:60]}"


class Minutes(models.Model):
    """The record of a plenary: canonical content and its digest. A correction is a new row."""

    plenary = models.ForeignKey(Plenary, on_delete=models.PROTECT, related_name="minutes", verbose_name=_("pleno"))
    number = models.PositiveSmallIntegerField(_("nomor"))
    content = models.TextField(_("isi kanonis (JSON)"))
    digest = models.CharField(_("sidik jari"), max_length=64)
    written_at = models.DateTimeField(_("dibuat"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dibuat oleh")
    )

    class Meta:
        verbose_name = _("berita acara")
        verbose_name_plural = _("berita acara")
        constraints = [models.UniqueConstraint(fields=["plenary", "number"], name="minutes_number_once")]

    def __str__(self) -> str:
        return f"{self.plenary} #{self.number}"
