"""People and the roles they hold. A role is held within a scope: a region code, an office, or everywhere."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    ORGANISER = "organiser", _("Penyelenggara")
    SECRETARIAT = "secretariat", _("Sekretariat provinsi")
    VERIFIER = "verifier", _("Verifikator")
    JUROR = "juror", _("Juri")
    ENTRANT = "entrant", _("Petugas peserta")
    AUDITOR = "auditor", _("Auditor")


class OfficeKind(models.TextChoices):
    """What an entrant's officer works for; the code is the key of that row in its own app."""

    REGION = "region", _("Pemerintah daerah")
    MINISTRY = "ministry", _("Kementerian/lembaga")
    EMPLOYER = "employer", _("Pemberi kerja")


class User(AbstractUser):
    """A named person. `is_staff` opens the admin panel's door; what is seen inside follows from the roles."""

    full_name = models.CharField(_("nama lengkap"), max_length=200, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = _("pengguna")  # type: ignore[assignment] # the stubs know plain text only
        verbose_name_plural = _("pengguna")  # type: ignore[assignment]

    def get_full_name(self) -> str:
        return self.full_name or super().get_full_name() or self.username


class RoleAssignment(models.Model):
    """One role of one person within one scope.

    `region_code` is the official code of the region whose tree the role covers ("" = the whole nation).
    `office_kind` and `office_code` name the entrant an officer acts for; they are empty for other roles.
    """

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="role_assignments", verbose_name=_("pengguna")
    )
    role = models.CharField(_("peran"), max_length=20, choices=Role.choices)
    region_code = models.CharField(_("kode wilayah"), max_length=13, blank=True, default="")
    office_kind = models.CharField(
        _("jenis peserta"), max_length=20, choices=OfficeKind.choices, blank=True, default=""
    )
    office_code = models.CharField(_("kode peserta"), max_length=200, blank=True, default="")
    starts_on = models.DateField(_("mulai"), null=True, blank=True)
    ends_on = models.DateField(_("berakhir"), null=True, blank=True)

    class Meta:
        verbose_name = _("penugasan peran")
        verbose_name_plural = _("penugasan peran")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "region_code", "office_kind", "office_code"],
                name="role_once_per_scope",
            ),
            models.CheckConstraint(
                condition=models.Q(role="entrant", office_code__gt="", office_kind__gt="")
                | (~models.Q(role="entrant") & models.Q(office_code="", office_kind="")),
                name="office_exactly_for_entrants",
            ),
            models.CheckConstraint(
                condition=~models.Q(role="secretariat") | models.Q(region_code__gt=""),
                name="secretariat_has_region",
            ),
        ]

    def __str__(self) -> str:
        scope = self.office_code or self.region_code or _("nasional")
        return f"{self.user} · {self.get_role_display()} · {scope}"
