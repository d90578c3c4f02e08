"""Submissions: the entrant's filled questionnaire, its answers and their evidence."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.entries import Entry


class SubmissionState(models.TextChoices):
    DRAFT = "draft", _("draf")
    SUBMITTED = "submitted", _("terkirim")
    RETURNED = "returned", _("dikembalikan")


class Submission(models.Model):
    """One questionnaire per entry. A receipt number and a digest over all answers exist once it was submitted."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="submission", verbose_name=_("peserta"))
    state = models.CharField(_("status"), max_length=10, choices=SubmissionState.choices, default=SubmissionState.DRAFT)
    rulebook_digest = models.CharField(_("sidik jari juknis"), max_length=64)
    created_at = models.DateTimeField(_("dibuat"))
    submitted_at = models.DateTimeField(_("dikirim"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dikirim oleh"),
    )
    receipt_number = models.CharField(_("nomor tanda terima"), max_length=40, blank=True, default="")
    digest = models.CharField(_("sidik jari"), max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("isian")
        verbose_name_plural = _("isian")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="submitted")
                | models.Q(submitted_at__isnull=False, receipt_number__gt="", digest__gt=""),
                name="submitted_has_date_receipt_and_digest",
            ),
            models.UniqueConstraint(
                fields=["receipt_number"],
                condition=models.Q(receipt_number__gt=""),
                name="receipt_number_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)


class Answer(models.Model):
    """The answer to one question, as typed; `version` grows by one with every write and guards against stale ones."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="answers", verbose_name=_("isian")
    )
    question = models.CharField(_("pertanyaan"), max_length=120)
    value = models.TextField(_("jawaban"), blank=True, default="")
    note = models.TextField(_("keterangan"), blank=True, default="")
    version = models.PositiveIntegerField(_("versi"), default=1)
    updated_at = models.DateTimeField(_("diubah"))
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("diubah oleh")
    )

    class Meta:
        verbose_name = _("jawaban")
        verbose_name_plural = _("jawaban")
        constraints = [models.UniqueConstraint(fields=["submission", "question"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return self.question


class Evidence(models.Model):
    """A file attached to one answer; kept outside the web root under a random name."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="evidence", verbose_name=_("jawaban"))
    file = models.FileField(_("berkas"), upload_to="evidence/")
    original_name = models.CharField(_("nama berkas"), max_length=255)
    content_type = models.CharField(_("jenis isi"), max_length=100)
    size = models.PositiveBigIntegerField(_("ukuran (bita)"))
    sha256 = models.CharField(_("sidik jari"), max_length=64)
    page = models.PositiveSmallIntegerField(_("halaman"), null=True, blank=True)
    uploaded_at = models.DateTimeField(_("diunggah"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("diunggah oleh")
    )

    class Meta:
        verbose_name = _("bukti dukung")
        verbose_name_plural = _("bukti dukung")

    def __str__(self) -> str:
        return self.original_name
