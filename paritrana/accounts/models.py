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
    """A named person. `is_staff` opens the admin panel's door; what is seen inside follows from the roles.

    `language` is the one last chosen on a page while signed in, for mails; empty is the site's own.
    """

    full_name = models.CharField(_("nama lengkap"), max_length=200, blank=True)
    language = models.CharField(_("bahasa surat"), max_length=10, blank=True, default="", editable=False)

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
                violation_error_code="role",
                violation_error_message=_(
                    "Orang ini sudah memegang peran itu pada lingkup yang sama. Pilih peran atau lingkup lain."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(role="entrant", office_code__gt="", office_kind__gt="")
                | (~models.Q(role="entrant") & models.Q(office_code="", office_kind="")),
                name="office_exactly_for_entrants",
                violation_error_code="office_code",
                violation_error_message=_(
                    "Jenis dan kode peserta diisi untuk petugas peserta dan dikosongkan untuk peran lain. Isi "
                    "atau kosongkan keduanya."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(role="secretariat") | models.Q(region_code__gt=""),
                name="secretariat_has_region",
                violation_error_code="region_code",
                violation_error_message=_("Sekretariat provinsi memerlukan kode provinsinya. Isi kode wilayahnya."),
            ),
        ]

    def __str__(self) -> str:
        scope = self.office_code or self.region_code or _("nasional")
        return f"{self.user} · {self.get_role_display()} · {scope}"


class CodeAttempts(models.Model):
    """How many codes of a second factor a person has tried since a moment; a right one begins anew.

    It is a row and no entry of a cache: without its store the limit would be none, and two requests at once would
    both be the last that is allowed.
    """

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="code_attempts", verbose_name=_("pengguna")
    )
    count = models.PositiveSmallIntegerField(_("banyaknya"), default=0)
    since = models.DateTimeField(_("sejak"))

    class Meta:
        verbose_name = _("percobaan kode")
        verbose_name_plural = _("percobaan kode")

    def __str__(self) -> str:
        return f"{self.user} · {self.count}"


class Vouch(models.Model):
    """Given by a command on the machine: these two may act as two people although the waiting time is not over.

    It is shown on everything that they decide together until then.
    """

    first = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("orang pertama"))
    second = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("orang kedua"))
    reason = models.TextField(_("alasan"))
    given_at = models.DateTimeField(_("diberikan"))
    until = models.DateTimeField(_("berlaku sampai"))

    class Meta:
        verbose_name = _("pernyataan kemandirian")
        verbose_name_plural = _("pernyataan kemandirian")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__gt="") & ~models.Q(first=models.F("second")),
                name="vouch_is_for_two_people_with_a_reason",
                violation_error_code="reason",
                violation_error_message=_("Pernyataan ini tentang dua orang yang berbeda dan menyebut alasannya."),
            ),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("given_at")),
                name="vouch_ends_after_it_begins",
                violation_error_code="until",
                violation_error_message=_("Pernyataan ini berakhir sebelum dimulai. Perbaiki salah satu waktunya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"


class JointAct(models.Model):
    """What takes two independent people: one proposes it, another one seconds it, and only then it is done.

    `subject` names the row it is about (label and key), `details` what exactly is to be done. `exemption` says why two
    people who are not independent could do it. An act that is neither seconded nor dropped waits.
    """

    kind = models.CharField(_("tindakan"), max_length=60)
    subject = models.CharField(_("objek"), max_length=120)
    details = models.JSONField(_("rincian"), default=dict, blank=True)
    reason = models.TextField(_("alasan"), blank=True, default="")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("diusulkan oleh"))
    proposed_at = models.DateTimeField(_("diusulkan"))
    seconded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("disetujui oleh")
    )
    seconded_at = models.DateTimeField(_("disetujui"), null=True, blank=True)
    dropped_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dibatalkan oleh")
    )
    dropped_at = models.DateTimeField(_("dibatalkan"), null=True, blank=True)
    exemption = models.TextField(_("pengecualian"), blank=True, default="")
    region_code = models.CharField(_("kode wilayah"), max_length=13, blank=True, default="")

    class Meta:
        verbose_name = _("tindakan dua orang")
        verbose_name_plural = _("tindakan dua orang")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=models.Q(seconded_at=None, dropped_at=None),
                name="one_waiting_act_per_subject",
                violation_error_code="subject",
                violation_error_message=_("Usul yang sama masih menunggu orang kedua. Muat ulang halaman ini."),
            ),
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("seconded_by")),
                name="seconded_by_somebody_else",
                violation_error_code="seconded_by",
                violation_error_message=_("Orang kedua harus orang lain. Minta orang lain menyetujuinya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.subject}"


class TokenSeal(models.Model):
    """What an API token is bound to, and when it last opened something (to the minute)."""

    token = models.OneToOneField(
        "knox.AuthToken", on_delete=models.CASCADE, related_name="seal", verbose_name=_("token API")
    )
    credentials = models.CharField(_("sandi dan faktor saat dibuat"), max_length=64, editable=False)
    last_used_at = models.DateTimeField(_("terakhir dipakai"), null=True, blank=True)

    class Meta:
        verbose_name = _("segel token")
        verbose_name_plural = _("segel token")

    def __str__(self) -> str:
        return str(self.token_id)[:8]
