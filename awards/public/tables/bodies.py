"""Tables of ministries and employers."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.public.tables.places import contribution_columns, contributions_about, count_row, regulation_row
from awards.public.tables.terms import BODIES, MONTHLY
from employers.selectors import summary
from employers.selectors.summary import EmployerSums
from ministries.models import Ministry
from ministries.selectors import reports
from paritrana.pages.open_tables import (
    About,
    CellKind,
    ColumnPlace,
    OpenColumn,
    OpenPage,
    OpenRow,
    OpenTable,
    month_text,
)

PAGE_SIZE = 40


def ministries_tables(request: HttpRequest) -> OpenPage:
    rows = reports.listed_ministries(query=request.GET.get("q", "").strip(), category=request.GET.get("golongan", ""))
    table = OpenTable(
        "ministries",
        _("Daftar kementerian dan lembaga"),
        (
            OpenColumn("ministry", _("Nama")),
            OpenColumn("short_name", _("Nama pendek"), place=ColumnPlace.NOTE),
            OpenColumn("key", _("Kunci"), place=ColumnPlace.FILE),
            OpenColumn("category", _("Golongan")),
            OpenColumn("has_reported", _("Laporan"), CellKind.YES),
            OpenColumn("source", _("Sumber"), place=ColumnPlace.FILE),
        ),
        About(
            definition=_("Kementerian dan lembaga yang berlaku, dan apakah sudah melaporkan sumbangannya."),
            source=_("Daftar kementerian dan lembaga; setiap baris menyebut sumbernya."),
            licence=str(BODIES.licence),
            changes=str(BODIES.changes),
        ),
        rows,
        _dressed_ministries,
        PAGE_SIZE,
    )
    return OpenPage(_("Kementerian dan lembaga"), (table,))


def _dressed_ministries(chunk: Sequence[Ministry]) -> list[OpenRow]:
    return [
        OpenRow(
            (
                row.name,
                row.short_name,
                row.slug,
                row.get_category_display(),
                row.has_reported,  # type: ignore[attr-defined] # annotated by the list
                row.source,
            ),
            reverse("ministry", args=[row.slug]),
        )
        for row in chunk
    ]


def ministry_tables(body: Ministry) -> OpenPage:
    """Return what one body reported."""
    record, people = reports.ministry_record(body), _("orang")
    rows = [
        *(count_row(_("Pegawai non-ASN terdaftar"), _("seluruh satuan kerja"), row, people) for row in record.staff),
        *(count_row(_("Pekerja sektor binaan"), row.sector, row, people) for row in record.sectors),
        *map(regulation_row, record.regulations),
    ]
    table = OpenTable("contributions", _("Yang disumbangkan"), contribution_columns(), contributions_about(), rows)
    return OpenPage(body.name, (table,))


def employers_tables() -> OpenPage:
    """Return sums alone: the wages and arrears of one firm are nobody's."""
    month = summary.latest_month()
    if month is None:
        return OpenPage(_("Pemberi kerja"), ())
    return OpenPage(
        _("Pemberi kerja"),
        (
            _sums_table("all", _("Semua pemberi kerja"), _("Cakupan"), [summary.employer_sums(month)]),
            _sums_table("scale", _("Menurut skala usaha"), _("Skala"), summary.sums_by_scale(month)),
            _sums_table("section", _("Menurut lapangan usaha"), _("Seksi KBLI"), summary.sums_by_section(month)),
            _sums_table("months", _("Dua belas bulan terakhir"), _("Bulan"), summary.months(), is_by_month=True),
        ),
    )


def _sums_table(
    name: str, title: str, first: str, sums: Sequence[EmployerSums], *, is_by_month: bool = False
) -> OpenTable:
    rupiah = CellKind.RUPIAH
    return OpenTable(
        name,
        title,
        (
            OpenColumn("group", first, CellKind.TIME if is_by_month else CellKind.TEXT),
            OpenColumn("month", _("Bulan"), CellKind.TIME, ColumnPlace.FILE),
            OpenColumn("employers", _("Pemberi kerja"), CellKind.NUMBER),
            OpenColumn("workers", _("Pekerja"), CellKind.NUMBER),
            OpenColumn("enrolled", _("Terdaftar"), CellKind.NUMBER),
            OpenColumn("enrolled_percent", _("Terdaftar, %"), CellKind.NUMBER),
            OpenColumn("wage_percent", _("Upah dilaporkan, %"), CellKind.NUMBER),
            OpenColumn("on_time_percent", _("Tepat waktu, %"), CellKind.NUMBER),
            OpenColumn("sponsored", _("Rentan disponsori"), CellKind.NUMBER),
            OpenColumn("payroll", _("Upah semuanya"), rupiah, ColumnPlace.FILE),
            OpenColumn("wage_reported", _("Upah dilaporkan"), rupiah, ColumnPlace.FILE),
            OpenColumn("on_time", _("Membayar tepat waktu"), CellKind.NUMBER, ColumnPlace.FILE),
            OpenColumn("arrears", _("Tunggakan"), rupiah, ColumnPlace.FILE),
            OpenColumn("vendors", _("Vendor"), CellKind.NUMBER, ColumnPlace.FILE),
            OpenColumn("vendors_enrolled", _("Vendor terdaftar"), CellKind.NUMBER, ColumnPlace.FILE),
            OpenColumn("synthetic", _("Sintetis"), CellKind.YES, ColumnPlace.FILE),
        ),
        About(
            definition=_(
                "Jumlah dari laporan bulanan semua pemberi kerja yang melapor; tidak ada angka satu perusahaan."
            ),
            numerator=_("Pekerja terdaftar, upah yang dilaporkan, atau pemberi kerja yang membayar tepat waktu."),
            denominator=_("Semua pekerja, semua upah, atau semua pemberi kerja yang melapor."),
            source=_("Laporan bulanan pemberi kerja kepada penyelenggara"),
            as_of=sums[-1].month.strftime("%Y-%m") if sums else "",
            caveat=_("Yang tidak melapor tidak terhitung."),
            licence=str(MONTHLY.licence),
            changes=str(MONTHLY.changes),
        ),
        [
            OpenRow(
                (
                    month_text(row.month) if is_by_month else row.label or _("Semua"),
                    month_text(row.month),
                    row.employers,
                    row.headcount,
                    row.enrolled,
                    row.enrolled_share,
                    row.wage_share,
                    row.on_time_share,
                    row.sponsored,
                    row.payroll,
                    row.wage_reported,
                    row.on_time,
                    row.arrears,
                    row.vendors,
                    row.vendors_enrolled,
                    row.is_synthetic,
                )
            )
            for row in sums
        ],
    )
