"""Workbooks of big categories: stored values only, streamed row by row. Every text cell is text."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from awards.paper.cells import clean, decimal_of
from awards.publication.selectors.unawarded import prize_words, reason_words
from awards.results.selectors.sheets import sheet_rows
from awards.results.selectors.shown import Shown
from awards.rulebooks.selectors.labels import criterion_name

HAS_FAST_WRITER = find_spec("rustpy_xlsxwriter") is not None
"""Its wheel does not exist for every machine; the slower writer writes the same."""

Record = dict[str, str | float | int | None]
Report = Callable[[int], None]
REPORT_EVERY = 500


def write_bulk_workbook(shown: Shown, file: Path, *, report: Report) -> None:
    """Write ranking, facts and notes; `report` is told how many entries are done."""
    sheets = [(_("Peringkat"), _records(shown, report)), (_("Juknis & sidik jari"), _facts(shown))]
    if HAS_FAST_WRITER:
        _write_fast(sheets, file)
    else:
        _write_slowly(sheets, file)


def _records(shown: Shown, report: Report) -> Iterator[Record]:
    aspects = shown.rules.root.children if shown.has_open_scores else ()
    for number, row in enumerate(sheet_rows(shown), start=1):
        score, entry = row.score, row.score.entry
        yield {
            _("Peringkat"): score.rank,
            _("Peserta"): clean(entry.name),
            _("Kode wilayah"): entry.region_code,
            _("Kelompok"): clean(score.group_key),
            _("Nama kelompok"): clean(row.line.group_name),
            _("Nilai akhir"): _figure(row.line.score),
            **{
                clean(criterion_name(one)): _figure(row.nodes[one.code].contribution)
                for one in aspects
                if one.code in row.nodes
            },
            _("Predikat"): clean(row.line.band),
            _("Juara"): clean(", ".join(map(str, row.line.prizes))),
            _("Hasil"): str(row.line.outcome.label),
            _("Keterangan"): clean(row.line.status if shown.has_open_scores else ""),
            _("Sintetis"): _("sintetis") if entry.is_synthetic else "",
            _("Catatan"): clean(shown.category.edition.caveat_shown),
        }
        if number % REPORT_EVERY == 0:
            report(number)


def _facts(shown: Shown) -> Iterator[Record]:
    run = shown.run
    facts = [
        (_("Catatan"), shown.category.edition.caveat_shown),
        (_("Perhitungan"), f"{run.number} ({run.public_id})"),
        (_("Sidik jari masukan"), run.input_digest),
        (_("Sidik jari juknis"), run.rulebook_digest),
        (_("Sidik jari hasil"), run.result_digest),
    ]
    if shown.publication is not None:
        facts += [
            (_("Sidik jari pengumuman"), shown.publication.digest),
            (_("Tanda tangan Ed25519"), shown.publication.signature),
        ]
    facts += [(_("Tanpa pemenang"), f"{prize_words(one)}: {reason_words(one)}") for one in shown.unawarded]
    for name, text in [*facts, *((_("Juknis"), line) for line in run.rulebook.text.splitlines())]:
        yield {_("Hal"): name, _("Isi"): clean(text)}


def _figure(text: str) -> float | None:
    """Return a printed figure as the number a spreadsheet holds; it has far fewer digits than a float keeps."""
    value = decimal_of(text)
    return None if value is None else float(value)


Sheets = list[tuple[str, Iterator[Record]]]


def _write_fast(sheets: Sheets, file: Path) -> None:
    from rustpy_xlsxwriter import FastExcel  # noqa: PLC0415 - may be absent

    book = FastExcel(str(file)).freeze(row=1)
    for name, records in sheets:
        book.sheet(name, records)
    book.save()


def _write_slowly(sheets: Sheets, file: Path) -> None:
    book = Workbook(write_only=True)
    for name, records in sheets:
        sheet = book.create_sheet(name)
        for number, record in enumerate(records):
            if number == 0:
                sheet.append([_text_cell(sheet, head) for head in record])
            sheet.append([_text_cell(sheet, value) if isinstance(value, str) else value for value in record.values()])
    book.save(file)


def _text_cell(sheet: Any, text: str) -> Any:  # the stubs take no write-only sheet
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
