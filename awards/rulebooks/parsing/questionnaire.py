"""Read the `[questionnaire]` table of a rulebook: sections of questions, as immutable values. Pure, no Django.

Problems name the path in the text, so that the author of a rulebook finds the place.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache

from awards.rulebooks.parsing.worded import SUFFIX, worded
from paritrana.lib.language import Language
from paritrana.lib.problems import Problem, ProblemsError, Value, problem
from paritrana.lib.toml_text import parse_toml

PLACE = re.compile(r"at line (\d+), column (\d+)")
CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
SECTION_CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
RESERVED_SECTIONS = frozenset(
    {
        "kirim",
        "kembalikan",
        "tanda-terima",
        "mulai",
        "unduh",
        "unggah",
        "jawaban",
        "bukti",
        "tarik",
        "sanggah",
        "orang",
        "lembar",
        "waktu",
        "hasil",
    }
)
EVIDENCE_TYPES = ("pdf", "jpg", "png", "xlsx", "docx")
DERIVED_SUFFIXES = ("count", "budget", "occupations", "duty")


class QuestionKind(StrEnum):
    """What an answer is; the score reads numbers as decimals and the rest as text."""

    NUMBER = "number"
    INTEGER = "integer"
    MONEY = "money"
    PERCENT = "percent"
    CHOICE = "choice"
    TEXT = "text"
    REGULATIONS = "regulations"
    FILE = "file"

    @property
    def is_numeric(self) -> bool:
        return self in {QuestionKind.NUMBER, QuestionKind.INTEGER, QuestionKind.MONEY, QuestionKind.PERCENT}


class QuestionnaireError(ProblemsError):
    """The questionnaire is not used; `problems` lists every fault found, not only the first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`also` is the label in the rulebook's other language: a workbook may have been written in that one."""

    code: str
    label: str
    also: str = ""


DEFAULT_FILES = 5
MAXIMUM_FILES = 20


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """What files an answer needs. Both bounds are stated beside the button and enforced on arrival."""

    is_required: bool
    types: tuple[str, ...]
    maximum_megabytes: int
    note: str
    maximum_files: int = DEFAULT_FILES


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `number` is what people read ("2.3"), `code` the column that the score reads.

    `registry` names the variable whose registered figure stands beside the claim; `language` is that of the words, so
    what is answered is printed in it too.
    """

    code: str
    number: str
    label: str
    kind: QuestionKind
    guidance: str
    unit: str
    period: str
    choices: tuple[Choice, ...]
    is_required: bool
    minimum: Decimal | None
    maximum: Decimal | None
    evidence: EvidenceRule | None
    article: str
    example: str
    registry: str
    language: Language = Language.INDONESIAN

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a verified answer fills; a register of regulations fills several."""
        if self.kind is not QuestionKind.REGULATIONS:
            return (self.code,)
        return (self.code, *(f"{self.code}_{suffix}" for suffix in DERIVED_SUFFIXES))


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    number: str
    name: str
    guidance: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A yes/no question before the form; a wrong answer refuses with the reason."""

    code: str
    label: str
    expects_yes: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    title: str
    conditions: tuple[Condition, ...]
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(column for question in self.questions for column in question.columns)

    def question(self, code: str) -> Question | None:
        return next((question for question in self.questions if question.code == code), None)

    def section(self, code: str) -> Section | None:
        return next((section for section in self.sections if section.code == code), None)

    def section_of(self, question: Question) -> Section:
        return next(section for section in self.sections if question in section.questions)


NO_QUESTIONNAIRE = Questionnaire(title="", conditions=(), sections=())


class _Table:
    """One TOML table under reading: takes known keys, notes what is wrong, names what is left over."""

    def __init__(self, path: str, content: object, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.rest: dict[str, object] = {}
        if isinstance(content, Mapping):
            self.rest = dict(content)
        else:
            self.refuse("", "question.table-expected")

    def refuse(self, key: str, code: str, /, **values: Value) -> None:
        self.problems.append(Problem(f"{self.path}.{key}" if key else self.path, code, values))

    def text(self, key: str, default: str | None = "") -> str:
        """Take a text; without a default the key must be there and not empty."""
        content = self.rest.pop(key, None)
        if content is None and default is not None:
            return default
        if not isinstance(content, str) or (default is None and not content.strip()):
            self.refuse(key, "question.text-expected")
            return ""
        return content.strip()

    def truth(self, key: str, *, default: bool) -> bool:
        content = self.rest.pop(key, default)
        if not isinstance(content, bool):
            self.refuse(key, "question.flag-expected")
            return default
        return content

    def decimal(self, key: str) -> Decimal | None:
        content = self.rest.pop(key, None)
        if content is None:
            return None
        if isinstance(content, bool) or not isinstance(content, int | Decimal | str):
            self.refuse(key, "question.number-expected")
            return None
        try:
            number = Decimal(content)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.refuse(key, "question.number-expected")
            return None
        return number

    def items(self, key: str) -> list[object]:
        content = self.rest.pop(key, [])
        if isinstance(content, list):
            return content
        self.refuse(key, "question.list-expected")
        return []

    def close(self) -> None:
        for key in self.rest:
            self.refuse(key, "question.english" if key.endswith(SUFFIX) else "question.unknown-key")


def _choices(table: _Table, kind: QuestionKind) -> tuple[Choice, ...]:
    choices: list[Choice] = []
    for position, item in enumerate(table.items("choices"), 1):
        if isinstance(item, str):
            choices.append(Choice(code=item, label=item))
            continue
        entry = _Table(f"{table.path}.choices[{position}]", item, table.problems)
        choices.append(Choice(code=entry.text("code", None), label=entry.text("label", None)))
        entry.close()
    if kind is QuestionKind.CHOICE and len(choices) < 2:
        table.refuse("choices", "question.too-few-choices")
    if kind is not QuestionKind.CHOICE and choices:
        table.refuse("choices", "question.choices-without-choice")
    if len({choice.code for choice in choices}) < len(choices):
        table.refuse("choices", "question.choice-twice")
    return tuple(choices)


def _evidence(table: _Table, kind: QuestionKind) -> EvidenceRule | None:
    if "evidence" not in table.rest:
        if kind is QuestionKind.FILE:
            return EvidenceRule(is_required=True, types=("pdf", "jpg", "png"), maximum_megabytes=10, note="")
        return None
    rule = _Table(f"{table.path}.evidence", table.rest.pop("evidence"), table.problems)
    types = rule.items("types") or ["pdf", "jpg", "png"]
    if unknown := [item for item in types if item not in EVIDENCE_TYPES]:
        rule.refuse("types", "question.file-type-unknown", name=str(unknown[0]), types=EVIDENCE_TYPES)
    size = rule.decimal("max_mb")
    if size is not None and not 1 <= size <= 100:
        rule.refuse("max_mb", "question.file-size")
    files = rule.decimal("max_files")
    if files is not None and (files != int(files) or not 1 <= files <= MAXIMUM_FILES):
        rule.refuse("max_files", "question.file-count", most=MAXIMUM_FILES)
    evidence = EvidenceRule(
        is_required=rule.truth("required", default=False),
        types=tuple(str(item) for item in types),
        maximum_megabytes=int(size) if size is not None else 10,
        note=rule.text("note"),
        maximum_files=int(files) if files is not None else DEFAULT_FILES,
    )
    rule.close()
    return evidence


def _kind(table: _Table) -> QuestionKind:
    word = table.text("kind", None)
    try:
        return QuestionKind(word)
    except ValueError:
        table.refuse("kind", "question.kind-unknown", name=word, kinds=tuple(map(str, QuestionKind)))
        return QuestionKind.TEXT


def _question(table: _Table, number: str) -> Question:
    kind = _kind(table)
    minimum, maximum = table.decimal("min"), table.decimal("max")
    if (minimum is not None or maximum is not None) and not kind.is_numeric:
        table.refuse("min", "question.range-without-number")
    if minimum is not None and maximum is not None and minimum > maximum:
        table.refuse("min", "question.range-crossed")
    code = table.text("code", None)
    if code and not CODE.fullmatch(code):
        table.refuse("code", "question.question-code")
    question = Question(
        code=code,
        number=number,
        label=table.text("label", None),
        kind=kind,
        guidance=table.text("help"),
        unit=table.text("unit"),
        period=table.text("period"),
        choices=_choices(table, kind),
        is_required=table.truth("required", default=True),
        minimum=minimum,
        maximum=maximum,
        evidence=_evidence(table, kind),
        article=table.text("article"),
        example=table.text("example"),
        registry=table.text("registry"),
    )
    table.close()
    return question


def _section(table: _Table, position: int) -> Section:
    code = table.text("code", None)
    if code and not SECTION_CODE.fullmatch(code):
        table.refuse("code", "question.section-code")
    if code in RESERVED_SECTIONS:
        table.refuse("code", "question.section-reserved", name=code)
    questions = tuple(
        _question(_Table(f"{table.path}.questions[{place}]", item, table.problems), f"{position}.{place}")
        for place, item in enumerate(table.items("questions"), 1)
    )
    if not questions:
        table.refuse("questions", "question.section-empty")
    section = Section(
        code=code,
        number=str(position),
        name=table.text("name", None),
        guidance=table.text("help"),
        questions=questions,
    )
    table.close()
    return section


def _condition(table: _Table) -> Condition:
    condition = Condition(
        code=table.text("code", None),
        label=table.text("label", None),
        expects_yes=table.truth("expects", default=True),
        reason=table.text("reason", None),
    )
    table.close()
    return condition


def _repeated(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)


@lru_cache(maxsize=128)
def load_questionnaire(text: str, language: Language = Language.INDONESIAN) -> Questionnaire:
    """Return the questionnaire of a rulebook's TOML text, an empty one when the rulebook has none.

    In English every text that carries some is English and the others stay Indonesian; nothing else differs.
    """
    try:
        document = parse_toml(text)
    except tomllib.TOMLDecodeError as error:
        place = PLACE.search(str(error))
        raise QuestionnaireError(
            problem("TOML", "question.toml")
            if place is None
            else problem("TOML", "question.toml-at", line=place[1], column=place[2])
        ) from error
    return read_questionnaire(document, language)


def read_questionnaire(document: Mapping[str, object], language: Language = Language.INDONESIAN) -> Questionnaire:
    """Return the questionnaire of a rulebook's parsed TOML."""
    if "questionnaire" not in document:
        return NO_QUESTIONNAIRE
    found, other = (_read(worded(document, tongue)) for tongue in (language, language.other))
    return _told(found, other, language)


def _told(found: Questionnaire, other: Questionnaire, language: Language) -> Questionnaire:
    """Tell the questions their language, and the choices what they are called in the other one."""
    others = {question.code: question.choices for question in other.questions}
    return replace(
        found,
        sections=tuple(
            replace(
                section,
                questions=tuple(
                    replace(
                        question,
                        language=language,
                        choices=tuple(
                            replace(choice, also=also.label if also.label != choice.label else "")
                            for choice, also in zip(question.choices, others[question.code], strict=True)
                        ),
                    )
                    for question in section.questions
                ),
            )
            for section in found.sections
        ),
    )


def _read(document: Mapping[str, object]) -> Questionnaire:
    problems: list[Problem] = []
    table = _Table("questionnaire", document["questionnaire"], problems)
    questionnaire = Questionnaire(
        title=table.text("title", None),
        conditions=tuple(
            _condition(_Table(f"questionnaire.conditions[{place}]", item, problems))
            for place, item in enumerate(table.items("conditions"), 1)
        ),
        sections=tuple(
            _section(_Table(f"questionnaire.sections[{place}]", item, problems), place)
            for place, item in enumerate(table.items("sections"), 1)
        ),
    )
    table.close()
    if not questionnaire.sections:
        problems.append(problem("questionnaire.sections", "question.empty"))
    problems += _repeats(questionnaire)
    if problems:
        raise QuestionnaireError(*problems)
    return questionnaire


def _repeats(questionnaire: Questionnaire) -> Iterator[Problem]:
    for name in _repeated(section.code for section in questionnaire.sections):
        yield problem("questionnaire", "question.section-twice", name=name)
    for name in _repeated(column for question in questionnaire.questions for column in question.columns):
        yield problem("questionnaire", "question.question-twice", name=name)
    for name in _repeated(condition.code for condition in questionnaire.conditions):
        yield problem("questionnaire", "question.condition-twice", name=name)
