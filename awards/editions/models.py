"""Editions, categories, stages, slots and zones: who competes for what, and when."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from paritrana.pages.reader import ReadersText

OPEN_ACT = "edition.open"
"""What two people do to a draft; the act, and its entry in the trail."""


class EditionState(models.TextChoices):
    DRAFT = "draft", _("sedang disiapkan")
    OPEN = "open", pgettext_lazy("edition", "dibuka")


class EditionQuerySet(models.QuerySet["Edition"]):
    def opened(self) -> Self:
        """Keep those that people outside the organisers may know of."""
        return self.filter(state=EditionState.OPEN)


class Edition(models.Model):
    """One award year: the period assessed, not the year of the ceremony.

    A draft is for those who prepare it: no public page, entrant, verifier or juror learns of it. `opened_at` is empty
    where an edition was open before there were drafts.
    """

    code = models.SlugField(
        _("kode"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("Kode edisi ini sudah dipakai. Pilih kode lain.")},
    )
    brand_label = models.CharField(_("sebutan"), max_length=120)
    brand_label_en = models.CharField(_("sebutan dalam bahasa Inggris"), max_length=120, blank=True, default="")
    period_start = models.DateField(_("awal periode penilaian"))
    period_end = models.DateField(_("akhir periode penilaian"))
    organising_year = models.PositiveSmallIntegerField(_("tahun penyelenggaraan"))
    decree_number = models.CharField(_("nomor SK"), max_length=120, blank=True, default="")
    decree_on = models.DateField(_("tanggal SK"), null=True, blank=True)
    is_illustrative = models.BooleanField(_("ilustratif"), default=False)
    caveat = models.TextField(_("catatan yang dicetak di setiap halaman"), blank=True, default="")
    caveat_en = models.TextField(_("catatan itu dalam bahasa Inggris"), blank=True, default="")
    has_objections = models.BooleanField(_("ada masa sanggah"), default=True)
    is_scores_public = models.BooleanField(_("nilai semua peserta terbuka setelah pengumuman"), default=False)
    is_marks_public = models.BooleanField(_("nilai tiap juri terbuka tanpa nama setelah pengumuman"), default=False)
    state = models.CharField(_("status"), max_length=5, choices=EditionState.choices, default=EditionState.OPEN)
    opened_at = models.DateTimeField(_("dibuka pada"), null=True, blank=True)
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("edisi sebelumnya"),
        help_text=_("Dari edisi ini dibaca riwayat kemenangan dan angka tahun lalu."),
    )
    brand_shown = ReadersText("brand_label")
    caveat_shown = ReadersText("caveat")
    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edisi")
        verbose_name_plural = _("edisi")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period_start__lte=models.F("period_end")),
                name="edition_period_runs_forward",
                violation_error_code="period_end",
                violation_error_message=_(
                    "Akhir periode penilaian lebih awal daripada awalnya. Perbaiki salah satu tanggal itu."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(follows=None) | ~models.Q(follows=models.F("id")),
                name="edition_follows_another",
                violation_error_code="follows",
                violation_error_message=_("Edisi tidak dapat mengikuti dirinya sendiri. Pilih edisi lain."),
            ),
        ]

    def clean(self) -> None:
        """An edition follows one that ended before it, so that a chain of them never comes back to itself."""
        super().clean()
        if self.follows is not None and self.period_end and self.follows.period_end >= self.period_end:
            raise ValidationError(
                {"follows": _("Edisi sebelumnya harus berakhir lebih dahulu daripada edisi ini. Pilih edisi lain.")}
            )

    def __str__(self) -> str:
        return self.brand_shown


class EditionLabel(models.Model):
    """The name under which one province runs an edition (the same edition is called 2024 here and 2025 there)."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="labels", verbose_name=_("edisi"))
    province = models.ForeignKey(
        "regions.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("provinsi")
    )
    brand_label = models.CharField(_("sebutan"), max_length=120)
    brand_label_en = models.CharField(_("sebutan dalam bahasa Inggris"), max_length=120, blank=True, default="")
    brand_shown = ReadersText("brand_label")

    class Meta:
        verbose_name = _("sebutan di provinsi")
        verbose_name_plural = _("sebutan di provinsi")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "province"],
                name="one_label_per_province",
                violation_error_code="province",
                violation_error_message=_(
                    "Provinsi ini sudah punya sebutan pada edisi itu. Ubah sebutan yang ada atau pilih provinsi lain."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.brand_shown


class Zone(models.Model):
    """A named, editable set of provinces of one edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="zones", verbose_name=_("edisi"))
    code = models.SlugField(_("kode"), max_length=40)
    name = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama dalam bahasa Inggris"), max_length=120, blank=True, default="")
    provinces = models.ManyToManyField("regions.Region", related_name="+", verbose_name=_("provinsi"))
    name_shown = ReadersText("name")

    class Meta:
        verbose_name = _("zona")
        verbose_name_plural = _("zona")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="zone_once_per_edition",
                violation_error_code="code",
                violation_error_message=_("Kode zona ini sudah dipakai pada edisi itu. Pilih kode lain."),
            )
        ]

    def __str__(self) -> str:
        return self.name_shown


class CompetitionLevel(models.TextChoices):
    PROVINCIAL = "provincial", _("Provinsi")
    NATIONAL = "national", _("Nasional")


class EntrantKind(models.TextChoices):
    PROVINCE = "province", _("Pemerintah provinsi")
    REGENCY = "regency", _("Pemerintah kabupaten/kota")
    VILLAGE = "village", _("Pemerintah desa/kelurahan")
    MINISTRY = "ministry", _("Kementerian/lembaga")
    EMPLOYER = "employer", _("Badan usaha")


class Category(models.Model):
    """Who competes for what at one level of an edition; a provincial category belongs to one province.

    The filters narrow who may enter: employers by scale and KBLI sections, regions by autonomy.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="categories", verbose_name=_("edisi"))
    code = models.SlugField(_("kode"), max_length=60)
    name = models.CharField(_("nama"), max_length=200)
    name_en = models.CharField(_("nama dalam bahasa Inggris"), max_length=200, blank=True, default="")
    level = models.CharField(_("tingkat"), max_length=12, choices=CompetitionLevel.choices)
    province = models.ForeignKey(
        "regions.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("provinsi"),
    )
    entrant_kind = models.CharField(_("jenis peserta"), max_length=10, choices=EntrantKind.choices)
    admits_administrative = models.BooleanField(_("menerima wilayah tanpa otonomi"), default=False)
    employer_scales = models.JSONField(_("skala badan usaha"), default=list, blank=True)
    kbli_sections = models.JSONField(_("seksi KBLI"), default=list, blank=True)
    note = models.TextField(_("catatan"), blank=True, default="")
    name_shown = ReadersText("name")

    class Meta:
        verbose_name = _("kategori")
        verbose_name_plural = _("kategori")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="category_once_per_edition",
                violation_error_code="code",
                violation_error_message=_("Kode kategori ini sudah dipakai pada edisi itu. Pilih kode lain."),
            ),
            models.CheckConstraint(
                condition=models.Q(level="national", province=None)
                | models.Q(level="provincial", province__isnull=False),
                name="provincial_category_names_its_province",
                violation_error_code="province",
                violation_error_message=_(
                    "Kategori tingkat provinsi harus menyebut provinsinya, dan kategori nasional tidak. Isi atau "
                    "kosongkan provinsinya."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_shown} · {self.edition}"

    @property
    def region_code(self) -> str:
        """The province whose contest this is; empty for a national category."""
        return self.province_id or ""


class StageKind(models.TextChoices):
    SUBMISSION = "submission", _("Pengisian")
    VERIFICATION = "verification", _("Verifikasi")
    OBJECTION = "objection", _("Masa sanggah")
    JURY = "jury", _("Penilaian juri")
    INTERVIEW = "interview", _("Wawancara")
    PLENARY = "plenary", _("Pleno")
    ANNOUNCEMENT = "announcement", _("Pengumuman")


class Stage(models.Model):
    """A dated step of a category; a row with a province overrides the category's dates there.

    `closes_at` is the official end that people are told, `hard_closes_at` the end that the system enforces.
    """

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="stages", verbose_name=_("kategori"))
    kind = models.CharField(_("tahap"), max_length=15, choices=StageKind.choices)
    province = models.ForeignKey(
        "regions.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("provinsi"),
    )
    opens_at = models.DateTimeField(_("dibuka"))
    closes_at = models.DateTimeField(_("batas resmi"))
    hard_closes_at = models.DateTimeField(_("batas sistem"))

    class Meta:
        verbose_name = _("tahap")
        verbose_name_plural = _("tahap")
        constraints = [
            models.UniqueConstraint(
                fields=["category", "kind", "province"],
                condition=models.Q(province__isnull=False),
                name="stage_once_per_category_and_province",
                violation_error_code="province",
                violation_error_message=_(
                    "Provinsi ini sudah punya jadwal sendiri untuk tahap itu. Ubah jadwal yang ada atau pilih "
                    "provinsi lain."
                ),
            ),
            models.UniqueConstraint(
                fields=["category", "kind"],
                condition=models.Q(province=None),
                name="stage_once_per_category",
                violation_error_code="kind",
                violation_error_message=_(
                    "Tahap ini sudah punya jadwal pada kategori itu. Ubah jadwal yang ada, atau pilih provinsi "
                    "bila jadwal ini hanya berlaku di sana."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at"), closes_at__lte=models.F("hard_closes_at")),
                name="stage_runs_forward",
                violation_error_code="closes_at",
                violation_error_message=_(
                    "Tahap harus dibuka sebelum batas resmi, dan batas sistem tidak boleh lebih awal daripada "
                    "batas resmi. Perbaiki waktunya."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.category}"

    @property
    def region_code(self) -> str:
        """The province whose dates these are; empty where the row dates the whole category."""
        return self.province_id or ""


class SlotGrouping(models.TextChoices):
    NONE = "none", _("tanpa kelompok")
    PROVINCE = "province", _("per provinsi")
    ZONE = "zone", _("per zona")
    SECTOR = "sector", _("per sektor")


class Slot(models.Model):
    """A prize: which rank on which basis (a criterion's code, or the total) within which group.

    `threshold` is the least figure of that basis that wins it, or the most where lower is better.
    """

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="slots", verbose_name=_("kategori"))
    position = models.PositiveSmallIntegerField(_("urutan"))
    label = models.CharField(_("sebutan"), max_length=120)
    label_en = models.CharField(_("sebutan dalam bahasa Inggris"), max_length=120, blank=True, default="")
    basis = models.CharField(_("dasar (kosong = nilai akhir)"), max_length=120, blank=True, default="")
    grouping = models.CharField(_("kelompok"), max_length=10, choices=SlotGrouping.choices, default=SlotGrouping.NONE)
    from_rank = models.PositiveSmallIntegerField(_("dari peringkat"), default=1)
    to_rank = models.PositiveSmallIntegerField(_("sampai peringkat"), default=1)
    threshold = models.DecimalField(
        _("batas nilai"),
        max_digits=20,
        decimal_places=8,
        null=True,
        blank=True,
        help_text=_("Bila tidak seorang pun mencapainya, juara ini tanpa pemenang. Kosong: tanpa batas."),
    )
    label_shown = ReadersText("label")

    class Meta:
        verbose_name = _("juara")
        verbose_name_plural = _("juara")
        constraints = [
            models.UniqueConstraint(
                fields=["category", "position"],
                name="slot_position_once",
                violation_error_code="position",
                violation_error_message=_("Urutan ini sudah dipakai juara lain pada kategori itu. Pilih urutan lain."),
            ),
            models.CheckConstraint(
                condition=models.Q(from_rank__gte=1, from_rank__lte=models.F("to_rank")),
                name="slot_ranks_run_forward",
                violation_error_code="to_rank",
                violation_error_message=_(
                    "Peringkat dimulai dari 1, dan peringkat akhir tidak boleh lebih kecil daripada peringkat "
                    "awal. Perbaiki kedua angka itu."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label_shown
