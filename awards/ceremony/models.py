"""What the evening needs beside a signed result; who won, and in which order, is read there and nowhere else."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.editions.models import Edition
from awards.entries.models import Entry
from awards.publication.models import Publication
from paritrana.audit.guards import RowGuard

GUARDS = (
    RowGuard("awards.RunSheet"),
    RowGuard("awards.Show", once=("closed_at",)),
    RowGuard("awards.ShowPress"),
    RowGuard("awards.EnvelopeCheck"),
)
"""Rows of the evening that say what was, and are never rewritten."""


class Ceremony(models.Model):
    """One evening of an edition, of the nation or of one province; a secret of those who prepare it."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="ceremonies", verbose_name=_("edisi"))
    region_code = models.CharField(_("kode wilayah"), max_length=13, blank=True, default="")
    title = models.CharField(_("nama malam anugerah"), max_length=200)
    lead = models.CharField(_("kalimat pembuka di layar"), max_length=300, blank=True, default="")
    place = models.CharField(_("tempat"), max_length=200, blank=True, default="")
    starts_at = models.DateTimeField(_("mulai"))
    crew = models.CharField(_("petugas dan saluran radio"), max_length=400, blank=True, default="")
    message_title = models.CharField(_("judul layar pesan"), max_length=120)
    message_text = models.CharField(_("kalimat layar pesan"), max_length=300, blank=True, default="")
    citation_seconds = models.PositiveSmallIntegerField(_("paling lama membaca kalimat (detik)"), default=20)
    created_at = models.DateTimeField(_("dibuat"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dibuat oleh")
    )

    class Meta:
        verbose_name = _("malam anugerah")
        verbose_name_plural = _("malam anugerah")

    def __str__(self) -> str:
        return self.title


class CeremonyItem(models.Model):
    """One item of the evening: a part of the programme, or one prize of one signed result.

    `prize_key` names the prize within the payload of its publication (slot, group, rank); its label, its rank and who
    won it are read there each time. `result_digest` is the digest that the payload had when the item was made.
    """

    ceremony = models.ForeignKey(
        Ceremony, on_delete=models.PROTECT, related_name="items", verbose_name=_("malam anugerah")
    )
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(_("urutan"))
    title = models.CharField(_("nama acara"), max_length=200, blank=True, default="")
    detail = models.CharField(_("keterangan"), max_length=300, blank=True, default="")
    screen_title = models.CharField(_("judul di layar"), max_length=120, blank=True, default="")
    screen_text = models.CharField(_("kalimat di layar"), max_length=300, blank=True, default="")
    seconds = models.PositiveIntegerField(_("lama (detik)"), default=180)
    publication = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pengumuman"),
    )
    prize_key = models.CharField(_("juara dalam hasil"), max_length=200, blank=True, default="")
    result_digest = models.CharField(_("sidik jari hasil"), max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("acara malam anugerah")
        verbose_name_plural = _("acara malam anugerah")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(publication=None, prize_key="", result_digest="", title__gt="")
                | models.Q(publication__isnull=False, prize_key__gt="", result_digest__gt=""),
                name="item_is_programme_or_prize",
                violation_error_code="title",
                violation_error_message=_("Acara tanpa juara memerlukan nama. Tulis nama acaranya."),
            ),
            models.UniqueConstraint(
                fields=["ceremony", "publication", "prize_key"],
                condition=models.Q(publication__isnull=False),
                name="prize_once_per_ceremony",
                violation_error_code="prize_key",
                violation_error_message=_("Juara ini sudah ada dalam susunan acara. Muat ulang halaman ini."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.prize_key

    @property
    def is_prize(self) -> bool:
        return bool(self.prize_key)


class CeremonyPhotograph(models.Model):
    """A portrait, cut to 4:5 and written anew from its pixels; its digest is its name."""

    digest = models.CharField(_("sidik jari"), max_length=64, unique=True, editable=False)
    content = models.BinaryField(_("gambar"))
    added_at = models.DateTimeField(_("diunggah"))

    class Meta:
        verbose_name = _("foto penerima")
        verbose_name_plural = _("foto penerima")

    def __str__(self) -> str:
        return self.digest[:8]


class CeremonyWinner(models.Model):
    """What is known of one winner on stage beside the result: how the name is said, who comes, what is handed over.

    The three texts that are read or shown (official name, pronunciation, citation) are typed once and approved by an
    independent second person; a changed text waits for approval anew. An empty official name is the signed name.
    """

    item = models.ForeignKey(CeremonyItem, on_delete=models.CASCADE, related_name="winners", verbose_name=_("acara"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    official_name = models.CharField(_("nama resmi"), max_length=200, blank=True, default="")
    pronunciation = models.CharField(_("cara baca"), max_length=200, blank=True, default="")
    citation = models.CharField(_("kalimat penghargaan"), max_length=600, blank=True, default="")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ditulis oleh"),
    )
    written_at = models.DateTimeField(_("ditulis"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("disetujui oleh"),
    )
    approved_at = models.DateTimeField(_("disetujui"), null=True, blank=True)
    exemption = models.TextField(_("pengecualian"), blank=True, default="", editable=False)
    giver = models.CharField(_("yang menyerahkan"), max_length=200, blank=True, default="")
    receiver = models.CharField(_("yang menerima (jabatan)"), max_length=200, blank=True, default="")
    represents = models.CharField(_("mewakili (jabatan)"), max_length=200, blank=True, default="")
    authority = models.CharField(_("surat kuasa"), max_length=200, blank=True, default="")
    seat = models.CharField(_("kursi"), max_length=20, blank=True, default="")
    trophy = models.CharField(_("nomor piala"), max_length=40, blank=True, default="")
    certificate = models.CharField(_("nomor piagam"), max_length=120, blank=True, default="")
    photograph = models.ForeignKey(
        CeremonyPhotograph,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("foto"),
    )

    class Meta:
        verbose_name = _("penerima di panggung")
        verbose_name_plural = _("penerima di panggung")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "entry"],
                name="winner_once_per_item",
                violation_error_code="entry",
                violation_error_message=_("Peserta ini sudah tercatat pada acara itu. Muat ulang halaman ini."),
            ),
            models.CheckConstraint(
                condition=models.Q(approved_at=None, approved_by=None)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False, written_by__isnull=False)
                & ~models.Q(approved_by=models.F("written_by")),
                name="texts_approved_by_somebody_else",
                violation_error_code="approved_by",
                violation_error_message=_("Teks ini disetujui orang lain, bukan penulisnya. Minta orang kedua."),
            ),
        ]

    def __str__(self) -> str:
        return self.official_name or str(self.entry)


class RunSheet(models.Model):
    """A printed version of the run sheet: its whole content, canonical, as it went to the people behind the stage."""

    ceremony = models.ForeignKey(
        Ceremony, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("malam anugerah")
    )
    number = models.PositiveSmallIntegerField(_("versi"))
    content = models.TextField(_("isi (JSON kanonis)"))
    digest = models.CharField(_("sidik jari"), max_length=64)
    printed_at = models.DateTimeField(_("dicetak"))
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dicetak oleh")
    )

    class Meta:
        verbose_name = _("versi susunan acara")
        verbose_name_plural = _("versi susunan acara")
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "number"],
                name="sheet_number_once",
                violation_error_code="number",
                violation_error_message=_("Versi ini baru saja dicetak orang lain. Muat ulang halaman ini."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.ceremony} · {self.number}"


class Show(models.Model):
    """The stage in use: the real evening plays one printed version, a rehearsal plays invented names and no version."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    ceremony = models.ForeignKey(
        Ceremony, on_delete=models.PROTECT, related_name="shows", verbose_name=_("malam anugerah")
    )
    sheet = models.ForeignKey(
        RunSheet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="shows",
        verbose_name=_("versi susunan acara"),
    )
    is_rehearsal = models.BooleanField(_("gladi resik"))
    content = models.TextField(_("isi (JSON kanonis)"))
    digest = models.CharField(_("sidik jari"), max_length=64)
    opened_at = models.DateTimeField(_("dibuka"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dibuka oleh")
    )
    closed_at = models.DateTimeField(_("ditutup"), null=True, blank=True)

    class Meta:
        verbose_name = _("panggung")
        verbose_name_plural = _("panggung")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_rehearsal=True, sheet=None) | models.Q(is_rehearsal=False, sheet__isnull=False),
                name="real_show_plays_a_printed_sheet",
                violation_error_code="sheet",
                violation_error_message=_(
                    "Malam yang sebenarnya memakai versi tercetak, gladi resik tidak. Cetak susunan acara dahulu."
                ),
            ),
            models.UniqueConstraint(
                fields=["ceremony", "is_rehearsal"],
                condition=models.Q(closed_at=None),
                name="one_open_show_of_a_kind",
                violation_error_code="closed_at",
                violation_error_message=_("Panggung ini sudah dibuka. Pakai yang itu, atau tutup dahulu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ceremony} · {self.opened_at:%Y-%m-%d %H.%M}"

    @property
    def region_code(self) -> str:
        return self.ceremony.region_code


class ShowPress(models.Model):
    """One press of a key and where the stage stood after it; nothing is ever removed, back is one more of them."""

    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="presses", verbose_name=_("panggung"))
    number = models.PositiveIntegerField(_("nomor"))
    pressed_at = models.DateTimeField(_("ditekan"))
    pressed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("oleh")
    )
    laptop = models.CharField(_("laptop"), max_length=40, blank=True, default="")
    pressed_key = models.CharField(
        _("tombol"),
        max_length=10,
        choices=[
            ("forward", _("maju")),
            ("back", _("mundur")),
            ("hold", _("tahan")),
            ("black", _("hitam")),
            ("message", _("pesan")),
            ("jump", _("lompat (gladi resik)")),
        ],
    )
    step = models.PositiveSmallIntegerField(_("langkah"))
    is_held = models.BooleanField(_("ditahan"), default=False)
    is_black = models.BooleanField(_("hitam"), default=False)
    is_message = models.BooleanField(_("pesan"), default=False)
    is_fresh = models.BooleanField(_("baru maju"), default=False)

    class Meta:
        verbose_name = _("tekanan tombol")
        verbose_name_plural = _("tekanan tombol")
        constraints = [
            models.UniqueConstraint(
                fields=["show", "number"],
                name="press_number_once",
                violation_error_code="number",
                violation_error_message=_("Tombol lain baru saja ditekan. Lihat layarnya, lalu tekan lagi bila perlu."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.pressed_key}"


class EnvelopeVerdict(models.TextChoices):
    """What two codes say about each other."""

    MATCHES = "matches", _("cocok")
    OTHER_RECIPIENT = "other", _("tertukar")
    OLD_ENVELOPE = "old_envelope", _("amplop lama")
    OLD_CONTENT = "old_content", _("piagam lama")
    SAME_KIND = "same_kind", _("dua kode sejenis")
    UNKNOWN = "unknown", _("kode tidak dikenal")


class EnvelopeCheck(models.Model):
    """One look at an envelope and what lies in it: two codes, one answer."""

    ceremony = models.ForeignKey(
        Ceremony, on_delete=models.PROTECT, related_name="envelope_checks", verbose_name=_("malam anugerah")
    )
    sheet = models.ForeignKey(
        RunSheet, on_delete=models.PROTECT, related_name="+", verbose_name=_("versi susunan acara")
    )
    winner_key = models.CharField(_("penerima dalam susunan"), max_length=80, blank=True, default="")
    envelope_code = models.CharField(_("kode amplop"), max_length=40)
    content_code = models.CharField(_("kode isi"), max_length=40)
    verdict = models.CharField(_("jawaban"), max_length=20, choices=EnvelopeVerdict.choices)
    checked_at = models.DateTimeField(_("diperiksa"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("diperiksa oleh")
    )

    class Meta:
        verbose_name = _("pemeriksaan amplop")
        verbose_name_plural = _("pemeriksaan amplop")

    def __str__(self) -> str:
        return f"{self.envelope_code} {self.content_code}"
