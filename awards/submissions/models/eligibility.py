"""The yes/no questions before the form, as an office answered them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.entries.models import Entry


class EligibilityCheck(models.Model):
    """One round of answers (`{condition code: yes}`). Answering again is a new row; the latest counts."""

    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="eligibility_checks", verbose_name=_("peserta")
    )
    answers = models.JSONField(_("jawaban"))
    is_eligible = models.BooleanField(_("memenuhi syarat"))
    rulebook_digest = models.CharField(_("sidik jari juknis"), max_length=64)
    at = models.DateTimeField(_("waktu"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dijawab oleh")
    )

    class Meta:
        verbose_name = _("pemeriksaan syarat")
        verbose_name_plural = _("pemeriksaan syarat")
        indexes = [models.Index(fields=["entry", "-id"], name="eligibility_latest")]

    def __str__(self) -> str:
        return str(self.entry)

    @property
    def region_code(self) -> str:
        return self.entry.region_code
