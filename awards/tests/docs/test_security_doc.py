"""The page that says what holds against whom names tests that are there."""

import ast
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def defined_in(path):
    return {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}


def test_page_when_it_names_a_test_then_the_test_is_there():
    named = NAMED.findall((ROOT / "docs/security.md").read_text("utf-8"))

    absent = [
        f"{file}::{test}" for file, test in named if not (ROOT / file).exists() or test not in defined_in(ROOT / file)
    ]

    assert absent == []
    assert len(named) > 15


def test_page_when_it_lists_a_threat_then_it_names_a_test_for_it():
    rows = re.findall(r"^\| (?!who |---).*\|$", (ROOT / "docs/security.md").read_text("utf-8"), re.MULTILINE)

    assert [row for row in rows if not NAMED.search(row)] == []
