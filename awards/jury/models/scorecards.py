"""Scorecards and marks: a juror's sheet for one entry, and what hangs on it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.entries.models import Entry
from awards.jury.models.panels import Juror


class ScorecardState(models.TextChoices):
    DRAFT = "draft", _("draf")
    CONFIRMED = "confirmed", _("dikonfirmasi")
    VOID = "void", _("dibatalkan")


class Scorecard(models.Model):
    """A juror's sheet for one entry. Only confirmed cards count; the private note is the juror's alone."""

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="scorecards", verbose_name=_("juri"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="scorecards", verbose_name=_("peserta"))
    state = models.CharField(_("status"), max_length=10, choices=ScorecardState.choices, default=ScorecardState.DRAFT)
    version = models.PositiveIntegerField(_("versi"), default=1)
    private_note = models.TextField(_("catatan pribadi"), blank=True, default="")
    updated_at = models.DateTimeField(_("diubah"))
    confirmed_at = models.DateTimeField(_("dikonfirmasi"), null=True, blank=True)
    void_reason = models.TextField(_("alasan pembatalan"), blank=True, default="")

    class Meta:
        verbose_name = _("lembar nilai")
        verbose_name_plural = _("lembar nilai")
        indexes = [models.Index(fields=["entry", "state"], name="scorecard_by_entry_and_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["juror", "entry"],
                name="one_scorecard_per_juror_and_entry",
                violation_error_code="entry",
                violation_error_message=_(
                    "Juri ini sudah punya lembar nilai untuk peserta itu. Muat ulang halaman, lalu lanjutkan "
                    "lembar yang ada."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | models.Q(confirmed_at__isnull=False),
                name="confirmed_scorecard_has_a_date",
                violation_error_code="confirmed_at",
                violation_error_message=_(
                    "Lembar nilai yang dikonfirmasi harus punya waktu konfirmasi. Konfirmasi lembar ini lagi."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="void") | models.Q(void_reason__gt=""),
                name="void_scorecard_has_a_reason",
                violation_error_code="void_reason",
                violation_error_message=_("Pembatalan lembar nilai memerlukan alasan. Tulis alasannya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror} · {self.entry}"

    @property
    def region_code(self) -> str:
        return self.juror.region_code


class FreshMarking(models.Model):
    """The chair's decision that a successor marks an entry anew; what earlier holders confirmed is set aside.

    Without it a successor inherits the confirmed card.
    """

    juror = models.ForeignKey(
        Juror, on_delete=models.PROTECT, related_name="fresh_markings", verbose_name=_("juri pengganti")
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    reason = models.TextField(_("alasan"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("diputuskan oleh")
    )
    decided_at = models.DateTimeField(_("diputuskan"))

    class Meta:
        verbose_name = _("penilaian ulang")
        verbose_name_plural = _("penilaian ulang")
        constraints = [
            models.UniqueConstraint(
                fields=["juror", "entry"],
                name="one_fresh_marking_per_juror_and_entry",
                violation_error_code="entry",
                violation_error_message=_(
                    "Penilaian ulang peserta ini oleh juri itu sudah diputuskan. Muat ulang halaman ini."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(reason__gt=""),
                name="fresh_marking_has_a_reason",
                violation_error_code="reason",
                violation_error_message=_("Alasan penilaian ulang masih kosong. Tulis alasannya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror} · {self.entry}"

    @property
    def region_code(self) -> str:
        return self.juror.region_code


class Mark(models.Model):
    """One mark per juror, entry and jury criterion. An absent mark is no row, never zero.

    `version` grows by one with every write and guards against stale ones. `write_key` names the
    last write. Its replay, from a browser that never heard the answer, brings what is stored and writes nothing.
    """

    scorecard = models.ForeignKey(
        Scorecard, on_delete=models.CASCADE, related_name="marks", verbose_name=_("lembar nilai")
    )
    criterion = models.CharField(_("kriteria"), max_length=120)
    value = models.DecimalField(_("nilai"), max_digits=9, decimal_places=4)
    rationale = models.TextField(_("alasan"), blank=True, default="")
    version = models.PositiveIntegerField(_("versi"), default=1)
    write_key = models.CharField(max_length=40, blank=True, default="", editable=False)
    updated_at = models.DateTimeField(_("diubah"))

    class Meta:
        verbose_name = pgettext_lazy("mark", "nilai")
        verbose_name_plural = pgettext_lazy("mark", "nilai")
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "criterion"],
                name="one_mark_per_card_and_criterion",
                violation_error_code="criterion",
                violation_error_message=_(
                    "Kriteria ini sudah dinilai pada lembar itu. Muat ulang halaman, lalu ubah nilai yang ada."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"


class Flag(models.Model):
    """A juror's question to the secretariat about an entry; open until answered."""

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="flags", verbose_name=_("juri"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    reason = models.TextField(_("alasan"))
    raised_at = models.DateTimeField(_("ditandai"))
    answer = models.TextField(_("jawaban sekretariat"), blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dijawab oleh"),
    )
    answered_at = models.DateTimeField(_("dijawab"), null=True, blank=True)

    class Meta:
        verbose_name = _("tanda dari juri")
        verbose_name_plural = _("tanda dari juri")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None) | models.Q(answer__gt="", answered_by__isnull=False),
                name="answered_flag_has_an_answer",
                violation_error_code="answer",
                violation_error_message=_(
                    "Tanda yang dijawab harus memuat jawaban dan nama penjawabnya. Tulis jawabannya."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.juror} · {self.entry}"

    @property
    def region_code(self) -> str:
        return self.juror.region_code
