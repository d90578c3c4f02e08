"""Score any table under any rulebook, files only: no database, no network, no settings of this installation.

    manage.py score --rulebook R.toml --table T.csv [--marks M.csv] --output OUT.xlsx

Exit codes: 0 scored, 1 the files are refused, 2 the command is asked for something it does not do.
"""

import argparse
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from awards.engine import Result, ScoringError, score
from awards.engine.bridge import FigureError
from awards.engine.table import Table
from awards.management.scoring.juries import jury_sheets
from awards.management.scoring.numbers import DecimalSign
from awards.management.scoring.printing import printed_answers, printed_lines, printed_standings
from awards.management.scoring.questions import (
    Answer,
    Questioning,
    coherence_sheets,
    robustness_answers,
    robustness_sheets,
)
from awards.management.scoring.reading import read_marks, read_rulebook, read_table
from awards.management.scoring.refusals import InputRefusedError, UsageError
from awards.management.scoring.sheets import (
    DETAILED_ENTRIES,
    Sheet,
    details_sheet,
    explanation_sheet,
    lead_sheet,
    provenance_sheet,
    quota_sheet,
    standings_sheet,
)
from awards.management.scoring.writing import writer_for

REFUSED = 1
MISUSED = 2


class Command(BaseCommand):
    help = "Menghitung nilai dan peringkat sebuah tabel menurut sebuah juknis, dari berkas saja, tanpa basis data."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rulebook", type=Path, required=True, metavar="R.toml")
        parser.add_argument("--table", type=Path, required=True, metavar="T.csv|T.xlsx")
        parser.add_argument("--marks", type=Path, metavar="M.csv|M.xlsx", help="kolom peserta, juri, kriteria, nilai")
        parser.add_argument("--reference", action="append", default=[], metavar="POPULASI=P.csv")
        parser.add_argument("--output", type=Path, required=True, metavar="OUT.csv|OUT.json|OUT.xlsx")
        parser.add_argument(
            "--id", default="", metavar="KOLOM", help="kolom kode peserta; bila tidak ditulis, kolom pertama"
        )
        parser.add_argument("--decimal", type=DecimalSign, default=DecimalSign.SAFE, choices=list(DecimalSign))
        parser.add_argument("--explain", action="append", default=[], metavar="PESERTA")
        parser.add_argument("--compare", nargs=2, metavar=("A", "B"))
        parser.add_argument("--robust", action="store_true", help="seberapa kokoh peringkatnya")
        parser.add_argument("--seed", type=_seed, default=0)
        parser.add_argument("--draws", type=_positive, default=10_000)
        parser.add_argument("--prizes", type=_positive, default=3)
        parser.add_argument("--spread", type=_decimal, default=Decimal("0.05"), help="simpangan baku bobot 50%%")
        parser.add_argument("--step", type=_decimal, default=Decimal(1), help="perubahan satu nilai juri yang dicoba")
        parser.add_argument(
            "--data-error",
            action="append",
            default=[],
            metavar="KRITERIA=GALAT",
            help="galat baku angka sebuah kriteria dalam satuannya (cakupan=0,5) atau sebagai bagian angkanya (2%%)",
        )
        parser.add_argument("--audit", action="store_true", help="periksa keselarasan juknis dengan datanya")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._score(options)
        except UsageError as refusal:
            raise CommandError(str(refusal), returncode=MISUSED) from refusal
        except (InputRefusedError, ScoringError) as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from refusal
        except OSError as fault:
            raise CommandError(f"Berkas tidak dapat dibaca atau ditulis: {fault}.", returncode=MISUSED) from fault

    def _score(self, options: dict[str, Any]) -> None:
        write = writer_for(options["output"])
        _spare_inputs(options)
        notes: list[str] = []
        result = _scored(options, notes)
        sheets = [standings_sheet(result)]
        self.stdout.write("\n".join([*notes, printed_standings(result)]))
        optional = (quota_sheet(result), details_sheet(result))
        sheets += [sheet for sheet in optional if sheet is not None]
        if len(result.table) > DETAILED_ENTRIES:
            self.stdout.write(f"Rincian per kriteria ditulis sampai {DETAILED_ENTRIES} peserta; pakai --explain.")
        sheets += self._explained(result, options)
        if options["robust"]:
            sheets += self._questioned(result, options)
        if options["audit"]:
            found = coherence_sheets(result)
            self.stdout.write(printed_answers("Audit keselarasan", _sentences(found[0])))
            juries = jury_sheets(result)
            if juries:
                self.stdout.write(printed_answers("Panel juri", _told(juries[0])))
            sheets += [*found, *juries]
        sheets.append(provenance_sheet(result, notes))
        for path in write(options["output"], sheets):
            self.stdout.write(f"Ditulis: {path}")

    def _explained(self, result: Result, options: dict[str, Any]) -> list[Sheet]:
        sheets = []
        if options["explain"]:
            found = [result.explain(entry) for entry in options["explain"]]
            for one in found:
                self.stdout.write(printed_lines(f"Penjelasan nilai {one.id}", one.lines, "Nilai akhir", one.total))
            sheets.append(explanation_sheet(found))
        if options["compare"]:
            ahead, behind = options["compare"]
            lead = result.compare(ahead, behind)
            title = f"Mengapa {ahead} berselisih dengan {behind}"
            self.stdout.write(printed_lines(title, lead.lines, "Selisih nilai akhir", lead.lead))
            sheets.append(lead_sheet(lead))
        return sheets

    def _questioned(self, result: Result, options: dict[str, Any]) -> list[Sheet]:
        asked = Questioning(
            options["seed"],
            options["draws"],
            options["spread"],
            options["prizes"],
            options["step"],
            tuple(_figure_error(text, result) for text in options["data_error"]),
        )
        answers = list(robustness_answers(result, asked))
        if not answers:
            reason = "Tidak ada kelompok dengan dua peserta berperingkat atau lebih."
            answers = [Answer("", "Ketahanan", (reason,))]
        for answer in answers:
            title = f"{answer.test} [{answer.group}]" if answer.group else answer.test
            self.stdout.write(printed_answers(title, answer.sentences))
        return robustness_sheets(answers)


def _spare_inputs(options: dict[str, Any]) -> None:
    """Refuse a result that would be written over what it is made of."""
    references = [Path(text.partition("=")[2]) for text in options["reference"]]
    inputs = [options["rulebook"], options["table"], *([options["marks"]] if options["marks"] else []), *references]
    if options["output"].resolve() in {path.resolve() for path in inputs}:
        raise UsageError(f"Hasil akan menimpa berkas masukan {options['output']}. Pilih nama hasil yang lain.")


def _scored(options: dict[str, Any], notes: list[str]) -> Result:
    rulebook = read_rulebook(options["rulebook"])
    sign = options["decimal"]
    table = read_table(options["table"], rulebook, id_column=options["id"], sign=sign, notes=notes)
    marks = read_marks(options["marks"], sign=sign, notes=notes) if options["marks"] else []
    reference: dict[str, Table] = {}
    for text in options["reference"]:
        code, _, path = text.partition("=")
        if code not in rulebook.populations or not re.fullmatch(r".+", path):
            known = ", ".join(rulebook.populations) or "tidak ada"
            raise UsageError(f"«{text}» harus berbentuk POPULASI=BERKAS. Populasi dalam juknis: {known}.")
        reference[code] = read_table(Path(path), rulebook, id_column="", sign=sign, notes=notes)
    absent = [one for one in rulebook.populations.values() if one.kind == "given" and one.code not in reference]
    if absent:
        wanted = ", ".join(f"--reference {one.code}=BERKAS ({one.name})" for one in absent)
        raise InputRefusedError(f"Juknis membandingkan dengan populasi acuan yang belum diberikan. Tambahkan {wanted}.")
    return score(rulebook, table, marks, reference=reference)


def _told(sheet: Sheet) -> tuple[str, ...]:
    """Return the sentences about each panel; its figures are in the file."""
    return tuple(f"{row[0]}: {row[2]}" for row in sheet.rows if row[1] in ("temuan", "ragam"))


def _sentences(sheet: Sheet) -> tuple[str, ...]:
    return tuple(str(row[-1]) for row in sheet.rows)


def _figure_error(text: str, result: Result) -> FigureError:
    code, _, amount = text.partition("=")
    known = [leaf.code for leaf in result.rulebook.leaves if leaf.jury is None]
    if code not in known:
        raise UsageError(f"Galat data «{text}» harus berbentuk KRITERIA=GALAT. Kriteria: {', '.join(known)}.")
    try:
        deviation = _decimal(amount.removesuffix("%").strip())
    except argparse.ArgumentTypeError as fault:
        raise UsageError(f"Galat data «{text}»: {fault}.") from None
    is_share = amount.endswith("%")
    return FigureError(code, float(deviation / 100 if is_share else deviation), is_share)


def _seed(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} bukan bilangan bulat dari nol ke atas")
    return int(text)


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} bukan bilangan bulat di atas nol")
    return int(text)


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"{text} bukan angka") from None
    if not value.is_finite() or value <= 0:
        raise argparse.ArgumentTypeError(f"{text} harus di atas nol")
    return value
