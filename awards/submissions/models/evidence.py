"""Files attached to answers, and uploads under way."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.submissions.models.answers import Answer, Submission
from paritrana.uploads.models import FileInPieces


class EvidencePurpose(models.TextChoices):
    ANSWER = "answer", _("bukti jawaban")
    OBJECTION = "objection", _("bukti sanggahan")


class EvidenceState(models.TextChoices):
    """Where a scanner is set up a file is served only once it was found clean; without one it is ready at once.

    A file still scanning with `scanned_at` was asked about and not taken: `threat` says why, people decide.
    """

    SCANNING = "scanning", _("menunggu pemeriksaan")
    READY = "ready", _("siap")
    REJECTED = "rejected", _("ditolak")


class Evidence(models.Model):
    """A file attached to one answer; kept outside the web root under a random name.

    An answer has as many as its rule allows, each file once; an objection has one. What is taken away or replaced gets
    `replaced_at`, nothing is deleted.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="evidence", verbose_name=_("jawaban"))
    purpose = models.CharField(
        _("untuk"), max_length=10, choices=EvidencePurpose.choices, default=EvidencePurpose.ANSWER
    )
    file = models.FileField(_("berkas"), upload_to="evidence/")
    original_name = models.CharField(_("nama berkas"), max_length=255)
    content_type = models.CharField(_("jenis isi"), max_length=100)
    size = models.PositiveBigIntegerField(_("ukuran (bita)"))
    sha256 = models.CharField(_("sidik jari"), max_length=64)
    page = models.PositiveSmallIntegerField(_("halaman"), null=True, blank=True)
    note = models.CharField(_("keterangan"), max_length=300, blank=True, default="")
    page_count = models.PositiveSmallIntegerField(_("banyak halaman"), null=True, blank=True)
    state = models.CharField(_("status"), max_length=8, choices=EvidenceState.choices, default=EvidenceState.READY)
    threat = models.CharField(_("yang ditemukan pemeriksa"), max_length=200, blank=True, default="")
    scanned_at = models.DateTimeField(_("diperiksa"), null=True, blank=True)
    uploaded_at = models.DateTimeField(_("diunggah"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("diunggah oleh")
    )
    replaced_at = models.DateTimeField(_("diganti"), null=True, blank=True)

    class Meta:
        verbose_name = _("bukti dukung")
        verbose_name_plural = _("bukti dukung")
        indexes = [
            models.Index(fields=["sha256"], name="evidence_by_digest"),
            models.Index(fields=["id"], condition=models.Q(state="scanning"), name="evidence_waiting_for_scan"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["answer"],
                condition=models.Q(replaced_at=None, purpose="objection"),
                name="one_file_per_objection",
                violation_error_code="file",
                violation_error_message=_(
                    "Sanggahan ini sudah punya berkas. Muat ulang halaman, lalu ganti berkas yang ada."
                ),
            ),
            models.UniqueConstraint(
                fields=["answer", "sha256"],
                condition=models.Q(replaced_at=None, purpose="answer"),
                name="one_file_once_per_answer",
                violation_error_code="file",
                violation_error_message=_("Berkas ini sudah ada di pertanyaan ini. Muat ulang halaman."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="rejected") | models.Q(threat__gt="", scanned_at__isnull=False),
                name="rejected_file_says_why",
                violation_error_code="threat",
                violation_error_message=_(
                    "Berkas yang ditolak harus menyebut temuan dan waktu pemeriksaannya. Lengkapi keduanya."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def region_code(self) -> str:
        return self.answer.region_code

    @property
    def is_ready(self) -> bool:
        return self.state == EvidenceState.READY

    @property
    def is_stuck(self) -> bool:
        """The scanner was asked and gave no verdict."""
        return self.state == EvidenceState.SCANNING and self.scanned_at is not None

    @property
    def is_rejected(self) -> bool:
        return self.state == EvidenceState.REJECTED

    @property
    def viewer_fragment(self) -> str:
        """What a browser's viewer of PDF reads behind an address: no side panes, open at the page named."""
        return f"#navpanes=0&page={self.page}" if self.page else "#navpanes=0"


class Upload(FileInPieces):
    """A file on its way to the slot of an answer."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="uploads", verbose_name=_("isian")
    )
    question = models.CharField(_("pertanyaan"), max_length=120)
    purpose = models.CharField(
        _("untuk"), max_length=10, choices=EvidencePurpose.choices, default=EvidencePurpose.ANSWER
    )

    class Meta(FileInPieces.Meta):
        verbose_name = _("unggahan")
        verbose_name_plural = _("unggahan")
