"""The auditors' workbook: a ranking that computes itself from raw cells, its inputs with sources, rules and digests."""

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.paper.written import WrittenBook, WrittenSheet, column_letter
from awards.publication.selectors.unawarded import prize_words, reason_words
from awards.results.exports.scores import FIRST_ROW as SCORES_FIRST_ROW
from awards.results.exports.scores import HEAD_ROW, ScoreSheet, Sources, Written, cell_value
from awards.results.exports.terms import FormulaTerm
from awards.results.selectors.sheets import SheetRow, sheet_rows
from awards.results.selectors.shown import Shown
from awards.rulebooks.selectors.labels import criterion_name, read_name
from awards.runs.models import InputOrigin
from awards.runs.selectors.standings import adds_up
from paritrana.retold import retold

RANKING, SCORES, INPUTS, MARKS, RULES, NOTES = (
    gettext_lazy("Peringkat"),
    gettext_lazy("Nilai per kriteria"),
    gettext_lazy("Masukan"),
    gettext_lazy("Nilai juri"),
    gettext_lazy("Juknis & sidik jari"),
    gettext_lazy("Catatan"),
)
FIRST_ROW = HEAD_ROW + 1
FIRST_ASPECT = 6


def ranking_workbook(shown: Shown) -> bytes:
    """Return the workbook of a result in the reader's language."""
    book = WrittenBook(shown.run.created_at)
    ranking = book.sheet(str(RANKING))
    rows = list(sheet_rows(shown))
    if shown.has_open_scores:
        _open_sheets(book, ranking, shown, rows)
    else:
        _closed_ranking(ranking, shown, rows)
    _rules_sheet(book.sheet(str(RULES)), shown)
    _notes_sheet(book.sheet(str(NOTES)), shown)
    return book.content()


def title_of(shown: Shown) -> str:
    state = _("Rancangan, belum diumumkan: ") if shown.publication is None else ""
    return f"{state}{shown.category.name_shown} · {shown.category.edition.brand_shown}"


def _open_sheets(book: WrittenBook, ranking: WrittenSheet, shown: Shown, rows: list[SheetRow]) -> None:
    sources = Sources()
    scores, inputs = book.sheet(str(SCORES)), book.sheet(str(INPUTS))
    _inputs_sheet(inputs, shown, rows, sources)
    if shown.has_open_marks and any(row.marks for row in rows):
        _marks_sheet(book.sheet(str(MARKS)), shown, rows, sources)
    scores.title(title_of(shown), shown.category.edition.caveat_shown)
    writer = ScoreSheet(scores, shown.rules, sources)
    _ranking_sheet(ranking, shown, [writer.write(number, row) for number, row in enumerate(rows)], writer)


def _ranking_sheet(sheet: WrittenSheet, shown: Shown, rows: list[Written], scores: ScoreSheet) -> None:
    sheet.title(title_of(shown), shown.category.edition.caveat_shown)
    aspects = shown.rules.root.children
    heads = [
        _("Peringkat"),
        _("Peserta"),
        _("Kode wilayah"),
        _("Kelompok"),
        _("Nama kelompok"),
        *(criterion_name(aspect) for aspect in aspects),
        _("Nilai akhir"),
        _("Predikat"),
        _("Juara"),
        _("Keterangan"),
        _("Peringkat tersimpan"),
        _("Selisih peringkat"),
        _("Sintetis"),
        _("Pembulatan"),
        _("Hasil"),
    ]
    sheet.head(HEAD_ROW, heads, [11, 38, 12, 16, 44, *([14] * len(aspects)), 13, 14, 24, 48, 12, 12, 10, 12, 16])
    sheet.freeze(FIRST_ROW, 3)
    last = SCORES_FIRST_ROW + len(rows) - 1
    digits, after = shown.rules.rounding.total, FIRST_ASPECT + len(aspects)
    for number, row in enumerate(rows):
        here, rank = FIRST_ROW + number, row.item.score.rank
        _ranking_texts(sheet, here, row.item, after)
        parts = [scores.layout.contributions[aspect.code] for aspect in aspects]
        for place, part in enumerate(parts, start=FIRST_ASPECT):
            if part in row.values:
                sheet.formula(here, place, f"'{SCORES}'!{row.term(part).text}", row.term(part).number, digits)
        if rank is None:
            sheet.text(here, 1, _("tidak diperingkat"))
            continue
        sheet.formula(here, 1, _rank_formula(scores, row.row, last), rank, 0, bold=True)
        total = row.term(scores.layout.total)
        if adds_up(shown.rules):
            first, end, sum_cell = (column_letter(at) for at in (FIRST_ASPECT, after - 1, after))
            left = total.number - sum((row.term(part).number for part in parts if part in row.values), Fraction(0))
            sheet.formula(
                here, after + 7, f"ROUND({sum_cell}{here}-SUM({first}{here}:{end}{here}),{digits})", left, digits
            )
        sheet.formula(here, after, f"'{SCORES}'!{total.text}", total.number, digits, bold=True)
        sheet.number(here, after + 4, str(rank))
        sheet.formula(here, after + 5, f"A{here}-{column_letter(after + 4)}{here}", 0, 0)


def _ranking_texts(sheet: WrittenSheet, here: int, row: SheetRow, after: int) -> None:
    sheet.text(here, 2, row.score.entry.name)
    sheet.text(here, 3, row.score.entry.region_code)
    sheet.text(here, 4, row.score.group_key)
    sheet.text(here, 5, row.line.group_name)
    sheet.text(here, after + 1, row.line.band)
    sheet.text(here, after + 2, ", ".join(map(str, row.line.prizes)))
    sheet.text(here, after + 3, " ".join(part for part in (row.line.tie_note, row.line.status) if part))
    sheet.text(here, after + 6, _("sintetis") if row.score.entry.is_synthetic else "")
    sheet.text(here, after + 8, str(row.line.outcome.label))


def _rank_formula(scores: ScoreSheet, row: int, last: int) -> str:
    """Count who stands strictly before, by the total and then by each key of the chain, inside the own group."""
    rule = scores.rules.rank

    def column(number: int) -> str:
        letter = column_letter(number)
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


def _closed_ranking(sheet: WrittenSheet, shown: Shown, rows: list[SheetRow]) -> None:
    """Ranks and prizes only: the edition keeps scores closed."""
    sheet.title(title_of(shown), shown.category.edition.caveat_shown)
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
    sheet.head(HEAD_ROW, heads, [11, 38, 12, 16, 44, 14, 24, 10])
    sheet.freeze(FIRST_ROW, 3)
    for here, row in enumerate(rows, start=FIRST_ROW):
        sheet.number(here, 1, str(row.score.rank or ""))
        entry = row.score.entry
        texts = [
            entry.name,
            entry.region_code,
            row.score.group_key,
            row.line.group_name,
            row.line.band,
            ", ".join(map(str, row.line.prizes)),
            _("sintetis") if entry.is_synthetic else "",
        ]
        for column, text in enumerate(texts, start=2):
            sheet.text(here, column, text)


def _inputs_sheet(sheet: WrittenSheet, shown: Shown, rows: list[SheetRow], sources: Sources) -> None:
    sheet.title(_("Masukan beku dengan sumbernya"), shown.category.edition.caveat_shown)
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
    sheet.head(HEAD_ROW, heads, [38, 28, 44, 20, 20, 60, 20, 24, 10])
    sheet.freeze(FIRST_ROW, 4)
    names = _variable_names(shown)
    here = FIRST_ROW
    for row in rows:
        for value in row.inputs:
            sheet.text(here, 1, row.score.entry.name)
            sheet.text(here, 2, value.variable)
            sheet.text(here, 3, names[value.variable])
            sheet.number(here, 4, value.value)
            sheet.text(here, 5, str(InputOrigin(value.origin).label))
            sheet.text(here, 6, retold(value.source))
            sheet.day(here, 7, value.as_of)
            sheet.text(here, 8, value.reference)
            sheet.text(here, 9, _("sintetis") if value.is_synthetic else "")
            if value.value:
                address = FormulaTerm(f"{INPUTS}!$D${here}", cell_value(value.value))
                sources.values[row.score.entry_id][value.variable] = address
            here += 1


def _variable_names(shown: Shown) -> dict[str, str]:
    """Return the question's or the catalogue's name of each column; where neither names it, its criterion's."""
    criteria = {leaf.column: criterion_name(leaf) for leaf in shown.rules.leaves if leaf.column}
    questionnaire = shown.questionnaire
    named = {column: read_name(shown.rules, column, questionnaire) for column in shown.rules.columns}
    return {column: criteria.get(column, name) if name == column else name for column, name in named.items()}


def _marks_sheet(sheet: WrittenSheet, shown: Shown, rows: list[SheetRow], sources: Sources) -> None:
    sheet.title(_("Nilai tiap juri, tanpa nama"), shown.category.edition.caveat_shown)
    sheet.head(HEAD_ROW, [_("Peserta"), _("Kriteria"), _("Juri"), _("Nilai")], [38, 34, 12, 12])
    sheet.freeze(FIRST_ROW, 1)
    names = {leaf.jury: criterion_name(leaf) for leaf in shown.rules.leaves if leaf.jury}
    here = FIRST_ROW
    for row in rows:
        for criterion, marks in row.marks.items():
            first = here
            for juror, value in marks:
                sheet.text(here, 1, row.score.entry.name)
                sheet.text(here, 2, names.get(criterion, criterion))
                sheet.text(here, 3, _("Juri %(number)d") % {"number": juror})
                sheet.number(here, 4, format(value.normalize(), "f"))
                here += 1
            given = tuple(value for _juror, value in marks)
            sources.marks[row.score.entry_id, criterion] = f"'{MARKS}'!$D${first}:$D${here - 1}", given


def _rules_sheet(sheet: WrittenSheet, shown: Shown) -> None:
    sheet.title(_("Juknis dan sidik jari"), shown.category.edition.caveat_shown)
    sheet.head(HEAD_ROW, [_("Hal"), _("Isi")], [30, 110])
    sheet.freeze(FIRST_ROW, 1)
    for here, (name, text) in enumerate(_facts(shown), start=FIRST_ROW):
        sheet.text(here, 1, name)
        sheet.text(here, 2, text, valign="top")


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
    for prize in shown.unawarded:
        yield _("Tanpa pemenang"), f"{prize_words(prize)}: {reason_words(prize)}"
    for one in shown.earlier:
        digest = one.read.digest or _("belum diumumkan")
        yield _("Riwayat yang dibaca"), f"{one.read.label} ({one.read.number or '–'}): {digest}"
    yield _("Juknis"), str(run.rulebook)
    for number, line in enumerate(run.rulebook.text.splitlines(), start=1):
        yield _("Juknis, baris %(number)d") % {"number": number}, line


def _notes_sheet(sheet: WrittenSheet, shown: Shown) -> None:
    sheet.title(_("Catatan"), shown.category.edition.caveat_shown)
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
        sheet.text(here, 1, note)
    sheet.width(1, 120)
