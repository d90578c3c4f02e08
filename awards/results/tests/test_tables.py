"""CSV and JSON: safe to open, complete, checkable."""

import csv
import json
from io import StringIO

import pytest

from awards.entries.models import Entry
from awards.results.exports.tables import ranking_csv, ranking_json
from awards.results.selectors.bundle import check_bundle
from awards.results.selectors.shown import Shown, shown_draft
from awards.tests.factories import runs as factories

pytestmark = pytest.mark.django_db


def test_ranking_csv_when_a_name_looks_like_a_formula_then_it_is_defused_and_figures_stay_figures():
    shown = shown_draft(factories.computed(factories.contest()))
    Entry.objects.filter(name="Kota Mataram").update(name="=1+1")

    rows = list(csv.DictReader(StringIO("".join(ranking_csv(shown)).removeprefix("\ufeff"))))

    assert [(row["peringkat"], row["peserta"], row["nilai"]) for row in rows] == [
        ("1", "Kabupaten Lombok Timur", "88.20"),
        ("2", "'=1+1", "64.03"),
        ("3", "Kabupaten Lombok Barat", "62.65"),
    ]
    assert {row["catatan"] for row in rows} == {"Bukan angka resmi."}


@pytest.fixture
def content(people):
    publication = factories.published_contest(people)
    return json.loads(b"".join(ranking_json(Shown(publication.category, publication.run, publication))))


def soundness(content):
    return {check.name: check.is_sound for check in check_bundle(content, trusted_key="")}


def test_ranking_json_when_published_then_everything_recomputes_from_the_file_alone(content):
    assert soundness(content) == dict.fromkeys(("digest", "signature", "lines", "sums", "computation"), True)


def test_ranking_json_when_published_then_carries_no_jurors_name_or_key(content):
    text = json.dumps(content)

    assert "juri-" not in text
    assert {mark[0] for line in content["lines"][1:] for mark in line["marks"]} == {1, 2, 3}


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (lambda content: content["lines"][1].update(score="88.21"), {"lines", "sums", "computation"}),
        (lambda content: content["lines"][1].update(name="Lain"), {"lines"}),
        (lambda content: content["lines"][1]["inputs"]["coverage"].update(value="80.1"), {"lines", "computation"}),
        (lambda content: content["lines"][1]["marks"][0].__setitem__(2, "1"), {"lines", "computation"}),
        (lambda content: content["lines"].pop(), {"lines", "computation"}),
        (
            lambda content: content["lines"][1:3].reverse() or content["lines"].insert(1, content["lines"].pop()),
            {"lines"},
        ),
        (lambda content: content["payload"]["prizes"][0].update(name="Lain"), {"digest", "signature"}),
        (lambda content: content["payload"]["result"].update(entries=2), {"digest", "signature", "lines"}),
    ],
    ids=["score", "name", "input", "mark", "dropped line", "other order", "prize", "number of lines"],
)
def test_bundle_when_one_thing_was_changed_then_the_check_says_what_broke(content, change, broken):
    change(content)

    assert {name for name, is_sound in soundness(content).items() if is_sound is False} == broken


def test_bundle_when_the_trusted_key_is_another_then_the_signature_fails(content):
    checks = check_bundle(content, trusted_key="0" * 64)

    assert {check.name for check in checks if check.is_sound is False} == {"signature"}
