"""The national programme: participants as published, dated national figures and targets."""

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from regions.models.regions import Region

PROVISIONAL_HELP = _("Angka sementara tertulis di tabel, tetapi tidak digambar, tidak dinilai, dan tidak diperingkat.")


class ParticipantReport(models.Model):
    """Active participants of one reported area, counted where the employer is registered.

    An area may cover several of today's provinces (Papua, Papua Barat); its figures are never split between them.
    """

    code = models.CharField(_("kode daerah laporan"), max_length=13)
    name = models.CharField(_("nama dalam sumber"), max_length=200)
    provinces = models.ManyToManyField(Region, related_name="participant_reports", verbose_name=_("provinsi"))
    as_of = models.DateField(_("keadaan per"))
    active_pu = models.PositiveBigIntegerField(_("peserta aktif PU"))
    active_bpu = models.PositiveBigIntegerField(_("peserta aktif BPU"))
    active_jakon = models.PositiveBigIntegerField(_("peserta aktif Jakon"))
    active_total = models.PositiveBigIntegerField(_("peserta aktif"))
    source = models.CharField(_("sumber"), max_length=300)
    is_provisional = models.BooleanField(_("sementara"), default=False, help_text=PROVISIONAL_HELP)
    retired_on = models.DateField(_("tidak berlaku sejak"), null=True, blank=True)
    history = HistoricalRecords()
    is_synthetic = False  # reference figures are never generated

    class Meta:
        verbose_name = _("laporan peserta")
        verbose_name_plural = _("laporan peserta")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "as_of"],
                name="participants_once_per_area_and_date",
                violation_error_code="as_of",
                violation_error_message=_(
                    "Wilayah ini sudah punya laporan peserta per tanggal itu. Pilih tanggal lain atau ubah baris "
                    "yang ada."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    active_total=models.F("active_pu") + models.F("active_bpu") + models.F("active_jakon")
                ),
                name="participants_add_up",
                violation_error_code="active_total",
                violation_error_message=_(
                    "Jumlah peserta aktif tidak sama dengan PU ditambah BPU dan Jakon. Periksa keempat angka itu."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.as_of}"


class FigureKind(models.TextChoices):
    ACTIVE = "active", _("Peserta aktif")
    ACTIVE_PU = "active_pu", _("Peserta aktif penerima upah (PU)")
    ACTIVE_BPU = "active_bpu", _("Peserta aktif bukan penerima upah (BPU)")
    ACTIVE_JAKON = "active_jakon", _("Peserta aktif jasa konstruksi")
    ACTIVE_PMI = "active_pmi", _("Peserta aktif pekerja migran")
    ACTIVE_JHT = "active_jht", _("Peserta aktif Jaminan Hari Tua")
    ACTIVE_JP = "active_jp", _("Peserta aktif Jaminan Pensiun")
    ACTIVE_JKP = "active_jkp", _("Peserta aktif Jaminan Kehilangan Pekerjaan")
    REGISTERED = "registered", _("Peserta terdaftar")
    INACTIVE = "inactive", _("Peserta tidak aktif")
    ACTIVE_EMPLOYERS = "active_employers", _("Pemberi kerja aktif")
    REGISTERED_EMPLOYERS = "registered_employers", _("Pemberi kerja terdaftar")
    MICRO_EMPLOYERS = "micro_employers", _("Pemberi kerja mikro terdaftar")
    FUNDS = "funds", _("Dana kelolaan")
    INVESTMENT_RETURN = "investment_return", _("Hasil investasi")
    CONTRIBUTIONS = "contributions", _("Iuran diterima")
    BENEFITS = "benefits", _("Manfaat dibayarkan")
    BENEFIT_RECIPIENTS = "benefit_recipients", _("Penerima manfaat")
    SCHOLARSHIPS = "scholarships", _("Beasiswa dibayarkan")
    SCHOLARSHIP_RECIPIENTS = "scholarship_recipients", _("Anak penerima beasiswa")
    COVERAGE = "coverage", _("Cakupan kepesertaan (UCJ)")
    COVERAGE_PLAN = "coverage_plan", _("Cakupan kepesertaan menurut rencana pembangunan")


class FigureUnit(models.TextChoices):
    PEOPLE = "people", _("orang")
    RUPIAH = "rupiah", _("rupiah")
    EMPLOYERS = "employers", _("pemberi kerja")
    PERCENT = "percent", _("persen")


class FigurePrecision(models.TextChoices):
    """How exactly the source dates its figure; the page prints no more than that."""

    DAY = "day", _("hari")
    MONTH = "month", _("bulan")
    YEAR = "year", _("tahun")


class NationalFigure(models.Model):
    """One published figure or target of the national programme; two sources that disagree are two rows."""

    code = models.SlugField(_("kunci"), max_length=80, primary_key=True)
    kind = models.CharField(_("besaran"), max_length=30, choices=FigureKind.choices)
    value = models.DecimalField(_("nilai"), max_digits=24, decimal_places=2)
    unit = models.CharField(_("satuan"), max_length=12, choices=FigureUnit.choices)
    as_of = models.DateField(_("keadaan per"))
    precision = models.CharField(_("ketelitian tanggal"), max_length=6, choices=FigurePrecision.choices)
    is_target = models.BooleanField(_("sasaran"), default=False)
    is_provisional = models.BooleanField(_("sementara"), default=False, help_text=PROVISIONAL_HELP)
    note = models.CharField(_("catatan"), max_length=300, blank=True, default="")
    source = models.CharField(_("sumber"), max_length=300)
    source_url = models.CharField(
        _("tautan sumber"), max_length=500, blank=True, default="", validators=[URLValidator(schemes=["https", "http"])]
    )
    retired_on = models.DateField(_("tidak berlaku sejak"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("angka nasional")
        verbose_name_plural = _("angka nasional")
        indexes = [models.Index(fields=["kind", "is_target", "as_of"], name="national_figure_latest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__gte=0),
                name="national_figure_not_negative",
                violation_error_code="value",
                violation_error_message=_("Nilai tidak boleh kurang dari nol. Tulis nol atau lebih."),
            )
        ]

    def __str__(self) -> str:
        return self.code
