"""Rulebooks: the TOML text that says how a category is scored, sealed by its digest."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.editions.models import Category
from awards.rulebooks.parsing.title import english_title
from paritrana.lib.language import Language
from paritrana.pages.reader import in_words, reader_language


class RulebookState(models.TextChoices):
    DRAFT = "draft", _("draf")
    SEALED = "sealed", _("disegel")
    RETIRED = "retired", _("tidak dipakai lagi")


class RevisionKind(models.TextChoices):
    EDIT = "edit", _("ubahan")
    UNDO = "undo", _("diurungkan")
    REDO = "redo", _("diulangi")


class AttendanceRole(models.TextChoices):
    """Who represents the entrant, where the rulebook's attendance criterion names no roles of its own."""

    HEAD = "kepala", _("pimpinan tertinggi definitif")
    ACTING = "penjabat", _("penjabat (Pj)")
    ACTING_DAILY = "pelaksana_tugas", _("pelaksana tugas (Plt)")
    DEPUTY = "wakil", _("wakil pimpinan")
    SECRETARY = "sekretaris", _("sekretaris daerah atau setingkat")
    OFFICE_HEAD = "kepala_dinas", _("kepala dinas atau direktur")
    OTHER = "lainnya", _("lainnya")
    ABSENT = "tidak_hadir", _("tidak hadir")


class Rulebook(models.Model):
    """One version of a category's rules; once sealed its text never changes.

    `digest` is over what the text means (the engine's), `text_digest` over its bytes: checked at every use.
    """

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="rulebooks", verbose_name=_("kategori")
    )
    version = models.PositiveSmallIntegerField(_("versi"))
    title = models.CharField(_("judul"), max_length=200)
    text = models.TextField(_("isi TOML"))
    digest = models.CharField(_("sidik jari"), max_length=64)
    text_digest = models.CharField(_("sidik jari teks"), max_length=64, blank=True, default="")
    state = models.CharField(_("status"), max_length=8, choices=RulebookState.choices, default=RulebookState.DRAFT)
    created_at = models.DateTimeField(_("dibuat"))
    sealed_at = models.DateTimeField(_("disegel"), null=True, blank=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("disegel oleh"),
    )

    class Meta:
        verbose_name = _("juknis")
        verbose_name_plural = _("juknis")
        constraints = [
            models.UniqueConstraint(
                fields=["category", "version"],
                name="rulebook_version_once",
                violation_error_code="version",
                violation_error_message=_(
                    "Juknis dengan nomor versi ini baru saja dibuat pada kategori itu. Muat ulang halaman, lalu "
                    "simpan lagi."
                ),
            ),
            models.UniqueConstraint(
                fields=["category"],
                condition=models.Q(state="sealed"),
                name="one_sealed_rulebook_per_category",
                violation_error_code="state",
                violation_error_message=_(
                    "Kategori ini sudah memiliki juknis yang disegel. Tarik dahulu versi itu, lalu segel yang baru."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(sealed_at__isnull=False),
                name="sealed_rulebook_has_a_date",
                violation_error_code="sealed_at",
                violation_error_message=_(
                    "Juknis yang disegel harus punya tanggal segel. Segel juknis ini dari daftar juknis."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title_shown} v{self.version}"

    @property
    def title_shown(self) -> str:
        """The title in English where the rulebook has one and English is read; only then is its text parsed."""
        english = english_title(self.text) if reader_language() is Language.ENGLISH else ""
        return in_words(self.title, english)


class RulebookRevision(models.Model):
    """A state that a draft's text was in: what was done, by whom and when; never changed, also not by undo.

    `told` are codes with values. `origin` is the number of the edit that first made this text; undo goes to the state
    numbered `undo_to`, redo to `redo_to`.
    """

    rulebook = models.ForeignKey(Rulebook, on_delete=models.CASCADE, related_name="revisions", verbose_name=_("juknis"))
    number = models.PositiveIntegerField(_("nomor"))
    kind = models.CharField(_("jenis"), max_length=4, choices=RevisionKind.choices, default=RevisionKind.EDIT)
    text = models.TextField(_("isi TOML"))
    told = models.JSONField(_("yang berubah"))
    origin = models.PositiveIntegerField(_("asal"))
    undo_to = models.PositiveIntegerField(_("diurungkan ke"), null=True, blank=True)
    redo_to = models.PositiveIntegerField(_("diulangi ke"), null=True, blank=True)
    made_at = models.DateTimeField(_("dibuat"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("oleh"),
    )

    class Meta:
        verbose_name = _("ubahan juknis")
        verbose_name_plural = _("ubahan juknis")
        constraints = [
            models.UniqueConstraint(
                fields=["rulebook", "number"],
                name="rulebook_revision_once",
                violation_error_code="number",
                violation_error_message=_(
                    "Juknis ini baru saja diubah orang lain. Muat ulang halaman, lalu ulangi; tidak ada yang disimpan."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rulebook_id} #{self.number}"
