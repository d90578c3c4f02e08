"""What `.ci/nightly` says without running anything long, and its judgement of mutation tests."""

import os
import re
import runpy
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

CI = Path(settings.BASE_DIR) / ".ci"
PARTS = [
    "deep",
    "both",
    "debian",
    "drawn",
    "mutated",
    "fuzz",
    "kills",
    "attack",
    "restore",
    "mutation",
    "python313",
    "audit",
]
PAGE = """
| module | mutants |
| `ranking.py` | 3 |

## Survivors explained

| mutant | why no test can notice |
| --- | --- |
| `ranking._best_first` 8, 12; `top` 3 | `order.x` 9 is not one |
| `order.Keys.row` 1 | the same |
"""


@pytest.fixture(scope="module")
def mutants():
    return runpy.run_path(str(CI / "mutants.py"))


def nightly(*parts, **environment):
    return subprocess.run(
        [CI / "nightly", *parts], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def test_nightly_when_asked_for_a_part_that_is_not_there_then_names_those_that_are_and_runs_none():
    found = nightly("kills", "fuz")

    assert (found.returncode, found.stdout) == (2, "")
    assert re.findall(r"^  (\w+) ", found.stderr, re.MULTILINE) == PARTS


@pytest.mark.parametrize("part", PARTS)
def test_nightly_when_a_part_is_named_then_it_is_written_and_bounded(part):
    text = (CI / "nightly").read_text("utf-8")

    assert f"part_{part}() {{" in text
    assert re.search(rf"^declare -A limit=\(.*\[{part}\]=\d+", text, re.MULTILINE)


def test_nightly_when_python_3_13_is_absent_then_says_so_and_fails_nothing():
    found = nightly("python313", PYTHON313="/nowhere/python3.13")

    assert found.returncode == 0, found.stderr
    assert "nothing was tried on it" in found.stdout
    assert re.search(r"^python313 +not here ", found.stdout, re.MULTILINE)


def test_nightly_when_a_part_takes_too_long_then_it_is_ended_and_the_night_failed():
    found = nightly("python313", PYTHON313="sleep 60; false", LIMIT_python313="1")

    assert found.returncode == 1
    assert re.search(r"^python313 +out of time ", found.stdout, re.MULTILINE)


def test_survivors_explained_when_read_then_each_name_with_its_numbers(mutants):
    assert mutants["explained_in"](PAGE) == {
        ("ranking._best_first", 8),
        ("ranking._best_first", 12),
        ("ranking.top", 3),
        ("order.Keys.row", 1),
    }


def test_results_when_read_then_named_as_people_write_them(mutants):
    text = """
    awards.engine.ranking.x__best_first__mutmut_8: survived
    awards.engine.ranking.x_top__mutmut_3: killed
    awards.engine.order.xǁKeysǁrow__mutmut_1: not checked
    """

    assert mutants["results_in"](text) == {
        ("ranking._best_first", 8): "survived",
        ("ranking.top", 3): "killed",
        ("order.Keys.row", 1): "not checked",
    }


@pytest.mark.parametrize(
    ("results", "explained", "faults"),
    [
        ({("a.b", 1): "killed", ("a.b", 2): "survived", ("a.b", 3): "timeout"}, {("a.b", 2)}, []),
        ({("a.b", 1): "survived"}, set(), ["a.b 1: survived, and docs/mutation.md does not say why"]),
        ({("a.b", 1): "killed"}, {("a.b", 1)}, ["a.b 1: explained as a survivor, but killed"]),
        (
            {("a.b", 1): "killed"},
            {("a.b", 9)},
            ["a.b 9: explained as a survivor, but no such mutant was made"],
        ),
        ({("a.b", 1): "not checked"}, {("a.b", 1)}, ["a.b 1: not checked"]),
        ({("a.b", 1): "no tests"}, set(), ["a.b 1: no tests"]),
        ({}, set(), ["no mutant was made"]),
    ],
    ids=["all well", "new survivor", "survives no more", "gone", "not tried", "untested", "nothing"],
)
def test_mutants_when_held_against_the_page_then_only_what_it_explains_may_survive(mutants, results, explained, faults):
    assert list(mutants["faults_of"](results, explained)) == faults
