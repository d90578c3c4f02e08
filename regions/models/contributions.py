"""What regions contribute: participants, vulnerable workers, their own apparatus, money and regulations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from paritrana.uploads.models import CountRow, PeriodRow, SourcedRow
from regions.models.regions import Region


class Segment(models.TextChoices):
    PU = "PU", _("Penerima upah (PU)")
    BPU = "BPU", _("Bukan penerima upah (BPU)")
    JAKON = "JAKON", _("Jasa konstruksi (Jakon)")
    PMI = "PMI", _("Pekerja migran Indonesia (PMI)")
    ALL = "ALL", _("Semua segmen (hanya jumlahnya dilaporkan)")


class CountBasis(models.TextChoices):
    """A participant works in one region and may live in another: the two counts are never mixed."""

    REGISTRATION = "registration", _("Tempat pemberi kerja terdaftar")
    DOMICILE = "domicile", _("Domisili peserta (NIK)")


class CountMeasure(models.TextChoices):
    AVERAGE = "average", _("Rata-rata bulanan")
    SNAPSHOT = "snapshot", _("Keadaan pada satu tanggal")


class Participation(CountRow):
    """Active participants of one segment in one region."""

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="participation", verbose_name=_("wilayah")
    )
    segment = models.CharField(_("segmen"), max_length=6, choices=Segment.choices)
    basis = models.CharField(_("dasar hitung"), max_length=12, choices=CountBasis.choices)
    measure = models.CharField(_("cara hitung"), max_length=10, choices=CountMeasure.choices)
    history = HistoricalRecords()

    class Meta(CountRow.Meta):
        verbose_name = _("kepesertaan daerah")
        verbose_name_plural = _("kepesertaan daerah")
        constraints = [
            *CountRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["region", "segment", "basis", "measure", "period_start", "period_end"],
                name="participation_once_per_period",
                violation_error_code="period_start",
                violation_error_message=_(
                    "Kepesertaan daerah ini untuk segmen dan cara hitung yang sama sudah tercatat pada periode "
                    "itu. Pilih periode lain atau ubah baris yang ada."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.segment} {self.period_end}"


class FundSource(models.TextChoices):
    APBD = "APBD", _("APBD")
    APBD_P = "APBD-P", _("APBD Perubahan")
    DBHCHT = "DBHCHT", _("DBH cukai hasil tembakau")
    DBH_PALM = "DBH-SAWIT", _("DBH sawit")
    VILLAGE = "ADD-APBDES", _("ADD/APBDes")
    CSR = "CSR", _("Tanggung jawab sosial perusahaan (CSR)")
    ZAKAT = "ZAKAT", _("Zakat, infak, sedekah, dan dana umat")
    OTHER = "LAIN", _("Sumber lain")


class VulnerableCover(CountRow):
    """Vulnerable workers whose dues somebody else pays, by payer."""

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="vulnerable_covers", verbose_name=_("wilayah")
    )
    payer = models.CharField(_("sumber dana"), max_length=12, choices=FundSource.choices)
    budget_idr = models.PositiveBigIntegerField(_("anggaran (Rp)"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta(CountRow.Meta):
        verbose_name = _("pekerja rentan terlindungi")
        verbose_name_plural = _("pekerja rentan terlindungi")
        constraints = [
            *CountRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["region", "payer", "period_start", "period_end"],
                name="vulnerable_cover_once_per_period",
                violation_error_code="payer",
                violation_error_message=_(
                    "Sumber dana ini sudah punya angka untuk daerah dan periode yang sama. Pilih sumber atau "
                    "periode lain, atau ubah baris yang ada."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.payer} {self.period_end}"


class ApparatusGroup(models.TextChoices):
    NON_ASN = "non_asn", _("Pegawai non-ASN")
    CONTRACT_TEACHER = "contract_teacher", _("Guru kontrak/honorer")
    VILLAGE_APPARATUS = "village_apparatus", _("Perangkat desa")
    RT_RW = "rt_rw", _("Ketua RT/RW")
    BPD = "bpd", _("Badan Permusyawaratan Desa")
    LPM = "lpm", _("Lembaga Pemberdayaan Masyarakat")
    LINMAS = "linmas", _("Linmas")
    CADRE = "cadre", _("Kader posyandu/PKK")
    ELECTION = "election", _("Penyelenggara pemilu")
    RELIGIOUS = "religious", _("Pekerja keagamaan")
    OTHER = "other", _("Kelompok lain")


class ApparatusCover(CountRow):
    """People who work for the region or its villages, enrolled (numerator) of the whole group (denominator)."""

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="apparatus_covers", verbose_name=_("wilayah")
    )
    group = models.CharField(_("kelompok"), max_length=20, choices=ApparatusGroup.choices)
    history = HistoricalRecords()

    class Meta(CountRow.Meta):
        verbose_name = _("kepesertaan aparatur daerah")
        verbose_name_plural = _("kepesertaan aparatur daerah")
        constraints = [
            *CountRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["region", "group", "period_start", "period_end"],
                name="apparatus_cover_once_per_period",
                violation_error_code="group",
                violation_error_message=_(
                    "Kelompok ini sudah punya angka untuk daerah dan periode yang sama. Pilih kelompok atau "
                    "periode lain, atau ubah baris yang ada."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.group} {self.period_end}"


class BudgetPurpose(models.TextChoices):
    VULNERABLE = "vulnerable", _("Iuran pekerja rentan")
    NON_ASN = "non_asn", _("Iuran pegawai non-ASN")
    VILLAGE = "village", _("Iuran aparatur desa")
    ELECTION = "election", _("Iuran penyelenggara pemilu")
    PROMOTION = "promotion", _("Sosialisasi dan pendataan")
    OTHER = "other", _("Keperluan lain")


class BudgetLine(PeriodRow):
    """Money set aside for the programme: what for, from which fund, on which page of which document."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="budget_lines", verbose_name=_("wilayah"))
    fund = models.CharField(_("sumber dana"), max_length=12, choices=FundSource.choices)
    purpose = models.CharField(_("keperluan"), max_length=12, choices=BudgetPurpose.choices)
    amount_idr = models.PositiveBigIntegerField(_("pagu (Rp)"))
    realised_idr = models.PositiveBigIntegerField(_("realisasi (Rp)"), null=True, blank=True)
    document = models.CharField(_("dokumen dan halaman"), max_length=200, blank=True, default="")
    history = HistoricalRecords()

    class Meta(PeriodRow.Meta):
        verbose_name = _("anggaran daerah")
        verbose_name_plural = _("anggaran daerah")
        constraints = [
            *PeriodRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["region", "fund", "purpose", "period_start", "period_end"],
                name="budget_line_once_per_period",
                violation_error_code="purpose",
                violation_error_message=_(
                    "Anggaran dengan sumber dan keperluan ini sudah tercatat untuk daerah dan periode yang sama. "
                    "Pilih keperluan atau periode lain, atau ubah baris yang ada."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.fund} {self.purpose} {self.period_end}"


class RegulationRank(models.TextChoices):
    """From the strongest to the weakest."""

    PERDA = "perda", _("Peraturan daerah (Perda)")
    PERKADA = "perkada", _("Peraturan kepala daerah (Pergub/Perbup/Perwali)")
    INSTRUCTION = "instruksi", _("Instruksi kepala daerah")
    CIRCULAR = "edaran", _("Surat edaran")
    AGREEMENT = "mou", _("Nota kesepahaman/perjanjian kerja sama")
    PERDES = "perdes", _("Peraturan desa")


class Regulation(SourcedRow):
    """One rule that a region issued for the programme, with what it says on the page cited."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="regulations", verbose_name=_("wilayah"))
    rank = models.CharField(_("jenis peraturan"), max_length=12, choices=RegulationRank.choices)
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
        verbose_name = _("peraturan daerah tentang program")
        verbose_name_plural = _("peraturan daerah tentang program")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "rank", "number", "year"],
                name="region_regulation_once",
                violation_error_code="number",
                violation_error_message=_(
                    "Peraturan dengan jenis, nomor, dan tahun ini sudah tercatat. Periksa nomornya atau ubah "
                    "baris yang ada."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_rank_display()} {self.number}/{self.year}"


class ScoreSheetLine(PeriodRow):
    """One line of an official score sheet that was published without the way it was reached; read as ready points."""

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="score_sheet_lines", verbose_name=_("wilayah")
    )
    variable = models.SlugField(_("variabel"), max_length=60)
    points = models.DecimalField(_("poin"), max_digits=9, decimal_places=4)
    history = HistoricalRecords()

    class Meta(PeriodRow.Meta):
        verbose_name = _("baris lembar nilai terbit")
        verbose_name_plural = _("baris lembar nilai terbit")
        constraints = [
            *PeriodRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["region", "variable", "period_start", "period_end"],
                name="score_sheet_line_once_per_period",
                violation_error_code="variable",
                violation_error_message=_(
                    "Variabel ini sudah punya poin untuk daerah dan periode yang sama. Pilih variabel atau "
                    "periode lain, atau ubah baris yang ada."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.variable} {self.period_end}"
