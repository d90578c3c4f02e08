"""The jury: panels, seats, conflicts, scorecards and marks, and who came to the interview."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.editions import Category
from awards.models.entries import Entry


class Panel(models.Model):
    """Who scores a category (Tim 9 in a province, nine seats nationally), appointed by decree."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="panels", verbose_name=_("kategori"))
    name = models.CharField(_("nama"), max_length=200)
    decree_number = models.CharField(_("nomor SK"), max_length=120, blank=True, default="")
    decree_on = models.DateField(_("tanggal SK"), null=True, blank=True)

    class Meta:
        verbose_name = _("tim penilai")
        verbose_name_plural = _("tim penilai")
        constraints = [models.UniqueConstraint(fields=["category", "name"], name="panel_once_per_category")]

    def __str__(self) -> str:
        return self.name


class SeatType(models.TextChoices):
    REGIONAL_SECRETARY = "regional_secretary", _("Sekretaris Daerah")
    LABOUR_OFFICE = "labour_office", _("Dinas Tenaga Kerja")
    BPJS = "bpjs", _("BPJS Ketenagakerjaan")
    STATISTICS = "statistics", _("BPS")
    SMALL_BUSINESS = "small_business", _("Dinas UMKM")
    EMPLOYERS = "employers", _("Unsur pengusaha (Apindo)")
    UNION = "union", _("Unsur serikat pekerja")
    EXPERT = "expert", _("Ahli jaminan sosial")
    ACADEMIC = "academic", _("Akademisi")
    MINISTRY = "ministry", _("Kementerian")
    OTHER = "other", _("Lainnya")


class Juror(models.Model):
    """One seat of one panel. A shadow juror's marks never count."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="jurors", verbose_name=_("tim penilai"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats", verbose_name=_("pengguna")
    )
    seat_type = models.CharField(_("unsur"), max_length=20, choices=SeatType.choices)
    is_chair = models.BooleanField(_("ketua"), default=False)
    is_secretary = models.BooleanField(_("sekretaris"), default=False)
    is_shadow = models.BooleanField(_("juri bayangan"), default=False)
    joined_on = models.DateField(_("mulai bertugas"))
    left_on = models.DateField(_("selesai bertugas"), null=True, blank=True)

    class Meta:
        verbose_name = _("juri")
        verbose_name_plural = _("juri")
        constraints = [
            models.UniqueConstraint(fields=["panel", "user"], name="juror_once_per_panel"),
            models.UniqueConstraint(
                fields=["panel"], condition=models.Q(is_chair=True, left_on=None), name="one_chair_per_panel"
            ),
        ]

    def __str__(self) -> str:
        return self.user.get_full_name()


class ConflictState(models.TextChoices):
    POSSIBLE = "possible", _("perlu dikonfirmasi")
    CONFIRMED = "confirmed", _("dikonfirmasi")
    DISMISSED = "dismissed", _("dikesampingkan")


class Conflict(models.Model):
    """A conflict of interest; a confirmed one removes the entry from the juror's sight and sums."""

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="conflicts", verbose_name=_("juri"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="conflicts", verbose_name=_("peserta"))
    origin = models.CharField(_("asal"), max_length=20, default="declared")
    state = models.CharField(_("status"), max_length=10, choices=ConflictState.choices, default=ConflictState.POSSIBLE)
    reason = models.TextField(_("alasan"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diputuskan oleh"),
    )
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)

    class Meta:
        verbose_name = _("benturan kepentingan")
        verbose_name_plural = _("benturan kepentingan")
        constraints = [models.UniqueConstraint(fields=["juror", "entry"], name="one_conflict_per_juror_and_entry")]

    def __str__(self) -> str:
        return f"{self.juror} · {self.entry}"


class ScorecardState(models.TextChoices):
    DRAFT = "draft", _("draf")
    CONFIRMED = "confirmed", _("dikonfirmasi")
    VOID = "void", _("dibatalkan")


class Scorecard(models.Model):
    """A juror's sheet for one entry. Only confirmed cards count."""

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="scorecards", verbose_name=_("juri"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="scorecards", verbose_name=_("peserta"))
    state = models.CharField(_("status"), max_length=10, choices=ScorecardState.choices, default=ScorecardState.DRAFT)
    version = models.PositiveIntegerField(_("versi"), default=1)
    updated_at = models.DateTimeField(_("diubah"))
    confirmed_at = models.DateTimeField(_("dikonfirmasi"), null=True, blank=True)

    class Meta:
        verbose_name = _("lembar nilai")
        verbose_name_plural = _("lembar nilai")
        constraints = [
            models.UniqueConstraint(fields=["juror", "entry"], name="one_scorecard_per_juror_and_entry"),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | models.Q(confirmed_at__isnull=False),
                name="confirmed_scorecard_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror} · {self.entry}"


class Mark(models.Model):
    """One mark per juror, entry and jury criterion. An absent mark is no row, never zero."""

    scorecard = models.ForeignKey(
        Scorecard, on_delete=models.CASCADE, related_name="marks", verbose_name=_("lembar nilai")
    )
    criterion = models.CharField(_("kriteria"), max_length=120)
    value = models.DecimalField(_("nilai"), max_digits=9, decimal_places=4)
    rationale = models.TextField(_("alasan"), blank=True, default="")
    updated_at = models.DateTimeField(_("diubah"))

    class Meta:
        verbose_name = _("nilai")
        verbose_name_plural = _("nilai")
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "criterion"], name="one_mark_per_card_and_criterion")
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"


class Interview(models.Model):
    """Who represented an entry before the panel; the role feeds the attendance criterion."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="interviews", verbose_name=_("tim penilai"))
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="interview", verbose_name=_("peserta"))
    held_at = models.DateTimeField(_("waktu"))
    mode = models.CharField(_("cara"), max_length=10, choices=[("in_person", _("tatap muka")), ("online", _("daring"))])
    attendance_role = models.CharField(_("yang hadir"), max_length=40, blank=True, default="")
    attendee_name = models.CharField(_("nama yang hadir"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("wawancara")
        verbose_name_plural = _("wawancara")

    def __str__(self) -> str:
        return str(self.entry)
