"""Uploaded files, what was wrong in them, and the columns that every row brought in by a file carries."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    DRAFT = "draft", _("diperiksa")
    CHECKED = "checked", _("selesai diperiksa")
    APPLIED = "applied", _("diterapkan")
    DISCARDED = "discarded", _("dibuang")
    REFUSED = "refused", _("ditolak")


MOVES: dict[ImportState, frozenset[ImportState]] = {
    ImportState.DRAFT: frozenset({ImportState.CHECKED, ImportState.REFUSED, ImportState.DISCARDED}),
    ImportState.CHECKED: frozenset({ImportState.DRAFT, ImportState.APPLIED, ImportState.DISCARDED}),
    ImportState.REFUSED: frozenset({ImportState.DRAFT, ImportState.DISCARDED}),
    ImportState.APPLIED: frozenset(),
    ImportState.DISCARDED: frozenset(),
}


class ImportJob(models.TextChoices):
    """The background jobs of an import; their subject is the import."""

    CHECK = "imports.check", _("Memeriksa berkas")
    MEND = "imports.mend", _("Memeriksa perbaikan")
    APPLY = "imports.apply", _("Menerapkan impor")


class ImportBatch(models.Model):
    """One uploaded file on its way into the records: checked without effect, then applied whole or discarded.

    `region_code` is the region whose tree the file may touch ("" = everywhere). `sheet` is the one that somebody chose
    of a workbook ("" = the first). `staging` names the table that holds the checked rows until the decision. The counts
    are those of the last check; applying refuses when the records no longer match them; `compared_digest` is that of
    the records which would change. `notes` are what the reading found worth saying ({"code", ...}). `jump_count` of the
    changed rows make a figure tenfold or a tenth.
    A refused file has a reason and no rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("jenis data"), max_length=60)
    region_code = models.CharField(_("kode wilayah"), max_length=13, blank=True, default="")
    state = models.CharField(_("status"), max_length=10, choices=ImportState.choices, default=ImportState.DRAFT)
    file = models.FileField(_("berkas"), upload_to="imports/%Y/%m/", max_length=200)
    file_name = models.CharField(_("nama berkas"), max_length=200)
    file_digest = models.CharField(_("sidik jari berkas"), max_length=64)
    file_size = models.PositiveBigIntegerField(_("ukuran berkas"))
    sheet = models.CharField(_("lembar"), max_length=100, blank=True, default="")
    mend_file = models.FileField(_("berkas perbaikan"), upload_to="imports/%Y/%m/", max_length=200, blank=True)
    staging = models.CharField(max_length=63, blank=True, default="", editable=False)
    row_count = models.PositiveBigIntegerField(_("baris dibaca"), default=0)
    faulty_count = models.PositiveBigIntegerField(_("baris ditolak"), default=0)
    left_out_count = models.PositiveBigIntegerField(_("baris ditinggalkan"), default=0)
    new_count = models.PositiveBigIntegerField(_("baris baru"), default=0)
    changed_count = models.PositiveBigIntegerField(_("baris berubah"), default=0)
    same_count = models.PositiveBigIntegerField(_("baris sama"), default=0)
    jump_count = models.PositiveBigIntegerField(_("lompatan sepuluh kali"), default=0)
    compared_digest = models.CharField(max_length=32, blank=True, default="", editable=False)
    notes = models.JSONField(_("catatan pembacaan"), default=list, blank=True, editable=False)
    refusal = models.TextField(_("alasan penolakan"), blank=True, default="")
    uploaded_at = models.DateTimeField(_("diunggah"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("diunggah oleh")
    )
    checked_at = models.DateTimeField(_("diperiksa"), null=True, blank=True)
    decided_at = models.DateTimeField(_("diputuskan"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diputuskan oleh"),
    )

    class Meta:
        verbose_name = _("impor")
        verbose_name_plural = _("impor")
        indexes = [models.Index(fields=["-uploaded_at", "id"], name="import_latest_first")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="applied")
                | models.Q(faulty_count=0, decided_at__isnull=False, decided_by__isnull=False),
                name="applied_import_is_whole_and_decided",
                violation_error_code="state",
                violation_error_message=_(
                    "Impor hanya dapat diterapkan tanpa baris yang ditolak dan dengan nama pemutusnya. Perbaiki "
                    "baris yang ditolak, lalu terapkan lagi."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | models.Q(refusal__gt=""),
                name="refused_import_says_why",
                violation_error_code="refusal",
                violation_error_message=_("Impor yang ditolak harus menyebut alasannya. Tulis alasan penolakan."),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class FileInPieces(models.Model):
    """A file on its way: `received` bytes are on the disk, the sender goes on from there after a broken line.

    `stamp` is what the sender's computer says of the file's last change ("" = not said): edited meanwhile it is another
    file, even with the same name and size.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    original_name = models.CharField(_("nama berkas"), max_length=255)
    size = models.PositiveBigIntegerField(_("ukuran (bita)"))
    stamp = models.CharField(max_length=20, blank=True, default="", editable=False)
    received = models.PositiveBigIntegerField(_("diterima (bita)"), default=0)
    created_at = models.DateTimeField(_("dimulai"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("oleh")
    )

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")),
                name="%(class)s_within_its_size",
                violation_error_code="received",
                violation_error_message=_(
                    "Yang diterima lebih besar daripada ukuran berkas. Ulangi unggahan dari awal."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.original_name

    @classmethod
    def unfinished(cls) -> models.QuerySet[Self]:
        """The rows that still wait for something; a class that keeps finished ones leaves those out."""
        return cls.objects.all()


class IncomingTable(FileInPieces):
    """A table on its way to a page that reads tables: `door` says which, `subject` for what there.

    Once it is taken in it keeps for a day what it `became`, so that who sends the last piece again hears the same.
    """

    door = models.CharField(max_length=20)
    subject = models.CharField(max_length=100)
    became = models.CharField(max_length=100, blank=True, default="")

    class Meta(FileInPieces.Meta):
        verbose_name = _("tabel yang sedang diunggah")
        verbose_name_plural = _("tabel yang sedang diunggah")

    @classmethod
    def unfinished(cls) -> models.QuerySet[Self]:
        return cls.objects.filter(became="")


class ImportProblem(models.Model):
    """One faulty row: `reasons` are its faults ({"column", "message"}), `cells` the row as it stood in the file,
    under the kind's columns, with what stood beyond the titles behind it.

    `is_proposed`: it looks like no data (a total, a footnote, an exact double), so leaving it out is proposed. A row
    that somebody left out keeps who, when and why, and holds the import up no longer.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="problems", verbose_name=_("impor"))
    line = models.PositiveBigIntegerField(_("baris"))
    reasons = models.JSONField(_("alasan"))
    cells = models.JSONField(_("isi baris"))
    is_proposed = models.BooleanField(_("diusulkan ditinggalkan"), default=False)
    left_out_at = models.DateTimeField(_("ditinggalkan"), null=True, blank=True)
    left_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ditinggalkan oleh"),
    )
    left_out_reason = models.CharField(_("alasan ditinggalkan"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("baris ditolak")
        verbose_name_plural = _("baris ditolak")
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "line"],
                name="faulty_line_once_per_import",
                violation_error_code="line",
                violation_error_message=_(
                    "Baris ini sudah tercatat sebagai baris yang ditolak pada impor yang sama. Periksa berkasnya lagi."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(left_out_at=None, left_out_by=None, left_out_reason="")
                | models.Q(left_out_at__isnull=False, left_out_by__isnull=False, left_out_reason__gt=""),
                name="row_left_out_says_who_and_why",
                violation_error_code="left_out_reason",
                violation_error_message=_(
                    "Baris yang ditinggalkan menyebut siapa, kapan, dan mengapa. Tulis alasannya."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.line}"


class DenominatorDefinition(models.TextChoices):
    """What a denominator counts. A closed one contains its numerator, so the numerator cannot be larger."""

    EMPLOYED = "employed", _("Penduduk yang bekerja (Sakernas)")
    LABOUR_FORCE = "labour_force", _("Angkatan kerja (Sakernas)")
    LABOUR_FORCE_NO_STATE = "labour_force_no_state", _("Angkatan kerja tanpa ASN, TNI, dan Polri")
    ELIGIBLE = "eligible", _("Potensi pekerja menurut BPJS Ketenagakerjaan")
    ELIGIBLE_BY_ID = "eligible_by_id", _("Pekerja berdomisili menurut NIK")
    INFORMAL = "informal", _("Pekerja informal (Sakernas)")
    GROUP_TOTAL = "group_total", _("Seluruh orang dalam kelompok itu")
    NAMED_LIST = "named_list", _("Daftar nama sasaran yang ditetapkan")


CLOSED_DENOMINATORS = (DenominatorDefinition.GROUP_TOTAL, DenominatorDefinition.NAMED_LIST)


class SourcedRow(models.Model):
    """A row that somebody reported: by which source, as of when, through which import."""

    as_of = models.DateField(_("keadaan per"))
    source = models.CharField(_("sumber"), max_length=300)
    is_synthetic = models.BooleanField(_("sintetis"), default=False)
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("impor")
    )

    class Meta:
        abstract = True


class PeriodRow(SourcedRow):
    """A reported row about a stretch of time, both ends included."""

    period_start = models.DateField(_("awal periode"))
    period_end = models.DateField(_("akhir periode"))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period_start__lte=models.F("period_end")),
                name="%(class)s_period_runs_forward",
                violation_error_code="period_end",
                violation_error_message=_(
                    "Akhir periode lebih awal daripada awalnya. Perbaiki salah satu tanggal itu."
                ),
            )
        ]


class CountRow(PeriodRow):
    """A count of people over a period; the denominator, where reported, says what it counts."""

    numerator = models.PositiveBigIntegerField(_("pembilang"))
    denominator = models.PositiveBigIntegerField(_("penyebut"), null=True, blank=True)
    denominator_definition = models.CharField(
        _("arti penyebut"), max_length=30, choices=DenominatorDefinition.choices, blank=True, default=""
    )

    class Meta(PeriodRow.Meta):
        abstract = True
        constraints = [
            *PeriodRow.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(denominator=None, denominator_definition="")
                | models.Q(denominator__isnull=False, denominator_definition__gt=""),
                name="%(class)s_denominator_is_defined",
                violation_error_code="denominator_definition",
                violation_error_message=_(
                    "Penyebut dan artinya diisi bersama atau dikosongkan bersama. Lengkapi yang kurang."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(denominator=None)
                | ~models.Q(denominator_definition__in=[str(choice) for choice in CLOSED_DENOMINATORS])
                | models.Q(numerator__lte=models.F("denominator")),
                name="%(class)s_stays_within_denominator",
                violation_error_code="numerator",
                violation_error_message=_(
                    "Pembilang melebihi penyebut, padahal yang dihitung adalah bagian darinya. Periksa kedua angka itu."
                ),
            ),
        ]
