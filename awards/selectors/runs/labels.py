"""Names that people read for the columns a rulebook scores, and for the codes that stand in them."""

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from awards.engine import LineKind
from awards.engine import Rulebook as Rules
from awards.engine.criteria import Criterion
from awards.models import AttendanceRole
from awards.parsing.questionnaire import QuestionKind, Questionnaire
from awards.parsing.regulations import NO_REGULATION
from awards.selectors.runs.variables import variable_name
from regions.models import RegulationRank

BEST_RANK = "regulation_best_rank"
DERIVED: dict[str, str | Promise] = {
    "count": gettext_lazy("jumlah peraturan"),
    "budget": gettext_lazy("memuat dukungan anggaran"),
    "occupations": gettext_lazy("menyebut pekerjaan tertentu"),
    "duty": gettext_lazy("memuat kewajiban umum"),
}


def criterion_name(node: Criterion) -> str:
    """Return the rulebook's own name for a criterion: its English one where it has one and English is read."""
    return node.name_en if node.name_en and get_language() == "en" else node.name


def rulebook_title(rules: Rules) -> str:
    """Return the title of a rulebook in the reader's language, where it has one."""
    return rules.title_en if rules.title_en and get_language() == "en" else rules.title


def part_name(kind: LineKind, name: str) -> str:
    """Name one line of an explanation or a comparison after the criterion it belongs to."""
    names = {
        LineKind.CRITERION: "%(name)s",
        LineKind.JOIN: _("Selisih cara gabung pada «%(name)s» terhadap rata-rata berbobot"),
        LineKind.BONUS: _("Bonus «%(name)s»"),
        LineKind.PENALTY: _("Pengurangan «%(name)s»"),
        LineKind.FACTOR: _("Faktor «%(name)s»"),
        LineKind.LIMIT: _("Penyesuaian, batas dan pembulatan pada «%(name)s»"),
        LineKind.ROUNDING: _("Pembulatan"),
    }
    return names[kind] % {"name": name}


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
