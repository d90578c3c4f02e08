"""Columns and row checks that many kinds of uploads share."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paritrana.uploads.kinds import Column, ColumnType, RowFault, StagedRow
from paritrana.uploads.models import CLOSED_DENOMINATORS, DenominatorDefinition

SOURCED = (
    Column("keadaan_per", ColumnType.DATE, gettext_lazy("Tanggal keadaan data."), "as_of", is_past=True),
    Column("sumber", ColumnType.TEXT, gettext_lazy("Nama sumber: laporan, sistem, atau surat."), "source"),
    Column("sintetis", ColumnType.FLAG, gettext_lazy("Ya untuk data buatan."), "is_synthetic", default="0"),
)
PERIOD = (
    Column("awal_periode", ColumnType.DATE, gettext_lazy("Hari pertama periode."), "period_start", is_past=True),
    Column("akhir_periode", ColumnType.DATE, gettext_lazy("Hari terakhir periode."), "period_end", is_past=True),
)
EXAMPLE_SOURCE = "Contoh templat; hapus baris ini"
"""The source that example rows name; a row that still names it is nobody's report."""
COUNT = (
    Column("pembilang", ColumnType.WHOLE, gettext_lazy("Jumlah orang yang terlindungi atau terdaftar."), "numerator"),
    Column(
        "penyebut",
        ColumnType.WHOLE,
        gettext_lazy("Jumlah seluruhnya; isi bersama arti_penyebut."),
        "denominator",
        nullable=True,
    ),
    Column(
        "arti_penyebut",
        ColumnType.CHOICE,
        gettext_lazy("Apa yang dihitung penyebut."),
        "denominator_definition",
        default="",
        choices=DenominatorDefinition,
    ),
)
CLAUSES = (
    Column("tentang", ColumnType.TEXT, gettext_lazy("Judul peraturan."), "title", default="", maximum_length=500),
    Column("halaman", ColumnType.TEXT, gettext_lazy("Halaman bukti."), "page", default="", maximum_length=60),
    Column(
        "dukungan_anggaran",
        ColumnType.FLAG,
        gettext_lazy("Ada dukungan anggaran?"),
        "has_budget_clause",
        default="0",
    ),
    Column(
        "menyebut_pekerjaan",
        ColumnType.FLAG,
        gettext_lazy("Menyebut jenis pekerjaan tertentu?"),
        "has_occupation_clause",
        default="0",
    ),
    Column(
        "kewajiban_umum",
        ColumnType.FLAG,
        gettext_lazy("Memuat kewajiban umum?"),
        "has_general_duty_clause",
        default="0",
    ),
    Column(
        "dicabut_pada", ColumnType.DATE, gettext_lazy("Tanggal dicabut."), "revoked_on", nullable=True, is_past=True
    ),
)
_CLOSED = frozenset(str(choice) for choice in CLOSED_DENOMINATORS)


def period_runs_forward(row: StagedRow) -> Sequence[RowFault]:
    """Dates are ISO text here, so their order is the order of their text."""
    if row["awal_periode"] > row["akhir_periode"]:
        return [("akhir_periode", _("Akhir periode mendahului awal periode."))]
    return []


def denominator_fits(row: StagedRow) -> Sequence[RowFault]:
    denominator, definition = row["penyebut"], row["arti_penyebut"]
    if denominator and not definition:
        return [("arti_penyebut", _("Penyebut diisi, jadi artinya wajib dipilih."))]
    if definition and not denominator:
        return [("penyebut", _("Arti penyebut dipilih, jadi penyebutnya wajib diisi."))]
    if definition in _CLOSED and int(row["pembilang"]) > int(denominator):
        return [("pembilang", _("Lebih besar daripada penyebut, padahal penyebut memuat seluruh kelompok."))]
    return []


class PartWithin:
    """Refuses a row whose part is larger than the whole it belongs to."""

    def __init__(self, part: str, whole: str) -> None:
        self.part = part
        self.whole = whole

    def __call__(self, row: StagedRow) -> Sequence[RowFault]:
        if int(row[self.part]) <= int(row[self.whole]):
            return []
        return [(self.part, _("Tidak boleh lebih besar daripada %(whole)s.") % {"whole": self.whole})]
