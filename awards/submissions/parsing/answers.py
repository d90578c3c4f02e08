"""Read one typed answer by the kind of its question: canonical text, or what is wrong with it. Pure."""

import datetime
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from awards.rulebooks.parsing.questionnaire import Question, QuestionKind
from awards.rulebooks.parsing.regulations import (
    CLAUSE_WORDS,
    CLAUSES,
    MAXIMUM_ROWS,
    NO_REGISTER,
    NO_RULE,
    NONE_ROW,
    PAGE,
    RANKS,
    RegulationsError,
    read_regulations,
    refuse_future,
    refuse_respelled,
    regulation_columns,
    regulations_text,
)
from paritrana.lib.indonesian import number_text
from paritrana.lib.problems import Note, note

INDONESIAN = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
ENGLISH = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})*|[0-9]+)\.[0-9]+")
ENGLISH_GROUPS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){2,}")
THOUSANDS_BY_COMMA = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")
PARTED = re.compile(r"\d\s+(?!\d{3}(?!\d))\d|\d{4,}\s+\d")
COUNT = re.compile(r"[0-9]{1,15}")
MAXIMUM_TEXT = 20_000
MAXIMUM_DIGITS = 18
MAXIMUM_DECIMALS = 8
EXAMPLES = {
    QuestionKind.NUMBER: "1.234,5",
    QuestionKind.INTEGER: "1.234",
    QuestionKind.MONEY: "1.250.000",
    QuestionKind.PERCENT: "57,4",
}
"""An answer that its kind would take, for the sentence that says how to write one."""
REGISTER_CELLS = ("rank", "number", "year", "title", "page")


@dataclass(frozen=True, slots=True)
class Reading:
    """`canonical` is what is compared and scored; a problem means that the typed text stays, but does not count."""

    canonical: str
    problem: Note | None = None

    @property
    def is_empty(self) -> bool:
        return not self.canonical and self.problem is None


NOTHING = Reading("")


def whole_number(text: str) -> int | None:
    """Read a figure that a page or a script sends (a page, a size, an offset); None for everything else."""
    return int(text) if COUNT.fullmatch(text) else None


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"", "-0"} else text


def _stripped(text: str, question: Question) -> str:
    """Drop what people write around a figure: the currency, the per cent sign, the unit, blanks."""
    bare = text.strip().replace("\u00a0", "").replace(" ", "")
    if question.kind is QuestionKind.MONEY:
        bare = re.sub(r"^(?:rp\.?|idr)", "", bare, flags=re.IGNORECASE)
        bare = bare.removesuffix(",-").removesuffix(",--")
    if question.kind is QuestionKind.PERCENT:
        bare = bare.removesuffix("%")
    unit = question.unit.replace(" ", "").lower()
    return bare[: -len(unit)] if unit and bare.lower().endswith(unit) else bare


def _number(text: str, question: Question) -> Decimal | Note:
    """Return the number, or how to write it."""
    bare = _stripped(text, question)
    if PARTED.search(text):  # blanks part thousands and nothing else: 8 0 is no 80
        return note("answer.not-a-number", example=EXAMPLES[question.kind])
    if INDONESIAN.fullmatch(bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    if ENGLISH.fullmatch(bare) or ENGLISH_GROUPS.fullmatch(bare):
        return note("answer.english-number", meant=_indonesian(Decimal(bare.replace(",", ""))))
    return note("answer.not-a-number", example=EXAMPLES[question.kind])


def _range_problem(number: Decimal, question: Question) -> Note | None:
    if question.minimum is not None and number < question.minimum:
        return note("answer.too-low", least=question.minimum, number=number)
    if question.maximum is not None and number > question.maximum:
        return note("answer.too-high", most=question.maximum, number=number)
    if question.minimum is None and number < 0:
        return note("answer.negative")
    if question.kind is QuestionKind.PERCENT and question.maximum is None and number > 100:
        return note("answer.above-hundred")
    return None


def _whole_problem(text: str, question: Question) -> Note:
    """Say why a fraction is no answer; three digits behind each comma are most likely thousands the English way."""
    bare = _stripped(text, question)
    if THOUSANDS_BY_COMMA.fullmatch(bare):
        return note("answer.thousands-by-comma", meant=_indonesian(Decimal(bare.replace(",", ""))))
    return note("answer.not-whole")


def _indonesian(meant: Decimal) -> str:
    """Return a figure the way it must be typed, in whatever language the advice is read."""
    return number_text(meant)


def _read_number(text: str, question: Question) -> Reading:
    number = _number(text, question)
    if isinstance(number, Note):
        return Reading("", number)
    if question.kind in {QuestionKind.INTEGER, QuestionKind.MONEY} and number != number.to_integral_value():
        return Reading("", _whole_problem(text, question))
    plain = _plain(number)
    whole, _, fraction = plain.lstrip("-").partition(".")
    if len(whole) > MAXIMUM_DIGITS or len(fraction) > MAXIMUM_DECIMALS:
        return Reading("", note("answer.number-too-long"))
    problem = _range_problem(number, question)
    return Reading(plain) if problem is None else Reading("", problem)


def _read_choice(text: str, question: Question) -> Reading:
    wanted = text.strip()
    for choice in question.choices:
        if wanted == choice.code or wanted.lower() in {choice.label.lower(), choice.also.lower()}:
            return Reading(choice.code)
    return Reading("", note("answer.not-a-choice"))


def _read_regulations(text: str, judged_on: datetime.date | None) -> Reading:
    try:
        regulations = read_regulations(text)
        refuse_respelled(regulations)
        if judged_on:
            refuse_future(regulations, judged_on)
        return Reading(regulations_text(regulations) or NO_REGISTER)
    except RegulationsError as error:
        return Reading("", error.problems[0].note)


def read_answer(question: Question, text: str, *, judged_on: datetime.date | None = None) -> Reading:
    """Read what was typed; an empty text is no answer, never zero.

    Whoever takes an answer in says on which day it was written: what lies in the future then is refused. An answer that
    was taken already is read as it was taken.
    """
    if not text.strip():
        return NOTHING
    if len(text) > MAXIMUM_TEXT:
        return Reading("", note("answer.text-too-long", most=MAXIMUM_TEXT))
    if question.kind.is_numeric:
        return _read_number(text, question)
    if question.kind is QuestionKind.CHOICE:
        return _read_choice(text, question)
    if question.kind is QuestionKind.REGULATIONS:
        return _read_regulations(text, judged_on)
    return Reading(text.strip().replace("\r\n", "\n"))


def answer_columns(question: Question, canonical: str) -> dict[str, Decimal | str]:
    """Return the columns that a verified answer fills in the table that is scored."""
    if question.kind is QuestionKind.REGULATIONS:
        return regulation_columns(question.code, read_regulations(canonical))
    if not canonical:
        return {}
    if question.kind.is_numeric:
        return {question.code: Decimal(canonical)}
    return {question.code: canonical}


def shown_answer(question: Question, canonical: str) -> str:
    """Return a canonical answer as people read it in the language of the question."""
    if not canonical:
        return ""
    if canonical == NO_REGISTER and question.kind is QuestionKind.REGULATIONS:
        return NO_RULE[question.language]
    if question.kind is QuestionKind.REGULATIONS:
        return "; ".join(row.in_full(question.language) for row in read_regulations(canonical))
    if question.kind is QuestionKind.CHOICE:
        return next((choice.label for choice in question.choices if choice.code == canonical), canonical)
    if not question.kind.is_numeric:
        return canonical
    number = number_text(Decimal(canonical), question.language)
    if question.kind is QuestionKind.MONEY:
        return f"Rp{number}"
    if question.kind is QuestionKind.PERCENT:
        return f"{number} %"
    return f"{number} {question.unit}".strip()


def typed_number(canonical: str) -> str:
    """Return a figure the way it is typed, in every language: grouped, a comma before the decimals, a plain minus."""
    return number_text(Decimal(canonical)).replace("\N{MINUS SIGN}", "-")


def register_rows(text: str) -> list[Mapping[str, object]]:
    """Return the rows of a register as typed, also when they do not hold together yet."""
    try:
        rows = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return []
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def register_text(rows: Iterable[Mapping[str, object]], *, is_without: bool) -> str:
    """Return a register as its form sends it: cells as text, clauses that are ticked, no empty row."""
    cells = [
        {key: str(row[key]).strip() for key in REGISTER_CELLS if str(row.get(key) or "").strip()}
        | {clause: True for clause in CLAUSES if row.get(clause)}
        for row in rows
    ]
    sent: list[Mapping[str, object]] = [row for row in cells if row]
    if is_without:
        sent.append(NONE_ROW)
    return json.dumps(sent, sort_keys=True, ensure_ascii=False, separators=(",", ":")) if sent else ""


def says_none(text: str) -> bool:
    """Tell whether a register says, perhaps among rules, that there is none."""
    return text == NO_REGISTER or NONE_ROW in register_rows(text)


def shown_in_form(question: Question, text: str) -> str:
    """Return a stored answer as its form shows it, which is what the form sends when nobody touched it."""
    if question.kind is QuestionKind.REGULATIONS:
        rows = [row for row in register_rows(text) if row != NONE_ROW][:MAXIMUM_ROWS]
        return register_text(rows, is_without=says_none(text))
    reading = read_answer(question, text)
    if reading.canonical and question.kind.is_numeric:
        return typed_number(reading.canonical)
    if reading.canonical and question.kind is QuestionKind.CHOICE:
        return reading.canonical
    return text


def trace_of(text: str) -> str:
    """Return a short trace by which a later write tells whether this very text was seen."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def as_typed(question: Question, text: str) -> str:
    """Return what somebody typed, for a reader: a choice by its label, a register a rule a line, all else unchanged."""
    if question.kind is QuestionKind.CHOICE:
        return shown_answer(question, read_answer(question, text).canonical) or text
    if question.kind is not QuestionKind.REGULATIONS:
        return text
    lines = [_rule_as_typed(row, question) for row in register_rows(text) if row != NONE_ROW]
    return "\n".join([*lines, NO_RULE[question.language]] if says_none(text) else lines)


def _rule_as_typed(row: Mapping[str, object], question: Question) -> str:
    cell = {key: str(row.get(key) or "").strip() for key in REGISTER_CELLS}
    rank = RANKS[question.language].get(cell["rank"], cell["rank"])
    number = "/".join(filter(None, [cell["number"], cell["year"]]))
    page = f"{PAGE[question.language]} {cell['page']}" if cell["page"] else ""
    clauses = [words for clause, words in CLAUSE_WORDS[question.language].items() if row.get(clause)]
    return ", ".join(filter(None, [f"{rank} {number}".strip(), cell["title"], page, *clauses]))
