"""The tables of the pages of editions and results, declared once: the page and its files read the same rows."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.editions.models import Edition
from awards.publication.models import SigningKey
from awards.publication.selectors.acts import withdrawal_of
from awards.results.selectors.editions import CategoryLine, EditionLine
from awards.results.selectors.rows import ResultRow
from awards.results.selectors.shown import Shown
from awards.rulebooks.models import Rulebook
from awards.rulebooks.selectors.labels import criterion_name, rulebook_title
from awards.rulebooks.selectors.words import RuleRow
from awards.runs.selectors.comparisons import ScoreComparison
from awards.runs.selectors.explanations import AmountLine, EntryExplanation, TreeRow
from awards.runs.selectors.rules import aspects
from awards.runs.selectors.standings import RankingFilter, RankingLine, adds_up
from paritrana.pages.open_tables import About, CellKind, ColumnPlace, OpenColumn, OpenPage, OpenRow, OpenTable, figure

PAGE_SIZE = 50
NUMBER, FILE, NOTE, MARK = CellKind.NUMBER, ColumnPlace.FILE, ColumnPlace.NOTE, ColumnPlace.MARK
FILTERS = ("q", "zona", "provinsi", "kelompok")


def wanted_ranking(asked: Any) -> RankingFilter:
    """Return what a reader narrows a ranking to; `asked` are the parameters of the address."""
    name, zone, province, group = (asked.get(parameter, "").strip()[:120] for parameter in FILTERS)
    return RankingFilter(name=name, zone=zone, province=province, group=group)


def standing_words(shown: Shown) -> list[str]:
    """Say what came of a publication since, as its page does: withdrawn, or corrected by another one."""
    if shown.publication is None:
        return []
    said, withdrawal, correction = [], withdrawal_of(shown.publication), shown.corrected_by
    if withdrawal is not None:
        words = {"day": timezone.localdate(withdrawal.withdrawn_at).isoformat(), "reason": withdrawal.reason}
        said.append(_("Ditarik %(day)s: %(reason)s") % words)
    if correction is not None:
        said.append(_("Dikoreksi oleh pengumuman nomor %(number)d.") % {"number": correction.number})
    return said


def about_result(shown: Shown, definition: str) -> About:
    """Say of a published result where it is from and when it moves: never, a correction is a publication of its own."""
    publication = shown.publication
    visible_from = publication.visible_from if publication else None
    return About(
        definition=definition,
        numerator=_("Poin setiap kriteria menurut juknis: %(title)s.") % {"title": rulebook_title(shown.rules)},
        denominator=_("Nilai terbaik menurut juknis."),
        source=_("Pengumuman nomor %(number)d; sidik jari hasil %(digest)s")
        % {"number": publication.number if publication else 0, "digest": shown.run.result_digest},
        as_of=timezone.localdate(visible_from).isoformat() if visible_from else "",
        caveat=" ".join(filter(None, [*standing_words(shown), shown.category.edition.caveat_shown])),
        licence=_("Pengumuman resmi; sebutkan sumbernya."),
        changes=_("Tidak berubah; koreksi terbit sebagai pengumuman baru yang menyebut alasannya."),
    )


def ranking_table(shown: Shown, wanted: RankingFilter, address_of: Callable[[UUID], str]) -> OpenTable:
    """Return the ranking as its page prints it; each row's subject is its line."""
    rules, rows = shown.rules, shown.rows
    has_scores, has_intervals = shown.has_open_scores, rows.intervals([]) is not None
    parts = aspects(rules) if has_scores else ()
    is_summed = has_scores and adds_up(rules)
    caveat = shown.category.edition.caveat_shown
    columns = [
        OpenColumn("rank", _("Peringkat"), NUMBER),
        OpenColumn("entrant", _("Peserta")),
        OpenColumn("region", _("Kode wilayah"), CellKind.CODE, FILE),
        OpenColumn("group", _("Kelompok"), place=FILE),
        OpenColumn("prizes", _("Juara"), place=FILE),
        OpenColumn("tie", _("Nilai sama"), place=NOTE),
        *([OpenColumn("score", _("Nilai"), NUMBER)] if has_scores else []),
        *([OpenColumn("interval", _("Rentang"))] if has_intervals else []),
        *([OpenColumn("band", _("Predikat"))] if rules.bands else []),
        *(OpenColumn(aspect.code, criterion_name(aspect), NUMBER) for aspect in parts),
        *([OpenColumn("rounding", _("Pembulatan"), NUMBER)] if is_summed else []),
        *([OpenColumn("status", _("Keterangan"), place=NOTE)] if has_scores else []),
        OpenColumn("synthetic", _("Sintetis"), CellKind.YES, MARK),
        OpenColumn("caveat", _("Catatan"), place=FILE),
    ]

    def dressed(chunk: Sequence[Any]) -> list[OpenRow]:
        read = rows.read(chunk)
        intervals = rows.intervals(read)
        return [row_of(line, intervals.text(line.entry.public_id) if intervals else "") for line in shown.lines(read)]

    def row_of(line: RankingLine, interval: str) -> OpenRow:
        values = (
            line.rank,
            line.entry.name,
            line.entry.region_code,
            line.group_name,
            "; ".join(map(str, line.prizes)),
            line.tie_note,
            *([figure(line.score)] if has_scores else []),
            *([interval] if has_intervals else []),
            *([line.band] if rules.bands else []),
            *(figure(amount) for amount in line.aspects),
            *([figure(line.rounding)] if is_summed else []),
            *([line.status] if has_scores else []),
            line.entry.is_synthetic,
            caveat,
        )
        return OpenRow(values, address_of(line.entry.public_id) if has_scores else "", (line, interval))

    definition = _("Peringkat setiap peserta, nilai akhirnya, dan sumbangan setiap aspek kepadanya.")
    found = rows.narrowed(wanted)
    return OpenTable(
        "ranking", _("Tabel peringkat"), tuple(columns), about_result(shown, definition), found, dressed, PAGE_SIZE
    )


def amounts_table(shown: Shown, lines: Sequence[AmountLine], total: Decimal | None) -> OpenTable:
    """Return the parts that add up to a printed score, the sum last."""
    rows = [OpenRow((line.label, line.code, line.amount), subject=line) for line in lines]
    return OpenTable(
        "amounts",
        _("Bagian nilai akhir"),
        (
            OpenColumn("part", _("Bagian")),
            OpenColumn("code", _("Kode"), place=FILE),
            OpenColumn("points", _("Poin"), NUMBER),
        ),
        about_result(shown, _("Bagian-bagian yang berjumlah tepat nilai akhir; baris terakhir jumlahnya.")),
        [*rows, OpenRow((_("Jumlah"), "", total))],
    )


def explanation_tables(shown: Shown, explained: EntryExplanation) -> tuple[OpenTable, ...]:
    """Return how a score comes about: its parts, every criterion, every value read with its source."""
    return (
        *([amounts_table(shown, explained.lines, explained.total)] if explained.lines else ()),
        OpenTable(
            "criteria",
            _("Dari angka mentah sampai nilai akhir"),
            (
                OpenColumn("criterion", _("Kriteria")),
                OpenColumn("code", _("Kode"), place=FILE),
                OpenColumn("depth", _("Tingkat"), NUMBER, FILE),
                OpenColumn("note", _("Keterangan"), place=NOTE),
                OpenColumn("near_miss", _("Yang masih kurang"), place=FILE),
                OpenColumn("raw", _("Nilai mentah"), NUMBER),
                OpenColumn("unit", _("Satuan"), place=FILE),
                OpenColumn("value", _("Nilai"), NUMBER),
                OpenColumn("weight", _("Bobot")),
                OpenColumn("counted", _("Dihitung, %"), NUMBER, FILE),
                OpenColumn("contribution", _("Sumbangan"), NUMBER),
            ),
            about_result(shown, _("Setiap kriteria dengan nilai mentah, nilai, bobot, dan sumbangannya.")),
            [_criterion_row(node) for node in explained.tree],
        ),
        OpenTable(
            "inputs",
            _("Angka mentah dan sumbernya"),
            (
                OpenColumn("criterion", _("Kriteria")),
                OpenColumn("variable", _("Variabel"), place=FILE),
                OpenColumn("name", _("Nama")),
                OpenColumn("value", _("Nilai"), NUMBER),
                OpenColumn("source", _("Sumber")),
                OpenColumn("as_of", _("Tanggal sumber"), CellKind.TIME),
                OpenColumn("synthetic", _("Sintetis"), CellKind.YES, MARK),
            ),
            about_result(shown, _("Setiap angka yang dibaca, dengan sumber dan tanggalnya.")),
            [
                OpenRow(
                    (
                        node.name,
                        cell.row.variable,
                        cell.name,
                        figure(cell.value),
                        cell.row.source,
                        cell.row.as_of.isoformat() if cell.row.as_of else None,
                        cell.row.is_synthetic,
                    )
                )
                for node in explained.tree
                for cell in node.sources
            ],
        ),
    )


def _criterion_row(node: TreeRow) -> OpenRow:
    values = (
        node.name,
        node.criterion.code,
        node.depth,
        node.note,
        node.near_miss,
        figure(node.raw) if node.criterion.is_leaf else None,
        node.unit,
        figure(node.value),
        node.share,
        figure(node.counted),
        figure(node.contribution),
    )
    return OpenRow(values, subject=node)


def lead_table(shown: Shown, found: ScoreComparison) -> OpenTable:
    """Return what the lead of one entrant over another is made of, the sum last."""
    rows = [OpenRow((line.label, line.code, line.amount), subject=line) for line in found.lines]
    return OpenTable(
        "lead",
        _("Asal selisih"),
        (
            OpenColumn("part", _("Asal selisih")),
            OpenColumn("code", _("Kode"), place=FILE),
            OpenColumn("points", _("Selisih"), NUMBER),
        ),
        about_result(
            shown,
            _("Selisih nilai %(ahead)s dan %(behind)s, dirinci; berjumlah tepat selisihnya.")
            % {"ahead": found.ahead.entry.name, "behind": found.behind.entry.name},
        ),
        [*rows, OpenRow((_("Jumlah"), "", found.lead))],
    )


def compared_table(shown: Shown, found: Sequence[ResultRow]) -> OpenTable:
    """Return several entrants beside each other: what each aspect adds to the score of each."""
    lines = shown.lines(found)
    parts = [criterion_name(aspect) for aspect in aspects(shown.rules)]
    rows = [
        OpenRow((_("Peringkat"), *(line.rank for line in lines))),
        OpenRow((_("Nilai akhir"), *(figure(line.score) for line in lines))),
        *(OpenRow((part, *(figure(line.aspects[place]) for line in lines))) for place, part in enumerate(parts)),
    ]
    return OpenTable(
        "compared",
        _("Peserta berdampingan"),
        (
            OpenColumn("part", _("Bagian")),
            *(OpenColumn(f"entrant_{place}", line.entry.name, NUMBER) for place, line in enumerate(lines, start=1)),
        ),
        about_result(shown, _("Peringkat, nilai akhir, dan sumbangan setiap aspek, satu kolom setiap peserta.")),
        rows,
    )


def editions_page(lines: Sequence[EditionLine], address_of: Callable[[str], str]) -> OpenPage:
    table = OpenTable(
        "editions",
        _("Edisi penghargaan"),
        (
            OpenColumn("edition", _("Edisi")),
            OpenColumn("code", _("Kode"), CellKind.CODE, FILE),
            OpenColumn("period_start", _("Periode dari"), CellKind.TIME),
            OpenColumn("period_end", _("Periode sampai"), CellKind.TIME),
            OpenColumn("published", _("Kategori diumumkan"), NUMBER),
            OpenColumn("categories", _("Semua kategori"), NUMBER),
            OpenColumn("caveat", _("Catatan"), place=FILE),
        ),
        _about_editions(_("Edisi yang dibuka, periode yang dinilai, dan berapa kategorinya yang sudah diumumkan.")),
        [
            OpenRow(
                (
                    line.edition.brand_shown,
                    line.edition.code,
                    line.edition.period_start.isoformat(),
                    line.edition.period_end.isoformat(),
                    line.published_count,
                    line.category_count,
                    line.edition.caveat_shown,
                ),
                address_of(line.edition.code),
            )
            for line in lines
        ],
    )
    return OpenPage(_("Edisi penghargaan"), (table,))


def edition_page(edition: Edition, lines: Sequence[CategoryLine], address_of: Callable[[str], str]) -> OpenPage:
    table = OpenTable(
        "categories",
        _("Kategori"),
        (
            OpenColumn("category", _("Kategori")),
            OpenColumn("code", _("Kode"), CellKind.CODE, FILE),
            OpenColumn("level", _("Tingkat")),
            OpenColumn("announced", _("Diumumkan"), CellKind.TIME),
            OpenColumn("has_rules", _("Aturan dapat dibaca"), CellKind.YES, FILE),
        ),
        _about_editions(_("Kategori satu edisi dan kapan hasilnya diumumkan.")),
        [
            OpenRow(
                (
                    line.category.name_shown,
                    line.category.code,
                    line.category.province.name if line.category.province else line.category.get_level_display(),
                    timezone.localdate(line.publication.visible_from).isoformat()
                    if line.publication and line.publication.visible_from
                    else None,
                    line.publication is not None or line.has_rulebook,
                ),
                address_of(line.category.code) if line.publication else "",
                line,
            )
            for line in lines
        ],
    )
    return OpenPage(edition.brand_shown, (table,))


def _about_editions(definition: str) -> About:
    return About(
        definition=definition,
        source=_("Penyelenggara penghargaan"),
        licence=_("Pengumuman resmi; sebutkan sumbernya."),
        changes=_("Ketika penyelenggara membuka edisi atau mengumumkan hasil."),
    )


def rulebook_page(rulebook: Rulebook, title: str, rows: Sequence[RuleRow]) -> OpenPage:
    table = OpenTable(
        "criteria",
        _("Kriteria dan bobot"),
        (
            OpenColumn("criterion", _("Kriteria")),
            OpenColumn("code", _("Kode"), place=FILE),
            OpenColumn("depth", _("Tingkat"), NUMBER, FILE),
            OpenColumn("weight", _("Bobot")),
            OpenColumn("rule", _("Aturan")),
        ),
        About(
            definition=_("Setiap kriteria, bobotnya, dan aturannya dalam kalimat."),
            source=_("Juknis versi %(version)d; sidik jari %(digest)s")
            % {"version": rulebook.version, "digest": rulebook.digest},
            as_of=timezone.localdate(rulebook.sealed_at).isoformat() if rulebook.sealed_at else "",
            licence=_("Peraturan penghargaan; bukan objek hak cipta."),
            changes=_("Tidak berubah setelah disegel; aturan baru terbit sebagai versi baru."),
        ),
        [OpenRow((row.name, row.code, row.depth, row.weight, " ".join(row.sentences)), subject=row) for row in rows],
    )
    return OpenPage(title, (table,))


def keys_page(keys: Sequence[tuple[SigningKey, bool]]) -> OpenPage:
    table = OpenTable(
        "keys",
        _("Kunci publik penyelenggara"),
        (
            OpenColumn("key", _("Kunci publik (Ed25519)")),
            OpenColumn("since", _("Dipakai sejak"), CellKind.TIME),
            OpenColumn("until", _("Dipakai sampai"), CellKind.TIME),
            OpenColumn("distrusted_from", _("Tidak dipercaya sejak"), CellKind.TIME),
            OpenColumn("has_handover", _("Diserahterimakan oleh kunci sebelumnya"), CellKind.YES, FILE),
        ),
        About(
            definition=_("Kunci yang menandatangani hasil, dengan masa pakainya."),
            source=_("Penyelenggara penghargaan"),
            licence=_("Bebas dipakai."),
            changes=_("Ketika penyelenggara mengganti kuncinya."),
        ),
        [
            OpenRow(
                (
                    key.public_key,
                    timezone.localdate(key.since).isoformat(),
                    timezone.localdate(key.retired_at).isoformat() if key.retired_at else None,
                    timezone.localdate(key.compromised_from).isoformat() if key.compromised_from else None,
                    bool(key.predecessor and is_handed_over),
                )
            )
            for key, is_handed_over in keys
        ],
    )
    return OpenPage(_("Periksa sendiri setiap peringkat"), (table,) if keys else ())
