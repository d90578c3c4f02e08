"""Tables of the list of regions and of a region's own page."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.public.tables.terms import PLACES, PROGRAMME, REPORTS, SURVEY
from awards.publication.models import Prize
from awards.results.selectors.latest import prizes_of_region
from employers.selectors.sections import sector_group_names
from ministries.models import MinistryRegulation
from paritrana.pages.open_tables import (
    About,
    CellKind,
    ColumnPlace,
    OpenColumn,
    OpenPage,
    OpenRow,
    OpenTable,
    month_text,
    stretch,
)
from paritrana.pages.templatetags.formats import day
from paritrana.uploads.models import CountRow
from regions.models.contributions import BudgetLine, Regulation
from regions.models.regions import Region, RegionLevel
from regions.models.workforce import WorkforceFigure
from regions.selectors import places
from regions.selectors.aliases import regions_found
from regions.selectors.progress import AreaRatio

PAGE_SIZE = 40


def region_filters(request: HttpRequest) -> dict[str, str]:
    """Return what the list is narrowed to; provinces alone where nobody looks for anything."""
    query = request.GET.get("q", "").strip()
    return {
        "query": query,
        "level": request.GET.get("tingkat", RegionLevel.PROVINCE if not query else ""),
        "province": request.GET.get("provinsi", ""),
    }


def regions_tables(request: HttpRequest) -> OpenPage:
    filters = region_filters(request)
    found = regions_found(filters["query"]) if filters["query"] else None
    rows = places.listed_regions(found=found, **filters)

    def dressed(chunk: Sequence[Region]) -> list[OpenRow]:
        surveys = places.latest_workforce([region.code for region in chunk])
        lines = []
        for region in chunk:
            survey = surveys.get(region.code)
            alias = found.by_alias.get(region.code) if found else None
            lines.append(
                OpenRow(
                    (
                        region.full_name,
                        region.parent.name if region.parent and region.level == RegionLevel.REGENCY else "",
                        _("Wilayah administratif, tanpa pemerintahan otonom") if region.is_administrative else "",
                        f"{alias.get_kind_display()}: {alias.written} ({alias.source})" if alias else "",
                        region.code,
                        region.bps_code,
                        region.population,
                        survey.labour_force if survey else None,
                        survey.employed if survey else None,
                        survey.employed_informal if survey else None,
                        month_text(survey.as_of) if survey else None,
                        survey.source if survey else "",
                    ),
                    reverse("region", args=[region.code]),
                )
            )
        return lines

    table = OpenTable(
        "regions",
        _("Daftar daerah"),
        (
            OpenColumn("region", _("Daerah")),
            OpenColumn("province", _("Provinsi"), place=ColumnPlace.NOTE),
            OpenColumn("administrative", _("Tanpa otonomi"), place=ColumnPlace.NOTE),
            OpenColumn("alias", _("Kode atau nama lain"), place=ColumnPlace.NOTE),
            OpenColumn("code", _("Kode"), CellKind.CODE),
            OpenColumn("bps_code", _("Kode BPS"), CellKind.CODE),
            OpenColumn("population", _("Penduduk"), CellKind.NUMBER),
            OpenColumn("labour_force", _("Angkatan kerja"), CellKind.NUMBER),
            OpenColumn("employed", _("Bekerja"), CellKind.NUMBER),
            OpenColumn("informal", _("Bekerja informal"), CellKind.NUMBER),
            OpenColumn("survey", _("Sakernas"), CellKind.TIME),
            OpenColumn("source", _("Sumber"), place=ColumnPlace.FILE),
        ),
        About(
            definition=_(
                "Provinsi dan kabupaten/kota yang berlaku menurut kode Kemendagri, penduduknya (Dukcapil, semester "
                "kedua 2024), dan angkatan kerjanya menurut Sakernas Agustus terbaru."
            ),
            source=_("Penduduk: Dukcapil, semester kedua 2024. Angkatan kerja: BPS, Sakernas Agustus."),
            caveat=_("Perkiraan survei; di daerah kecil ragamnya besar."),
            licence=str(SURVEY.licence),
            changes=str(SURVEY.changes),
        ),
        rows,
        dressed,
        PAGE_SIZE,
    )
    return OpenPage(_("Daerah"), (table,))


def region_tables(place: Region, workforce: Sequence[WorkforceFigure], ratio: AreaRatio | None) -> OpenPage:
    """Return what the page of a region prints; provinces have sectors, regencies and participants besides."""
    tables = [_place_table(place)]
    if workforce:
        tables.append(_workforce_table(workforce))
    if ratio is not None:
        tables.append(_participants_table(ratio))
    prizes = prizes_of_region(place.code, at=timezone.now())
    if prizes:
        tables.append(_prizes_table(prizes))
    if contributions := _contributions(place):
        tables.append(_contributions_table(contributions))
    if place.level == RegionLevel.PROVINCE:
        tables += _province_tables(place, workforce)
    return OpenPage(place.full_name, tuple(tables))


def _place_table(place: Region) -> OpenTable:
    return OpenTable(
        "place",
        _("Wilayah"),
        (
            OpenColumn("region", _("Daerah")),
            OpenColumn("code", _("Kode"), CellKind.CODE),
            OpenColumn("bps_code", _("Kode BPS"), CellKind.CODE),
            OpenColumn("level", _("Tingkat")),
            OpenColumn("population", _("Penduduk"), CellKind.NUMBER, unit=_("orang")),
            OpenColumn("area", _("Luas"), CellKind.NUMBER, unit="km²"),
            OpenColumn("source", _("Sumber")),
        ),
        About(
            definition=_("Wilayah menurut peraturan, dengan kode Kemendagri dan kode BPS."),
            source=place.source,
            as_of=place.valid_from.isoformat(),
            licence=str(PLACES.licence),
            changes=str(PLACES.changes),
        ),
        [
            OpenRow(
                (
                    place.full_name,
                    place.code,
                    place.bps_code,
                    place.get_level_display(),
                    place.population,
                    place.area_km2,
                    place.source,
                )
            )
        ],
    )


def _workforce_table(workforce: Sequence[WorkforceFigure]) -> OpenTable:
    return OpenTable(
        "workforce",
        _("Angkatan kerja dari tahun ke tahun"),
        (
            OpenColumn("survey", _("Sakernas"), CellKind.TIME),
            OpenColumn("note", _("Catatan"), place=ColumnPlace.NOTE),
            OpenColumn("labour_force", _("Angkatan kerja"), CellKind.NUMBER),
            OpenColumn("employed", _("Bekerja"), CellKind.NUMBER),
            OpenColumn("formal", _("Formal"), CellKind.NUMBER),
            OpenColumn("informal", _("Informal"), CellKind.NUMBER),
            OpenColumn("unemployed", _("Menganggur"), CellKind.NUMBER),
            OpenColumn("source", _("Sumber"), place=ColumnPlace.FILE),
        ),
        About(
            definition=_(
                "Penduduk usia kerja yang bekerja atau mencari kerja. Formal menurut BPS: berusaha dibantu buruh "
                "tetap, atau buruh, karyawan, pegawai; selebihnya informal."
            ),
            numerator=_("Orang yang bekerja secara formal atau informal."),
            denominator=_("Orang yang bekerja."),
            source=workforce[0].source,
            as_of=workforce[0].as_of.isoformat(),
            caveat=_("Perkiraan survei; di daerah kecil ragamnya besar."),
            licence=str(SURVEY.licence),
            changes=str(SURVEY.changes),
        ),
        [
            OpenRow(
                (
                    month_text(row.as_of),
                    row.note,
                    row.labour_force,
                    row.employed,
                    row.employed_formal,
                    row.employed_informal,
                    row.unemployed,
                    row.source,
                )
            )
            for row in workforce
        ],
    )


def _participants_table(ratio: AreaRatio) -> OpenTable:
    report = ratio.report
    return OpenTable(
        "participants",
        _("Peserta aktif terdaftar di sini"),
        (
            OpenColumn("area", _("Wilayah laporan")),
            OpenColumn("active", _("Peserta aktif"), CellKind.NUMBER),
            OpenColumn("employed", _("Bekerja"), CellKind.NUMBER),
            OpenColumn("percent", _("Peserta per pekerja"), CellKind.NUMBER, unit="%"),
            OpenColumn("as_of", _("Keadaan per"), CellKind.TIME),
            OpenColumn("source", _("Sumber")),
        ),
        participants_about(ratio),
        [
            OpenRow(
                (
                    report.name,
                    report.active_total,
                    ratio.employed,
                    ratio.percent,
                    month_text(report.as_of),
                    report.source,
                )
            )
        ],
    )


def participants_about(ratio: AreaRatio) -> About:
    return About(
        definition=_("Peserta aktif dibagi penduduk bekerja di wilayah laporan, persen."),
        numerator=_("Peserta aktif PU, BPU, dan Jakon, dihitung di tempat pemberi kerja terdaftar."),
        denominator=_("Penduduk bekerja menurut Sakernas tahun yang sama."),
        source=ratio.report.source,
        as_of=ratio.report.as_of.isoformat(),
        caveat=_(
            "Peserta dihitung di tempat pemberi kerja terdaftar, jadi ini bukan cakupan resmi dan tidak menilai siapa "
            "pun. Enam provinsi di Papua dilaporkan sebagai dua wilayah lama."
        ),
        licence=str(PROGRAMME.licence),
        changes=str(PROGRAMME.changes),
    )


def _prizes_table(prizes: Sequence[Prize]) -> OpenTable:
    return OpenTable(
        "prizes",
        _("Penghargaan yang diumumkan"),
        (
            OpenColumn("prize", _("Penghargaan")),
            OpenColumn("group", _("Kelompok"), place=ColumnPlace.NOTE),
            OpenColumn("category", _("Kategori")),
            OpenColumn("edition", _("Edisi")),
            OpenColumn("announced", _("Diumumkan"), CellKind.TIME),
            OpenColumn("synthetic", _("Sintetis"), CellKind.YES, ColumnPlace.MARK),
        ),
        About(
            definition=_("Penghargaan yang dipegang pemerintah daerah ini menurut pengumuman yang berlaku."),
            source=_("Pengumuman penyelenggara"),
            licence=_("Pengumuman resmi; sebutkan sumbernya."),
            changes=_("Ketika hasil berikutnya diumumkan; koreksi terbit sebagai pengumuman baru."),
        ),
        [
            OpenRow(
                (
                    prize.label_shown,
                    prize.group_shown,
                    prize.publication.category.name_shown,
                    prize.publication.category.edition.brand_shown,
                    timezone.localdate(prize.publication.visible_from).isoformat()
                    if prize.publication.visible_from
                    else None,
                    prize.entry.is_synthetic,
                ),
                reverse("ranking", args=[prize.publication.category.edition.code, prize.publication.category.code]),
            )
            for prize in prizes
        ],
    )


def contribution_columns() -> tuple[OpenColumn, ...]:
    return (
        OpenColumn("contribution", _("Sumbangan")),
        OpenColumn("detail", _("Rincian"), place=ColumnPlace.NOTE),
        OpenColumn("realised", _("Realisasi"), CellKind.RUPIAH, ColumnPlace.NOTE),
        OpenColumn("amount", _("Jumlah"), CellKind.NUMBER),
        OpenColumn("unit", _("Satuan")),
        OpenColumn("of", _("Dari"), CellKind.NUMBER),
        OpenColumn("of_what", _("Arti «Dari»"), place=ColumnPlace.FILE),
        OpenColumn("period", _("Periode"), CellKind.PERIOD),
        OpenColumn("source", _("Sumber")),
        OpenColumn("as_of", _("Tanggal sumber"), CellKind.TIME, ColumnPlace.FILE),
        OpenColumn("synthetic", _("Sintetis"), CellKind.YES, ColumnPlace.MARK),
    )


def contributions_about() -> About:
    return About(
        definition=_("Yang dilaporkan sebagai sumbangan kepada program, satu baris setiap laporan."),
        numerator=_("Orang yang terdaftar atau dibayari, uang yang dianggarkan, atau peraturan."),
        denominator=_("Semua orang dalam kelompok itu, di mana laporan menyebutnya."),
        source=_("Laporan kepada penyelenggara; setiap baris menyebut sumbernya."),
        licence=str(REPORTS.licence),
        changes=str(REPORTS.changes),
    )


def count_row(label: str, detail: str, row: CountRow, unit: str) -> OpenRow:
    """Return the row of a count with its whole, as regions and ministries report it."""
    return OpenRow(
        (
            label,
            detail,
            None,
            row.numerator,
            unit,
            row.denominator,
            row.get_denominator_definition_display() if row.denominator else "",
            stretch(row.period_start, row.period_end),
            row.source,
            row.as_of.isoformat(),
            row.is_synthetic,
        )
    )


def regulation_row(row: Regulation | MinistryRegulation) -> OpenRow:
    """Return the row of a regulation: what it is about, and whether it is in force."""
    state = _("dicabut %(day)s") % {"day": day(row.revoked_on)} if row.revoked_on else _("berlaku")
    page = f"{_('hal.')} {row.page}" if row.page else ""
    return OpenRow(
        (
            f"{row.get_rank_display()} {row.number}/{row.year}",
            ", ".join(filter(None, (row.title, page, state))),
            None,
            None,
            "",
            None,
            "",
            None,
            row.source,
            row.as_of.isoformat(),
            row.is_synthetic,
        )
    )


def _contributions(place: Region) -> list[OpenRow]:
    record, people = places.region_record(place), _("orang")
    return [
        *(count_row(_("Peserta aktif"), row.get_segment_display(), row, people) for row in record.participation),
        *(count_row(_("Pekerja rentan dibayari"), row.get_payer_display(), row, people) for row in record.vulnerable),
        *(count_row(_("Aparatur terdaftar"), row.get_group_display(), row, people) for row in record.apparatus),
        *map(_budget_row, record.budgets),
        *map(regulation_row, record.regulations),
    ]


def _budget_row(row: BudgetLine) -> OpenRow:
    return OpenRow(
        (
            _("Anggaran: %(purpose)s") % {"purpose": row.get_purpose_display()},
            row.get_fund_display(),
            row.realised_idr,
            row.amount_idr,
            "Rp",
            None,
            "",
            stretch(row.period_start, row.period_end),
            f"{row.source}, {row.document}" if row.document else row.source,
            row.as_of.isoformat(),
            row.is_synthetic,
        )
    )


def _contributions_table(rows: Sequence[OpenRow]) -> OpenTable:
    return OpenTable(
        "contributions",
        _("Yang disumbangkan pemerintahnya"),
        contribution_columns(),
        contributions_about(),
        rows,
    )


def _province_tables(place: Region, workforce: Sequence[WorkforceFigure]) -> list[OpenTable]:
    tables, shares = [], places.sectors(place)
    if shares:
        names = sector_group_names()
        tables.append(
            OpenTable(
                "sectors",
                _("Sektor (KBLI 2020)"),
                (
                    OpenColumn("sector", _("Sektor (KBLI 2020)")),
                    OpenColumn("group", _("Kelompok sektor"), CellKind.CODE, ColumnPlace.FILE),
                    OpenColumn("employed", _("Bekerja"), CellKind.NUMBER),
                    OpenColumn("percent", _("Bagian"), CellKind.NUMBER, unit="%"),
                ),
                About(
                    definition=_("Orang yang bekerja menurut kelompok lapangan usaha, terbanyak dahulu."),
                    numerator=_("Orang yang bekerja di sektor itu."),
                    denominator=_("Orang yang bekerja di semua sektor."),
                    source=shares[0].row.source,
                    as_of=shares[0].row.as_of.isoformat(),
                    caveat=_("Perkiraan survei; di daerah kecil ragamnya besar."),
                    licence=str(SURVEY.licence),
                    changes=str(SURVEY.changes),
                ),
                [
                    OpenRow(
                        (
                            names.get(one.row.sector_group, one.row.sector_group),
                            one.row.sector_group,
                            one.row.employed,
                            one.share,
                        )
                    )
                    for one in shares
                ],
            )
        )
    children = list(places.children(place))
    if children:
        surveys = places.workforce_of_children(place, workforce[0].as_of) if workforce else {}
        tables.append(_regencies_table(children, surveys, workforce))
    return tables


def _regencies_table(
    children: Sequence[Region], surveys: dict[str, WorkforceFigure], workforce: Sequence[WorkforceFigure]
) -> OpenTable:
    return OpenTable(
        "regencies",
        _("Kabupaten dan kota"),
        (
            OpenColumn("region", _("Daerah")),
            OpenColumn("code", _("Kode"), CellKind.CODE, ColumnPlace.FILE),
            OpenColumn("population", _("Penduduk"), CellKind.NUMBER),
            OpenColumn("labour_force", _("Angkatan kerja"), CellKind.NUMBER),
            OpenColumn("employed", _("Bekerja"), CellKind.NUMBER),
            OpenColumn("informal", _("Bekerja informal"), CellKind.NUMBER),
        ),
        About(
            definition=_("Kabupaten dan kota di provinsi ini menurut Sakernas Agustus terbaru provinsinya."),
            source=_("Penduduk: Dukcapil, semester kedua 2024. Angkatan kerja: BPS, Sakernas Agustus."),
            as_of=workforce[0].as_of.isoformat() if workforce else "",
            caveat=_("Perkiraan survei; di daerah kecil ragamnya besar."),
            licence=str(SURVEY.licence),
            changes=str(SURVEY.changes),
        ),
        [
            OpenRow(
                (
                    row.full_name,
                    row.code,
                    row.population,
                    survey.labour_force if survey else None,
                    survey.employed if survey else None,
                    survey.employed_informal if survey else None,
                ),
                reverse("region", args=[row.code]),
            )
            for row in children
            for survey in [surveys.get(row.code)]
        ],
    )
