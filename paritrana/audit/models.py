"""The append-only, hash-chained audit trail. Rows are written by `record` and never changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """Who did what to which row, when and why; `digest` chains over the previous entry's digest.

    `actor_name` holds a name on old entries only; on newer ones it is empty, or the system's where no person acted.
    """

    number = models.PositiveBigIntegerField(_("nomor"), unique=True)
    at = models.DateTimeField(_("waktu"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pelaku"),
    )
    actor_name = models.CharField(_("nama pelaku"), max_length=200)
    action = models.CharField(_("tindakan"), max_length=100)
    subject_type = models.CharField(_("jenis objek"), max_length=100)
    subject_id = models.CharField(_("kunci objek"), max_length=100)
    region_code = models.CharField(_("kode wilayah"), max_length=13, blank=True, default="")
    reason = models.TextField(_("alasan"), blank=True, default="")
    changes = models.JSONField(_("perubahan"), default=dict)
    request_id = models.CharField(_("nomor permintaan"), max_length=64, blank=True, default="")
    previous_digest = models.CharField(_("sidik jari sebelumnya"), max_length=64)
    digest = models.CharField(_("sidik jari"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("catatan audit")
        verbose_name_plural = _("jejak audit")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject")]

    @property
    def actor_shown(self) -> str:
        """Return who acted, as that account is called now."""
        return self.actor.get_full_name() if self.actor else self.actor_name

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.subject_type}:{self.subject_id}"


class AuditHead(models.Model):
    """The end of the chain: one row, locked while an entry is appended, so that the chain never forks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(_("nomor"), default=0)
    digest = models.CharField(_("sidik jari"), max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("ujung catatan audit")
        verbose_name_plural = _("ujung catatan audit")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1),
                name="one_audit_head",
                violation_error_code="id",
                violation_error_message=_(
                    "Jejak audit hanya punya satu ujung. Jangan menambah baris; periksa jejak dengan perintah "
                    "audit_verify."
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.number)
