"""Dirty answer workbooks through their door: refused with the cell, or each answer as meant or with its fault."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from awards.rulebooks.parsing.questionnaire import Questionnaire, load_questionnaire
from awards.rulebooks.parsing.regulations import HIERARCHY, read_regulations
from awards.sentences import refusal
from awards.submissions.parsing.answer_sheet import (
    CLAUSE_HEADS,
    COLUMNS,
    REGULATION_COLUMNS,
    AnswerSheetError,
    SheetAnswer,
    read_answer_sheet,
)
from awards.submissions.parsing.answers import read_answer
from awards.tests.corpus.cases import Case
from awards.tests.corpus.faults import XLSX, Expected, Fault, Planted, placed
from awards.tests.corpus.table_files import DirtyTable, Line, Marked, Value
from paritrana.lib.table_faults import TableRefusedError
from paritrana.uploads.reading import refusal_message

RULEBOOK = Path(settings.BASE_DIR) / "fixtures" / "rulebooks" / "kabkota-2024-ilustratif.toml"
PEOPLE, MONEY, SOURCE, RULES, STAFF, STORY = (
    "pekerja_rentan",
    "anggaran_rentan",
    "sumber_dana",
    "peraturan",
    "non_asn_terlindungi",
    "cerita_inovasi",
)
ORDER = (PEOPLE, SOURCE, MONEY, RULES, STAFF, STORY)
ANSWER = COLUMNS.index("jawaban")
FIGURES = (PEOPLE, MONEY, STAFF)


def questionnaire() -> Questionnaire:
    return load_questionnaire(RULEBOOK.read_text("utf-8"))


@dataclass(frozen=True)
class AnswersTruth:
    """Canonical answers by question, and the register's rules as rank, number and year."""

    answers: Mapping[str, str]
    labels: Mapping[str, str]
    rules: tuple[tuple[str, str, int], ...]

    def table(self, _form: str, _delimiter: str) -> DirtyTable:
        lines = [Line([code, str(place), "", "", self._typed(code), "", "0"]) for place, code in enumerate(ORDER)]
        heads = [CLAUSE_HEADS.get(name, name) for name in REGULATION_COLUMNS]
        rules = [
            Line([RULES, HIERARCHY[rank], number, year, 3, "Jaminan sosial", "ya", "", "tidak"])
            for rank, number, year in self.rules
        ]
        register = DirtyTable("xlsx", heads, rules, sheet="Peraturan")
        return DirtyTable("xlsx", list(COLUMNS), lines, sheet="Isian", others=[register])

    def _typed(self, code: str) -> Value:
        if code == RULES:
            return ""
        return int(self.answers[code]) if code in FIGURES else self.labels.get(code, self.answers[code])


def draw_answers(rng: random.Random) -> AnswersTruth:
    choice = rng.choice(questionnaire().question(SOURCE).choices)
    answers = {
        PEOPLE: str(rng.randrange(1000, 99_999)),
        MONEY: str(rng.randrange(1_000_000, 10**10)),
        STAFF: str(rng.randrange(1000, 99_999)),
        SOURCE: choice.code,
        STORY: "Iuran dibayar dari hasil lelang sampah.",
    }
    rules = tuple((rng.choice(list(HIERARCHY)), str(3 * number + 2), 2015 + number) for number in range(4))
    return AnswersTruth(answers, {SOURCE: choice.label}, rules)


# Faults ---------------------------------------------------------------------------------------------------------


def _row(table: DirtyTable, code: str) -> Line:
    return next(line for line in table.lines if line.cells[0] == code)


def _figure(name: str, codes: tuple[str, ...], slip: Callable[[str], Value], problem: str = "") -> Fault:
    """One answer is written otherwise; without `problem` it must be read as it was meant."""

    def plant(table: DirtyTable, truth: AnswersTruth, rng: random.Random) -> Planted:
        code = rng.choice(codes)
        line = _row(table, code)
        line.cells[ANSWER] = slip(truth.answers[code])
        return Planted({(id(line), "jawaban")}, [Expected(line, code, problem)] if problem else [])

    return Fault(name, plant, XLSX)


def _grouped(text: str, sign: str = ".") -> str:
    return f"{int(text):,}".replace(",", sign)


def _marked(name: str, mark: Marked, *words: str) -> Fault:
    def plant(table: DirtyTable, _truth: AnswersTruth, rng: random.Random) -> Planted:
        line = _row(table, rng.choice(FIGURES))
        line.cells[ANSWER] = mark
        return Planted({(id(line), "jawaban")}, refusal=(*words, f"{{place:{id(line)}:jawaban}}"))

    return Fault(name, plant, XLSX)


def _lonely(table: DirtyTable, _truth: AnswersTruth, _rng: random.Random) -> Planted:
    line = Line(["Pekerja_Rentan ", "", "", "", "17", "", "0"])
    table.lines.append(line)
    return Planted({(id(line), "*")}, refusal=(f"Lembar Isian, baris {{{id(line)}}}: kode",))


def _twice(table: DirtyTable, _truth: AnswersTruth, rng: random.Random) -> Planted:
    first = _row(table, rng.choice(FIGURES))
    line = Line([first.cells[0], "", "", "", "17", "", "0"])
    table.lines.append(line)
    words = f"baris {{{id(line)}}}: pertanyaan «{first.cells[0]}» sudah dijawab lain pada baris {{{id(first)}}}"
    return Planted({(id(line), "*"), (id(first), "jawaban")}, refusal=(words,))


def _twice_alike(table: DirtyTable, _truth: AnswersTruth, rng: random.Random) -> Planted:
    first = _row(table, rng.choice(FIGURES))
    table.lines.append(Line(list(first.cells)))
    return Planted({(id(first), "jawaban")})


def _moved(table: DirtyTable, _truth: AnswersTruth, rng: random.Random) -> Planted:
    rng.shuffle(table.lines)
    table.header.append("catatan saya")
    return Planted({(0, "order")})


def _hidden(table: DirtyTable, _truth: AnswersTruth, rng: random.Random) -> Planted:
    line = _row(table, rng.choice(FIGURES))
    line.is_hidden = True
    return Planted({(0, "hidden")}, notes=[{"code": "hidden", "question": line.cells[0]}])


def _lost_column(table: DirtyTable, _truth: AnswersTruth, _rng: random.Random) -> Planted:
    table.header[ANSWER] = "isi"
    return Planted({(0, "titles")}, refusal=("Kolom «jawaban» tidak ada pada lembar Isian",))


def _register(table: DirtyTable, truth: AnswersTruth, rng: random.Random) -> tuple[DirtyTable, Line, int]:
    register = table.others[0]
    place = rng.randrange(len(truth.rules))
    return register, register.lines[place], place


def _unclear(table: DirtyTable, truth: AnswersTruth, rng: random.Random) -> Planted:
    register, line, _place = _register(table, truth, rng)
    line.cells[register.header.index("pekerjaan")] = "ada"
    words = f"Lembar Peraturan, sel {register.place(line, 'pekerjaan')}: «ada» bukan ya atau tidak"
    return Planted({(id(line), "*")}, refusal=(words,))


def _no_question(table: DirtyTable, truth: AnswersTruth, rng: random.Random) -> Planted:
    register, line, _place = _register(table, truth, rng)
    line.cells[0] = rng.choice(["", "peraturan lain"])
    words = f"Lembar Peraturan, baris {register.number(line)}: kode «{line.cells[0]}» bukan kode"
    return Planted({(id(line), "*")}, refusal=(words,))


def _respelled(table: DirtyTable, truth: AnswersTruth, rng: random.Random) -> Planted:
    register, line, place = _register(table, truth, rng)
    rank, number, year = truth.rules[place]
    spelled = rng.choice([f"0{number}", f"No. {number}", f"{number} Tahun {year}", f"{number}/{year}"])
    register.lines.append(Line([RULES, HIERARCHY[rank], spelled, year, 4, "Jamsos", "", "", ""]))
    return Planted({(id(line), "*"), (0, "register")}, [Expected(_row(table, RULES), RULES, "regulations.twice")])


def _no_rank(table: DirtyTable, truth: AnswersTruth, rng: random.Random) -> Planted:
    _register_table, line, _place = _register(table, truth, rng)
    line.cells[1] = "Peraturan saya"
    return Planted({(id(line), "*"), (0, "register")}, [Expected(_row(table, RULES), RULES, "regulations.no-rank")])


def _no_year(table: DirtyTable, truth: AnswersTruth, rng: random.Random) -> Planted:
    _register_table, line, _place = _register(table, truth, rng)
    line.cells[3] = rng.choice(["", 20, "dua ribu", 20233])
    return Planted({(id(line), "*"), (0, "register")}, [Expected(_row(table, RULES), RULES, "regulations.no-year")])


ANSWER_FAULTS = (
    _figure("points between thousands", FIGURES, _grouped),
    _figure("blanks between thousands", FIGURES, lambda text: _grouped(text, " ")),
    _figure("a unit behind a figure", (PEOPLE, STAFF), lambda text: f"{text} orang"),
    _figure("Rp before a figure", (MONEY,), lambda text: f"Rp {_grouped(text)},-"),
    _figure("a figure as text", FIGURES, lambda text: f" {text}"),
    _figure("an apostrophe in front", FIGURES, lambda text: f"'{text}"),
    _figure("a choice by its code", (SOURCE,), lambda text: text),
    _figure("two numbers", FIGURES, lambda _text: "8 0", "answer.not-a-number"),
    _figure("a number in words", FIGURES, lambda _text: "dua puluh", "answer.not-a-number"),
    _figure("a rounded number", FIGURES, lambda _text: "4E+08", "answer.not-a-number"),
    _figure("the English way", FIGURES, lambda _text: "1,234.5", "answer.english-number"),
    _figure("a part of one", FIGURES, lambda _text: "17,5", "answer.not-whole"),
    _figure("thousands by comma", FIGURES, lambda _text: "84,110", "answer.thousands-by-comma"),
    _figure("below nought", FIGURES, lambda text: -int(text), "answer.too-low"),
    _figure("a choice nobody offers", (SOURCE,), lambda _text: "arisan", "answer.not-a-choice"),
    _marked("an error of Excel", Marked("#DIV/0!", "e"), "galat Excel", "#DIV/0!"),
    _marked("a figure in per cent", Marked(0.455, "n", "0.0%"), "persen"),
    _marked("a formula", Marked("=1+1", "f"), "memuat rumus"),
    Fault("a row of no question", _lonely, XLSX),
    Fault("a question answered twice", _twice, XLSX),
    Fault("a question answered twice alike", _twice_alike, XLSX),
    Fault("rows and columns moved", _moved, XLSX),
    Fault("a hidden row", _hidden, XLSX),
    Fault("a column under another title", _lost_column, XLSX),
    Fault("a clause neither yes nor no", _unclear, XLSX),
    Fault("a rule of no question", _no_question, XLSX),
    Fault("a rule in two spellings", _respelled, XLSX),
    Fault("a rule without a rank", _no_rank, XLSX),
    Fault("a rule without a year", _no_year, XLSX),
)


# The door ---------------------------------------------------------------------------------------------------------


class AnswerDoor:
    """Read the workbook as its page does; refusals are taken away one by one, then every answer is compared."""

    def __init__(self, case: Case, folder: Path) -> None:
        self.case = case
        self.truth: AnswersTruth = case.truth
        self.folder = folder

    def play(self) -> None:
        waiting = list(self.case.faults)
        while True:
            table, planted = self.case.built(waiting)
            answers, said = self._read(table)
            if not said:
                break
            spoken = [
                place
                for place, one in enumerate(planted)
                if one.refusal and all(placed(words, table) in said for words in one.refusal)
            ]
            assert spoken, said
            waiting = [fault for place, fault in enumerate(waiting) if place not in spoken]
        assert [one.refusal for one in planted if one.refusal] == []
        self._hold(answers, planted, table)

    def _read(self, table: DirtyTable) -> tuple[tuple[SheetAnswer, ...], str]:
        path = self.folder / "isian.xlsx"
        path.write_bytes(table.content)
        try:
            return read_answer_sheet(path, questionnaire()), ""
        except AnswerSheetError as error:
            return (), refusal(error)
        except TableRefusedError as error:
            return (), refusal_message(error)

    def _hold(self, answers: tuple[SheetAnswer, ...], planted: list[Planted], table: DirtyTable) -> None:
        faulty = {one.column: one.words for plant in planted for one in plant.rows}
        hidden = {note["question"] for plant in planted for note in plant.notes}
        assert {one.question for one in answers if one.is_hidden} == hidden
        assert {one.question for one in answers} == set(ORDER)
        for one in answers:
            reading = read_answer(questionnaire().question(one.question), one.value)
            if one.question in faulty:
                assert reading.problem is not None
                assert reading.problem.code == faulty[one.question]
                assert reading.canonical == ""
            else:
                assert reading.problem is None
                assert self._canonical(one.question, reading.canonical) == self._meant(one.question)
            if one.question != RULES:
                assert one.cell == table.place(_row(table, one.question), "jawaban")

    def _canonical(self, code: str, text: str) -> object:
        if code != RULES:
            return text
        return [(rule.rank, rule.number, rule.year) for rule in read_regulations(text)]

    def _meant(self, code: str) -> object:
        return list(self.truth.rules) if code == RULES else self.truth.answers[code]
