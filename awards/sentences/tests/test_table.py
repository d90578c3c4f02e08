"""Every code that pure code gives has its sentence, every sentence its code; both languages are complete."""

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import translation

from awards.sentences import SENTENCES, Forms
from awards.sentences.table import PARTS

ROOT = Path(__file__).resolve().parents[3]
PURE = ("awards/engine", "awards/rulebooks", "awards/submissions/parsing", "awards/offline", "awards/management")
SPEAKING = ("awards/runs/selectors/robustness",)
FAMILIES = sorted({code.partition(".")[0] for code in SENTENCES})
CODE = re.compile(rf"(?:{'|'.join(map(re.escape, FAMILIES))})\.[a-z0-9-]+")
FORMS = {
    "", "and", "or", "each", "sentences", "bracketed", "number", "percent", "called", "reason", "case", "figure",
    "unit", "label",
}  # fmt: skip
LOOKS_LIKE_A_CODE = re.compile(r"[a-z]+\.[a-z0-9-]+")
CALLS = {"note", "problem", "refuse"}
OURS = ("paritrana", "regions", "ministries", "employers", "awards")


@dataclass(frozen=True, slots=True)
class Given:
    """A code as a source gives it; `values` are their names, None where the code stands outside a call."""

    code: str
    values: frozenset[str] | None
    place: str


def given_codes() -> Iterator[Given]:
    for folder in (*PURE, *SPEAKING):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "tests" not in path.parts:
                yield from _in_file(path)


def _in_file(path: Path) -> Iterator[Given]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called: dict[int, frozenset[str] | None] = {}
    actions: set[int] = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        actions |= {id(keyword.value) for keyword in call.keywords if keyword.arg == "action"}  # of the audit trail
        if isinstance(call.func, ast.Name) and call.func.id == "JointProposal":
            actions.add(id(call.args[0]))  # what two people do, by the trail's word
        for argument in call.args:
            names = [keyword.arg for keyword in call.keywords]
            called[id(argument)] = None if None in names else frozenset(filter(None, names))
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in actions
        if is_text and CODE.fullmatch(node.value):
            yield Given(node.value, called.get(id(node)), f"{path.relative_to(ROOT)}:{node.lineno}")


GIVEN = tuple(given_codes())


def places(sentence: str) -> dict[str, str]:
    """Return the values that a sentence names, with their forms."""
    return {name: form or "" for _text, name, form, _conversion in string.Formatter().parse(sentence) if name}


def test_codes_when_collected_from_the_sources_then_they_are_those_of_the_table():
    assert len(GIVEN) > 250
    assert sorted({one.code for one in GIVEN}) == sorted(SENTENCES)


def test_calls_when_they_give_a_code_then_the_table_has_it():
    """A code of a family that the table does not have would not be collected above."""
    unknown = [
        f"{path.relative_to(ROOT)}:{call.lineno} {argument.value}"
        for folder in OURS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "tests" not in path.parts
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _name(call) in CALLS
        for argument in call.args[_name(call) == "problem" :][:1]
        if isinstance(argument, ast.Constant) and LOOKS_LIKE_A_CODE.fullmatch(str(argument.value))
        if argument.value not in SENTENCES
    ]

    assert unknown == []


def test_table_when_put_together_then_no_code_has_two_sentences():
    assert sum(map(len, PARTS)) == len(SENTENCES)


@pytest.mark.parametrize("one", [one for one in GIVEN if one.values is not None], ids=lambda one: one.place)
def test_sentence_when_it_names_a_value_then_the_code_gives_it(one):
    assert places(str(SENTENCES[one.code])).keys() == one.values


@pytest.mark.parametrize("code", SENTENCES)
def test_sentence_when_read_in_english_then_translated_with_the_same_values(code):
    with translation.override("id"):
        indonesian = str(SENTENCES[code])
    with translation.override("en"):
        english = str(SENTENCES[code])

    assert places(english) == places(indonesian)
    assert set(places(english).values()) <= FORMS
    if re.sub(r"\{[^}]*\}", "", indonesian).strip(" :"):
        assert english != indonesian


def test_form_when_unknown_then_it_is_no_silent_text():
    with pytest.raises(ValueError, match="rounded"):
        Forms().format("{total:rounded}", total=1)


def test_calls_when_they_give_a_code_then_it_is_written_out():
    """A code put together while running would hide from the comparison above."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in PURE
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "tests" not in path.parts
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _name(call) in CALLS
        if any(isinstance(argument, ast.JoinedStr) for argument in call.args[_name(call) == "problem" :])
    ]

    assert hidden == []


def _name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
