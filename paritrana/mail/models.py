"""The outbox: one row per mail and recipient. Services put rows in, a job sends them, nothing is sent twice."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    QUEUED = "queued", _("menunggu")
    SENDING = "sending", _("sedang dikirim")
    SENT = "sent", _("terkirim")
    FAILED = "failed", _("gagal")
    UNSURE = "unsure", _("tidak pasti")
    EXPIRED = "expired", _("kedaluwarsa")
    CANCELLED = "cancelled", _("dibatalkan")


# What a person must look at: nobody tries these again without being asked.
TROUBLED_STATES = (MailState.FAILED, MailState.UNSURE)


class Mailing(models.Model):
    """One decision to write to many. `key` comes with the form: pressing the button twice makes one mailing."""

    key = models.UUIDField(_("kunci"), unique=True)
    label = models.CharField(_("uraian"), max_length=300)
    subject = models.CharField(_("perihal"), max_length=200)
    text = models.TextField(_("isi"))
    region_code = models.CharField(_("kode wilayah"), max_length=13, blank=True, default="")
    created_at = models.DateTimeField(_("dibuat"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dibuat oleh")
    )

    class Meta:
        verbose_name = _("pengiriman surat")
        verbose_name_plural = _("pengiriman surat")

    def __str__(self) -> str:
        return self.label


class Mail(models.Model):
    """A mail to one person, complete as it is sent.

    `key` names its occasion: the same occasion never makes a second row. `claim` marks the one attempt that may send
    it; a row left in `sending` by a killed worker becomes `unsure` and is sent again only when a person asks.
    Without a `recipient` it goes to somebody who has no account yet. `private_link` names the link that only its reader
    may know: it is made when the mail leaves and kept nowhere. `bounced_at`: a mail server said later that it did not
    arrive; it left all the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("kunci"), max_length=120, unique=True, editable=False)
    mailing = models.ForeignKey(
        Mailing,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name=_("pengiriman surat"),
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("penerima"),
    )
    address = models.EmailField(_("alamat"))
    subject = models.CharField(_("perihal"), max_length=200)
    body = models.TextField(_("isi"))
    language = models.CharField(_("bahasa"), max_length=10, blank=True, default="", editable=False)
    private_link = models.CharField(_("tautan pribadi"), max_length=60, blank=True, default="", editable=False)
    region_code = models.CharField(_("kode wilayah"), max_length=13, blank=True, default="")
    state = models.CharField(_("status"), max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    created_at = models.DateTimeField(_("dibuat"))
    send_after = models.DateTimeField(_("dikirim sesudah"))
    send_before = models.DateTimeField(_("dikirim sebelum"), null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(_("diambil"), null=True, blank=True)
    sent_at = models.DateTimeField(_("terkirim"), null=True, blank=True)
    error = models.CharField(_("sebab"), max_length=500, blank=True, default="")
    bounced_at = models.DateTimeField(_("kembali"), null=True, blank=True)
    bounce = models.CharField(_("sebab kembali"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("surat")
        verbose_name_plural = _("kotak keluar")
        indexes = [models.Index(fields=["state", "send_after"], name="mail_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at=None)),
                name="sent_mail_has_its_time",
                violation_error_code="sent_at",
                violation_error_message=_(
                    "Surat yang terkirim harus punya waktu kirim, dan surat lain tidak boleh punya. Isi atau "
                    "kosongkan waktunya."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(state="sending", claim__isnull=False, claimed_at__isnull=False)
                | ~models.Q(state="sending"),
                name="mail_is_sent_under_a_claim",
                violation_error_code="claimed_at",
                violation_error_message=_(
                    "Surat hanya dikirim oleh pekerja yang memegangnya. Masukkan surat ini ke antrean lagi."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(address__gt=""),
                name="mail_has_an_address",
                violation_error_code="address",
                violation_error_message=_("Surat ini tidak punya alamat. Isi alamat surel penerima."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} · {self.subject}"
