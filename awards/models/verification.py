"""Verification: the verdict on one answer. The score reads the verified value only; the claim stays visible."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.submissions import Answer


class Verdict(models.TextChoices):
    ACCEPTED = "accepted", _("diterima")
    CORRECTED = "corrected", _("dikoreksi")
    REJECTED = "rejected", _("ditolak")


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
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer} · {self.get_verdict_display()}"
