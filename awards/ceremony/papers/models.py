"""Papers given out on a final result. What was given out is never rewritten: a change is a new version."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.editions.models import Edition
from awards.publication.models import Prize, Publication
from paritrana.audit.guards import RowGuard

GUARDS = (RowGuard("awards.Certificate"),)


class Certificate(models.Model):
    """One version of the paper for one prize; `content` is what stands on it, from the signed head and nothing else.

    `number` stays through the versions, `code` is of the version: whoever holds the paper has it, and nobody else can
    find it. `reason` says why a version replaces the one before.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("pengumuman")
    )
    prize = models.ForeignKey(Prize, on_delete=models.PROTECT, related_name="+", verbose_name=_("juara"))
    number = models.CharField(_("nomor"), max_length=120)
    version = models.PositiveSmallIntegerField(_("versi"))
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("menggantikan"),
        error_messages={"unique": _("Piagam itu sudah diganti. Muat ulang halaman ini.")},
    )
    reason = models.TextField(_("alasan"), blank=True, default="")
    code = models.CharField(
        _("kode"),
        max_length=16,
        unique=True,
        error_messages={"unique": _("Kode ini sudah dipakai piagam lain. Terbitkan sekali lagi.")},
    )
    content = models.TextField(_("isi piagam (JSON)"))
    digest = models.CharField(_("sidik jari"), max_length=64)
    issued_at = models.DateTimeField(_("diterbitkan"))

    class Meta:
        verbose_name = _("piagam")
        verbose_name_plural = _("piagam")
        constraints = [
            models.UniqueConstraint(
                fields=["number", "version"],
                name="certificate_version_once",
                violation_error_code="number",
                violation_error_message=_(
                    "Versi piagam dengan nomor ini baru saja diterbitkan. Muat ulang halaman ini."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(version=1, replaces=None) | models.Q(version__gt=1, replaces__isnull=False),
                name="later_version_replaces_one",
                violation_error_code="version",
                violation_error_message=_("Hanya versi sesudah yang pertama yang menggantikan piagam lain."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} v{self.version}"

    @property
    def region_code(self) -> str:
        return self.publication.region_code


class PressPass(models.Model):
    """One journalist's access to the press book of an edition before its embargo ends; every read is in the trail.

    Only the digest of the token is kept. The book opens after its holder agreed to the embargo.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", verbose_name=_("edisi"))
    full_name = models.CharField(_("nama lengkap"), max_length=200)
    medium = models.CharField(_("media"), max_length=200)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("dibuat"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dibuat oleh")
    )
    expires_at = models.DateTimeField(_("berlaku sampai"))
    agreed_at = models.DateTimeField(_("menyetujui embargo"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("dicabut"), null=True, blank=True)

    class Meta:
        verbose_name = _("akses pers")
        verbose_name_plural = _("akses pers")

    def __str__(self) -> str:
        return f"{self.full_name}, {self.medium}"

    def opens_at(self, at: datetime.datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at

    @property
    def region_code(self) -> str:
        return ""
