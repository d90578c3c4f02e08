"""CSV and JSON: safe to open, complete, checkable."""

import csv
import json
from io import StringIO

import pytest

from awards.exports.tables import ranking_csv, ranking_json
from awards.models import Entry
from awards.selectors.publication.bundle import check_bundle
from awards.selectors.publication.shown import Shown, shown_draft
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
    return json.loads(ranking_json(Shown(publication.category, publication.run, publication)))


def soundness(content):
    return {check.name: check.is_sound for check in check_bundle(content, trusted_key="")}


def test_ranking_json_when_published_then_everything_recomputes_from_the_file_alone(content):
    assert soundness(content) == {"digest": True, "signature": True, "sums": True, "computation": True}


def test_ranking_json_when_published_then_carries_no_jurors_name_or_key(content):
    text = json.dumps(content)

    assert "juri-" not in text
    assert {mark[1] for mark in content["payload"]["marks"]} == {1, 2, 3}


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (lambda payload: payload["ranking"][0].update(score="88.21"), {"digest", "signature", "sums", "computation"}),
        (lambda payload: payload["ranking"][0].update(name="Lain"), {"digest", "signature"}),
        (
            lambda payload: payload["ranking"][0]["inputs"]["coverage"].update(value="80.1"),
            {"digest", "signature", "computation"},
        ),
        (lambda payload: payload["marks"][0].__setitem__(3, "1"), {"digest", "signature", "computation"}),
    ],
    ids=["score", "name", "input", "mark"],
)
def test_bundle_when_one_thing_was_changed_then_the_check_says_what_broke(content, change, broken):
    change(content["payload"])

    assert {name for name, is_sound in soundness(content).items() if is_sound is False} == broken


def test_bundle_when_the_trusted_key_is_another_then_the_signature_fails(content):
    checks = check_bundle(content, trusted_key="0" * 64)

    assert {check.name for check in checks if check.is_sound is False} == {"signature"}
