"""Ministries and agencies by a stable slug, and what they contribute. Reference rows are retired, never deleted."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from paritrana.uploads.models import CountRow, SourcedRow


class MinistryCategory(models.TextChoices):
    COORDINATING = "kementerian_koordinator", _("Kementerian koordinator")
    MINISTRY = "kementerian", _("Kementerian")
    AGENCY = "lembaga_pemerintah", _("Lembaga pemerintah")
    STATE_BODY = "lembaga_negara", _("Lembaga negara")
    OTHER = "lembaga_lain", _("Lembaga lain")
    PUBLIC_BODY = "badan_hukum_publik", _("Badan hukum publik")


class AwardRole(models.TextChoices):
    """What press reports up to 2024 say the body does for the award itself."""

    ORGANISER = "organiser", _("Penyelenggara")
    SUPPORTER = "supporter", _("Pendukung")


class Ministry(models.Model):
    slug = models.SlugField(_("kunci"), max_length=200, primary_key=True)
    category = models.CharField(_("golongan"), max_length=60, choices=MinistryCategory.choices)
    name = models.CharField(_("nama"), max_length=300)
    short_name = models.CharField(_("nama pendek"), max_length=100, blank=True, default="")
    procurement_code = models.CharField(_("kode pengadaan"), max_length=20, blank=True, default="")
    was_in_cabinet_2024 = models.BooleanField(_("dalam kabinet Oktober 2024"), default=False)
    award_role = models.CharField(
        _("peran dalam penghargaan menurut pers"), max_length=20, choices=AwardRole.choices, blank=True, default=""
    )
    note = models.TextField(_("catatan"), blank=True, default="")
    source = models.CharField(_("sumber"), max_length=300)
    valid_from = models.DateField(_("berlaku sejak"))
    retired_on = models.DateField(_("tidak berlaku sejak"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("kementerian/lembaga")
        verbose_name_plural = _("kementerian dan lembaga")

    def __str__(self) -> str:
        return self.name


class StaffCover(CountRow):
    """Non-civil-servant staff enrolled (numerator) of all such staff (denominator, closed)."""

    ministry = models.ForeignKey(
        Ministry, on_delete=models.PROTECT, related_name="staff_covers", verbose_name=_("kementerian/lembaga")
    )
    history = HistoricalRecords()

    class Meta(CountRow.Meta):
        verbose_name = _("kepesertaan pegawai non-ASN")
        verbose_name_plural = _("kepesertaan pegawai non-ASN")
        constraints = [
            *CountRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["ministry", "period_start", "period_end"],
                name="staff_cover_once_per_period",
                violation_error_code="period_start",
                violation_error_message=_(
                    "Kementerian/lembaga ini sudah punya angka untuk periode yang sama. Pilih periode lain atau "
                    "ubah baris yang ada."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ministry_id} {self.period_end}"


class SectorEnrolment(CountRow):
    """Workers of the ministry's own sector that it brought into the programme; `sector` as the ministry names it."""

    ministry = models.ForeignKey(
        Ministry, on_delete=models.PROTECT, related_name="sector_enrolments", verbose_name=_("kementerian/lembaga")
    )
    sector = models.CharField(_("sektor"), max_length=120)
    history = HistoricalRecords()

    class Meta(CountRow.Meta):
        verbose_name = _("pekerja sektor binaan")
        verbose_name_plural = _("pekerja sektor binaan")
        constraints = [
            *CountRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["ministry", "sector", "period_start", "period_end"],
                name="sector_enrolment_once_per_period",
                violation_error_code="sector",
                violation_error_message=_(
                    "Sektor ini sudah punya angka untuk kementerian/lembaga dan periode yang sama. Pilih sektor "
                    "atau periode lain, atau ubah baris yang ada."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ministry_id} {self.sector} {self.period_end}"


class MinistryRegulationRank(models.TextChoices):
    MINISTERIAL = "permen", _("Peraturan menteri/lembaga")
    JOINT = "skb", _("Keputusan bersama")
    DECREE = "kepmen", _("Keputusan menteri/kepala lembaga")
    INSTRUCTION = "instruksi", _("Instruksi")
    CIRCULAR = "edaran", _("Surat edaran")
    AGREEMENT = "mou", _("Nota kesepahaman/perjanjian kerja sama")


class MinistryRegulation(SourcedRow):
    """One rule that the ministry issued for the programme, with what it says on the page cited."""

    ministry = models.ForeignKey(
        Ministry, on_delete=models.PROTECT, related_name="regulations", verbose_name=_("kementerian/lembaga")
    )
    rank = models.CharField(_("jenis peraturan"), max_length=12, choices=MinistryRegulationRank.choices)
    number = models.CharField(_("nomor"), max_length=60)
    year = models.PositiveSmallIntegerField(_("tahun"))
    title = models.CharField(_("tentang"), max_length=500, blank=True, default="")
    page = models.CharField(_("halaman"), max_length=60, blank=True, default="")
    has_budget_clause = models.BooleanField(_("memuat dukungan anggaran"), default=False)
    has_occupation_clause = models.BooleanField(_("menyebut jenis pekerjaan"), default=False)
    has_general_duty_clause = models.BooleanField(_("memuat kewajiban umum"), default=False)
    revoked_on = models.DateField(_("dicabut"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("peraturan kementerian/lembaga")
        verbose_name_plural = _("peraturan kementerian/lembaga")
        constraints = [
            models.UniqueConstraint(
                fields=["ministry", "rank", "number", "year"],
                name="ministry_regulation_once",
                violation_error_code="number",
                violation_error_message=_(
                    "Peraturan dengan jenis, nomor, dan tahun ini sudah tercatat. Periksa nomornya atau ubah "
                    "baris yang ada."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_rank_display()} {self.number}/{self.year}"
