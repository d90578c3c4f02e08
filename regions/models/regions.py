"""Regions of Indonesia by their official (Kemendagri) codes. Rows are retired, never deleted."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class RegionLevel(models.TextChoices):
    NATION = "nation", _("Nasional")
    PROVINCE = "province", _("Provinsi")
    REGENCY = "regency", _("Kabupaten/kota")
    DISTRICT = "district", _("Kecamatan")
    VILLAGE = "village", _("Desa/kelurahan")


class Region(models.Model):
    """One region; `code` is the decree's code ("00" is the nation), whose dotted prefixes are the regions above."""

    code = models.CharField(_("kode"), max_length=13, primary_key=True)
    level = models.CharField(_("tingkat"), max_length=10, choices=RegionLevel.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("wilayah atas"),
    )
    name = models.CharField(_("nama"), max_length=200)
    full_name = models.CharField(_("nama lengkap"), max_length=200)
    short_name = models.CharField(_("nama pendek"), max_length=200, blank=True, default="")
    kind = models.CharField(_("jenis"), max_length=20, blank=True, default="")
    is_administrative = models.BooleanField(_("tanpa otonomi"), default=False)
    bps_code = models.CharField(_("kode BPS"), max_length=10, blank=True, default="")
    iso_code = models.CharField(_("kode ISO"), max_length=6, blank=True, default="")
    island_group = models.CharField(_("gugus pulau"), max_length=60, blank=True, default="")
    population = models.PositiveBigIntegerField(_("penduduk"), null=True, blank=True)
    area_km2 = models.DecimalField(_("luas (km²)"), max_digits=14, decimal_places=3, null=True, blank=True)
    latitude = models.DecimalField(_("lintang"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("bujur"), max_digits=8, decimal_places=5, null=True, blank=True)
    source = models.CharField(_("sumber"), max_length=300)
    valid_from = models.DateField(_("berlaku sejak"))
    retired_on = models.DateField(_("tidak berlaku sejak"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")
        indexes = [models.Index(fields=["level", "code"], name="region_by_level")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def province_code(self) -> str:
        """The first two digits: the province this region lies in ("00" for the nation)."""
        return self.code[:2]


class AliasKind(models.TextChoices):
    FORMER_CODE = "former_code", _("Kode lama")
    FORMER_NAME = "former_name", _("Nama lama")
    SPELLING = "spelling", _("Ejaan lain")


class RegionAlias(models.Model):
    """A code or name that means a region without being its own of today, with the regulation that says so.

    From `valid_until` on it is the region's own no longer, though people go on writing it; an empty date is one that no
    source at hand names.
    """

    kind = models.CharField(_("jenis"), max_length=12, choices=AliasKind.choices)
    written = models.CharField(_("tertulis"), max_length=200)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="aliases", verbose_name=_("wilayah yang dimaksud")
    )
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_until = models.DateField(_("tidak resmi lagi sejak"), null=True, blank=True)
    source = models.CharField(_("sumber"), max_length=300)
    note = models.CharField(_("catatan"), max_length=300, blank=True, default="")
    retired_on = models.DateField(_("tidak berlaku sejak"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("kode dan nama lain wilayah")
        verbose_name_plural = _("kode dan nama lain wilayah")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "written", "region"],
                name="alias_means_region_once",
                violation_error_code="written",
                violation_error_message=_("Tulisan ini sudah tercatat untuk wilayah itu. Ubah baris yang ada."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_until=None)
                | models.Q(valid_from__lt=models.F("valid_until")),
                name="alias_dates_run_forward",
                violation_error_code="valid_until",
                violation_error_message=_("Tanggal akhirnya tidak sesudah tanggal awalnya. Perbaiki salah satunya."),
            ),
            models.CheckConstraint(
                condition=models.Q(source__gt=""),
                name="alias_names_its_source",
                violation_error_code="source",
                violation_error_message=_("Kode atau nama lain harus menyebut peraturannya. Tulis sumbernya."),
            ),
        ]

    def __str__(self) -> str:
        return self.written


class DefaultZone(models.Model):
    """The zones that a new edition starts from; an edition's own zones may differ."""

    code = models.SlugField(_("kode"), max_length=40, primary_key=True)
    name = models.CharField(_("nama"), max_length=120)
    position = models.PositiveSmallIntegerField(_("urutan"))
    provinces = models.ManyToManyField(Region, related_name="+", verbose_name=_("provinsi"))
    note = models.TextField(_("catatan"), blank=True, default="")
    source = models.CharField(_("sumber"), max_length=300)
    retired_on = models.DateField(_("tidak berlaku sejak"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("zona bawaan")
        verbose_name_plural = _("zona bawaan")

    def __str__(self) -> str:
        return self.name
