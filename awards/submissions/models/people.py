"""The named people of an entrant's office: who views, edits and signs, and how they are invited."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from paritrana.accounts.models import OfficeKind


class SeatLevel(models.TextChoices):
    """Each level includes the ones before it."""

    VIEW = "view", _("melihat")
    EDIT = "edit", _("mengisi")
    SUBMIT = "submit", _("menandatangani dan mengirim")


class OfficeSeat(models.Model):
    """What one person may do for one office. A person with the role but without a seat may do everything."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="office_seats", verbose_name=_("pengguna")
    )
    office_kind = models.CharField(_("jenis kantor"), max_length=20, choices=OfficeKind.choices)
    office_code = models.CharField(_("kode kantor"), max_length=200)
    level = models.CharField(_("wewenang"), max_length=6, choices=SeatLevel.choices)
    is_owner = models.BooleanField(_("pemilik isian"), default=False)

    class Meta:
        verbose_name = _("petugas kantor")
        verbose_name_plural = _("petugas kantor")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office_kind", "office_code"],
                name="one_seat_per_office",
                violation_error_code="office_code",
                violation_error_message=_(
                    "Orang ini sudah menjadi petugas kantor itu. Ubah wewenangnya pada baris yang ada."
                ),
            ),
            models.UniqueConstraint(
                fields=["office_kind", "office_code"],
                condition=models.Q(is_owner=True),
                name="one_owner_per_office",
                violation_error_code="is_owner",
                violation_error_message=_("Kantor ini sudah punya pemilik isian. Serahkan dahulu kepemilikannya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_level_display()}"


class Invitation(models.Model):
    """A link for one person to one office. Only the token's digest is kept; opening the link changes nothing.

    `token_seed` makes the token again, with the secret key of this installation, for the mail to `email`.
    """

    office_kind = models.CharField(_("jenis kantor"), max_length=20, choices=OfficeKind.choices)
    office_code = models.CharField(_("kode kantor"), max_length=200)
    full_name = models.CharField(_("nama lengkap"), max_length=200)
    level = models.CharField(_("wewenang"), max_length=6, choices=SeatLevel.choices)
    email = models.EmailField(_("alamat surel"), blank=True, default="")
    token_seed = models.CharField(max_length=43, blank=True, default="", editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("dibuat"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dibuat oleh")
    )
    expires_at = models.DateTimeField(_("berlaku sampai"))
    accepted_at = models.DateTimeField(_("diterima"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diterima oleh"),
    )
    revoked_at = models.DateTimeField(_("dibatalkan"), null=True, blank=True)

    class Meta:
        verbose_name = _("undangan")
        verbose_name_plural = _("undangan")

    def __str__(self) -> str:
        return self.full_name
