"""What a draft's page tells of its criteria: names, faults at their criterion, places to move to, figures to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.text import slugify
from django.utils.translation import gettext as _

from awards.rulebooks.models import Rulebook
from awards.rulebooks.parsing.editing import fresh_code, name_of
from awards.rulebooks.parsing.outline import Branch, Outline
from awards.rulebooks.parsing.questionnaire import QuestionnaireError, read_questionnaire
from awards.rulebooks.selectors.examples import ExamplePoints, example_points
from awards.rulebooks.selectors.labels import column_name, in_readers_names
from awards.rulebooks.selectors.variables import catalogue, variable_name
from awards.rulebooks.selectors.words import gate_lines, rule_rows
from awards.rulebooks.selectors.worked import CaseLine, case_lines
from awards.rulebooks.services import RulebookRefusedError, check_rulebook_text, proofs_of
from awards.sentences import placed, sentence
from paritrana.lib.toml_text import parse_toml
from paritrana.pages.reader import in_words, reader_language

LISTED = re.compile(r"criteria\[(\d+)\](?:\.|$)")
FIRST = ""
ATTENDANCE = ("attendance_role", "presenter")
Choices = list[tuple[str, str]]
Grouped = list[tuple[str, Choices]]


@dataclass(frozen=True, slots=True)
class DraftFault:
    """What keeps a draft from being sealed; `branch` is the criterion that it speaks of, where it speaks of one."""

    sentence: str
    branch: Branch | None

    @property
    def name(self) -> str:
        return branch_name(self.branch) if self.branch else ""


@dataclass(frozen=True, slots=True)
class DraftReading:
    """What a text was found to be: its faults, or what each criterion says and three examples, by code."""

    faults: tuple[DraftFault, ...]
    said: dict[str, tuple[str, ...]]
    examples: dict[str, tuple[ExamplePoints, ...]]
    cases: tuple[CaseLine, ...] = ()
    gates: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


def branch_name(branch: Branch) -> str:
    english = branch.table.get("name_en")
    return in_words(name_of(branch), english if isinstance(english, str) else "")


def effect_word(branch: Branch) -> str:
    effects = {"bonus": _("bonus"), "penalty": _("pengurang"), "factor": _("faktor")}
    return effects.get(str(branch.table.get("effect")), "")


def reading(rulebook: Rulebook, outline: Outline) -> DraftReading:
    try:
        rules = check_rulebook_text(rulebook.text)
    except RulebookRefusedError as refusal:
        listed = [str(one["code"]) for one in parse_toml(rulebook.text).get("criteria", [])]
        faults = []
        for problem in refusal.problems:
            branch = _spoken_of(problem.path, listed, outline)
            told = in_readers_names(problem, rulebook.text)
            faults.append(DraftFault(sentence(told) if branch else placed(told), branch))
        return DraftReading(tuple(faults), {}, {}, gates=_gates(rulebook.text))
    asked = read_questionnaire(rules.document, reader_language())
    said = {row.code: row.sentences for row in rule_rows(rules, asked)}
    examples = {leaf.code: example_points(rules, leaf.code) for leaf in rules.leaves}
    cases = tuple(case_lines(rules, proofs_of(rulebook.text)))
    return DraftReading((), said, examples, cases, gate_lines(rules, asked))


def _gates(text: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return code and name of the gates of a text whose rules have faults."""
    return tuple((code, name, ()) for code, name in listed_codes(text, "gates"))


def _spoken_of(path: str, listed: list[str], outline: Outline) -> Branch | None:
    """Return the criterion that a place lies in: `criteria[3].weight` by its place, `criteria.total` by its code."""
    found = LISTED.match(path)
    if found:
        return outline.find(listed[int(found[1]) - 1])
    rest = path.removeprefix("criteria.")
    named = [one for one in outline.walk() if f"{rest}.".startswith(f"{one.code}.")] if rest != path else []
    return max(named, key=lambda one: len(one.code), default=None)


def code_for(name: str, outline: Outline) -> str:
    """Return a code for a new criterion; people never see it but in the text."""
    base = slugify(name).replace("-", "_")[:40].strip("_") or "kriteria"
    return fresh_code(base, {branch.code for branch in outline.walk()})


def places_to_move(outline: Outline, branch: Branch) -> Choices:
    """Return every place that one may be hung at: its parent's code (`di`) and the code it follows (`sesudah`)."""
    own = {one.code for one in branch.walk()}
    found: Choices = []
    for above in outline.walk():
        if above.is_leaf or above.code in own:
            continue
        words = {"parent": f"{above.number} {branch_name(above)}".strip()}
        found.append((urlencode({"di": above.code, "sesudah": FIRST}), _("paling awal di bawah %(parent)s") % words))
        for child in above.children:
            if child.code not in own:
                after = words | {"name": f"{child.number} {branch_name(child)}"}
                place = urlencode({"di": above.code, "sesudah": child.code})
                found.append((place, _("sesudah %(name)s, di bawah %(parent)s") % after))
    return found


def figure_choices(text: str, outline: Outline) -> Grouped:
    """Return what a criterion may read, in groups: `source|key|code`."""
    document = parse_toml(text)
    measures = [one for one in _tables(document, "measures") if isinstance(one.get("code"), str)]
    named = [
        (str(one["code"]), in_words(str(one.get("name", one["code"])), str(one.get("name_en", "")))) for one in measures
    ]
    variables = catalogue()
    jury = sorted({str(one.table["jury"]) for one in outline.walk() if "jury" in one.table} | set(_sheet(document)))
    return [
        (_("Isian peserta"), [(f"answer|column|{code}", name) for code, name in _answers(document)]),
        (_("Ukuran dari isian"), [(f"answer|measure|{code}", name) for code, name in named]),
        (_("Ukuran dari data kontribusi"), [(f"contribution|measure|{code}", name) for code, name in named]),
        (_("Data kontribusi"), [(f"contribution|column|{code}", name) for code, name in variables]),
        (_("Riwayat edisi terdahulu"), _history_choices(text, measures)),
        (_("Nilai juri"), [(f"jury|jury|{code}", code) for code in jury]),
        (_("Kehadiran wawancara"), [
            (f"attendance|column|{code}", f"{variable_name(code)} ({code})") for code in ATTENDANCE
        ]),
    ]  # fmt: skip


def _history_choices(text: str, measures: list[dict[str, Any]]) -> Choices:
    """Return the columns that earlier editions fill, and the measures that build on one of them."""
    columns = listed_codes(text, "history")
    known = {code for code, _name in columns}
    built = [
        (f"history|measure|{one['code']}", in_words(str(one.get("name", one["code"])), str(one.get("name_en", ""))))
        for one in measures
        if any(isinstance(value, str) and value in known for value in one.values())
        or any(isinstance(value, list) and known.intersection(map(str, value)) for value in one.values())
    ]
    return [*((f"history|column|{code}", name) for code, name in columns), *built]


def listed_codes(text: str, key: str) -> Choices:
    """Return code and name of what a table of the rulebook lists: panels, populations, history."""
    return [
        (str(one["code"]), in_words(str(one.get("name", one["code"])), str(one.get("name_en", ""))))
        for one in _tables(parse_toml(text), key)
        if isinstance(one.get("code"), str)
    ]


def _tables(document: dict[str, Any], key: str) -> list[dict[str, Any]]:
    listed = document.get(key, [])
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _sheet(document: dict[str, Any]) -> Iterator[str]:
    sheet = document.get("jury", {})
    for one in _tables(sheet, "criteria") if isinstance(sheet, dict) else []:
        if isinstance(one.get("code"), str):
            yield one["code"]


def _answers(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    try:
        asked = read_questionnaire(document, reader_language())
    except QuestionnaireError:
        return
    for question in asked.questions:
        for column in question.columns:
            name = column_name(column, asked)
            yield (
                column,
                f"{question.number} {name}"
                if name == question.label
                else f"{question.number} {question.label}: {name}",
            )
