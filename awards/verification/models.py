"""Verification: the verdict on one answer. The score reads the verified value only; the claim stays visible."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.editions.models import Category
from awards.submissions.models.answers import Answer, Submission
from awards.submissions.models.evidence import Evidence


class Verdict(models.TextChoices):
    ACCEPTED = "accepted", _("diterima")
    CORRECTED = "corrected", _("dikoreksi")
    REJECTED = "rejected", _("ditolak")


class FindingReason(models.TextChoices):
    """Why a claim is corrected or rejected, as the office reads it; `OBJECTION` is given by a decision only."""

    REGISTRY = "registry", _("berbeda dari catatan BPJS Ketenagakerjaan")
    DOCUMENT = "document", _("tidak sesuai dokumen yang dilampirkan")
    NO_DOCUMENT = "no_document", _("dokumen tidak ada atau tidak terbaca")
    PERIOD = "period", _("di luar periode penilaian")
    DEFINITION = "definition", _("tidak sesuai definisi pertanyaan")
    DOUBLE = "double", _("terhitung dua kali")
    TYPING = "typing", _("salah ketik yang jelas")
    OBJECTION = "objection", _("sanggahan diterima")


class Finding(models.Model):
    """A verdict on one version of one answer. A new verdict is a new row; the latest counts."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="findings", verbose_name=_("jawaban"))
    answer_version = models.PositiveIntegerField(_("versi jawaban"))
    verdict = models.CharField(_("putusan"), max_length=10, choices=Verdict.choices)
    verified_value = models.TextField(_("nilai terverifikasi"), blank=True, default="")
    reason_code = models.CharField(_("kode alasan"), max_length=40, blank=True, default="")
    note = models.TextField(_("catatan"), blank=True, default="")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("verifikator")
    )
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("temuan")
        verbose_name_plural = _("temuan")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict="accepted") | models.Q(reason_code__gt=""),
                name="other_verdicts_have_a_reason",
                violation_error_code="reason_code",
                violation_error_message=_("Putusan selain diterima memerlukan kode alasan. Pilih alasannya."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer} · {self.get_verdict_display()}"

    @property
    def region_code(self) -> str:
        return self.answer.region_code

    @property
    def reason(self) -> str:
        """The reason as people read it; empty for a claim that stands."""
        return str(dict(FindingReason.choices).get(self.reason_code, ""))


class VerdictSample(models.Model):
    """A drawn share of a category's verdicts, to be verified once more; the seed draws the same ones again."""

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="verdict_samples", verbose_name=_("kategori")
    )
    percent = models.PositiveSmallIntegerField(_("bagian (persen)"))
    seed = models.CharField(_("benih"), max_length=32)
    drawn_at = models.DateTimeField(_("ditarik"))
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ditarik oleh")
    )

    class Meta:
        verbose_name = _("sampel putusan")
        verbose_name_plural = _("sampel putusan")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__gte=1, percent__lte=100),
                name="sample_is_a_share",
                violation_error_code="percent",
                violation_error_message=_("Bagian sampel antara 1 dan 100 persen."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.category} · {self.percent} %"

    @property
    def region_code(self) -> str:
        return self.category.region_code


class BlindReading(models.Model):
    """A verdict given once more by somebody of another branch, without seeing the first; `turn` 3 settles a difference.

    `taken_at` says since when somebody has it in hand; a reading without a verdict is open.
    """

    SECOND, THIRD = 2, 3

    sample = models.ForeignKey(
        VerdictSample, on_delete=models.PROTECT, related_name="readings", verbose_name=_("sampel putusan")
    )
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, related_name="readings", verbose_name=_("putusan pertama")
    )
    turn = models.PositiveSmallIntegerField(_("pembacaan ke-"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("verifikator"),
    )
    taken_at = models.DateTimeField(_("diambil"), null=True, blank=True)
    verdict = models.CharField(_("putusan"), max_length=10, choices=Verdict.choices, blank=True, default="")
    verified_value = models.TextField(_("nilai terverifikasi"), blank=True, default="")
    reason_code = models.CharField(_("kode alasan"), max_length=40, blank=True, default="")
    note = models.TextField(_("catatan"), blank=True, default="")
    ruled_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)

    class Meta:
        verbose_name = _("pembacaan ulang")
        verbose_name_plural = _("pembacaan ulang")
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "turn"],
                name="one_reading_per_verdict_and_turn",
                violation_error_code="turn",
                violation_error_message=_("Putusan ini sudah masuk sampel untuk pembacaan itu."),
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="", ruled_at=None)
                | models.Q(verdict__gt="", ruled_at__isnull=False, officer__isnull=False),
                name="reading_says_by_whom_and_when",
                violation_error_code="verdict",
                violation_error_message=_("Pembacaan yang diputus menyebut siapa dan kapan. Lengkapi keduanya."),
            ),
            models.CheckConstraint(
                condition=models.Q(turn__in=(2, 3)),
                name="reading_is_the_second_or_third",
                violation_error_code="turn",
                violation_error_message=_("Pembacaan ulang adalah yang kedua atau yang ketiga."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding.answer} · {self.turn}"

    @property
    def region_code(self) -> str:
        return self.finding.region_code


class Claim(models.Model):
    """Who works on an answer now; after `expires_at` anybody may take it."""

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="claim", verbose_name=_("jawaban"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("verifikator")
    )
    taken_at = models.DateTimeField(_("diambil"))
    expires_at = models.DateTimeField(_("lepas"))

    class Meta:
        verbose_name = _("pegangan verifikator")
        verbose_name_plural = _("pegangan verifikator")

    def __str__(self) -> str:
        return f"{self.answer} · {self.officer}"


class Clarification(models.Model):
    """One numbered round of questions; it re-opens exactly the answers it names, until `due_at`."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="clarifications", verbose_name=_("isian")
    )
    number = models.PositiveSmallIntegerField(_("putaran"))
    message = models.TextField(_("pertanyaan"))
    asked_at = models.DateTimeField(_("ditanyakan"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("verifikator")
    )
    due_at = models.DateTimeField(_("batas jawab"))

    class Meta:
        verbose_name = _("klarifikasi")
        verbose_name_plural = _("klarifikasi")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"],
                name="clarification_number_once",
                violation_error_code="number",
                violation_error_message=_(
                    "Putaran klarifikasi dengan nomor ini baru saja dibuat. Muat ulang halaman, lalu kirim lagi "
                    "bila masih perlu."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("asked_at")),
                name="clarification_leaves_time",
                violation_error_code="due_at",
                violation_error_message=_("Batas jawab harus sesudah waktu bertanya. Pilih batas yang lebih akhir."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} #{self.number}"

    @property
    def region_code(self) -> str:
        return self.submission.region_code


class ClarificationItem(models.Model):
    """An answer that a round asks about, as it was when asked."""

    clarification = models.ForeignKey(
        Clarification, on_delete=models.CASCADE, related_name="items", verbose_name=_("klarifikasi")
    )
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="+", verbose_name=_("jawaban"))
    old_value = models.TextField(_("jawaban lama"), blank=True, default="")
    old_note = models.TextField(_("keterangan lama"), blank=True, default="")
    old_version = models.PositiveIntegerField(_("versi lama"))

    class Meta:
        verbose_name = _("jawaban yang ditanyakan")
        verbose_name_plural = _("jawaban yang ditanyakan")
        constraints = [
            models.UniqueConstraint(
                fields=["clarification", "answer"],
                name="answer_once_per_round",
                violation_error_code="answer",
                violation_error_message=_("Jawaban ini sudah ditanyakan pada putaran yang sama. Pilih jawaban lain."),
            )
        ]

    def __str__(self) -> str:
        return str(self.answer)


class ObjectionState(models.TextChoices):
    LODGED = "lodged", _("diajukan")
    UPHELD = "upheld", pgettext_lazy("objection", "diterima")
    DISMISSED = "dismissed", pgettext_lazy("objection", "ditolak")


class Objection(models.Model):
    """The entrant's reply to one finding, once; another officer decides. An upheld one names the new finding."""

    finding = models.OneToOneField(
        Finding,
        on_delete=models.PROTECT,
        related_name="objection",
        verbose_name=_("temuan"),
        error_messages={"unique": _("Putusan ini sudah pernah disanggah. Satu putusan, satu sanggahan.")},
    )
    text = models.TextField(_("alasan sanggahan"))
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bukti")
    )
    evidence_on = models.DateField(_("tanggal keadaan yang dibuktikan"), null=True, blank=True)
    lodged_at = models.DateTimeField(_("diajukan"))
    lodged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("diajukan oleh")
    )
    state = models.CharField(_("status"), max_length=9, choices=ObjectionState.choices, default=ObjectionState.LODGED)
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diputuskan oleh"),
    )
    decision = models.TextField(_("pertimbangan"), blank=True, default="")
    new_finding = models.OneToOneField(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="settles", verbose_name=_("temuan baru")
    )

    class Meta:
        verbose_name = _("sanggahan")
        verbose_name_plural = _("sanggahan")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="lodged", decided_at=None)
                | models.Q(decided_at__isnull=False, decided_by__isnull=False, decision__gt=""),
                name="decided_objection_says_by_whom_and_why",
                violation_error_code="decision",
                violation_error_message=_(
                    "Sanggahan yang diputus harus menyebut waktu, pemutus, dan pertimbangannya. Lengkapi ketiganya."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="upheld") | models.Q(new_finding__isnull=False),
                name="upheld_objection_names_the_new_finding",
                violation_error_code="new_finding",
                violation_error_message=_(
                    "Sanggahan yang diterima harus menunjuk temuan barunya. Catat dahulu temuan baru itu."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(evidence=None, evidence_on=None)
                | models.Q(evidence__isnull=False, evidence_on__isnull=False),
                name="objection_evidence_says_its_date",
                violation_error_code="evidence_on",
                violation_error_message=_(
                    "Bukti sanggahan dan tanggal yang dibuktikannya diisi bersama. Lengkapi yang kurang."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding} · {self.get_state_display()}"

    @property
    def region_code(self) -> str:
        return self.finding.region_code
