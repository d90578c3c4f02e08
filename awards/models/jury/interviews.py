"""Interviews: slot, place, who came, and paper sheets typed by one person and confirmed by another."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.entries import Entry
from awards.models.jury.panels import Juror, Panel


class InterviewMode(models.TextChoices):
    IN_PERSON = "in_person", _("tatap muka")
    ONLINE = "online", _("daring")


class AttendanceRole(models.TextChoices):
    """Who represents the entrant, where the rulebook's attendance criterion names no roles of its own."""

    HEAD = "kepala", _("pimpinan tertinggi definitif")
    ACTING = "penjabat", _("penjabat (Pj)")
    ACTING_DAILY = "pelaksana_tugas", _("pelaksana tugas (Plt)")
    DEPUTY = "wakil", _("wakil pimpinan")
    SECRETARY = "sekretaris", _("sekretaris daerah atau setingkat")
    OFFICE_HEAD = "kepala_dinas", _("kepala dinas atau direktur")
    OTHER = "lainnya", _("lainnya")
    ABSENT = "tidak_hadir", _("tidak hadir")


class Interview(models.Model):
    """Who represented an entry before the panel; the role feeds the attendance criterion."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="interviews", verbose_name=_("tim penilai"))
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="interview", verbose_name=_("peserta"))
    held_at = models.DateTimeField(_("waktu"))
    minutes = models.PositiveSmallIntegerField(_("lama (menit)"), default=30)
    mode = models.CharField(_("cara"), max_length=10, choices=InterviewMode.choices)
    room = models.CharField(_("ruang"), max_length=200, blank=True, default="")
    link = models.URLField(_("tautan rapat"), max_length=500, blank=True, default="")
    attendance_role = models.CharField(_("yang hadir"), max_length=120, blank=True, default="")
    attendee_name = models.CharField(_("nama yang hadir"), max_length=200, blank=True, default="")
    companions = models.TextField(_("pendamping"), blank=True, default="")
    started_at = models.DateTimeField(_("dimulai"), null=True, blank=True)
    ended_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    issues = models.TextField(_("hal yang perlu ditanyakan"), blank=True, default="")

    class Meta:
        verbose_name = _("wawancara")
        verbose_name_plural = _("wawancara")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(started_at__lte=models.F("ended_at")),
                name="interview_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return str(self.entry)

    @property
    def attendance_label(self) -> str:
        """Return the role in words; a role of the rulebook's own stands as the rulebook wrote it."""
        labels = {str(role.value): str(role.label) for role in AttendanceRole}
        return labels.get(self.attendance_role, self.attendance_role)


class PaperState(models.TextChoices):
    TYPED = "typed", _("menunggu konfirmasi")
    CONFIRMED = "confirmed", _("dikonfirmasi")
    REJECTED = "rejected", _("ditolak")


class PaperSheet(models.Model):
    """A paper score sheet as one person typed it; another confirms or rejects it and cannot edit it."""

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="paper_sheets", verbose_name=_("juri"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    state = models.CharField(_("status"), max_length=10, choices=PaperState.choices, default=PaperState.TYPED)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("diketik oleh")
    )
    typed_at = models.DateTimeField(_("diketik"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diperiksa oleh"),
    )
    decided_at = models.DateTimeField(_("diperiksa"), null=True, blank=True)
    reason = models.TextField(_("alasan penolakan"), blank=True, default="")

    class Meta:
        verbose_name = _("lembar kertas")
        verbose_name_plural = _("lembar kertas")
        constraints = [
            models.UniqueConstraint(
                fields=["juror", "entry"], condition=models.Q(state="typed"), name="one_waiting_paper_sheet"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("typed_by")),
                name="paper_sheet_is_checked_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(state="typed") | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decided_paper_sheet_has_a_decider",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror} · {self.entry}"


class PaperMark(models.Model):
    """One typed mark of a paper sheet."""

    sheet = models.ForeignKey(PaperSheet, on_delete=models.CASCADE, related_name="marks", verbose_name=_("lembar"))
    criterion = models.CharField(_("kriteria"), max_length=120)
    value = models.DecimalField(_("nilai"), max_digits=9, decimal_places=4)
    rationale = models.TextField(_("alasan"), blank=True, default="")

    class Meta:
        verbose_name = _("nilai di kertas")
        verbose_name_plural = _("nilai di kertas")
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="one_paper_mark_per_criterion")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"
