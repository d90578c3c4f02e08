"""Read the answers that an office typed into the questionnaire's workbook. The file is not trusted.

The workbook has one row a question (`Isian`) and one row a regulation (`Peraturan`); columns are found by their names,
rows by the question's code, so that moved or deleted rows do no harm.
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from awards.rulebooks.parsing.questionnaire import Question, QuestionKind, Questionnaire
from awards.rulebooks.parsing.regulations import CLAUSES, HIERARCHY, MAXIMUM_ROWS, NO_RULE, NONE_ROW
from awards.submissions.parsing.answers import whole_number
from paritrana.lib.problems import Note, ProblemsError, note
from paritrana.lib.table_faults import TableFault, TableLimits, TableRefusedError
from paritrana.lib.tables import OLE_MAGIC, ZIP_MAGIC, Cell, open_table

ANSWERS, REGULATIONS = "Isian", "Peraturan"
COLUMNS = ("kode", "nomor", "pertanyaan", "satuan", "jawaban", "keterangan", "versi")
REGULATION_COLUMNS = ("kode", "jenis", "nomor", "tahun", "halaman", "tentang", *CLAUSES)
CLAUSE_HEADS = {"budget": "anggaran", "occupations": "pekerjaan", "duty": "kewajiban"}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MEBIBYTE = 1024 * 1024
LIMITS = TableLimits(rows=2000, columns=40, cells=80_000, workbook_bytes=4 * MEBIBYTE, unpacked_bytes=40 * MEBIBYTE)
YES = frozenset({"ya", "y", "x", "1", "v", "true", "benar"})
NO = frozenset({"", "tidak", "t", "0", "-", "false", "salah"})


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """One answer of the file as text; `version` is the one that the file was made from, `cell` where it stands.

    It `is_hidden` where whoever looks at the file does not see its row, or a row of its register.
    """

    question: str
    value: str
    note: str
    version: int
    cell: str
    is_hidden: bool = False


class AnswerSheetError(ProblemsError, ValueError):
    """The file is not this questionnaire's workbook."""


def _text(cell: Cell) -> str:
    """Return what a person meant to type: numbers with a decimal comma, days as Indonesians write them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, Decimal):
        return format(cell, "f").replace(".", ",")
    if isinstance(cell, datetime.date):
        return f"{cell.day}-{cell.month}-{cell.year}"
    return cell.removeprefix("'").strip()


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a sheet by its column names; `cell` says where a person finds it."""

    number: int
    texts: Mapping[str, str]
    places: Mapping[str, int]
    is_hidden: bool = False

    def __getitem__(self, name: str) -> str:
        return self.texts[name]

    def cell(self, name: str) -> str:
        before, letter = divmod(self.places[name], len(LETTERS))
        return f"{LETTERS[before - 1] if before else ''}{LETTERS[letter]}{self.number}"


def _rows(path: Path, sheet: str, columns: tuple[str, ...]) -> Iterator[_Row]:
    with open_table(path, sheet=sheet, limits=LIMITS) as table:
        places = {name.strip().lower(): place for place, name in enumerate(table.header)}
        missing = [name for name in columns if name not in places]
        if missing:
            raise AnswerSheetError(note("workbook.column-absent", name=missing[0], sheet=sheet))
        hidden = frozenset(table.hidden_rows)
        for number, cells in table.rows:
            texts = {name: _text(cells[place]) if place < len(cells) else "" for name, place in places.items() if name}
            yield _Row(number, texts, places, number in hidden)


def _refuse_what_is_no_workbook(path: Path) -> None:
    """A text file would be read as CSV and then lack its columns; old and locked workbooks get their own message."""
    with path.open("rb") as file:
        magic = file.read(len(ZIP_MAGIC))
    if magic and magic not in {ZIP_MAGIC, OLE_MAGIC}:
        raise AnswerSheetError(note("workbook.not-excel"))


@dataclass(frozen=True, slots=True)
class _Register:
    value: str
    is_hidden: bool


def _registers(path: Path, questionnaire: Questionnaire, faults: list[Note]) -> dict[str, _Register]:
    """Return the register of each question as stored text; the workbook may be without that sheet."""
    heads = tuple(CLAUSE_HEADS.get(name, name) for name in REGULATION_COLUMNS)
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    hidden: set[str] = set()
    try:
        for row in _rows(path, REGULATIONS, heads):
            content = _regulation(row, faults)
            if not content:
                continue
            question = questionnaire.question(row["kode"])
            if question is None or question.kind is not QuestionKind.REGULATIONS:
                faults.append(_unread(row, REGULATIONS))
                continue
            found[question.code].append(content)
            if row.is_hidden:
                hidden.add(question.code)
    except TableRefusedError as error:
        if error.fault not in {TableFault.NO_SHEET, TableFault.EMPTY}:
            raise
    return {
        code: _Register(
            # One row more than may be is kept, so that reading the answer tells that there are too many.
            json.dumps(rows[: MAXIMUM_ROWS + 1], sort_keys=True, ensure_ascii=False, separators=(",", ":")),
            code in hidden,
        )
        for code, rows in found.items()
    }


def _regulation(row: _Row, faults: list[Note]) -> dict[str, object]:
    """Return what a row says of a regulation, empty for a blank row; a clause that is neither yes nor no is a fault."""
    ranks = {label.lower(): code for code, label in HIERARCHY.items()} | {code: code for code in HIERARCHY}
    kept: dict[str, object] = {
        "rank": ranks.get(row["jenis"].lower(), row["jenis"]),
        "number": row["nomor"],
        "year": row["tahun"],
        "page": row["halaman"],
        "title": row["tentang"],
    }
    for clause, head in CLAUSE_HEADS.items():
        text = row[head].lower()
        if text in YES:
            kept[clause] = True
        elif text not in NO:
            where = row.cell(head)
            faults.append(note("workbook.clause-unclear", sheet=REGULATIONS, cell=where, text=row[head][:40]))
    if row["jenis"].lower() in NO_RULE.values():
        kept |= {"rank": "", **NONE_ROW}
    return {name: text for name, text in kept.items() if text}


def _unread(row: _Row, sheet: str) -> Note:
    return note("workbook.row-unread", sheet=sheet, row=str(row.number), text=row["kode"][:40])


def read_answer_sheet(path: Path, questionnaire: Questionnaire) -> tuple[SheetAnswer, ...]:
    """Return the answers in the file's order; raises `AnswerSheetError` or `TableRefusedError`.

    No row with content is passed over: one that belongs to no question, or to one that was answered otherwise above,
    refuses the file with its place.
    """
    _refuse_what_is_no_workbook(path)
    faults: list[Note] = []
    registers = _registers(path, questionnaire, faults)
    found: dict[str, SheetAnswer] = {}
    rows: dict[str, _Row] = {}
    is_ours = False
    for row in _rows(path, ANSWERS, COLUMNS):
        question = questionnaire.question(row["kode"])
        if question is None:
            if row["jawaban"] or row["keterangan"]:
                faults.append(_unread(row, ANSWERS))
            continue
        is_ours = True
        if question.code in found:
            faults.extend(_answered_otherwise(row, rows[question.code]))
            continue
        rows[question.code] = row
        found[question.code] = _answer(question, row, registers)
    if not is_ours:
        raise AnswerSheetError(note("workbook.no-questions"))
    if faults:
        raise AnswerSheetError(*faults)
    return tuple(found.values())


def _answered_otherwise(row: _Row, first: _Row) -> Iterator[Note]:
    if (row["jawaban"], row["keterangan"]) != (first["jawaban"], first["keterangan"]):
        yield note("workbook.answered-twice", code=row["kode"], row=str(row.number), first=str(first.number))


def _answer(question: Question, row: _Row, registers: Mapping[str, _Register]) -> SheetAnswer:
    is_register = question.kind is QuestionKind.REGULATIONS
    register = registers.get(question.code, _Register("", is_hidden=False))
    return SheetAnswer(
        question=question.code,
        value=register.value if is_register else row["jawaban"],
        note=row["keterangan"],
        version=whole_number(row["versi"]) or 0,
        cell=REGULATIONS if is_register else row.cell("jawaban"),
        is_hidden=row.is_hidden or (is_register and register.is_hidden),
    )
