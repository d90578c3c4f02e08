"""Moderation, discussion, the plenary, its decisions and its minutes."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from awards.entries.models import Entry
from awards.jury.models.panels import Juror, Panel


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
                violation_error_code="criterion",
                violation_error_message=_("Pembahasan selisih ini sudah dibuka. Tutup dahulu pembahasan yang ada."),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(outcome__gt="", closed_by__isnull=False),
                name="closed_moderation_has_an_outcome",
                violation_error_code="outcome",
                violation_error_message=_(
                    "Pembahasan yang ditutup harus memuat hasil dan nama penutupnya. Tulis hasil pembahasannya."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} · {self.criterion}"

    @property
    def region_code(self) -> str:
        return self.panel.region_code


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

    @property
    def region_code(self) -> str:
        return self.panel.region_code


class Plenary(models.Model):
    """A sitting of the panel; `current` is the entry on everybody's screen.

    `cleared_at`: since when everybody in conflict with the current entry is out of the room.
    """

    panel = models.OneToOneField(
        Panel,
        on_delete=models.PROTECT,
        related_name="plenary",
        verbose_name=_("tim penilai"),
        error_messages={"unique": _("Pleno tim ini sudah dibuka. Tidak ada yang diubah.")},
    )
    opened_at = models.DateTimeField(_("dibuka"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dibuka oleh")
    )
    current = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("peserta dibahas")
    )
    cleared_at = models.DateTimeField(_("yang berbenturan keluar ruang"), null=True, blank=True)
    closed_at = models.DateTimeField(_("ditutup"), null=True, blank=True)

    class Meta:
        verbose_name = _("pleno")
        verbose_name_plural = _("pleno")

    def __str__(self) -> str:
        return str(self.panel)

    @property
    def region_code(self) -> str:
        return self.panel.region_code


class Presence(models.Model):
    """That a juror was in the room, from one moment to another; whoever comes back has a second row.

    Those present when a decision falls are the seats that may vote on it, and sign the minutes.
    """

    plenary = models.ForeignKey(Plenary, on_delete=models.PROTECT, related_name="presences", verbose_name=_("pleno"))
    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="+", verbose_name=_("juri"))
    arrived_at = models.DateTimeField(_("hadir sejak"))
    left_at = models.DateTimeField(_("hadir sampai"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dicatat oleh")
    )

    class Meta:
        verbose_name = _("kehadiran sidang")
        verbose_name_plural = _("kehadiran sidang")
        constraints = [
            models.UniqueConstraint(
                fields=["plenary", "juror"],
                condition=models.Q(left_at=None),
                name="present_once_at_a_time",
                violation_error_code="juror",
                violation_error_message=_("Juri ini sudah dicatat hadir. Muat ulang halaman ini."),
            ),
            models.CheckConstraint(
                condition=models.Q(left_at=None) | models.Q(left_at__gte=models.F("arrived_at")),
                name="presence_ends_after_it_begins",
                violation_error_code="left_at",
                violation_error_message=_("Kehadiran berakhir sebelum dimulai. Perbaiki salah satu waktunya."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.juror)

    @property
    def region_code(self) -> str:
        return self.plenary.region_code


class AgendaItem(models.Model):
    """The place of an entry in the order of discussion."""

    plenary = models.ForeignKey(Plenary, on_delete=models.CASCADE, related_name="agenda", verbose_name=_("pleno"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    position = models.PositiveSmallIntegerField(_("urutan"))

    class Meta:
        verbose_name = _("acara pleno")
        verbose_name_plural = _("acara pleno")
        constraints = [
            models.UniqueConstraint(
                fields=["plenary", "entry"],
                name="entry_once_on_the_agenda",
                violation_error_code="entry",
                violation_error_message=_("Peserta ini sudah ada pada acara pleno. Pilih peserta lain."),
            ),
            models.UniqueConstraint(
                fields=["plenary", "position"],
                name="agenda_position_once",
                violation_error_code="position",
                violation_error_message=_("Urutan ini sudah dipakai pada acara pleno. Pilih urutan lain."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.entry}"


class Decision(models.Model):
    """One line of the decision log; never edited.

    `eligible` counts the seats that could vote: present when it fell, no shadow juror, none in conflict with its entry.
    """

    plenary = models.ForeignKey(Plenary, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("pleno"))
    number = models.PositiveSmallIntegerField(_("nomor"))
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("peserta")
    )
    text = models.TextField(_("putusan"))
    votes_for = models.PositiveSmallIntegerField(_("setuju"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("tidak setuju"), null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField(_("abstain"), null=True, blank=True)
    eligible = models.PositiveSmallIntegerField(_("kursi berhak"), null=True, blank=True)
    decided_at = models.DateTimeField(_("waktu"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dicatat oleh")
    )

    class Meta:
        verbose_name = _("putusan pleno")
        verbose_name_plural = _("putusan pleno")
        constraints = [
            models.UniqueConstraint(
                fields=["plenary", "number"],
                name="decision_number_once",
                violation_error_code="number",
                violation_error_message=_(
                    "Putusan dengan nomor ini baru saja dicatat. Muat ulang halaman, lalu catat lagi bila masih perlu."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(eligible=None)
                | models.Q(
                    eligible__gte=Coalesce("votes_for", 0)
                    + Coalesce("votes_against", 0)
                    + Coalesce("votes_abstained", 0)
                ),
                name="no_more_votes_than_seats",
                violation_error_code="votes_for",
                violation_error_message=_("Suara melebihi kursi yang berhak. Hitung lagi suaranya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:60]}"

    @property
    def region_code(self) -> str:
        return self.plenary.region_code


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
        constraints = [
            models.UniqueConstraint(
                fields=["plenary", "number"],
                name="minutes_number_once",
                violation_error_code="number",
                violation_error_message=_(
                    "Berita acara dengan nomor ini baru saja dibuat. Muat ulang halaman, lalu buat lagi bila "
                    "masih perlu."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.plenary} #{self.number}"

    @property
    def region_code(self) -> str:
        return self.plenary.region_code
