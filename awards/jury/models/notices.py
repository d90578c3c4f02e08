"""What a juror is to be told, on the start page and by mail."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.entries.models import Entry
from awards.jury.models.panels import Juror


class NoticeKind(models.TextChoices):
    REOPENED = "reopened", _("lembar nilai dibuka kembali")
    DISCUSSED = "discussed", _("nilai dibahas")
    MODERATED = "moderated", _("selisih nilai dibahas")
    SITTING = "sitting", _("pleno dimulai")


class JurorNotice(models.Model):
    """Something that happened to a juror's work. `told_at`: its mail was written; `seen_at`: read on the start page.

    While one is unread, the same about the same entry is not told again.
    """

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="notices", verbose_name=_("juri"))
    kind = models.CharField(_("perihal"), max_length=10, choices=NoticeKind.choices)
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("peserta")
    )
    reason = models.TextField(_("alasan"), blank=True, default="")
    created_at = models.DateTimeField(_("dibuat"))
    told_at = models.DateTimeField(_("surel ditulis"), null=True, blank=True)
    seen_at = models.DateTimeField(_("dibaca"), null=True, blank=True)

    class Meta:
        verbose_name = _("kabar untuk juri")
        verbose_name_plural = _("kabar untuk juri")
        constraints = [
            models.UniqueConstraint(
                fields=["juror", "kind", "entry"],
                condition=models.Q(seen_at=None),
                name="one_unread_notice_of_a_kind",
                violation_error_code="entry",
                violation_error_message=_("Juri ini sudah diberi kabar yang sama dan belum membacanya."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="sitting") | models.Q(entry__isnull=False),
                name="notice_names_its_entry",
                violation_error_code="entry",
                violation_error_message=_("Kabar ini harus menyebut pesertanya. Pilih pesertanya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror} · {self.get_kind_display()}"

    @property
    def region_code(self) -> str:
        return self.juror.region_code
