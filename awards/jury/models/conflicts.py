"""Conflicts of interest, and the ties of a person that they are found by."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.entries.models import Entry
from awards.jury.models.panels import Juror


class TieKind(models.TextChoices):
    ORIGIN = "origin", _("daerah asal")
    OFFICE = "office", _("daerah tempat berkantor")
    BRANCH = "branch", _("wilayah kantor cabang BPJS Ketenagakerjaan")
    EMPLOYER = "employer", _("pemberi kerja atau lembaga, sekarang atau dahulu")


class Tie(models.Model):
    """Where a person comes from, works or worked. Belongs to the person, not to a seat or an address.

    Only whoever recorded a tie on the jury's own page takes it back there.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ties", verbose_name=_("pengguna")
    )
    kind = models.CharField(_("jenis"), max_length=10, choices=TieKind.choices)
    region_code = models.CharField(_("kode wilayah"), max_length=13, blank=True, default="")
    organisation = models.CharField(_("nama pemberi kerja atau lembaga"), max_length=300, blank=True, default="")
    until_on = models.DateField(_("sampai dengan"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("dicatat oleh"),
    )

    class Meta:
        verbose_name = _("keterkaitan")
        verbose_name_plural = _("keterkaitan")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="employer", organisation__gt="", region_code="")
                | (~models.Q(kind="employer") & models.Q(region_code__gt="", organisation="")),
                name="tie_names_a_region_or_an_organisation",
                violation_error_code="organisation",
                violation_error_message=_(
                    "Pemberi kerja atau lembaga disebut dengan namanya saja, keterkaitan lain dengan daerahnya "
                    "saja. Isi yang satu dan kosongkan yang lain."
                ),
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "region_code", "organisation"],
                name="tie_once",
                violation_error_code="kind",
                violation_error_message=_(
                    "Keterkaitan ini sudah tercatat. Isi yang lain, atau biarkan yang sudah ada."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.organisation or self.region_code}"


class CompanyGroup(models.Model):
    """Firms under one owner: whoever worked for one of them is tied to all."""

    name = models.CharField(
        _("nama grup"),
        max_length=200,
        unique=True,
        error_messages={
            "unique": _("Grup dengan nama ini sudah ada. Tambahkan anggotanya pada grup itu atau pilih nama lain.")
        },
    )
    members = models.ManyToManyField(
        "employers.Employer", related_name="company_groups", verbose_name=_("anggota"), blank=True
    )

    class Meta:
        verbose_name = _("grup perusahaan")
        verbose_name_plural = _("grup perusahaan")

    def __str__(self) -> str:
        return self.name


class ConflictState(models.TextChoices):
    POSSIBLE = "possible", _("perlu dikonfirmasi")
    CONFIRMED = "confirmed", _("dikonfirmasi")
    DISMISSED = "dismissed", _("dikesampingkan")


class ConflictOrigin(models.TextChoices):
    DECLARED = "declared", _("dinyatakan juri")
    SECRETARIAT = "secretariat", _("dinyatakan sekretariat")
    DETECTED = "detected", _("ditemukan sistem")


class Conflict(models.Model):
    """A conflict of interest; a confirmed one removes the entry from the juror's sight and sums.

    Both answers are kept: what was dismissed is not proposed again.
    """

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="conflicts", verbose_name=_("juri"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="conflicts", verbose_name=_("peserta"))
    origin = models.CharField(_("asal"), max_length=20, choices=ConflictOrigin.choices, default=ConflictOrigin.DECLARED)
    state = models.CharField(_("status"), max_length=10, choices=ConflictState.choices, default=ConflictState.POSSIBLE)
    reason = models.TextField(_("alasan"))
    created_at = models.DateTimeField(_("dicatat"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diputuskan oleh"),
    )
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)
    decision_reason = models.TextField(_("alasan putusan"), blank=True, default="")

    class Meta:
        verbose_name = _("benturan kepentingan")
        verbose_name_plural = _("benturan kepentingan")
        constraints = [
            models.UniqueConstraint(
                fields=["juror", "entry"],
                name="one_conflict_per_juror_and_entry",
                violation_error_code="entry",
                violation_error_message=_(
                    "Benturan juri ini dengan peserta itu sudah tercatat. Putuskan benturan yang ada."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(state="possible") | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decided_conflict_has_a_decider",
                violation_error_code="decided_by",
                violation_error_message=_(
                    "Benturan yang diputuskan harus menyebut pemutus dan waktunya. Lengkapi keduanya."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror} · {self.entry}"

    @property
    def region_code(self) -> str:
        return self.juror.region_code


class Declaration(models.Model):
    """The juror looked at the entry's name before its file and said whether there is a conflict."""

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="declarations", verbose_name=_("juri"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("peserta"))
    has_conflict = models.BooleanField(_("ada benturan"))
    declared_at = models.DateTimeField(_("dinyatakan"))

    class Meta:
        verbose_name = _("pernyataan benturan")
        verbose_name_plural = _("pernyataan benturan")
        constraints = [
            models.UniqueConstraint(
                fields=["juror", "entry"],
                name="one_declaration_per_juror_and_entry",
                violation_error_code="entry",
                violation_error_message=_(
                    "Juri ini sudah membuat pernyataan tentang peserta itu. Muat ulang halaman, lalu ubah "
                    "pernyataan yang ada."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.juror} · {self.entry}"
