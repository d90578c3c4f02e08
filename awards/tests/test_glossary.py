"""The glossary holds every model and every state, in the words that the pages use, and nothing that is gone."""

import ast
import collections
import importlib
import re
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.text import camel_case_to_spaces

from awards.tests.test_architecture import own_models, source_files

GLOSSARY = Path(settings.BASE_DIR) / "docs" / "glossary.md"
LINE = re.compile(r"^\| (?P<indonesian>[^|]*) \| (?P<name>[^|]*) \| (?P<english>[^|]*) \| (?P<meaning>[^|]*) \|$")
MODEL = re.compile(r"`([A-Z]\w*)`")
STATE = re.compile(r"`([A-Z]\w*\.[A-Z_]+)`")
# A choice that says how far a thing has come or what was found of it, told by the ending of its name.
STATE_ENDINGS = ("State", "Standing", "Verdict")
STATE_FIELDS = {"state", "verdict"}


def tables():
    """Yield the heading of each table's second column with the lines below it."""
    heading = ""
    for text in GLOSSARY.read_text(encoding="utf-8").splitlines():
        line = LINE.match(text)
        if not line or line["name"] == "---":
            continue
        if line["indonesian"] == "Indonesian":
            heading = line["name"]
            continue
        yield heading, line


def models_of_the_glossary():
    return [line for heading, line in tables() if heading == "name in code"]


def states_of_the_glossary():
    return [line for heading, line in tables() if heading == "state"]


def named_models():
    """History tables are their model at an earlier time and need no line of their own."""
    return [model for model in own_models() if not hasattr(model, "history_object")]


def state_enums():
    return [
        getattr(
            importlib.import_module(name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")), node.name
        )
        for name in source_files()
        if "/tests/" not in name and "/migrations/" not in name
        for node in ast.walk(ast.parse(Path(settings.BASE_DIR, name).read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and node.name.endswith(STATE_ENDINGS)
        and [ast.unparse(base) for base in node.bases] == ["models.TextChoices"]
    ]


def in_both_languages(text):
    with translation.override("id"):
        indonesian = str(text)
    with translation.override("en"):
        return indonesian, str(text)


def test_models_when_compared_with_the_glossary_then_each_has_one_line_and_none_is_superfluous():
    written = sorted(match[1] for line in models_of_the_glossary() if (match := MODEL.fullmatch(line["name"])))

    assert written == sorted(model.__name__ for model in named_models())
    assert len(written) == len(models_of_the_glossary())


def test_models_when_named_on_pages_then_with_the_words_of_the_glossary():
    lines = {line["name"].strip("`"): line for line in models_of_the_glossary()}
    wrong = []
    for model in (model for model in named_models() if model.__name__ in lines):
        indonesian, english = in_both_languages(model._meta.verbose_name)
        line = lines[model.__name__]
        is_on_a_page = indonesian != camel_case_to_spaces(model.__name__)
        if line["english"] != english or (is_on_a_page and indonesian not in line["indonesian"].split(", ")):
            wrong.append((model.__name__, indonesian, english))

    assert wrong == []


def test_states_when_compared_with_the_glossary_then_each_has_its_line_and_its_words():
    written = [(line["name"].strip("`"), line["indonesian"], line["english"]) for line in states_of_the_glossary()]

    in_code = [(f"{enum.__name__}.{one.name}", *in_both_languages(one.label)) for enum in state_enums() for one in enum]
    assert sorted(written) == sorted(in_code)
    assert all(STATE.fullmatch(line["name"]) for line in states_of_the_glossary())


def test_state_fields_when_walked_then_each_takes_one_of_the_states_of_the_glossary():
    known = [enum.choices for enum in state_enums()]

    assert [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.name in STATE_FIELDS and isinstance(field, models.Field) and field.choices not in known
    ] == []


def test_words_when_listed_then_an_indonesian_term_has_one_line():
    terms = collections.Counter(
        term for heading, line in tables() if heading != "state" for term in line["indonesian"].split(", ")
    )

    assert [term for term, count in terms.items() if count > 1] == []


def test_states_when_listed_then_a_word_means_one_state_of_its_thing():
    words = collections.Counter(
        (language, line["name"].split(".")[0], line[language])
        for line in states_of_the_glossary()
        for language in ("indonesian", "english")
    )

    assert [word for word, count in words.items() if count > 1] == []


def test_lines_when_read_then_each_says_what_its_word_means():
    assert [line["name"] for _heading, line in tables() if not line["meaning"].strip()] == []
