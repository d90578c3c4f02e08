"""Read one typed answer by the kind of its question: canonical text, or a kind word about what is wrong. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal

from awards.parsing.questionnaire import Question, QuestionKind
from awards.parsing.regulations import RegulationsError, read_regulations, regulation_columns, regulations_text
from paritrana.lib.indonesian import number_text

INDONESIAN = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
ENGLISH = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})*|[0-9]+)\.[0-9]+")
ENGLISH_GROUPS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){2,}")
THOUSANDS_BY_COMMA = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")
COUNT = re.compile(r"[0-9]{1,15}")
MAXIMUM_TEXT = 20_000
MAXIMUM_DIGITS = 18
MAXIMUM_DECIMALS = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """`canonical` is what is compared and scored; a problem means that the typed text stays, but does not count."""

    canonical: str
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.canonical and not self.problem


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


def _number(text: str, question: Question) -> Decimal | str:
    """Return the number, or the sentence that says how to write it."""
    bare = _stripped(text, question)
    if INDONESIAN.fullmatch(bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    if ENGLISH.fullmatch(bare) or ENGLISH_GROUPS.fullmatch(bare):
        meant = number_text(Decimal(bare.replace(",", "")))
        return f"Tulis titik untuk ribuan dan koma untuk desimal. Mungkin maksud Anda {meant}."
    return "Tulis angka saja, misalnya 1.234,5 (titik untuk ribuan, koma untuk desimal)."


def _range_problem(number: Decimal, question: Question) -> str:
    if question.minimum is not None and number < question.minimum:
        return f"Angka paling kecil di sini {number_text(question.minimum)}; Anda menulis {number_text(number)}."
    if question.maximum is not None and number > question.maximum:
        return f"Angka paling besar di sini {number_text(question.maximum)}; Anda menulis {number_text(number)}."
    if question.minimum is None and number < 0:
        return "Angka negatif tidak berlaku di sini."
    if question.kind is QuestionKind.PERCENT and question.maximum is None and number > 100:
        return "Persentase paling besar 100. Bila memang lebih, tanyakan kepada penyelenggara."
    return ""


def _whole_problem(text: str, question: Question) -> str:
    """Say why a fraction is no answer; three digits behind each comma are most likely thousands the English way."""
    bare = _stripped(text, question)
    if THOUSANDS_BY_COMMA.fullmatch(bare):
        return f"Tulis titik untuk ribuan. Mungkin maksud Anda {number_text(int(bare.replace(',', '')))}."
    return "Tulis bilangan bulat tanpa desimal."


def _read_number(text: str, question: Question) -> Reading:
    number = _number(text, question)
    if isinstance(number, str):
        return Reading("", number)
    if question.kind in {QuestionKind.INTEGER, QuestionKind.MONEY} and number != number.to_integral_value():
        return Reading("", _whole_problem(text, question))
    plain = _plain(number)
    whole, _, fraction = plain.lstrip("-").partition(".")
    if len(whole) > MAXIMUM_DIGITS or len(fraction) > MAXIMUM_DECIMALS:
        return Reading("", "Angka ini terlalu panjang. Periksa lagi banyaknya angka.")
    problem = _range_problem(number, question)
    return Reading("", problem) if problem else Reading(plain)


def _read_choice(text: str, question: Question) -> Reading:
    wanted = text.strip()
    for choice in question.choices:
        if wanted == choice.code or wanted.lower() == choice.label.lower():
            return Reading(choice.code)
    return Reading("", "Pilih salah satu jawaban yang tersedia.")


def _read_regulations(text: str) -> Reading:
    try:
        return Reading(regulations_text(read_regulations(text)))
    except RegulationsError as error:
        return Reading("", str(error))


def read_answer(question: Question, text: str) -> Reading:
    """Read what was typed; an empty text is no answer, never zero."""
    if not text.strip():
        return NOTHING
    if question.kind.is_numeric:
        return _read_number(text, question)
    if question.kind is QuestionKind.CHOICE:
        return _read_choice(text, question)
    if question.kind is QuestionKind.REGULATIONS:
        return _read_regulations(text)
    if len(text) > MAXIMUM_TEXT:
        return Reading("", f"Jawaban paling panjang {number_text(MAXIMUM_TEXT)} huruf. Ringkas dahulu.")
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
    """Return a canonical answer as people read it."""
    if not canonical:
        return ""
    if question.kind is QuestionKind.REGULATIONS:
        return "; ".join(row.in_full for row in read_regulations(canonical))
    if question.kind is QuestionKind.CHOICE:
        return next((choice.label for choice in question.choices if choice.code == canonical), canonical)
    if not question.kind.is_numeric:
        return canonical
    number = number_text(Decimal(canonical))
    if question.kind is QuestionKind.MONEY:
        return f"Rp{number}"
    if question.kind is QuestionKind.PERCENT:
        return f"{number} %"
    return f"{number} {question.unit}".strip()
