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

from awards.parsing.answers import whole_number
from awards.parsing.questionnaire import QuestionKind, Questionnaire
from awards.parsing.regulations import CLAUSES, HIERARCHY, MAXIMUM_ROWS
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


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """One answer of the file as text; `version` is the one that the file was made from, `cell` where it stands."""

    question: str
    value: str
    note: str
    version: int
    cell: str


class AnswerSheetError(ValueError):
    """The file is not this questionnaire's workbook; the message says what to do."""


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
            raise AnswerSheetError(
                f"Kolom «{missing[0]}» tidak ada pada lembar {sheet}. Unduh buku isian lagi dan isi yang itu."
            )
        for number, cells in table.rows:
            texts = {name: _text(cells[place]) if place < len(cells) else "" for name, place in places.items() if name}
            yield _Row(number, texts, places)


def _refuse_what_is_no_workbook(path: Path) -> None:
    """A text file would be read as CSV and then lack its columns; old and locked workbooks get their own message."""
    with path.open("rb") as file:
        magic = file.read(len(ZIP_MAGIC))
    if magic and magic not in {ZIP_MAGIC, OLE_MAGIC}:
        raise AnswerSheetError(
            "Berkas ini bukan berkas Excel (.xlsx). Tidak ada yang berubah. "
            "Unggah buku isian yang Anda unduh dari halaman ini."
        )


def _registers(path: Path) -> dict[str, str]:
    """Return the register of each question as stored text; the workbook may be without that sheet."""
    heads = tuple(CLAUSE_HEADS.get(name, name) for name in REGULATION_COLUMNS)
    ranks = {label.lower(): code for code, label in HIERARCHY.items()} | {code: code for code in HIERARCHY}
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    try:
        for row in _rows(path, REGULATIONS, heads):
            kept: dict[str, object] = {
                "rank": ranks.get(row["jenis"].lower(), row["jenis"]),
                "number": row["nomor"],
                "year": row["tahun"],
                "page": row["halaman"],
                "title": row["tentang"],
            }
            kept |= {clause: True for clause, head in CLAUSE_HEADS.items() if row[head].lower() in YES}
            content = {name: text for name, text in kept.items() if text}
            if content and row["kode"]:
                found[row["kode"]].append(content)
    except TableRefusedError as error:
        if error.fault not in {TableFault.NO_SHEET, TableFault.EMPTY}:
            raise
    return {
        code: json.dumps(rows[:MAXIMUM_ROWS], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        for code, rows in found.items()
    }


def read_answer_sheet(path: Path, questionnaire: Questionnaire) -> tuple[SheetAnswer, ...]:
    """Return the answers in the file's order; raises `AnswerSheetError` or `TableRefusedError`."""
    _refuse_what_is_no_workbook(path)
    registers = _registers(path)
    found: dict[str, SheetAnswer] = {}
    for row in _rows(path, ANSWERS, COLUMNS):
        question = questionnaire.question(row["kode"])
        if question is None or question.code in found:
            continue
        is_register = question.kind is QuestionKind.REGULATIONS
        value = registers.get(question.code, "") if is_register else row["jawaban"]
        found[question.code] = SheetAnswer(
            question=question.code,
            value=value,
            note=row["keterangan"],
            version=whole_number(row["versi"]) or 0,
            cell=REGULATIONS if is_register else row.cell("jawaban"),
        )
    if not found:
        raise AnswerSheetError("Berkas ini tidak memuat pertanyaan isian ini. Unduh buku isian dan isi yang itu.")
    return tuple(found.values())
