"""What the columns of a rulebook and the labels in them are called where people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from awards.engine import Rulebook as Rules
from awards.models import AttendanceRole
from awards.parsing.regulations import CLAUSES as REGULATION_CLAUSES
from awards.parsing.regulations import HIERARCHY, NO_REGULATION
from awards.selectors.runs.variables import variable_name

REGULATIONS = "regulations"
BEST_RANK = "regulation_best_rank"
CLAUSES = ("regulation_budget_clause", "regulation_occupation_clause", "regulation_general_duty_clause")


@dataclass(frozen=True)
class Names:
    """Codes stay as they are where nothing names them; a text of the rulebook that is readable already stays too."""

    columns: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]

    def column(self, code: str) -> str:
        return self.columns.get(code) or variable_name(code)

    def listed(self, codes: Sequence[str], between: str = " + ") -> str:
        return between.join(self.column(code) for code in codes)

    def value(self, column: str | None, text: str) -> str:
        return self.labels.get(column or "", {}).get(text, text)


def names_of(rules: Rules) -> Names:
    """Read the names off a rulebook's questions and attendance criteria; the rest come from the catalogue."""
    columns: dict[str, str] = {}
    labels: dict[str, Mapping[str, str]] = {BEST_RANK: _regulation_labels()}
    labels |= dict.fromkeys(CLAUSES, _answers())
    for question in _questions(rules.document):
        code, label = str(question["code"]), str(question["label"])
        if question.get("kind") == REGULATIONS:
            columns |= _regulation_columns(code)
            labels[code] = _regulation_labels()
            labels |= dict.fromkeys((f"{code}_{clause}" for clause in REGULATION_CLAUSES), _answers())
            continue
        columns[code] = label
        labels[code] = {choice["code"]: choice["label"] for choice in _named_choices(question)}
    for leaf in rules.leaves:
        if str(leaf.source) == "attendance" and leaf.column:
            columns.setdefault(leaf.column, _("yang hadir saat wawancara"))
            labels[leaf.column] = dict(AttendanceRole.choices)
    return Names(columns, {column: {k: str(v) for k, v in pairs.items()} for column, pairs in labels.items()})


def _questions(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    sections = document.get("questionnaire", {}).get("sections", [])
    return [question for section in sections for question in section.get("questions", [])]


def _named_choices(question: Mapping[str, Any]) -> list[Mapping[str, str]]:
    return [choice for choice in question.get("choices", []) if isinstance(choice, Mapping)]


def _regulation_columns(code: str) -> dict[str, str]:
    """Name what a register of regulations fills in the table (awards.parsing.regulations)."""
    return {
        code: _("peraturan tertinggi"),
        f"{code}_count": _("jumlah peraturan"),
        f"{code}_budget": _("memuat dukungan anggaran"),
        f"{code}_occupations": _("menyebut jenis pekerjaan"),
        f"{code}_duty": _("mewajibkan secara umum"),
    }


def _regulation_labels() -> dict[str, str]:
    return {**HIERARCHY, NO_REGULATION: _("belum ada peraturan")}


def _answers() -> dict[str, str]:
    return {"1": _("ya"), "0": _("tidak")}
