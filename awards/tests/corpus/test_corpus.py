"""Three hundred dirty files through their doors: every planted fault is found with its place, none is invented, and no
figure differs from the truth without having been shown.

Each file's faults are drawn from its number, so a failure names a file that is made again as it was. Every seventh is
tried in every change, all of them by `.ci/nightly deep`.
"""

from dataclasses import replace

import pytest

from awards.tests.corpus.answer_door import ANSWER_FAULTS, AnswerDoor, draw_answers
from awards.tests.corpus.cases import drawn_case
from awards.tests.corpus.faults import Expected, Planted
from awards.tests.corpus.score_door import SCORE_FAULTS, ScoreDoor, draw_score
from awards.tests.corpus.truths import draw, load_references
from awards.tests.corpus.upload_door import Door
from awards.tests.corpus.upload_faults import FAULTS, IN_COLUMNS

UPLOADS, SCORES, ANSWERS, IN_PARQUET = 120, 45, 35, 100
EVERY = 7


def numbered(count):
    return [pytest.param(number, marks=[pytest.mark.deep] if number % EVERY else []) for number in range(count)]


@pytest.mark.django_db
@pytest.mark.parametrize("number", numbered(UPLOADS))
def test_upload_when_faults_are_planted_then_each_is_found_and_nothing_else(people, number):
    load_references()

    Door(drawn_case(number, FAULTS, draw), people.organiser).play()


@pytest.mark.django_db
@pytest.mark.parametrize("number", numbered(IN_PARQUET))
def test_upload_when_faults_are_planted_into_typed_columns_then_each_is_found_and_nothing_else(people, number):
    load_references()

    Door(drawn_case(number, IN_COLUMNS, draw), people.organiser).play()


@pytest.mark.parametrize("number", numbered(SCORES))
def test_score_when_faults_are_planted_then_each_is_found_and_nothing_else(tmp_path, number):
    ScoreDoor(drawn_case(number, SCORE_FAULTS, draw_score), tmp_path).play()


@pytest.mark.parametrize("number", numbered(ANSWERS))
def test_answers_when_faults_are_planted_then_each_is_found_and_nothing_else(tmp_path, number):
    AnswerDoor(drawn_case(number, ANSWER_FAULTS, draw_answers), tmp_path).play()


def without_findings(fault):
    """Return the fault as if nothing had to be said of it."""
    return replace(fault, plant=lambda *given: Planted(fault.plant(*given).taken))


@pytest.mark.parametrize(
    ("catalogue", "draw_truth", "name"),
    [
        (FAULTS, draw, "two numbers"),
        (FAULTS, draw, "a heading above the titles"),
        (FAULTS, draw, "a nought too many"),
        (SCORE_FAULTS, draw_score, "two numbers"),
        (SCORE_FAULTS, draw_score, "a column nobody reads"),
        (ANSWER_FAULTS, draw_answers, "two numbers"),
        (ANSWER_FAULTS, draw_answers, "a formula"),
    ],
)
def test_corpus_when_a_door_says_what_was_not_planted_then_it_fails(people, tmp_path, catalogue, draw_truth, name):
    load_references()
    case = drawn_case(0, [without_findings(fault) for fault in catalogue if fault.name == name], draw_truth)
    doors = {FAULTS: lambda: Door(case, people.organiser), SCORE_FAULTS: lambda: ScoreDoor(case, tmp_path)}
    door = doors.get(catalogue, lambda: AnswerDoor(case, tmp_path))()

    with pytest.raises(AssertionError):
        door.play()


@pytest.mark.parametrize("name", ["Rp before a number", "a month by its name", "a choice by its label"])
def test_corpus_when_a_door_says_nothing_of_what_was_planted_then_it_fails(people, name):
    """These are understood, so a finding that is expected of them is not there."""
    fault = next(one for one in FAULTS if one.name == name)

    def planted(table, truth, rng):
        made = fault.plant(table, truth, rng)
        return replace(made, rows=[Expected(table.lines[0], truth.kind.header[0], "")])

    load_references()

    with pytest.raises(AssertionError):
        Door(drawn_case(0, [replace(fault, plant=planted)], draw), people.organiser).play()
