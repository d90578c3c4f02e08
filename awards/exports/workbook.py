"""The auditors' workbook: a ranking that computes itself from raw cells, its inputs with sources, rules and digests."""

from collections.abc import Iterator
from io import BytesIO

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from awards.exports.cells import freeze, put_day, put_formula, put_head, put_number, put_text, put_title
from awards.exports.scores import FIRST_ROW as SCORES_FIRST_ROW
from awards.exports.scores import HEAD_ROW, ScoreSheet, Sources
from awards.models import InputOrigin
from awards.selectors.publication.sheets import SheetRow, sheet_rows
from awards.selectors.publication.shown import Shown
from awards.selectors.runs.labels import column_name

RANKING, SCORES, INPUTS, MARKS, RULES, NOTES = (
    "Peringkat",
    "Nilai per kriteria",
    "Masukan",
    "Nilai juri",
    "Juknis & sidik jari",
    "Catatan",
)
FIRST_ROW = HEAD_ROW + 1


def ranking_workbook(shown: Shown) -> bytes:
    """Return the workbook of a result, in Indonesian whatever language the reader's pages have."""
    with translation.override("id"):
        book = Workbook()
        ranking = book.active
        if ranking is None:
            raise TypeError("A new workbook has a sheet.")
        ranking.title = RANKING
        rows = list(sheet_rows(shown))
        if shown.has_open_scores:
            _open_sheets(book, ranking, shown, rows)
        else:
            _closed_ranking(ranking, shown, rows)
        _rules_sheet(book.create_sheet(RULES), shown)
        _notes_sheet(book.create_sheet(NOTES), shown)
        stream = BytesIO()
        book.save(stream)
    return stream.getvalue()


def title_of(shown: Shown) -> str:
    state = _("Rancangan, belum diumumkan: ") if shown.publication is None else ""
    return f"{state}{shown.category.name} · {shown.category.edition.brand_label}"


def _open_sheets(book: Workbook, ranking: Worksheet, shown: Shown, rows: list[SheetRow]) -> None:
    sources = Sources()
    scores, inputs = book.create_sheet(SCORES), book.create_sheet(INPUTS)
    _inputs_sheet(inputs, shown, rows, sources)
    if shown.has_open_marks and any(row.marks for row in rows):
        _marks_sheet(book.create_sheet(MARKS), shown, rows, sources)
    put_title(scores, title_of(shown), shown.category.edition.caveat)
    writer = ScoreSheet(scores, shown.rules, sources)
    for number, row in enumerate(rows):
        writer.write(number, row)
    _ranking_sheet(ranking, shown, rows, writer)


def _ranking_sheet(sheet: Worksheet, shown: Shown, rows: list[SheetRow], scores: ScoreSheet) -> None:
    put_title(sheet, title_of(shown), shown.category.edition.caveat)
    aspects = shown.rules.root.children
    heads = [
        _("Peringkat"),
        _("Peserta"),
        _("Kode wilayah"),
        _("Kelompok"),
        _("Nama kelompok"),
        *(aspect.name for aspect in aspects),
        _("Nilai akhir"),
        _("Predikat"),
        _("Juara"),
        _("Keterangan"),
        _("Peringkat tersimpan"),
        _("Selisih peringkat"),
        _("Sintetis"),
    ]
    put_head(sheet, HEAD_ROW, heads, [11, 38, 12, 16, 44, *([14] * len(aspects)), 13, 14, 24, 48, 12, 12, 10])
    freeze(sheet, FIRST_ROW, 3)
    last = SCORES_FIRST_ROW + len(rows) - 1
    digits = shown.rules.rounding.total
    for number, row in enumerate(rows):
        here, there = FIRST_ROW + number, SCORES_FIRST_ROW + number
        _ranking_texts(sheet, here, row, len(aspects))
        for place, aspect in enumerate(aspects):
            if not row.nodes[aspect.code].contribution:
                continue
            address = f"'{SCORES}'!{scores.address(there, scores.layout.contributions[aspect.code])}"
            put_formula(sheet, here, 6 + place, address, digits)
        if row.score.rank is None:
            put_text(sheet, here, 1, _("tidak diperingkat"))
            continue
        put_formula(sheet, here, 1, _rank_formula(scores, there, last), 0).font = Font(bold=True)
        total = f"'{SCORES}'!{scores.address(there, scores.layout.total)}"
        put_formula(sheet, here, 6 + len(aspects), total, digits).font = Font(bold=True)
        put_number(sheet, here, 10 + len(aspects), str(row.score.rank))
        stored = get_column_letter(10 + len(aspects))
        put_formula(sheet, here, 11 + len(aspects), f"A{here}-{stored}{here}", 0)


def _ranking_texts(sheet: Worksheet, here: int, row: SheetRow, aspect_count: int) -> None:
    put_text(sheet, here, 2, row.score.entry.name)
    put_text(sheet, here, 3, row.score.entry.region_code)
    put_text(sheet, here, 4, row.score.group_key)
    put_text(sheet, here, 5, row.line.group_name)
    put_text(sheet, here, 7 + aspect_count, row.score.band)
    put_text(sheet, here, 8 + aspect_count, ", ".join(map(str, row.line.prizes)))
    put_text(sheet, here, 9 + aspect_count, " ".join(part for part in (row.line.tie_note, row.score.status) if part))
    put_text(sheet, here, 12 + aspect_count, _("sintetis") if row.score.entry.is_synthetic else "")


def _rank_formula(scores: ScoreSheet, row: int, last: int) -> str:
    """Count who stands strictly before, by the total and then by each key of the chain, inside the own group."""
    rule = scores.rules.rank

    def column(number: int) -> str:
        letter = get_column_letter(number)
        return f"'{SCORES}'!${letter}${SCORES_FIRST_ROW}:${letter}${last}"

    def own(number: int) -> str:
        return f"'{SCORES}'!{scores.address(row, number)}"

    steps = [(scores.layout.total, rule.higher_is_better)]
    steps += [(number, key.higher_is_better) for number, key in zip(scores.layout.keys, rule.chain, strict=True)]
    terms, equal = [], ""
    for number, higher in steps:
        sign = ">" if higher else "<"
        terms.append(f"{equal}({column(number)}{sign}{own(number)})")
        equal += f"({column(number)}={own(number)})*"
    inside = f"ISNUMBER({column(scores.layout.total)})*({column(scores.layout.group)}={own(scores.layout.group)})"
    return f"1+SUMPRODUCT({inside}*({'+'.join(terms)}))"


def _closed_ranking(sheet: Worksheet, shown: Shown, rows: list[SheetRow]) -> None:
    """Ranks and prizes only: the edition keeps scores closed."""
    put_title(sheet, title_of(shown), shown.category.edition.caveat)
    heads = [
        _("Peringkat"),
        _("Peserta"),
        _("Kode wilayah"),
        _("Kelompok"),
        _("Nama kelompok"),
        _("Predikat"),
        _("Juara"),
        _("Sintetis"),
    ]
    put_head(sheet, HEAD_ROW, heads, [11, 38, 12, 16, 44, 14, 24, 10])
    freeze(sheet, FIRST_ROW, 3)
    for here, row in enumerate(rows, start=FIRST_ROW):
        put_number(sheet, here, 1, str(row.score.rank or ""))
        entry = row.score.entry
        texts = [
            entry.name,
            entry.region_code,
            row.score.group_key,
            row.line.group_name,
            row.score.band,
            ", ".join(map(str, row.line.prizes)),
            _("sintetis") if entry.is_synthetic else "",
        ]
        for column, text in enumerate(texts, start=2):
            put_text(sheet, here, column, text)


def _inputs_sheet(sheet: Worksheet, shown: Shown, rows: list[SheetRow], sources: Sources) -> None:
    put_title(sheet, _("Masukan beku dengan sumbernya"), shown.category.edition.caveat)
    heads = [
        _("Peserta"),
        _("Variabel"),
        _("Nama variabel"),
        _("Nilai"),
        _("Asal"),
        _("Sumber"),
        _("Per tanggal"),
        _("Rujukan"),
        _("Sintetis"),
    ]
    put_head(sheet, HEAD_ROW, heads, [38, 28, 44, 20, 20, 60, 20, 24, 10])
    freeze(sheet, FIRST_ROW, 4)
    names = _variable_names(shown)
    here = FIRST_ROW
    for row in rows:
        for value in row.inputs:
            put_text(sheet, here, 1, row.score.entry.name)
            put_text(sheet, here, 2, value.variable)
            put_text(sheet, here, 3, names[value.variable])
            put_number(sheet, here, 4, value.value)
            put_text(sheet, here, 5, str(InputOrigin(value.origin).label))
            put_text(sheet, here, 6, value.source)
            put_day(sheet, here, 7, value.as_of)
            put_text(sheet, here, 8, value.reference)
            put_text(sheet, here, 9, _("sintetis") if value.is_synthetic else "")
            sources.values[row.score.entry_id][value.variable] = f"{INPUTS}!$D${here}"
            here += 1


def _variable_names(shown: Shown) -> dict[str, str]:
    """Return the question's or the catalogue's name of each column; where neither names it, its criterion's."""
    criteria = {leaf.column: leaf.name for leaf in shown.rules.leaves if leaf.column}
    questionnaire = shown.questionnaire
    named = {column: column_name(column, questionnaire) for column in shown.rules.columns}
    return {column: criteria.get(column, name) if name == column else name for column, name in named.items()}


def _marks_sheet(sheet: Worksheet, shown: Shown, rows: list[SheetRow], sources: Sources) -> None:
    put_title(sheet, _("Nilai tiap juri, tanpa nama"), shown.category.edition.caveat)
    put_head(sheet, HEAD_ROW, [_("Peserta"), _("Kriteria"), _("Juri"), _("Nilai")], [38, 34, 12, 12])
    freeze(sheet, FIRST_ROW, 1)
    names = {leaf.jury: leaf.name for leaf in shown.rules.leaves if leaf.jury}
    here = FIRST_ROW
    for row in rows:
        for criterion, marks in row.marks.items():
            first = here
            for juror, value in marks:
                put_text(sheet, here, 1, row.score.entry.name)
                put_text(sheet, here, 2, names.get(criterion, criterion))
                put_text(sheet, here, 3, _("Juri %(number)d") % {"number": juror})
                put_number(sheet, here, 4, format(value.normalize(), "f"))
                here += 1
            sources.marks[row.score.entry_id, criterion] = f"'{MARKS}'!$D${first}:$D${here - 1}"


def _rules_sheet(sheet: Worksheet, shown: Shown) -> None:
    put_title(sheet, _("Juknis dan sidik jari"), shown.category.edition.caveat)
    put_head(sheet, HEAD_ROW, [_("Hal"), _("Isi")], [30, 110])
    freeze(sheet, FIRST_ROW, 1)
    for here, (name, text) in enumerate(_facts(shown), start=FIRST_ROW):
        put_text(sheet, here, 1, name)
        put_text(sheet, here, 2, text).alignment = Alignment(vertical="top")


def _facts(shown: Shown) -> Iterator[tuple[str, str]]:
    run, publication = shown.run, shown.publication
    yield _("Perhitungan"), f"{run.number} ({run.public_id})"
    yield _("Versi mesin hitung"), run.engine_version
    yield _("Benih acak"), str(run.seed)
    yield _("Sidik jari masukan"), run.input_digest
    yield _("Sidik jari juknis"), run.rulebook_digest
    yield _("Sidik jari hasil"), run.result_digest
    if publication is not None:
        yield _("Pengumuman"), str(publication.number)
        yield _("Sidik jari pengumuman"), publication.digest
        yield _("Tanda tangan Ed25519"), publication.signature
        yield _("Kunci publik"), publication.public_key
    yield _("Juknis"), f"{run.rulebook.title} v{run.rulebook.version}"
    for number, line in enumerate(run.rulebook.text.splitlines(), start=1):
        yield _("Juknis, baris %(number)d") % {"number": number}, line


def _notes_sheet(sheet: Worksheet, shown: Shown) -> None:
    put_title(sheet, _("Catatan"), shown.category.edition.caveat)
    notes = [
        _("Lembar «Nilai per kriteria» menghitung ulang nilai dari lembar «Masukan» dan «Nilai juri» dengan rumus."),
        _("Kolom «Selisih» membandingkan hasil rumus dengan nilai tersimpan dan harus nol."),
        _(
            "Sel abu-abu berisi nilai tersimpan: cara hitungnya tidak punya rumus lembar kerja, datanya kosong, "
            "atau nilai jurinya tertutup."
        ),
        _("Syarat sebelum dinilai tidak dihitung ulang di sini; peserta yang tidak diperingkat disebut alasannya."),
        _("Nilai seri berbagi peringkat (1, 2, 2, 4). Urutan nama di dalam peringkat yang sama tidak berarti apa-apa."),
        _("Baris bertanda «sintetis» dibangkitkan skrip untuk peragaan, bukan data nyata."),
        _("Angka memakai pemisah menurut pengaturan komputer Anda."),
    ]
    for here, note in enumerate(notes, start=FIRST_ROW):
        put_text(sheet, here, 1, note)
    sheet.column_dimensions["A"].width = 120
