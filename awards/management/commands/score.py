"""Score any table under any rulebook, files only: no database, no network, no settings of this installation.

    manage.py score --rulebook R.toml --table T.csv [--marks M.csv] --output OUT.xlsx

Exit codes: 0 scored, 1 the files are refused, 2 the command is asked for something it does not do.
"""

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.engine import EngineError, Result, Rules, score
from awards.engine.bridge import FigureError
from awards.engine.criteria import PublishedTotal
from awards.engine.published import compare_published
from awards.engine.table import Table
from awards.offline.juries import jury_sheets
from awards.offline.numbers import DecimalSign
from awards.offline.printing import printed_answers, printed_lines, printed_standings, told_lines, words_of
from awards.offline.published import published_notes, published_sheet
from awards.offline.questions import GroupAnswer, Questioning, coherence_sheets, robustness_answers, robustness_sheets
from awards.offline.reading import AsideColumn, SummaryRows, TableFile, read_marks, read_rulebook, read_table
from awards.offline.refusals import InputRefusedError, UsageError, told
from awards.offline.sheets import (
    DETAILED_ENTRIES,
    OutputSheet,
    details_sheet,
    explanation_sheet,
    lead_sheet,
    near_miss_sheet,
    provenance_sheet,
    quota_sheet,
    standings_sheet,
)
from awards.offline.writing import writer_for
from awards.sentences import sentence, sentences
from paritrana.commands import SpeakingCommand
from paritrana.lib.problems import Note, note

REFUSED = 1
MISUSED = 2


class Command(SpeakingCommand):
    help = gettext_lazy(
        "Menghitung nilai dan peringkat sebuah tabel menurut sebuah juknis, dari berkas saja, tanpa basis data."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rulebook", type=Path, required=True, metavar="R.toml")
        parser.add_argument("--table", type=Path, required=True, metavar="T.csv|T.xlsx|T.parquet")
        parser.add_argument(
            "--marks", type=Path, metavar="M.csv|M.xlsx|M.parquet", help=_("kolom peserta, juri, kriteria, nilai")
        )
        parser.add_argument("--reference", action="append", default=[], metavar="POPULASI=P.csv")
        parser.add_argument("--output", type=Path, required=True, metavar="OUT.csv|OUT.json|OUT.xlsx")
        parser.add_argument(
            "--id", default="", metavar="KOLOM", help=_("kolom kode peserta; bila tidak ditulis, kolom pertama")
        )
        parser.add_argument(
            "--sheet", default="", metavar="LEMBAR", help=_("lembar XLSX tabel; bila tidak ditulis, yang pertama")
        )
        parser.add_argument(
            "--marks-sheet", default="", metavar="LEMBAR", help=_("lembar XLSX nilai juri; begitu pula")
        )
        parser.add_argument(
            "--published",
            default="",
            metavar="KOLOM",
            help=_("kolom nilai akhir menurut sumbernya, yang dibandingkan dengan hasil hitungan"),
        )
        parser.add_argument(
            "--published-within", default="", metavar="SELISIH", help=_("selisih dari nilai terbitan yang dibiarkan")
        )
        parser.add_argument("--decimal", type=DecimalSign, default=DecimalSign.SAFE, choices=list(DecimalSign))
        parser.add_argument(
            "--summary-rows",
            type=SummaryRows,
            default=SummaryRows.REFUSE,
            choices=list(SummaryRows),
            help=_("baris jumlah, rata-rata dan catatan: tolak, tinggalkan, atau nilai sebagai peserta"),
        )
        parser.add_argument("--explain", action="append", default=[], metavar="PESERTA")
        parser.add_argument("--compare", nargs=2, metavar=("A", "B"))
        parser.add_argument("--robust", action="store_true", help=_("seberapa kokoh peringkatnya"))
        parser.add_argument("--seed", default="0")
        parser.add_argument("--draws", default="10000")
        parser.add_argument("--prizes", default="3")
        parser.add_argument("--spread", default="0.05", help=_("simpangan baku bobot 50%%"))
        parser.add_argument("--step", default="1", help=_("perubahan satu nilai juri yang dicoba"))
        parser.add_argument(
            "--data-error",
            action="append",
            default=[],
            metavar="KRITERIA=GALAT",
            help=_("galat baku angka sebuah kriteria dalam satuannya (cakupan=0,5) atau sebagai bagian angkanya (2%%)"),
        )
        parser.add_argument("--audit", action="store_true", help=_("periksa keselarasan juknis dengan datanya"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._score(options)
        except UsageError as error:
            raise CommandError(told(error), returncode=MISUSED) from error
        except (InputRefusedError, EngineError) as error:
            raise CommandError(told(error), returncode=REFUSED) from error
        except OSError as fault:
            failed = note("usage.file-failed", reason=str(fault))
            raise CommandError(sentence(failed), returncode=MISUSED) from fault

    def _score(self, options: dict[str, Any]) -> None:
        write = writer_for(options["output"])
        _spare_inputs(options)
        remarks: list[Note] = []
        asked = _asked(options)
        rulebook = read_rulebook(options["rulebook"])
        check = _published(options, rulebook)
        aside = None if check is None else AsideColumn(check.column, is_asked_for=bool(options["published"]))
        result = _scored(options, rulebook, remarks, aside)
        notes = sentences(remarks)
        sheets = [standings_sheet(result)]
        self.stdout.write("\n".join([*notes, printed_standings(result)]))
        optional = (quota_sheet(result), details_sheet(result), near_miss_sheet(result))
        sheets += [sheet for sheet in optional if sheet is not None]
        if check and aside and aside.values:
            compared = compare_published(result, aside.figures, check.within)
            told = sentences(published_notes(compared, check.column, check.within))
            self.stdout.write(printed_answers(_("Nilai terbitan"), told))
            sheets.append(published_sheet(compared))
        if len(result.table) > DETAILED_ENTRIES:
            most = {"most": DETAILED_ENTRIES}
            self.stdout.write(_("Rincian per kriteria ditulis sampai %(most)s peserta; pakai --explain.") % most)
        sheets += self._explained(result, options)
        if options["robust"]:
            sheets += self._questioned(result, options, asked)
        if options["audit"]:
            coherent = coherence_sheets(result)
            self.stdout.write(printed_answers(_("Audit keselarasan"), _sentences(coherent[0])))
            juries = jury_sheets(result)
            if juries:
                self.stdout.write(printed_answers(_("Panel juri"), _told(juries[0])))
            sheets += [*coherent, *juries]
        sheets.append(provenance_sheet(result, notes))
        for path in write(options["output"], sheets):
            self.stdout.write(_("Ditulis: %(path)s") % {"path": path})

    def _explained(self, result: Result, options: dict[str, Any]) -> list[OutputSheet]:
        sheets, words = [], words_of(result)
        if options["explain"]:
            found = [result.explain(entry) for entry in options["explain"]]
            for one in found:
                self.stdout.write(
                    printed_lines(
                        _("Penjelasan nilai %(entry)s") % {"entry": one.id},
                        told_lines(one.lines, words),
                        _("Nilai akhir"),
                        one.total,
                    )
                )
                self._say_near_misses(result, one.id)
            sheets.append(explanation_sheet(found, words))
        if options["compare"]:
            ahead, behind = options["compare"]
            lead = result.compare(ahead, behind)
            title = _("Mengapa %(ahead)s berselisih dengan %(behind)s") % {"ahead": ahead, "behind": behind}
            self.stdout.write(printed_lines(title, told_lines(lead.lines, words), _("Selisih nilai akhir"), lead.lead))
            for entry in (ahead, behind):
                self._say_near_misses(result, entry)
            sheets.append(lead_sheet(lead, words))
        return sheets

    def _say_near_misses(self, result: Result, entry: str) -> None:
        words, found = words_of(result), result.near_misses(entry)
        if found:
            title = _("Yang masih kurang bagi %(entry)s") % {"entry": entry}
            told = [f"{words.name(code)} — {sentence(said, words)}" for code, said in found.items()]
            self.stdout.write(printed_answers(title, told))

    def _questioned(self, result: Result, options: dict[str, Any], asked: Questioning) -> list[OutputSheet]:
        asked = replace(asked, errors=tuple(_figure_error(text, result) for text in options["data_error"]))
        answers = list(robustness_answers(result, asked))
        if not answers:
            reason = _("Tidak ada kelompok dengan dua peserta berperingkat atau lebih.")
            answers = [GroupAnswer("", _("Ketahanan"), (reason,))]
        for answer in answers:
            title = f"{answer.test} [{answer.group}]" if answer.group else answer.test
            self.stdout.write(printed_answers(title, answer.sentences))
        return robustness_sheets(answers)


def _asked(options: dict[str, Any]) -> Questioning:
    return Questioning(
        seed=_seed(str(options["seed"])),
        draws=_positive(str(options["draws"])),
        spread=_decimal(str(options["spread"])),
        prizes=_positive(str(options["prizes"])),
        step=_decimal(str(options["step"])),
    )


def _spare_inputs(options: dict[str, Any]) -> None:
    """Refuse a result that would be written over what it is made of."""
    references = [Path(text.partition("=")[2]) for text in options["reference"]]
    inputs = [options["rulebook"], options["table"], *([options["marks"]] if options["marks"] else []), *references]
    if options["output"].resolve() in {path.resolve() for path in inputs}:
        raise UsageError(note("usage.output-over-input", path=str(options["output"])))


def _published(options: dict[str, Any], rulebook: Rules) -> PublishedTotal | None:
    """Return the check that the command asks for, or else the rulebook."""
    asked = PublishedTotal(options["published"]) if options["published"] else rulebook.published
    if asked is not None and asked.column in rulebook.columns:
        raise UsageError(note("usage.published-scored", column=asked.column))
    if asked is None or not options["published_within"]:
        return asked
    return replace(asked, within=Fraction(_decimal(options["published_within"])))


def _scored(options: dict[str, Any], rulebook: Rules, notes: list[Note], aside: AsideColumn | None) -> Result:
    sign = options["decimal"]
    summary = options["summary_rows"]
    table = read_table(
        TableFile(options["table"], options["sheet"], aside),
        rulebook,
        id_column=options["id"],
        sign=sign,
        notes=notes,
        summary_rows=summary,
    )
    given = TableFile(options["marks"], options["marks_sheet"]) if options["marks"] else None
    marks = read_marks(given, sign=sign, notes=notes) if given else []
    reference: dict[str, Table] = {}
    for text in options["reference"]:
        code, _, path = text.partition("=")
        if code not in rulebook.populations or not re.fullmatch(r".+", path):
            if not rulebook.populations:
                raise UsageError(note("usage.reference-none", text=text))
            raise UsageError(note("usage.reference", text=text, known=tuple(rulebook.populations)))
        reference[code] = read_table(
            TableFile(Path(path)), rulebook, id_column="", sign=sign, notes=notes, summary_rows=summary
        )
    absent = [one for one in rulebook.populations.values() if one.kind == "given" and one.code not in reference]
    if absent:
        wanted = tuple(note("input.reference-option", population=one.code, name=one.name) for one in absent)
        raise InputRefusedError(note("input.reference-absent", wanted=wanted))
    return score(rulebook, table, marks, reference=reference)


def _told(sheet: OutputSheet) -> tuple[str, ...]:
    """Return the sentences about each panel; its figures are in the file."""
    return tuple(f"{row[0]}: {row[2]}" for row in sheet.rows if row[1] in (_("temuan"), _("ragam")))


def _sentences(sheet: OutputSheet) -> tuple[str, ...]:
    return tuple(str(row[-1]) for row in sheet.rows)


def _figure_error(text: str, result: Result) -> FigureError:
    code, _, amount = text.partition("=")
    known = [leaf.code for leaf in result.rulebook.leaves if leaf.jury is None]
    if code not in known:
        raise UsageError(note("usage.data-error", text=text, known=tuple(known)))
    try:
        deviation = _decimal(amount.removesuffix("%").strip())
    except UsageError as fault:
        raise UsageError(note("usage.data-error-amount", text=text, reason=fault.problems[0].note)) from None
    is_share = amount.endswith("%")
    return FigureError(code, float(deviation / 100 if is_share else deviation), is_share)


def _seed(text: str) -> int:
    if not text.isdecimal():
        raise UsageError(note("usage.not-a-seed", text=text))
    return int(text)


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise UsageError(note("usage.not-a-count", text=text))
    return int(text)


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise UsageError(note("usage.not-a-number", text=text)) from None
    if not value.is_finite() or value <= 0:
        raise UsageError(note("usage.not-positive", text=text))
    return value
