"""Workbooks of big categories: stored values only, streamed row by row. Every text cell is text."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from awards.paper.cells import decimal_of
from awards.paper.streamed import MOST_ROWS, Figure, StreamedBook, Value
from awards.publication.selectors.unawarded import prize_words, reason_words
from awards.results.selectors.printed import printed_rows
from awards.results.selectors.shown import Shown
from awards.rulebooks.selectors.labels import criterion_name

Report = Callable[[int], None]
REPORT_EVERY = 500


def write_bulk_workbook(shown: Shown, file: Path, *, report: Report) -> None:
    """Write ranking, facts and notes; `report` is told how many entries are done."""
    aspects = shown.rules.root.children if shown.has_open_scores else ()
    heads = [
        _("Peringkat"),
        _("Peserta"),
        _("Kode wilayah"),
        _("Kelompok"),
        _("Nama kelompok"),
        _("Nilai akhir"),
        *(criterion_name(one) for one in aspects),
        _("Predikat"),
        _("Juara"),
        _("Hasil"),
        _("Keterangan"),
        _("Sintetis"),
        _("Catatan"),
    ]
    with StreamedBook(file, most_rows=MOST_ROWS) as book:
        taken = book.sheet(_("Peringkat"), heads, _rows(shown, report))
        book.sheet(_("Juknis & sidik jari"), [_("Hal"), _("Isi")], _facts(shown, taken))


def _rows(shown: Shown, report: Report) -> Iterator[Sequence[Value]]:
    synthetic, caveat = _("sintetis"), shown.category.edition.caveat_shown
    for number, row in enumerate(printed_rows(shown), start=1):
        yield (
            row.rank,
            row.name,
            row.region_code,
            row.group_key,
            row.group_name,
            _figure(row.score),
            *map(_figure, row.aspects),
            row.band,
            row.prizes,
            row.outcome,
            row.status,
            synthetic if row.is_synthetic else "",
            caveat,
        )
        if number % REPORT_EVERY == 0:
            report(number)


def _facts(shown: Shown, sheets: Sequence[str]) -> Iterator[Sequence[Value]]:
    run = shown.run
    facts = [
        (_("Catatan"), shown.category.edition.caveat_shown),
        (_("Perhitungan"), f"{run.number} ({run.public_id})"),
        (_("Sidik jari masukan"), run.input_digest),
        (_("Sidik jari juknis"), run.rulebook_digest),
        (_("Sidik jari hasil"), run.result_digest),
    ]
    if len(sheets) > 1:
        words = {"sheets": ", ".join(f"«{one}»" for one in sheets), "most": MOST_ROWS - 1}
        split = _("Peringkat terbagi atas lembar %(sheets)s, sebab satu lembar memuat paling banyak %(most)s peserta.")
        facts.append((_("Pembagian lembar"), split % words))
    if shown.publication is not None:
        facts += [
            (_("Sidik jari pengumuman"), shown.publication.digest),
            (_("Tanda tangan Ed25519"), shown.publication.signature),
        ]
    facts += [(_("Tanpa pemenang"), f"{prize_words(one)}: {reason_words(one)}") for one in shown.unawarded]
    yield from facts
    yield from ((_("Juknis"), line) for line in run.rulebook.text.splitlines())


def _figure(text: str) -> Figure | None:
    """Return a printed figure with its digits; what is no number is no figure."""
    return Figure(text) if text and decimal_of(text) is not None else None
