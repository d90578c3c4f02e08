"""The entrant's filled questionnaire, its answers, and what it held at moments that matter."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.editions.models import EditionState
from awards.entries.models import Entry, of_offices, within_regions
from paritrana.accounts.models import Role
from paritrana.accounts.selectors import Grants


class SubmissionState(models.TextChoices):
    DRAFT = "draft", _("draf")
    SUBMITTED = "submitted", _("terkirim")
    RETURNED = "returned", _("dikembalikan")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, grants: Grants) -> Self:
        """Keep those of the own offices, and those within the region scope of an overseeing role."""
        condition = of_offices("entry__", grants.offices)
        for role in (Role.ORGANISER, Role.SECRETARIAT, Role.AUDITOR):
            condition |= within_regions("entry__region_code", grants.regions.get(role, frozenset()))
        return self.filter(condition)

    def of_office(self, office: tuple[str, str]) -> Self:
        return self.filter(of_offices("entry__", [office]))

    def editable_by(self, grants: Grants) -> Self:
        """Keep those of the own offices only."""
        return self.filter(of_offices("entry__", grants.offices))

    def verifiable_by(self, grants: Grants) -> Self:
        """Keep those in the verifier's branch area that were sent in, without the own offices'."""
        area = within_regions("entry__region_code", grants.regions.get(Role.VERIFIER, frozenset()))
        sent = self.filter(area, state=SubmissionState.SUBMITTED, entry__category__edition__state=EditionState.OPEN)
        return sent.exclude(of_offices("entry__", grants.offices)) if grants.offices else sent


class Submission(models.Model):
    """One questionnaire per entry. A receipt number and a digest over all answers exist once it was submitted.

    `sends` counts how often it was sent in; the receipt number ends in it. A returned one may be written until
    `mend_until`, only in `reopened_questions` when that names any. The signatory is who declares the answers true, as
    the declaration was signed; `submitted_by` is whose account sent it.
    """

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
    sends = models.PositiveSmallIntegerField(_("berapa kali dikirim"), default=0)
    signatory_name = models.CharField(_("nama yang menyatakan"), max_length=200, blank=True, default="")
    signatory_office = models.CharField(_("jabatan yang menyatakan"), max_length=200, blank=True, default="")
    return_reason = models.TextField(_("alasan dikembalikan"), blank=True, default="")
    mend_until = models.DateTimeField(_("batas perbaikan"), null=True, blank=True)
    reopened_questions = models.JSONField(_("pertanyaan yang dibuka lagi"), default=list, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("isian")
        verbose_name_plural = _("isian")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="submitted")
                | models.Q(submitted_at__isnull=False, receipt_number__gt="", digest__gt=""),
                name="submitted_has_date_receipt_and_digest",
                violation_error_code="submitted_at",
                violation_error_message=_(
                    "Isian yang terkirim harus punya tanggal, nomor tanda terima, dan sidik jari. Kirim isian ini lagi."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="returned") | models.Q(mend_until__isnull=False),
                name="returned_has_a_date_to_mend_by",
                violation_error_code="mend_until",
                violation_error_message=_("Isian yang dikembalikan memerlukan batas perbaikan. Isi batasnya."),
            ),
            models.UniqueConstraint(
                fields=["receipt_number"],
                condition=models.Q(receipt_number__gt=""),
                name="receipt_number_once",
                violation_error_code="receipt_number",
                violation_error_message=_(
                    "Nomor tanda terima ini sudah dipakai. Kirim isian lagi untuk mendapat nomor baru."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    @property
    def region_code(self) -> str:
        return self.entry.region_code


class Answer(models.Model):
    """The answer to one question, as typed; `version` grows by one with every write and guards against stale ones.

    `write_key` names the last write: going on from it after a lost reply is not a conflict. The registry's figure is
    frozen beside the claim when the submission is sent in; `deviation` is how far the claim lies from it, as a share.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="answers", verbose_name=_("isian")
    )
    question = models.CharField(_("pertanyaan"), max_length=120)
    value = models.TextField(_("jawaban"), blank=True, default="")
    note = models.TextField(_("keterangan"), blank=True, default="")
    version = models.PositiveIntegerField(_("versi"), default=1)
    write_key = models.CharField(max_length=40, blank=True, default="", editable=False)
    registry_value = models.DecimalField(_("angka catatan"), max_digits=24, decimal_places=6, null=True, blank=True)
    registry_source = models.CharField(_("sumber catatan"), max_length=300, blank=True, default="")
    registry_as_of = models.DateField(_("tanggal catatan"), null=True, blank=True)
    deviation = models.DecimalField(_("selisih (bagian)"), max_digits=18, decimal_places=6, null=True, blank=True)
    updated_at = models.DateTimeField(_("diubah"))
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("diubah oleh")
    )

    class Meta:
        verbose_name = _("jawaban")
        verbose_name_plural = _("jawaban")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "question"],
                name="one_answer_per_question",
                violation_error_code="question",
                violation_error_message=_(
                    "Pertanyaan ini sudah dijawab. Muat ulang halaman, lalu ubah jawaban yang ada."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def region_code(self) -> str:
        return self.submission.region_code


class Snapshot(models.Model):
    """What a submission held at a moment that matters; `occasion` names it and is kept once. Never updated."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="snapshots", verbose_name=_("isian")
    )
    occasion = models.CharField(_("peristiwa"), max_length=60)
    content = models.JSONField(_("isi"))
    digest = models.CharField(_("sidik jari"), max_length=64)
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("rekaman isian")
        verbose_name_plural = _("rekaman isian")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "occasion"],
                name="one_snapshot_per_occasion",
                violation_error_code="occasion",
                violation_error_message=_(
                    "Rekaman isian untuk peristiwa ini sudah ada dan tidak diganti. Muat ulang halaman."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.occasion
