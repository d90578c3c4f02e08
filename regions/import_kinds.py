"""What regions may upload."""

from django.utils.translation import gettext_lazy as _

from paritrana.lib.plain_keys import plain_regulation_number
from paritrana.uploads.columns import (
    CLAUSES,
    COUNT,
    EXAMPLE_SOURCE,
    PERIOD,
    SOURCED,
    denominator_fits,
    period_runs_forward,
)
from paritrana.uploads.kinds import Column, ColumnType, ImportKind, Naming, Reference, register_kind
from regions.models.contributions import (
    ApparatusCover,
    ApparatusGroup,
    BudgetLine,
    BudgetPurpose,
    CountBasis,
    CountMeasure,
    FundSource,
    Participation,
    Regulation,
    RegulationRank,
    ScoreSheetLine,
    Segment,
    VulnerableCover,
)
from regions.models.regions import Region, RegionLevel
from regions.selectors.aliases import gazetteer

REGION_COLUMN = Column("kode_wilayah", ColumnType.TEXT, _("Kode Kemendagri: 52 atau 52.03."), maximum_length=13)
NAME_COLUMN = Column(
    "nama_wilayah",
    ColumnType.TEXT,
    _("Nama wilayah itu, untuk dicocokkan dengan kodenya."),
    default="",
    maximum_length=200,
)
REGION_NAMING = Naming(
    column="nama_wilayah",
    fields=("name", "short_name", "full_name"),
    gazetteer=gazetteer,
)
REGION = Reference(
    field="region",
    model=Region,
    match=(("kode_wilayah", "code"),),
    unknown=_("Kode wilayah tidak dikenal. Pakai kode Kemendagri dengan titik, misalnya 52.03; jaga sebagai teks."),
    region_column="code",
    levels=(RegionLevel.PROVINCE, RegionLevel.REGENCY, RegionLevel.VILLAGE),
    naming=REGION_NAMING,
)
_COUNT_EXAMPLE = {
    "kode_wilayah": "52.03",
    "awal_periode": "2024-01-01",
    "akhir_periode": "2024-12-31",
    "keadaan_per": "2024-12-31",
    "sumber": EXAMPLE_SOURCE,
    "sintetis": "ya",
}
_CHECKS = (period_runs_forward, denominator_fits)

PARTICIPATION = ImportKind(
    code="kepesertaan-daerah",
    label=_("Kepesertaan daerah per segmen"),
    model=Participation,
    columns=(
        REGION_COLUMN,
        NAME_COLUMN,
        Column("segmen", ColumnType.CHOICE, _("Segmen peserta."), "segment", choices=Segment),
        Column("dasar", ColumnType.CHOICE, _("Dihitung di mana."), "basis", choices=CountBasis),
        Column("cara", ColumnType.CHOICE, _("Rata-rata bulanan atau satu tanggal."), "measure", choices=CountMeasure),
        *PERIOD,
        *COUNT,
        *SOURCED,
    ),
    reference=REGION,
    dated=("awal_periode", "akhir_periode"),
    key=("kode_wilayah", "segmen", "dasar", "cara", "awal_periode", "akhir_periode"),
    checks=_CHECKS,
    example={**_COUNT_EXAMPLE, "segmen": "PU", "dasar": "registration", "cara": "snapshot", "pembilang": "84.110"},
)
VULNERABLE = ImportKind(
    code="pekerja-rentan",
    label=_("Pekerja rentan yang iurannya ditanggung"),
    model=VulnerableCover,
    columns=(
        REGION_COLUMN,
        NAME_COLUMN,
        Column("sumber_dana", ColumnType.CHOICE, _("Siapa yang membayar."), "payer", choices=FundSource),
        *PERIOD,
        *COUNT,
        Column("anggaran_rp", ColumnType.WHOLE, _("Rupiah."), "budget_idr", nullable=True),
        *SOURCED,
    ),
    reference=REGION,
    dated=("awal_periode", "akhir_periode"),
    key=("kode_wilayah", "sumber_dana", "awal_periode", "akhir_periode"),
    flows=("anggaran_rp",),
    checks=_CHECKS,
    example={**_COUNT_EXAMPLE, "sumber_dana": "DBHCHT", "pembilang": "17.195", "anggaran_rp": "2.500.000.000"},
)
APPARATUS = ImportKind(
    code="aparatur-daerah",
    label=_("Pegawai non-ASN, aparatur desa, dan kelompok lain"),
    model=ApparatusCover,
    columns=(
        REGION_COLUMN,
        NAME_COLUMN,
        Column("kelompok", ColumnType.CHOICE, _("Kelompok orang."), "group", choices=ApparatusGroup),
        *PERIOD,
        *COUNT,
        *SOURCED,
    ),
    reference=REGION,
    dated=("awal_periode", "akhir_periode"),
    key=("kode_wilayah", "kelompok", "awal_periode", "akhir_periode"),
    checks=_CHECKS,
    example={
        **_COUNT_EXAMPLE,
        "kelompok": "village_apparatus",
        "pembilang": "2.390",
        "penyebut": "2.629",
        "arti_penyebut": "group_total",
    },
)
BUDGET = ImportKind(
    code="anggaran-daerah",
    label=_("Anggaran daerah untuk program"),
    model=BudgetLine,
    columns=(
        REGION_COLUMN,
        NAME_COLUMN,
        Column("sumber_dana", ColumnType.CHOICE, _("Asal uang."), "fund", choices=FundSource),
        Column("keperluan", ColumnType.CHOICE, _("Untuk apa."), "purpose", choices=BudgetPurpose),
        *PERIOD,
        Column("pagu_rp", ColumnType.WHOLE, _("Rupiah yang dianggarkan."), "amount_idr"),
        Column("realisasi_rp", ColumnType.WHOLE, _("Rupiah yang dipakai."), "realised_idr", nullable=True),
        Column("dokumen", ColumnType.TEXT, _("DPA/APBD dan halaman."), "document", default="", maximum_length=200),
        *SOURCED,
    ),
    reference=REGION,
    dated=("awal_periode", "akhir_periode"),
    key=("kode_wilayah", "sumber_dana", "keperluan", "awal_periode", "akhir_periode"),
    flows=("pagu_rp",),
    checks=(period_runs_forward,),
    example={**_COUNT_EXAMPLE, "sumber_dana": "APBD", "keperluan": "vulnerable", "pagu_rp": "1.000.000.000"},
)
REGULATION = ImportKind(
    code="peraturan-daerah",
    label=_("Peraturan daerah tentang program"),
    model=Regulation,
    columns=(
        REGION_COLUMN,
        NAME_COLUMN,
        Column("jenis", ColumnType.CHOICE, _("Jenis peraturan."), "rank", choices=RegulationRank),
        Column("nomor", ColumnType.TEXT, _("Nomor peraturan."), "number", maximum_length=60),
        Column("tahun", ColumnType.WHOLE, _("Tahun terbit."), "year", is_past=True, counts_something=False),
        *CLAUSES,
        *SOURCED,
    ),
    reference=REGION,
    dated=("keadaan_per", "keadaan_per"),
    key=("kode_wilayah", "jenis", "nomor", "tahun"),
    plain={"nomor": lambda row: plain_regulation_number(row["nomor"], row["tahun"])},
    example={
        "kode_wilayah": "52.03",
        "jenis": "perda",
        "nomor": "6",
        "tahun": "2020",
        "dukungan_anggaran": "ya",
        "keadaan_per": "2024-12-31",
        "sumber": EXAMPLE_SOURCE,
        "sintetis": "ya",
    },
)
SCORE_SHEET = ImportKind(
    code="lembar-nilai",
    label=_("Baris lembar nilai yang sudah terbit"),
    model=ScoreSheetLine,
    columns=(
        REGION_COLUMN,
        NAME_COLUMN,
        Column("variabel", ColumnType.TEXT, _("Nama variabel dalam juknis."), "variable", maximum_length=60),
        *PERIOD,
        Column("poin", ColumnType.DECIMAL, _("Poin menurut lembar nilai."), "points"),
        *SOURCED,
    ),
    reference=REGION,
    dated=("awal_periode", "akhir_periode"),
    key=("kode_wilayah", "variabel", "awal_periode", "akhir_periode"),
    words="variabel",
    checks=(period_runs_forward,),
    example={**_COUNT_EXAMPLE, "variabel": "coverage_points", "poin": "7,75"},
)


def register_import_kinds() -> None:
    for kind in (PARTICIPATION, VULNERABLE, APPARATUS, BUDGET, REGULATION, SCORE_SHEET):
        register_kind(kind)
