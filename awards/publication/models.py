"""Publications: a frozen, signed result. A correction is a second publication that names the first."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from awards.editions.models import Category, EditionState
from awards.entries.models import Entry
from awards.runs.models import ScoreRun
from paritrana.accounts.models import JointAct
from paritrana.audit.guards import RowGuard
from paritrana.pages.reader import ReadersText

GUARDS = (
    RowGuard(
        "awards.Publication",
        once=("final_at", "signature", "public_key", "published_at", "published_by"),
        free=("embargo_until",),
    ),
    RowGuard("awards.PublishedEntry"),
    RowGuard("awards.Prize"),
    RowGuard("awards.UnawardedPrize"),
    RowGuard("awards.SignOff"),
    RowGuard("awards.EmbargoMove"),
    RowGuard("awards.Withdrawal"),
    RowGuard("awards.PrizeWithdrawal"),
    RowGuard("awards.CorrectionOrder"),
    RowGuard("awards.SigningKey", once=("retired_at", "compromised_from", "compromise_reason")),
)
"""A publication becomes final once and public once; its embargo moves by recorded decisions."""


class PublicationQuerySet(models.QuerySet["Publication"]):
    """The one place that says what the public may see."""

    def visible_at(self, at: datetime.datetime) -> "PublicationQuerySet":
        """Keep what is published and past its embargo at that time; the latest word about the embargo counts.

        What was withdrawn or corrected before anybody could see it stays unseen, whatever becomes of the correction;
        what had been visible stays, marked.
        """
        moves = EmbargoMove.objects.filter(publication=models.OuterRef("pk"))
        withdrawn = Withdrawal.objects.filter(publication=models.OuterRef("pk"))
        rows = self.filter(published_at__lte=at, category__edition__state=EditionState.OPEN).annotate(
            embargo_now=models.Case(
                models.When(models.Exists(moves), then=models.Subquery(moves.order_by("-pk").values("until")[:1])),
                default=Coalesce("embargo_until", "published_at"),
            ),
        )
        hidden = withdrawn.filter(
            models.Q(withdrawn_at__lt=models.OuterRef("published_at"))
            | models.Q(withdrawn_at__lt=models.OuterRef("embargo_now"))
        )
        superseded = Publication.objects.filter(
            models.Q(final_at__lt=models.OuterRef("published_at"))
            | models.Q(final_at__lt=models.OuterRef("embargo_now")),
            category=models.OuterRef("category"),
            number__gt=models.OuterRef("number"),
        )
        return rows.filter(~models.Exists(hidden), ~models.Exists(superseded), embargo_now__lte=at)

    def newest_first(self) -> "PublicationQuerySet":
        return self.order_by("-number", "-pk")


class Publication(models.Model):
    """The canonical result of one applied run with its four clocks; visible once published and past its embargo.

    `tie_decision` is what the plenary decided about entries that stay tied at a prize. `file_digest` names its result
    file; one frozen before there were such files has none and carries its ranking in the payload.
    """

    objects = PublicationQuerySet.as_manager()

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="publications", verbose_name=_("kategori")
    )
    number = models.PositiveSmallIntegerField(_("nomor"))
    run = models.ForeignKey(
        ScoreRun, on_delete=models.PROTECT, related_name="publications", verbose_name=_("perhitungan")
    )
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("mengoreksi"),
    )
    frozen_at = models.DateTimeField(_("dibekukan"))
    final_at = models.DateTimeField(_("final"), null=True, blank=True)
    embargo_until = models.DateTimeField(_("embargo sampai"), null=True, blank=True)
    published_at = models.DateTimeField(_("diumumkan"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diumumkan oleh"),
    )
    payload = models.TextField(_("hasil kanonis (JSON)"))
    digest = models.CharField(_("sidik jari"), max_length=64)
    file_digest = models.CharField(_("sidik jari berkas hasil"), max_length=64, blank=True, default="", editable=False)
    signature = models.CharField(_("tanda tangan Ed25519 (hex)"), max_length=128, blank=True, default="")
    public_key = models.CharField(_("kunci publik (hex)"), max_length=64, blank=True, default="")
    reason = models.TextField(_("alasan"), blank=True, default="")
    tie_decision = models.TextField(_("keputusan pleno tentang nilai seri"), blank=True, default="")

    class Meta:
        verbose_name = _("pengumuman")
        verbose_name_plural = _("pengumuman")
        constraints = [
            models.UniqueConstraint(
                fields=["category", "number"],
                name="publication_number_once_per_category",
                violation_error_code="number",
                violation_error_message=_(
                    "Pengumuman dengan nomor ini baru saja dibuat pada kategori itu. Muat ulang halaman, lalu "
                    "siapkan lagi bila masih perlu."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(published_at=None) | models.Q(final_at__isnull=False, signature__gt=""),
                name="published_is_final_and_signed",
                violation_error_code="published_at",
                violation_error_message=_(
                    "Hasil hanya dapat diumumkan sesudah final dan ditandatangani. Selesaikan dahulu persetujuan akhir."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} #{self.number}"

    @property
    def region_code(self) -> str:
        return self.category.region_code

    @property
    def visible_from(self) -> datetime.datetime | None:
        """When the public could first see it: published, and past its embargo; None while it is held or not out."""
        if self.published_at is None:
            return None
        if "embargo_now" in self.__dict__:  # as `visible_at` found it
            until: datetime.datetime | None = self.__dict__["embargo_now"]
        else:
            move = EmbargoMove.objects.filter(publication=self).order_by("-pk").first()
            until = (self.embargo_until or self.published_at) if move is None else move.until
        return None if until is None else max(self.published_at, until)


class PublishedEntry(models.Model):
    """One line of a publication's result file, to be found, filtered and paged; written once, byte for byte the line.

    The columns repeat what the line says, so that a database can search it; `prove` compares line and columns.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="published_entries", verbose_name=_("pengumuman")
    )
    position = models.PositiveIntegerField(_("urutan"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    public_id = models.UUIDField(_("nomor publik peserta"))
    name = models.CharField(_("nama"), max_length=300)
    province_code = models.CharField(_("kode provinsi"), max_length=2, blank=True, default="")
    zone_code = models.CharField(_("zona"), max_length=40, blank=True, default="")
    group_key = models.CharField(_("kelompok"), max_length=120, blank=True, default="")
    rank = models.PositiveIntegerField(_("peringkat"), null=True, blank=True)
    line = models.TextField(_("baris berkas hasil (JSON)"))

    class Meta:
        verbose_name = _("baris hasil yang diumumkan")
        verbose_name_plural = _("baris hasil yang diumumkan")
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "position"],
                name="published_line_once_per_position",
                violation_error_code="position",
                violation_error_message=_(
                    "Baris hasil ini sudah tertulis pada pengumuman itu. Siapkan pengumuman baru bila hasilnya berubah."
                ),
            ),
            models.UniqueConstraint(
                fields=["publication", "entry"],
                name="entry_published_once",
                violation_error_code="entry",
                violation_error_message=_(
                    "Peserta ini sudah punya baris hasil pada pengumuman itu. Siapkan pengumuman baru bila hasilnya "
                    "berubah."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SignOff(models.Model):
    """One of the two people who make a publication final; never the same person twice.

    `exemption` says why it could stand beside the other one although the two are not independent.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="sign_offs", verbose_name=_("pengumuman")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("penanda tangan")
    )
    capacity = models.CharField(
        _("sebagai"),
        max_length=10,
        choices=[("organiser", _("penyelenggara")), ("chair", _("ketua tim")), ("secretary", _("sekretaris tim"))],
    )
    comment = models.TextField(_("catatan"), blank=True, default="")
    exemption = models.TextField(_("pengecualian"), blank=True, default="")
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("persetujuan akhir")
        verbose_name_plural = _("persetujuan akhir")
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "user"],
                name="one_sign_off_per_person",
                violation_error_code="user",
                violation_error_message=_(
                    "Orang ini sudah memberi persetujuan akhir. Minta orang lain memberi persetujuan kedua."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_capacity_display()}"


class Prize(models.Model):
    """One entry's place in one slot, frozen with its publication; two rows of one slot and group share it.

    Label and name of the group are kept in both languages; formats 1 and 2 signed the Indonesian, format 3 signs both.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="prizes", verbose_name=_("pengumuman")
    )
    position = models.PositiveSmallIntegerField(_("urutan"))
    label = models.CharField(_("sebutan"), max_length=120)
    label_en = models.CharField(_("sebutan dalam bahasa Inggris"), max_length=120, blank=True, default="")
    group_key = models.CharField(_("kelompok"), max_length=120, blank=True, default="")
    group_name = models.TextField(_("nama kelompok"), blank=True, default="")
    group_name_en = models.TextField(_("nama kelompok dalam bahasa Inggris"), blank=True, default="")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    entry_name = models.CharField(_("nama tercetak"), max_length=300, blank=True, default="")
    rank = models.PositiveIntegerField(_("peringkat"))
    label_shown = ReadersText("label")
    group_shown = ReadersText("group_name")

    class Meta:
        verbose_name = _("penerima juara")
        verbose_name_plural = _("penerima juara")
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "position", "entry"],
                name="prize_once_per_entry",
                violation_error_code="entry",
                violation_error_message=_(
                    "Peserta ini sudah menerima juara itu. Siapkan pengumuman baru bila hasilnya perlu diubah."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.label_shown}: {self.entry}"

    @property
    def region_code(self) -> str:
        return self.publication.region_code

    @property
    def winner(self) -> str:
        """The name as it was signed; prizes frozen before names were kept beside them speak by their entry."""
        return self.entry_name or self.entry.name


class NightlyProof(models.Model):
    """What `prove` found of all publications in one night; `faults` name publication, kind and row."""

    proved_at = models.DateTimeField(_("dibuktikan"))
    publication_count = models.PositiveIntegerField(_("banyak pengumuman"))
    fault_count = models.PositiveIntegerField(_("banyak perbedaan"))
    trail_number = models.PositiveBigIntegerField(_("catatan audit terakhir"))
    faults = models.JSONField(_("perbedaan"), default=list, blank=True)

    class Meta:
        verbose_name = _("pembuktian malam")
        verbose_name_plural = _("pembuktian malam")

    def __str__(self) -> str:
        return f"{self.proved_at:%Y-%m-%d}: {self.fault_count}"


class SigningKey(models.Model):
    """The public half of a key that signs results, its life, and the word by which the one before handed over to it.

    `handover` is the predecessor's signature over `awards.publication.selectors.keys.handover_text`. What was signed
    from `compromised_from` on proves nothing.
    """

    public_key = models.CharField(
        _("kunci publik (hex)"),
        max_length=64,
        unique=True,
        error_messages={"unique": _("Kunci ini sudah tercatat. Pakai kunci lain.")},
    )
    since = models.DateTimeField(_("dipakai sejak"))
    predecessor = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
        verbose_name=_("menggantikan"),
        error_messages={"unique": _("Kunci itu sudah diganti. Muat ulang daftar kunci.")},
    )
    handover = models.CharField(_("tanda tangan serah terima (hex)"), max_length=128, blank=True, default="")
    retired_at = models.DateTimeField(_("tidak dipakai lagi sejak"), null=True, blank=True)
    compromised_from = models.DateTimeField(_("tidak dipercaya sejak"), null=True, blank=True)
    compromise_reason = models.TextField(_("alasan"), blank=True, default="")

    class Meta:
        verbose_name = _("kunci tanda tangan")
        verbose_name_plural = _("kunci tanda tangan")

    def __str__(self) -> str:
        return self.public_key


class NoWinnerReason(models.TextChoices):
    LIMIT = "limit", _("tidak seorang pun mencapai batas")
    NOBODY = "nobody", _("tidak ada peserta yang diperingkat")


class UnawardedPrize(models.Model):
    """A prize of one group that nobody won, frozen with its publication: an outcome with its reason.

    `best` is the best figure at its ranks as printed; empty where scores are closed or nobody has a rank.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="unawarded", verbose_name=_("pengumuman")
    )
    position = models.PositiveSmallIntegerField(_("urutan"))
    label = models.CharField(_("sebutan"), max_length=120)
    label_en = models.CharField(_("sebutan dalam bahasa Inggris"), max_length=120, blank=True, default="")
    group_key = models.CharField(_("kelompok"), max_length=120, blank=True, default="")
    group_name = models.TextField(_("nama kelompok"), blank=True, default="")
    group_name_en = models.TextField(_("nama kelompok dalam bahasa Inggris"), blank=True, default="")
    reason = models.CharField(_("alasan"), max_length=6, choices=NoWinnerReason.choices)
    threshold = models.CharField(_("batas nilai"), max_length=40)
    best = models.CharField(_("nilai terbaik"), max_length=40, blank=True, default="")
    is_lower_better = models.BooleanField(_("lebih rendah lebih baik"), default=False)
    label_shown = ReadersText("label")
    group_shown = ReadersText("group_name")

    class Meta:
        verbose_name = _("juara tanpa pemenang")
        verbose_name_plural = _("juara tanpa pemenang")
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "position", "group_key"],
                name="unawarded_once_per_group",
                violation_error_code="position",
                violation_error_message=_(
                    "Juara ini sudah tercatat tanpa pemenang pada pengumuman itu. Siapkan pengumuman baru bila "
                    "hasilnya perlu diubah."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.get_reason_display()}"


class EmbargoMove(models.Model):
    """A later word about when a publication becomes visible, by two people; the latest counts. No time: it is held."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="embargo_moves", verbose_name=_("pengumuman")
    )
    until = models.DateTimeField(_("embargo sampai"), null=True, blank=True)
    reason = models.TextField(_("alasan"))
    act = models.OneToOneField(JointAct, on_delete=models.PROTECT, related_name="+", verbose_name=_("tindakan"))
    moved_at = models.DateTimeField(_("diubah"))

    class Meta:
        verbose_name = _("perubahan embargo")
        verbose_name_plural = _("perubahan embargo")

    def __str__(self) -> str:
        return f"{self.publication}: {self.until or _('ditahan')}"

    @property
    def region_code(self) -> str:
        return self.publication.region_code


class Withdrawal(models.Model):
    """That a publication no longer holds. What was visible stays so, marked; what was not never becomes so."""

    publication = models.OneToOneField(
        Publication,
        on_delete=models.PROTECT,
        related_name="withdrawal",
        verbose_name=_("pengumuman"),
        error_messages={"unique": _("Pengumuman ini sudah ditarik. Tidak ada yang diubah.")},
    )
    reason = models.TextField(_("alasan"))
    act = models.OneToOneField(JointAct, on_delete=models.PROTECT, related_name="+", verbose_name=_("tindakan"))
    withdrawn_at = models.DateTimeField(_("ditarik"))

    class Meta:
        verbose_name = _("penarikan")
        verbose_name_plural = _("penarikan")

    def __str__(self) -> str:
        return str(self.publication)

    @property
    def region_code(self) -> str:
        return self.publication.region_code


class CorrectionOrder(models.Model):
    """A panel was opened again after its result was final: the next publication corrects this one, for this reason."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="correction_orders", verbose_name=_("pengumuman")
    )
    reason = models.TextField(_("alasan"))
    act = models.OneToOneField(JointAct, on_delete=models.PROTECT, related_name="+", verbose_name=_("tindakan"))
    opened_at = models.DateTimeField(_("dibuka"))

    class Meta:
        verbose_name = _("perintah koreksi")
        verbose_name_plural = _("perintah koreksi")

    def __str__(self) -> str:
        return str(self.publication)

    @property
    def region_code(self) -> str:
        return self.publication.region_code


class PrizeWithdrawal(models.Model):
    """That one entry does not hold one prize any more; the publication that corrects says so to everybody.

    `is_filled` is what the sealed rulebook says of the place: those behind move up, or it stays empty. It holds in
    every later result of the category.
    """

    prize = models.OneToOneField(
        Prize,
        on_delete=models.PROTECT,
        related_name="withdrawal",
        verbose_name=_("juara"),
        error_messages={"unique": _("Juara ini sudah dicabut. Tidak ada yang diubah.")},
    )
    reason = models.TextField(_("alasan"))
    is_filled = models.BooleanField(_("tempatnya diisi peringkat berikut"))
    act = models.OneToOneField(JointAct, on_delete=models.PROTECT, related_name="+", verbose_name=_("tindakan"))
    withdrawn_at = models.DateTimeField(_("dicabut"))

    class Meta:
        verbose_name = _("pencabutan juara")
        verbose_name_plural = _("pencabutan juara")

    def __str__(self) -> str:
        return str(self.prize)

    @property
    def region_code(self) -> str:
        return self.prize.region_code
