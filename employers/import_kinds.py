"""What may be uploaded about employers: the register itself, and their months."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from employers.models.employers import Employer, Scale
from employers.models.months import EmployerMonth
from paritrana.lib.plain_keys import whole_npp
from paritrana.uploads.columns import EXAMPLE_SOURCE, SOURCED, PartWithin
from paritrana.uploads.kinds import Column, ColumnType, ImportKind, Reference, RowFault, StagedRow, register_kind
from regions.import_kinds import NAME_COLUMN, REGION_COLUMN, REGION_NAMING
from regions.models.regions import Region, RegionLevel

NPP = Column(
    "npp",
    ColumnType.TEXT,
    _("Nomor pendaftaran perusahaan, paling banyak 8 karakter."),
    maximum_length=8,
    is_upper=True,
)
DIVISION = Column("divisi", ColumnType.TEXT, _("Kode divisi."), default="", maximum_length=10)
EXAMPLE_NPP = "00000000"
"""A number that no employer has: nobody's register begins at nought."""
LETTERS = {"KBLI 2020": "ABCDEFGHIJKLMNOPQRSTU", "KBLI 2025": "ABCDEFGHIJKLMNOPQRSTUV"}


def npp_is_complete(row: StagedRow) -> Sequence[RowFault]:
    npp = row["npp"]
    if npp == whole_npp(npp):
        return []
    message = gettext("NPP terdiri dari 8 karakter; nol di depannya mungkin hilang. Apakah maksudnya %(npp)s?")
    return [("npp", message % {"npp": whole_npp(npp)})]


def section_is_a_letter_of_its_version(row: StagedRow) -> Sequence[RowFault]:
    letters = LETTERS.get(row["versi_kbli"])
    if letters is None:
        return [("versi_kbli", gettext("Versi KBLI tidak dikenal. Tulis KBLI 2020 atau KBLI 2025."))]
    if row["seksi_kbli"] not in letters:
        return [("seksi_kbli", gettext("Seksi ini tidak ada dalam versi KBLI itu. Tulis satu huruf besar."))]
    return []


REGISTER = ImportKind(
    code="pemberi-kerja",
    label=_("Daftar pemberi kerja"),
    model=Employer,
    columns=(
        Column("npp", ColumnType.TEXT, _("Nomor pendaftaran perusahaan."), "npp", maximum_length=8, is_upper=True),
        Column("divisi", ColumnType.TEXT, _("Kode divisi."), "division", default="", maximum_length=10),
        Column("nama", ColumnType.TEXT, _("Nama pemberi kerja."), "name"),
        Column("skala", ColumnType.CHOICE, _("Skala usaha menurut PP 7/2021."), "scale", choices=Scale),
        Column("versi_kbli", ColumnType.TEXT, _("Versi KBLI."), "kbli_version", default="KBLI 2020", maximum_length=10),
        Column("seksi_kbli", ColumnType.TEXT, _("Huruf seksi KBLI."), "kbli_section", maximum_length=1),
        REGION_COLUMN,
        NAME_COLUMN,
        Column("berlaku_sejak", ColumnType.DATE, _("Tanggal terdaftar."), "valid_from", is_past=True),
        Column("sumber", ColumnType.TEXT, _("Nama sumber."), "source"),
        Column("sintetis", ColumnType.FLAG, _("Ya untuk data buatan."), "is_synthetic", default="0"),
    ),
    reference=Reference(
        field="region",
        model=Region,
        match=(("kode_wilayah", "code"),),
        unknown=_("Kode wilayah tidak dikenal. Pakai kode provinsi atau kabupaten/kota Kemendagri sebagai teks."),
        region_column="code",
        levels=(RegionLevel.PROVINCE, RegionLevel.REGENCY),
        naming=REGION_NAMING,
    ),
    dated=("berlaku_sejak", "berlaku_sejak"),
    key=("npp", "divisi"),
    checks=(npp_is_complete, section_is_a_letter_of_its_version),
    example={
        "npp": EXAMPLE_NPP,
        "nama": "PT Contoh Jaya",
        "skala": "medium",
        "seksi_kbli": "C",
        "kode_wilayah": "52.71",
        "berlaku_sejak": "2019-03-01",
        "sumber": EXAMPLE_SOURCE,
        "sintetis": "ya",
    },
)
_PROGRAMMES = tuple(
    Column(f"ikut_{name}", ColumnType.FLAG, _("Ikut program ini?"), f"follows_{name}")
    for name in ("jkk", "jkm", "jht", "jp", "jkp")
)
_FINDINGS = tuple(
    Column(f"pds_{name}", ColumnType.FLAG, _("Temuan pengawas PDS?"), f"is_partial_{field}", default="0")
    for name, field in (("tenaga_kerja", "workers"), ("upah", "wage"), ("program", "programme"))
)
MONTHS = ImportKind(
    code="bulanan-pemberi-kerja",
    label=_("Laporan bulanan pemberi kerja"),
    model=EmployerMonth,
    columns=(
        NPP,
        DIVISION,
        Column("bulan", ColumnType.MONTH, _("Bulan laporan."), "month", is_past=True),
        Column("pekerja", ColumnType.WHOLE, _("Seluruh pekerja pada akhir bulan."), "headcount"),
        Column("terdaftar", ColumnType.WHOLE, _("Pekerja yang terdaftar."), "enrolled"),
        Column("upah_rp", ColumnType.WHOLE, _("Upah seluruh pekerja."), "payroll_idr"),
        Column("upah_dilaporkan_rp", ColumnType.WHOLE, _("Upah yang dilaporkan."), "wage_reported_idr"),
        *_PROGRAMMES,
        Column("jatuh_tempo", ColumnType.DATE, _("Jatuh tempo iuran bulan ini."), "due_on"),
        Column("dibayar_pada", ColumnType.DATE, _("Tanggal iuran lunas."), "paid_on", nullable=True, is_past=True),
        Column("tunggakan_rp", ColumnType.WHOLE, _("Tunggakan."), "arrears_idr", default="0"),
        Column("vendor", ColumnType.WHOLE, _("Jumlah vendor."), "vendors", default="0"),
        Column("vendor_terdaftar", ColumnType.WHOLE, _("Vendor yang terdaftar."), "vendors_enrolled", default="0"),
        Column("pekerja_disponsori", ColumnType.WHOLE, _("Pekerja rentan."), "sponsored_workers", default="0"),
        Column("iuran_disponsori_rp", ColumnType.WHOLE, _("Iuran mereka."), "sponsored_idr", default="0"),
        *_FINDINGS,
        *SOURCED,
    ),
    reference=Reference(
        field="employer",
        model=Employer,
        match=(("npp", "npp"), ("divisi", "division")),
        unknown=_("NPP dan divisi ini tidak ada dalam daftar pemberi kerja. Unggah daftar pemberi kerja lebih dahulu."),
        region_column="region_id",
    ),
    key=("npp", "divisi", "bulan"),
    checks=(
        npp_is_complete,
        PartWithin("terdaftar", "pekerja"),
        PartWithin("upah_dilaporkan_rp", "upah_rp"),
        PartWithin("vendor_terdaftar", "vendor"),
    ),
    example={
        "npp": EXAMPLE_NPP,
        "bulan": "2023-12",
        "pekerja": "120",
        "terdaftar": "118",
        "upah_rp": "540.000.000",
        "upah_dilaporkan_rp": "531.000.000",
        **{f"ikut_{name}": "ya" for name in ("jkk", "jkm", "jht", "jp")},
        "ikut_jkp": "tidak",
        "jatuh_tempo": "2024-01-15",
        "dibayar_pada": "2024-01-12",
        "keadaan_per": "2023-12-31",
        "sumber": EXAMPLE_SOURCE,
        "sintetis": "ya",
    },
)


def register_import_kinds() -> None:
    for kind in (REGISTER, MONTHS):
        register_kind(kind)
