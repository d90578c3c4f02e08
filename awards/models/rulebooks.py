"""Rulebooks: the TOML text that says how a category is scored, sealed by its digest."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.editions import Category


class RulebookState(models.TextChoices):
    DRAFT = "draft", _("draf")
    SEALED = "sealed", _("disegel")
    RETIRED = "retired", _("tidak dipakai lagi")


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
            models.UniqueConstraint(fields=["category", "version"], name="rulebook_version_once"),
            models.UniqueConstraint(
                fields=["category"],
                condition=models.Q(state="sealed"),
                name="one_sealed_rulebook_per_category",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(sealed_at__isnull=False),
                name="sealed_rulebook_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"
