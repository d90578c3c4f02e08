"""What may be uploaded about ministries."""

from django.utils.translation import gettext_lazy as _

from ministries.models import Ministry, MinistryRegulation, MinistryRegulationRank, SectorEnrolment, StaffCover
from paritrana.lib.plain_keys import plain_regulation_number, plain_words
from paritrana.uploads.columns import (
    CLAUSES,
    COUNT,
    EXAMPLE_SOURCE,
    PERIOD,
    SOURCED,
    denominator_fits,
    period_runs_forward,
)
from paritrana.uploads.kinds import Column, ColumnType, ImportKind, Reference, register_kind

MINISTRY_COLUMN = Column("kunci", ColumnType.TEXT, _("Kunci kementerian, misalnya kementerian-ketenagakerjaan."))
MINISTRY = Reference(
    field="ministry",
    model=Ministry,
    match=(("kunci", "slug"),),
    unknown=_("Kunci kementerian atau lembaga tidak dikenal. Salin dari daftar kementerian."),
)
_EXAMPLE = {
    "kunci": "kementerian-ketenagakerjaan",
    "awal_periode": "2023-01-01",
    "akhir_periode": "2023-12-31",
    "keadaan_per": "2023-12-31",
    "sumber": EXAMPLE_SOURCE,
    "sintetis": "ya",
}
_CHECKS = (period_runs_forward, denominator_fits)

STAFF = ImportKind(
    code="non-asn-kementerian",
    label=_("Pegawai non-ASN kementerian dan lembaga"),
    model=StaffCover,
    columns=(MINISTRY_COLUMN, *PERIOD, *COUNT, *SOURCED),
    reference=MINISTRY,
    key=("kunci", "awal_periode", "akhir_periode"),
    checks=_CHECKS,
    example={**_EXAMPLE, "pembilang": "950", "penyebut": "1.000", "arti_penyebut": "group_total"},
)
SECTOR = ImportKind(
    code="sektor-kementerian",
    label=_("Pekerja sektor yang dibawa masuk kementerian"),
    model=SectorEnrolment,
    columns=(
        MINISTRY_COLUMN,
        Column("sektor", ColumnType.TEXT, _("Sektor binaan, misalnya nelayan."), "sector", maximum_length=120),
        *PERIOD,
        *COUNT,
        *SOURCED,
    ),
    reference=MINISTRY,
    key=("kunci", "sektor", "awal_periode", "akhir_periode"),
    plain={"sektor": lambda row: plain_words(row["sektor"])},
    checks=_CHECKS,
    example={**_EXAMPLE, "sektor": "nelayan", "pembilang": "12.500"},
)
REGULATION = ImportKind(
    code="peraturan-kementerian",
    label=_("Peraturan kementerian dan lembaga"),
    model=MinistryRegulation,
    columns=(
        MINISTRY_COLUMN,
        Column("jenis", ColumnType.CHOICE, _("Jenis peraturan."), "rank", choices=MinistryRegulationRank),
        Column("nomor", ColumnType.TEXT, _("Nomor peraturan."), "number", maximum_length=60),
        Column("tahun", ColumnType.WHOLE, _("Tahun terbit."), "year", is_past=True, counts_something=False),
        *CLAUSES,
        *SOURCED,
    ),
    reference=MINISTRY,
    key=("kunci", "jenis", "nomor", "tahun"),
    plain={"nomor": lambda row: plain_regulation_number(row["nomor"], row["tahun"])},
    example={
        "kunci": "kementerian-dalam-negeri",
        "jenis": "permen",
        "nomor": "27",
        "tahun": "2021",
        "dukungan_anggaran": "ya",
        "keadaan_per": "2023-12-31",
        "sumber": EXAMPLE_SOURCE,
        "sintetis": "ya",
    },
)


def register_import_kinds() -> None:
    for kind in (STAFF, SECTOR, REGULATION):
        register_kind(kind)
