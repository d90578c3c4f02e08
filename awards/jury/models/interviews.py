"""Interviews: slot, place, who came, and paper sheets that two people type without seeing each other's."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.entries.models import Entry
from awards.jury.models.panels import Juror, Panel
from awards.rulebooks.models import AttendanceRole


class InterviewMode(models.TextChoices):
    IN_PERSON = "in_person", _("tatap muka")
    ONLINE = "online", _("daring")


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
                violation_error_code="ended_at",
                violation_error_message=_("Wawancara selesai sebelum dimulai. Perbaiki salah satu waktu itu."),
            )
        ]

    def __str__(self) -> str:
        return str(self.entry)

    @property
    def region_code(self) -> str:
        return self.panel.region_code

    @property
    def attendance_label(self) -> str:
        """Return the role in words; a role of the rulebook's own stands as the rulebook wrote it."""
        labels = {str(role.value): str(role.label) for role in AttendanceRole}
        return labels.get(self.attendance_role, self.attendance_role)


class PaperState(models.TextChoices):
    TYPED = "typed", _("menunggu ketikan kedua")
    DIFFERS = "differs", _("dua ketikan berbeda")
    CONFIRMED = "confirmed", _("dikonfirmasi")
    REJECTED = "rejected", _("ditolak")


class PaperSheet(models.Model):
    """A paper score sheet, typed twice: `second_by` types it without having seen what `typed_by` did.

    Where both agree it is confirmed; else somebody other than the first settles each difference, with the reason.
    """

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="paper_sheets", verbose_name=_("juri"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    state = models.CharField(_("status"), max_length=10, choices=PaperState.choices, default=PaperState.TYPED)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("diketik oleh")
    )
    typed_at = models.DateTimeField(_("diketik"))
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diketik kedua kali oleh"),
    )
    second_at = models.DateTimeField(_("diketik kedua kali"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diperiksa oleh"),
    )
    decided_at = models.DateTimeField(_("diperiksa"), null=True, blank=True)
    reason = models.TextField(_("alasan putusan"), blank=True, default="")

    class Meta:
        verbose_name = _("lembar kertas")
        verbose_name_plural = _("lembar kertas")
        constraints = [
            models.UniqueConstraint(
                fields=["juror", "entry"],
                condition=models.Q(state__in=["typed", "differs"]),
                name="one_waiting_paper_sheet",
                violation_error_code="entry",
                violation_error_message=_(
                    "Lembar kertas juri ini untuk peserta itu sudah diketik dan menunggu pemeriksaan. Selesaikan "
                    "dahulu pemeriksaannya."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("typed_by")),
                name="paper_sheet_is_checked_by_another",
                violation_error_code="decided_by",
                violation_error_message=_(
                    "Lembar kertas tidak boleh diperiksa oleh yang mengetiknya. Minta orang lain memeriksanya."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(second_by=None) | ~models.Q(second_by=models.F("typed_by")),
                name="paper_sheet_is_typed_by_two",
                violation_error_code="second_by",
                violation_error_message=_(
                    "Lembar kertas diketik dua kali oleh dua orang. Minta orang lain mengetiknya lagi."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["typed", "differs"])
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decided_paper_sheet_has_a_decider",
                violation_error_code="decided_by",
                violation_error_message=_(
                    "Lembar kertas yang sudah diperiksa harus menyebut pemeriksa dan waktunya. Lengkapi keduanya."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror} · {self.entry}"

    @property
    def region_code(self) -> str:
        return self.juror.region_code


class PaperTurn(models.IntegerChoices):
    FIRST = 1, _("ketikan pertama")
    SECOND = 2, _("ketikan kedua")


class PaperMark(models.Model):
    """One mark of a paper sheet as it was typed the first or the second time."""

    sheet = models.ForeignKey(PaperSheet, on_delete=models.CASCADE, related_name="marks", verbose_name=_("lembar"))
    turn = models.PositiveSmallIntegerField(_("ketikan ke-"), choices=PaperTurn.choices, default=PaperTurn.FIRST)
    criterion = models.CharField(_("kriteria"), max_length=120)
    value = models.DecimalField(_("nilai"), max_digits=9, decimal_places=4)
    rationale = models.TextField(_("alasan"), blank=True, default="")

    class Meta:
        verbose_name = _("nilai di kertas")
        verbose_name_plural = _("nilai di kertas")
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "turn", "criterion"],
                name="one_paper_mark_per_turn_and_criterion",
                violation_error_code="criterion",
                violation_error_message=_("Kriteria ini sudah diketik pada lembar kertas itu. Muat ulang halaman ini."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"
