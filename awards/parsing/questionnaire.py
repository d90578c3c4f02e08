"""Read the `[questionnaire]` table of a rulebook: sections of questions, as immutable values. Pure, no Django.

Messages are Indonesian and name the path in the text, so that the author of a rulebook finds the place.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache

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


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a questionnaire: where it stands and what to do about it."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class QuestionnaireError(Exception):
    """The questionnaire is not used; `problems` lists every fault found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """What file an answer needs. `maximum_megabytes` is stated beside the button and enforced on arrival."""

    is_required: bool
    types: tuple[str, ...]
    maximum_megabytes: int
    note: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `number` is what people read ("2.3"), `code` the column that the score reads.

    `registry` names the variable whose registered figure stands beside the claim.
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
            self.note("", "harus berupa tabel.")

    def note(self, key: str, message: str) -> None:
        self.problems.append(Problem(f"{self.path}.{key}" if key else self.path, message))

    def text(self, key: str, default: str | None = "") -> str:
        """Take a text; without a default the key must be there and not empty."""
        content = self.rest.pop(key, None)
        if content is None and default is not None:
            return default
        if not isinstance(content, str) or (default is None and not content.strip()):
            self.note(key, "wajib diisi dengan teks.")
            return ""
        return content.strip()

    def truth(self, key: str, *, default: bool) -> bool:
        content = self.rest.pop(key, default)
        if not isinstance(content, bool):
            self.note(key, "harus true atau false.")
            return default
        return content

    def decimal(self, key: str) -> Decimal | None:
        content = self.rest.pop(key, None)
        if content is None:
            return None
        if isinstance(content, bool) or not isinstance(content, int | Decimal | str):
            self.note(key, "harus berupa bilangan.")
            return None
        try:
            number = Decimal(content)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.note(key, "harus berupa bilangan.")
            return None
        return number

    def items(self, key: str) -> list[object]:
        content = self.rest.pop(key, [])
        if isinstance(content, list):
            return content
        self.note(key, "harus berupa daftar.")
        return []

    def close(self) -> None:
        for key in self.rest:
            self.note(key, "tidak dikenal. Hapus atau perbaiki ejaannya.")


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
        table.note("choices", "pertanyaan pilihan memerlukan paling sedikit dua pilihan.")
    if kind is not QuestionKind.CHOICE and choices:
        table.note("choices", "hanya untuk pertanyaan berjenis choice.")
    if len({choice.code for choice in choices}) < len(choices):
        table.note("choices", "ada pilihan yang sama dua kali.")
    return tuple(choices)


def _evidence(table: _Table, kind: QuestionKind) -> EvidenceRule | None:
    if "evidence" not in table.rest:
        if kind is QuestionKind.FILE:
            return EvidenceRule(is_required=True, types=("pdf", "jpg", "png"), maximum_megabytes=10, note="")
        return None
    rule = _Table(f"{table.path}.evidence", table.rest.pop("evidence"), table.problems)
    types = rule.items("types") or ["pdf", "jpg", "png"]
    if unknown := [item for item in types if item not in EVIDENCE_TYPES]:
        rule.note("types", f"jenis berkas {unknown[0]!r} tidak dikenal; yang ada: {', '.join(EVIDENCE_TYPES)}.")
    size = rule.decimal("max_mb")
    if size is not None and not 1 <= size <= 100:
        rule.note("max_mb", "harus antara 1 dan 100.")
    evidence = EvidenceRule(
        is_required=rule.truth("required", default=False),
        types=tuple(str(item) for item in types),
        maximum_megabytes=int(size) if size is not None else 10,
        note=rule.text("note"),
    )
    rule.close()
    return evidence


def _kind(table: _Table) -> QuestionKind:
    word = table.text("kind", None)
    try:
        return QuestionKind(word)
    except ValueError:
        table.note("kind", f"jenis {word!r} tidak dikenal; yang ada: {', '.join(QuestionKind)}.")
        return QuestionKind.TEXT


def _question(table: _Table, number: str) -> Question:
    kind = _kind(table)
    minimum, maximum = table.decimal("min"), table.decimal("max")
    if (minimum is not None or maximum is not None) and not kind.is_numeric:
        table.note("min", "min dan max hanya untuk pertanyaan angka.")
    if minimum is not None and maximum is not None and minimum > maximum:
        table.note("min", "min lebih besar daripada max.")
    code = table.text("code", None)
    if code and not CODE.fullmatch(code):
        table.note("code", "harus diawali huruf kecil dan hanya memuat huruf kecil, angka, dan garis bawah.")
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
        table.note("code", "harus diawali huruf kecil dan hanya memuat huruf kecil, angka, dan tanda hubung.")
    if code in RESERVED_SECTIONS:
        table.note("code", f"kata {code!r} sudah dipakai untuk halaman lain; pilih kode lain.")
    questions = tuple(
        _question(_Table(f"{table.path}.questions[{place}]", item, table.problems), f"{position}.{place}")
        for place, item in enumerate(table.items("questions"), 1)
    )
    if not questions:
        table.note("questions", "bagian ini belum memuat pertanyaan.")
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


def _note_repeats(kind: str, codes: Iterable[str], problems: list[Problem]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            problems.append(Problem("questionnaire", f"{kind} {code!r} dipakai dua kali."))
        seen.add(code)


@lru_cache(maxsize=64)
def load_questionnaire(text: str) -> Questionnaire:
    """Return the questionnaire of a rulebook's TOML text, an empty one when the rulebook has none."""
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise QuestionnaireError([Problem("TOML", f"teks tidak dapat dibaca ({error}).")]) from error
    return read_questionnaire(document)


def read_questionnaire(document: Mapping[str, object]) -> Questionnaire:
    """Return the questionnaire of a rulebook's parsed TOML."""
    if "questionnaire" not in document:
        return NO_QUESTIONNAIRE
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
        problems.append(Problem("questionnaire.sections", "kuesioner belum memuat bagian."))
    _note_repeats("bagian", (section.code for section in questionnaire.sections), problems)
    columns = (column for question in questionnaire.questions for column in question.columns)
    _note_repeats("kode pertanyaan", columns, problems)
    _note_repeats("syarat", (condition.code for condition in questionnaire.conditions), problems)
    if problems:
        raise QuestionnaireError(problems)
    return questionnaire
