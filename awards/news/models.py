"""What one person is told of one event: written with the event, read in the list of news, told by mail once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.entries.models import Entry
from paritrana.accounts.models import OfficeKind


class NewsKind(models.TextChoices):
    """Their words, readers and links stand in `awards.news.selectors.kinds`."""

    INVITATION = "invitation", _("undangan ke sebuah kantor")
    COLLEAGUE = "colleague", _("rekan baru di kantor Anda")
    RECEIPT = "receipt", _("tanda terima isian")
    RETURNED = "returned", _("isian dikembalikan")
    EXTENSION = "extension", _("perpanjangan waktu")
    CLARIFICATION = "clarification", _("klarifikasi diminta")
    RESULTS = "results", _("hasil verifikasi dan masa sanggah")
    WITHDRAWN = "withdrawn", _("putusan dicabut atau diganti")
    DECISION = "decision", _("putusan atas sanggahan")
    ANSWERED = "answered", _("jawaban klarifikasi datang")
    OBJECTION = "objection", _("sanggahan untuk diputus")


class NewsItem(models.Model):
    """One event for one person; `key` names the event, so it is told once however often it is reported.

    Names are those of `entry` and `about` when it is read. `values` are numbers and codes for its words, `text` is what
    somebody wrote to the reader. `told_at`: no mail about it is written any more; `mail_key` says which one told it
    (empty: none, the reader wanted none or had no address).
    """

    key = models.CharField(_("peristiwa"), max_length=120, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="news", verbose_name=_("penerima")
    )
    kind = models.CharField(_("perihal"), max_length=16, choices=NewsKind.choices)
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("peserta")
    )
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tentang siapa"),
    )
    office_kind = models.CharField(_("jenis kantor"), max_length=20, choices=OfficeKind.choices, blank=True, default="")
    office_code = models.CharField(_("kode kantor"), max_length=200, blank=True, default="")
    region_code = models.CharField(_("kode wilayah"), max_length=13, blank=True, default="")
    values = models.JSONField(_("nilai"), default=dict, blank=True)
    text = models.TextField(_("isi"), blank=True, default="")
    due_at = models.DateTimeField(_("batas"), null=True, blank=True)
    created_at = models.DateTimeField(_("dibuat"))
    seen_at = models.DateTimeField(_("dibaca"), null=True, blank=True)
    told_at = models.DateTimeField(_("surel ditulis"), null=True, blank=True)
    mail_key = models.CharField(_("surat"), max_length=120, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("kabar")
        verbose_name_plural = _("kabar")
        indexes = [
            models.Index(fields=["user", "seen_at"], name="news_unread"),
            models.Index(fields=["told_at", "user"], name="news_untold"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "user"],
                name="one_news_per_event_and_person",
                violation_error_code="key",
                violation_error_message=_("Orang ini sudah diberi kabar tentang peristiwa itu."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"


class NewsSilence(models.Model):
    """A kind of news of which a person wants no mail; it stands in the list all the same."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="news_silences", verbose_name=_("pengguna")
    )
    kind = models.CharField(_("perihal"), max_length=16, choices=NewsKind.choices)

    class Meta:
        verbose_name = _("kabar tanpa surel")
        verbose_name_plural = _("kabar tanpa surel")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                name="silence_once_per_kind",
                violation_error_code="kind",
                violation_error_message=_("Surel tentang hal ini sudah dimatikan."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"
