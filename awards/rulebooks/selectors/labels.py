"""Names that people read for the columns a rulebook scores, and for the codes that stand in them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.engine import Rules, RuleWords
from awards.engine.criteria import Criterion, Measure
from awards.rulebooks.models import AttendanceRole
from awards.rulebooks.parsing.questionnaire import QuestionKind, Questionnaire, read_questionnaire
from awards.rulebooks.parsing.regulations import NO_REGULATION
from awards.rulebooks.selectors.variables import variable_name
from awards.sentences import placed
from paritrana.lib.language import Language
from paritrana.lib.problems import Problem, ProblemsError
from paritrana.lib.toml_text import parse_toml
from paritrana.pages.reader import in_words, reader_language
from regions.models.contributions import RegulationRank

BEST_RANK = "regulation_best_rank"
DERIVED: dict[str, str | Promise] = {
    "count": gettext_lazy("jumlah peraturan"),
    "budget": gettext_lazy("memuat dukungan anggaran"),
    "occupations": gettext_lazy("menyebut pekerjaan tertentu"),
    "duty": gettext_lazy("memuat kewajiban umum"),
}


def english_names(text: str) -> dict[str, str]:
    """Return what a rulebook calls its criteria, measures and history in English, by their Indonesian names.

    A text that is no TOML calls nothing.
    """
    try:
        document = parse_toml(text)
    except (ValueError, RecursionError):
        return {}
    listed = [document.get(key) for key in ("criteria", "measures", "history")]
    tables = [one for tables in listed if isinstance(tables, list) for one in tables if isinstance(one, dict)]
    return {
        one["name"]: one["name_en"]
        for one in tables
        if isinstance(one.get("name"), str) and isinstance(one.get("name_en"), str) and one["name_en"].strip()
    }


def in_readers_names(said: Problem, text: str) -> Problem:
    """Return a problem of a rulebook's text with its parts named in the reader's language."""
    english = english_names(text) if reader_language() is Language.ENGLISH else {}
    values = {key: english.get(value, value) if isinstance(value, str) else value for key, value in said.values.items()}
    return Problem(said.path, said.code, values)


def told_faults(error: ProblemsError, text: str) -> tuple[str, ...]:
    """Return what is wrong with a rulebook's text as the reader's sentences, each behind its place."""
    return tuple(placed(in_readers_names(one, text)) for one in error.problems)


def criterion_name(node: Criterion) -> str:
    """Return the rulebook's own name for a criterion: its English one where it has one and English is read."""
    return in_words(node.name, node.name_en)


def measure_name(measure: Measure) -> str:
    return in_words(measure.name, measure.name_en)


def rulebook_title(rules: Rules) -> str:
    """Return the title of a rulebook in the reader's language, where it has one."""
    return in_words(rules.title, rules.title_en)


def rule_words(rules: Rules) -> RuleWords:
    """Return what the rulebook calls its parts in the reader's language."""
    return RuleWords(rules, is_english=reader_language() is Language.ENGLISH)


@dataclass(frozen=True, slots=True)
class AskedWords(RuleWords):
    """The rulebook's own words, and those of its questions for the columns that they fill."""

    asked: Questionnaire

    def figure(self, column: str, measure: str) -> str:
        if measure or column in self.rules.history:
            return RuleWords.figure(self, column, measure)
        return column_in_sentence(column, self.asked)

    def unit(self, column: str, measure: str) -> str:
        """Return the unit of a measure, of the question, or of the criterion that reads the column."""
        asked = "" if measure else next((one.unit for one in self.asked.questions if one.code == column), "")
        return asked or RuleWords.unit(self, column, measure)

    def label(self, column: str, label: str) -> str:
        return value_name(column, label, self.asked)


def asked_words(rules: Rules, questionnaire: Questionnaire) -> AskedWords:
    """Return what the rulebook and its questions call their parts in the reader's language."""
    return AskedWords(rules, reader_language() is Language.ENGLISH, questionnaire)


def band_name(rules: Rules, stored: str) -> str:
    """Return a band's name in the reader's language; results keep the Indonesian one."""
    return next((in_words(stored, band.name_en) for band in rules.bands if band.name == stored), stored)


def key_name(rules: Rules, code: str) -> str:
    """Return the printed name of a tie-break key: a criterion, a measure or a column."""
    for node in rules.root.walk():
        if node.code == code:
            return criterion_name(node)
    if code in rules.measures:
        return measure_name(rules.measures[code])
    return read_name(rules, code, read_questionnaire(rules.document, reader_language()))


def read_name(rules: Rules, column: str, questionnaire: Questionnaire) -> str:
    """Return what a column that the rulebook reads is called: its history's name, or as `column_name`."""
    found = rules.history.get(column)
    return in_words(found.name, found.name_en) if found else column_name(column, questionnaire)


def column_name(column: str, questionnaire: Questionnaire) -> str:
    """Return the question's own words, the catalogue's name, or the code where nothing names it.

    A register of regulations fills columns of its own; they carry the fact alone, for its question asks for the list.
    """
    for question in questionnaire.questions:
        if question.kind is QuestionKind.REGULATIONS and column in question.columns:
            suffix = column.removeprefix(question.code).removeprefix("_")
            return str(DERIVED[suffix]) if suffix else _("peraturan tertinggi")
        if column == question.code:
            return question.label
    return variable_name(column)


def column_in_sentence(column: str, questionnaire: Questionnaire) -> str:
    """Name a column inside a sentence: a question keeps its mark, so it stands in quotes."""
    return _quoted(column_name(column, questionnaire))


def read_in_sentence(rules: Rules, column: str, questionnaire: Questionnaire) -> str:
    return _quoted(read_name(rules, column, questionnaire))


def _quoted(name: str) -> str:
    return f"«{name}»" if name.endswith("?") else name


def value_name(column: str, value: str, questionnaire: Questionnaire) -> str:
    """Return the words for a code; figures and free text stay as they are."""
    for question in questionnaire.questions:
        if question.kind is QuestionKind.CHOICE and column == question.code:
            return next((choice.label for choice in question.choices if choice.code == value), value)
        if question.kind is QuestionKind.REGULATIONS and column in question.columns:
            return _rank_name(value) if column == question.code else _truth(column, value)
    if column == BEST_RANK:
        return _rank_name(value)
    return str(dict(AttendanceRole.choices).get(value, _truth(column, value)))


def _rank_name(value: str) -> str:
    if value == NO_REGULATION:
        return _("belum ada peraturan")
    return str(dict(RegulationRank.choices).get(value, value))


def _truth(column: str, value: str) -> str:
    """Return yes or no for the columns that only say whether a clause is there."""
    is_clause = column.endswith(("_clause", "_budget", "_occupations", "_duty"))
    return {"1": _("ya"), "0": _("tidak")}.get(value, value) if is_clause else value
