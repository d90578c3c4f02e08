"""Tables of the national page."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.public.tables.places import participants_about
from awards.public.tables.terms import PROGRAMME, REPORTS, SURVEY
from awards.results.selectors.latest import LatestResult, latest_results
from employers.selectors.summary import EmployerSums, employer_sums, latest_month
from ministries.selectors.reports import MinistrySums, ministry_sums
from paritrana.pages.open_tables import (
    About,
    CellKind,
    ColumnPlace,
    OpenColumn,
    OpenPage,
    OpenRow,
    OpenTable,
    dated,
    month_text,
)
from regions.models.programme import FigureKind, NationalFigure
from regions.models.workforce import WorkforceFigure
from regions.selectors.places import RegionSums, national_workforce, region_sums
from regions.selectors.progress import (
    HEADLINE_KINDS,
    AreaRatio,
    Headline,
    InformalShare,
    Projection,
    YearGap,
    area_ratios,
    headline,
    informal_shares,
    latest_target,
    projection,
    series,
    share_percent,
    targets_of,
    year_gaps,
)


@dataclass(frozen=True, slots=True)
class NationalPicture:
    """Everything that the national page tells, read once."""

    headline: Headline | None
    ministries: MinistrySums
    regions: RegionSums
    employers: EmployerSums | None
    results: Sequence[LatestResult]
    ratios: Sequence[AreaRatio]
    active: Sequence[NationalFigure]
    funds: Sequence[NationalFigure]
    active_target: NationalFigure | None
    funds_target: NationalFigure | None
    projection: Projection | None
    gaps: Sequence[YearGap]
    informal: Sequence[InformalShare]
    workforce: Sequence[WorkforceFigure]


def national_picture(*, at: datetime.datetime) -> NationalPicture:
    month, active = latest_month(), series(FigureKind.ACTIVE)
    targets = targets_of(FigureKind.ACTIVE)
    target = targets[-1] if targets else None
    return NationalPicture(
        headline=headline(),
        ministries=ministry_sums(),
        regions=region_sums(),
        employers=employer_sums(month) if month else None,
        results=latest_results(at=at),
        ratios=area_ratios(),
        active=active,
        funds=series(FigureKind.FUNDS),
        active_target=target,
        funds_target=latest_target(FigureKind.FUNDS),
        projection=projection(active, target),
        gaps=year_gaps(active, targets, target),
        informal=informal_shares(active, series(FigureKind.ACTIVE_BPU)),
        workforce=national_workforce(),
    )


def home_tables(told: NationalPicture) -> OpenPage:
    """Return what the national page prints, in its order."""
    tables = [_headline_table(told.headline)] if told.headline else []
    tables.append(_contributors_table(told.ministries, told.regions, told.employers))
    tables.append(_results_table(told.results))
    if told.ratios:
        tables.append(_areas_table(told.ratios))
    if told.active or told.funds:
        tables.append(_series_table(told.active, told.funds))
    if told.gaps:
        tables.append(_gaps_table(told.gaps, told.projection))
    if told.informal:
        tables.append(_bpu_table(told.informal))
    if told.workforce:
        tables.append(_informal_work_table(told.workforce))
    return OpenPage(_("Capaian nasional"), tuple(tables))


def _headline_table(found: Headline) -> OpenTable:
    rows = []
    for kind in HEADLINE_KINDS:
        one, target = found.figures[kind], found.targets.get(kind)
        rows.append(
            OpenRow(
                (
                    one.get_kind_display(),
                    kind.value,
                    _whole(one.value),
                    one.get_unit_display(),
                    dated(one.as_of, one.precision),
                    _whole(target.value) if target else None,
                    dated(target.as_of, target.precision) if target else None,
                    share_percent(one.value, target.value) if target else None,
                    one.note,
                    one.source,
                    one.source_url,
                )
            )
        )
    return OpenTable(
        "headline",
        _("Capaian dan sasaran"),
        (
            OpenColumn("figure", _("Besaran")),
            OpenColumn("key", _("Kunci"), place=ColumnPlace.FILE),
            OpenColumn("value", _("Nilai"), CellKind.NUMBER),
            OpenColumn("unit", _("Satuan")),
            OpenColumn("as_of", _("Keadaan per"), CellKind.TIME),
            OpenColumn("target", _("Sasaran"), CellKind.NUMBER),
            OpenColumn("target_on", _("Sasaran per"), CellKind.TIME),
            OpenColumn("percent", _("Bagian dari sasaran"), CellKind.NUMBER, unit="%"),
            OpenColumn("note", _("Catatan"), place=ColumnPlace.FILE),
            OpenColumn("source", _("Sumber")),
            OpenColumn("source_url", _("Tautan sumber"), place=ColumnPlace.FILE),
        ),
        About(
            definition=_("Angka nasional terbaru yang lengkap untuk satu tanggal, dan sasaran yang diumumkan."),
            numerator=_("Angka yang diterbitkan."),
            denominator=_("Sasaran yang diumumkan."),
            source=found.active.source,
            as_of=found.as_of.isoformat(),
            licence=str(PROGRAMME.licence),
            changes=str(PROGRAMME.changes),
        ),
        rows,
    )


def _contributors_table(bodies: MinistrySums, places: RegionSums, firms: EmployerSums | None) -> OpenTable:
    def line(party: str, what: str, key: str, value: int, sums: MinistrySums | RegionSums) -> OpenRow:
        end = sums.period_end.isoformat() if sums.period_end else None
        return OpenRow((party, what, key, value, sums.reporting, end, sums.is_synthetic))

    ministries, regions, employers = _("Kementerian dan lembaga"), _("Pemerintah daerah"), _("Pemberi kerja")
    rows = [
        line(ministries, _("pegawai non-ASN terdaftar"), "ministries_staff", bodies.staff_enrolled, bodies),
        line(ministries, _("pekerja sektor binaan"), "ministries_sector", bodies.sector_enrolled, bodies),
        line(ministries, _("peraturan"), "ministries_regulations", bodies.regulations, bodies),
        line(regions, _("pekerja rentan dibayari"), "regions_vulnerable", places.vulnerable, places),
        line(regions, _("aparatur dan non-ASN terdaftar"), "regions_apparatus", places.apparatus, places),
        line(regions, _("peraturan"), "regions_regulations", places.regulations, places),
    ]
    if firms is not None:
        month = month_text(firms.month)
        for what, key, value in (
            (_("pekerja terdaftar"), "employers_enrolled", firms.enrolled),
            (_("pekerja yang ada"), "employers_workers", firms.headcount),
            (_("pekerja rentan disponsori"), "employers_sponsored", firms.sponsored),
        ):
            rows.append(OpenRow((employers, what, key, value, firms.employers, month, firms.is_synthetic)))
    return OpenTable(
        "contributors",
        _("Sumbangan tiga pihak"),
        (
            OpenColumn("party", _("Pihak")),
            OpenColumn("measure", _("Besaran")),
            OpenColumn("key", _("Kunci"), place=ColumnPlace.FILE),
            OpenColumn("value", _("Jumlah"), CellKind.NUMBER),
            OpenColumn("reporting", _("Yang melapor"), CellKind.NUMBER),
            OpenColumn("period_end", _("Periode sampai"), CellKind.TIME),
            OpenColumn("synthetic", _("Sintetis"), CellKind.YES, ColumnPlace.MARK),
        ),
        About(
            definition=_("Jumlah dari laporan periode terakhir setiap pihak; peraturan dihitung yang berlaku."),
            source=_("Laporan kepada penyelenggara"),
            caveat=_("Yang tidak melapor tidak terhitung; ketiga pihak tidak boleh dijumlahkan."),
            licence=str(REPORTS.licence),
            changes=str(REPORTS.changes),
        ),
        rows,
    )


def _results_table(results: Sequence[LatestResult]) -> OpenTable:
    rows = [
        OpenRow(
            (
                result.category.name_shown,
                result.edition.brand_shown,
                "; ".join(
                    f"{prize.label_shown}{f' ({prize.group_shown})' if prize.group_shown else ''}: {prize.winner}"
                    for prize in result.winners
                ),
                timezone.localdate(result.publication.visible_from).isoformat()
                if result.publication.visible_from
                else None,
                any(prize.entry.is_synthetic for prize in result.winners),
            ),
            reverse("ranking", args=[result.edition.code, result.category.code]),
        )
        for result in results
    ]
    return OpenTable(
        "results",
        _("Yang terakhir diumumkan"),
        (
            OpenColumn("category", _("Kategori")),
            OpenColumn("edition", _("Edisi")),
            OpenColumn("winners", _("Juara pertama"), place=ColumnPlace.FILE),
            OpenColumn("announced", _("Diumumkan"), CellKind.TIME),
            OpenColumn("synthetic", _("Sintetis"), CellKind.YES, ColumnPlace.FILE),
        ),
        About(
            definition=_("Kategori yang terakhir diumumkan dan pemegang penghargaan pertamanya."),
            source=_("Pengumuman penyelenggara"),
            licence=_("Pengumuman resmi; sebutkan sumbernya."),
            changes=_("Ketika hasil berikutnya diumumkan; koreksi terbit sebagai pengumuman baru."),
        ),
        rows,
    )


def _areas_table(ratios: Sequence[AreaRatio]) -> OpenTable:
    return OpenTable(
        "areas",
        _("Peserta aktif per seratus penduduk bekerja"),
        (
            OpenColumn("area", _("Wilayah laporan")),
            OpenColumn("provinces", _("Kode provinsi"), CellKind.CODE, ColumnPlace.FILE),
            OpenColumn("pu", "PU", CellKind.NUMBER),
            OpenColumn("bpu", "BPU", CellKind.NUMBER),
            OpenColumn("jakon", "Jakon", CellKind.NUMBER),
            OpenColumn("active", _("Peserta aktif"), CellKind.NUMBER),
            OpenColumn("employed", _("Bekerja"), CellKind.NUMBER),
            OpenColumn("percent", "%", CellKind.NUMBER),
            OpenColumn("as_of", _("Peserta per"), CellKind.TIME, ColumnPlace.FILE),
            OpenColumn("employed_on", _("Sakernas"), CellKind.TIME, ColumnPlace.FILE),
            OpenColumn("source", _("Sumber"), place=ColumnPlace.FILE),
        ),
        participants_about(ratios[0]),
        [
            OpenRow(
                (
                    ", ".join(province.short_name or province.name for province in ratio.provinces),
                    " ".join(province.code for province in ratio.provinces),
                    ratio.report.active_pu,
                    ratio.report.active_bpu,
                    ratio.report.active_jakon,
                    ratio.report.active_total,
                    ratio.employed,
                    ratio.percent,
                    month_text(ratio.report.as_of),
                    month_text(ratio.employed_on),
                    ratio.report.source,
                ),
                reverse("region", args=[ratio.provinces[0].code]) if len(ratio.provinces) == 1 else "",
                ratio,
            )
            for ratio in ratios
        ],
    )


def _series_table(active: Sequence[NationalFigure], funds: Sequence[NationalFigure]) -> OpenTable:
    """One row a date and source, oldest first; sources that disagree stand beside each other."""
    rows: dict[tuple[object, ...], dict[str, NationalFigure]] = {}
    for figure in (*active, *funds):
        rows.setdefault((figure.as_of, figure.source, figure.precision), {})[figure.kind] = figure
    found = sorted(rows.values(), key=lambda row: min((one.as_of, one.code) for one in row.values()))
    return OpenTable(
        "series",
        _("Peserta aktif dan dana kelolaan dari tahun ke tahun"),
        (
            OpenColumn("as_of", _("Keadaan per"), CellKind.TIME),
            OpenColumn("note", _("Catatan"), place=ColumnPlace.NOTE),
            OpenColumn("active", _("Peserta aktif"), CellKind.NUMBER),
            OpenColumn("funds", _("Dana kelolaan"), CellKind.RUPIAH),
            OpenColumn("provisional", _("Sementara"), place=ColumnPlace.NOTE),
            OpenColumn("source", _("Sumber"), address_in="source_url"),
            OpenColumn("source_url", _("Tautan sumber"), place=ColumnPlace.FILE),
        ),
        About(
            definition=_("Peserta aktif dan dana kelolaan seperti diterbitkan, satu baris setiap tanggal dan sumber."),
            source=_("Setiap baris menyebut sumbernya."),
            as_of=max(one.as_of for one in (*active, *funds)).isoformat(),
            caveat=_("Sumber yang berbeda untuk satu tanggal ditulis berdampingan; tidak ada yang dirata-ratakan."),
            licence=str(PROGRAMME.licence),
            changes=str(PROGRAMME.changes),
        ),
        [_series_row(row) for row in found],
    )


def _series_row(row: dict[str, NationalFigure]) -> OpenRow:
    active, funds = row.get(FigureKind.ACTIVE), row.get(FigureKind.FUNDS)
    one = next(iter(row.values()))
    return OpenRow(
        (
            dated(one.as_of, one.precision),
            "; ".join(dict.fromkeys(figure.note for figure in row.values() if figure.note)),
            _whole(active.value) if active else None,
            _whole(funds.value) if funds else None,
            _("sementara: tidak digambar") if any(figure.is_provisional for figure in row.values()) else "",
            one.source,
            one.source_url,
        )
    )


def _whole(value: Decimal) -> Decimal | int:
    """Return a stored figure without the decimals that it does not have."""
    return int(value) if value == value.to_integral_value() else value


def _gaps_table(gaps: Sequence[YearGap], found: Projection | None) -> OpenTable:
    latest = gaps[-1].figure
    return OpenTable(
        "gaps",
        _("Jarak ke sasaran setiap tahun"),
        (
            OpenColumn("as_of", _("Angka terakhir tahun itu"), CellKind.TIME),
            OpenColumn("active", _("Peserta aktif"), CellKind.NUMBER),
            OpenColumn("change", _("Perubahan setahun"), CellKind.NUMBER),
            OpenColumn("gap", _("Jarak ke sasaran terakhir"), CellKind.NUMBER),
            OpenColumn("own_target", _("Sasaran tahun itu"), CellKind.NUMBER),
            OpenColumn("own_gap", _("Jarak ke sasaran tahun itu"), CellKind.NUMBER),
            OpenColumn("source", _("Sumber"), place=ColumnPlace.FILE),
        ),
        About(
            definition=_("Angka terakhir setiap tahun, perubahannya setahun, dan jaraknya ke sasaran."),
            numerator=_(
                "Peserta aktif seperti diterbitkan; dari sumber yang berbeda dipakai yang pertama menurut kunci."
            ),
            denominator=_("Sasaran yang diumumkan."),
            source=latest.source,
            as_of=latest.as_of.isoformat(),
            caveat=_("Tahun tanpa angka terbitan tidak ada barisnya; perubahannya dibagi rata per tahun.")
            + (f" {found.target.note}." if found and found.target.note else ""),
            licence=str(PROGRAMME.licence),
            changes=str(PROGRAMME.changes),
        ),
        [
            OpenRow(
                (
                    dated(row.figure.as_of, row.figure.precision),
                    _whole(row.figure.value),
                    _whole(row.change) if row.change is not None else None,
                    _whole(row.gap),
                    _whole(row.own_target.value) if row.own_target else None,
                    _whole(row.own_gap) if row.own_gap is not None else None,
                    row.figure.source,
                )
            )
            for row in gaps
        ],
    )


def _bpu_table(shares: Sequence[InformalShare]) -> OpenTable:
    return OpenTable(
        "bpu",
        _("Bagian peserta bukan penerima upah"),
        (
            OpenColumn("as_of", _("Keadaan per"), CellKind.TIME),
            OpenColumn("bpu", _("Peserta BPU"), CellKind.NUMBER),
            OpenColumn("active", _("Peserta aktif"), CellKind.NUMBER),
            OpenColumn("percent", _("Bagian"), CellKind.NUMBER, unit="%"),
            OpenColumn("source", _("Sumber"), address_in="source_url"),
            OpenColumn("source_url", _("Tautan sumber"), place=ColumnPlace.FILE),
        ),
        About(
            definition=_("Peserta bukan penerima upah (BPU) di antara semua peserta aktif, persen."),
            numerator=_(
                "Peserta aktif BPU: membayar sendiri, atau iurannya dibayar pemerintah daerah atau pihak lain."
            ),
            denominator=_("Semua peserta aktif menurut sumber dan tanggal yang sama."),
            source=shares[-1].bpu.source,
            as_of=shares[-1].bpu.as_of.isoformat(),
            caveat=_("Sumber nasional tidak merinci siapa yang membayar iuran peserta BPU."),
            licence=str(PROGRAMME.licence),
            changes=str(PROGRAMME.changes),
        ),
        [
            OpenRow(
                (
                    dated(one.bpu.as_of, one.bpu.precision),
                    _whole(one.bpu.value),
                    _whole(one.active.value),
                    one.percent,
                    one.bpu.source,
                    one.bpu.source_url,
                )
            )
            for one in shares
        ],
    )


def _informal_work_table(workforce: Sequence[WorkforceFigure]) -> OpenTable:
    return OpenTable(
        "informal",
        _("Bagian pekerja informal"),
        (
            OpenColumn("survey", _("Sakernas"), CellKind.TIME),
            OpenColumn("employed", _("Bekerja"), CellKind.NUMBER),
            OpenColumn("informal", _("Bekerja informal"), CellKind.NUMBER),
            OpenColumn("percent", _("Bagian"), CellKind.NUMBER, unit="%"),
            OpenColumn("source", _("Sumber")),
        ),
        About(
            definition=_("Orang yang bekerja secara informal menurut BPS di antara semua yang bekerja, persen."),
            numerator=_("Orang yang bekerja informal."),
            denominator=_("Orang yang bekerja."),
            source=workforce[0].source,
            as_of=workforce[0].as_of.isoformat(),
            caveat=_("Perkiraan survei."),
            licence=str(SURVEY.licence),
            changes=str(SURVEY.changes),
        ),
        [
            OpenRow(
                (
                    month_text(row.as_of),
                    row.employed,
                    row.employed_informal,
                    share_percent(row.employed_informal, row.employed),
                    row.source,
                )
            )
            for row in workforce
        ],
    )
