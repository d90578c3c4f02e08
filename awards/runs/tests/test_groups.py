"""Groups are called what the entrants' own version of KBLI calls them, and what is published keeps that name."""

import json

import pytest
from django.utils import translation

from awards.editions.models import Slot
from awards.entries.models import Entry
from awards.publication.selectors.prizes import place_labels, prize_places
from awards.runs.models import RunGroup, RunScore, WhatIfPlace
from awards.runs.selectors.groups import group_names, shown_group_names, with_group_names
from awards.runs.selectors.inputs import present_digest
from awards.runs.selectors.robustness.report import robustness_report
from awards.runs.selectors.rules import run_rules
from awards.runs.services.what_if import compute_what_if, open_what_if, revise_what_if
from awards.tests.factories import groups, runs
from employers.models.employers import Employer, KbliSection
from regions.models.regions import Region

pytestmark = pytest.mark.django_db


def test_groups_when_computed_then_are_named_by_the_version_the_entrants_use():
    run = runs.computed(groups.contest())

    assert group_names(run) == groups.NAMES


def test_groups_when_an_employer_moved_to_a_newer_version_after_it_entered_then_the_entry_keeps_its_own():
    made = groups.contest(field=[("PT Kabar", "KBLI 2020", "J", "40")])
    Employer.objects.update(kbli_version="KBLI 2025", kbli_section="K")

    assert group_names(runs.computed(made)) == {"J": "J - Informasi dan Komunikasi"}


def test_groups_when_a_run_is_computed_again_then_each_name_is_there_once():
    made = groups.contest()

    first, second = runs.computed(made), runs.computed(made)

    assert RunGroup.objects.filter(run=first).count() == RunGroup.objects.filter(run=second).count() == 13
    assert first.input_digest == second.input_digest


def test_groups_when_a_section_is_renamed_then_a_run_keeps_its_names_and_is_not_stale():
    made = groups.contest()
    run = runs.computed(made)

    KbliSection.objects.update(name="Nama lain")

    assert group_names(run) == groups.NAMES
    assert present_digest(made, run_rules(run), run.rulebook.text) == run.input_digest
    assert group_names(runs.computed(made))["A"] == "A - Nama lain"


def test_publication_when_names_change_later_then_prepared_again_it_prints_the_frozen_ones(people):
    publication = groups.published(people)
    KbliSection.objects.update(name="Nama lain")
    Region.objects.update(full_name="Provinsi lain", name="Provinsi lain")

    again = runs.prepare_publication(
        category=publication.category,
        actor=people.organiser,
        at=runs.AT,
        embargo_until=None,
        reason="Salah ketik.",
        tie_decision="",
    )

    first, second = json.loads(publication.payload), json.loads(again.payload)
    assert first["prizes"] == second["prizes"]
    assert publication.file_digest == again.file_digest != ""
    lines = [json.loads(line) for line in again.published_entries.values_list("line", flat=True)]
    assert {line["group"]: line["group_name"] for line in lines} == groups.NAMES
    named = {(prize["label"], prize["group"]): prize["group_name"] for prize in first["prizes"]}
    assert named["Juara 1", "A"] == groups.NAMES["A"]
    assert named["Terbaik provinsi", "52"] == "Nusa Tenggara Barat"
    assert {(prize.group_key, prize.group_name) for prize in again.prizes.all()} == {
        *groups.NAMES.items(),
        ("52", "Nusa Tenggara Barat"),
    }


def test_prizes_when_an_entrant_has_no_code_for_the_prizes_groups_then_say_so():
    made = groups.contest(field=groups.FIELD[:1])
    Slot.objects.filter(position=4).update(grouping="zone", label="Terbaik zona")
    run = runs.computed(made)

    labels = place_labels(prize_places(run, run_rules(run)))

    assert [str(label) for label in labels[Entry.objects.get().pk]] == [
        "Juara 1 (A - Pertanian, Kehutanan dan Perikanan)",
        "Terbaik zona (tanpa kelompok)",
    ]


@pytest.mark.parametrize(
    ("answers", "winners", "is_shared"),
    [({}, ["PT Sawah"], False), ({"PT Kabar": "80"}, ["PT Kabar", "PT Sawah"], True)],
    ids=["one is ahead of the firsts of all sectors", "two firsts have the same total"],
)
def test_prizes_when_given_across_groups_of_the_ranking_then_go_by_the_total(answers, winners, is_shared):
    field = [(name, version, section, answers.get(name, figure)) for name, version, section, figure in groups.FIELD]
    run = runs.computed(groups.contest(field=field))

    places = [place for place in prize_places(run, run_rules(run)) if place.label == "Terbaik provinsi"]

    assert sorted(Entry.objects.get(pk=place.entry_id).name for place in places) == winners
    assert {place.is_shared for place in places} == {is_shared}


def test_groups_when_they_are_answers_then_are_named_in_the_words_of_the_choices():
    question = """
[[questionnaire.sections.questions]]
code = "payer"
label = "Siapa yang membayar?"
kind = "choice"
choices = [{ code = "apbd", label = "Anggaran daerah" }, { code = "csr", label = "Perusahaan" }]
"""
    rules = groups.GROUPED.replace('by = ["sector"]', 'by = ["payer", "scale"]') + question
    made = groups.contest(field=groups.FIELD[:1], rules=rules)
    runs.answer(Entry.objects.get(), "payer", "apbd")

    assert group_names(runs.computed(made)) == {"apbd · large": "Anggaran daerah · Besar"}


def test_groups_when_english_is_read_then_are_named_in_english_and_signed_in_indonesian(people):
    question = """
[[questionnaire.sections.questions]]
code = "payer"
label = "Siapa yang membayar?"
kind = "choice"
choices = [
  { code = "apbd", label = "Anggaran daerah", label_en = "Regional budget" },
  { code = "lain", label = "Lainnya", label_en = "Other" },
]
"""
    rules = groups.GROUPED.replace('by = ["sector"]', 'by = ["payer", "scale"]') + question
    made = groups.contest(field=groups.FIELD[:1], rules=rules)
    runs.answer(Entry.objects.get(), "payer", "apbd")
    run = runs.applied(made, actor=people.organiser)
    trial = open_what_if(category=made, name="Uji", actor=people.organiser, at=runs.AT)
    compute_what_if(what_if_id=trial.pk, at=runs.AT, report=lambda *_step: None)

    with translation.override("en"):
        names = shown_group_names(run)
        listed = with_group_names(RunScore.objects.filter(run=run), run).values_list("group_name", flat=True)
        tried = WhatIfPlace.objects.get().group_shown

    assert {*names.values(), *listed, tried} == {"Regional budget · Large"}
    assert shown_group_names(run) == group_names(run) == {"apbd · large": "Anggaran daerah · Besar"}


def test_groups_when_a_run_froze_no_english_then_prints_what_it_froze():
    run = runs.computed(groups.contest())
    RunGroup.objects.update(name="Anggaran daerah", name_en="")

    with translation.override("en"):
        assert set(shown_group_names(run).values()) == {"Anggaran daerah"}
        listed = with_group_names(RunScore.objects.filter(run=run), run).values_list("group_name", flat=True)
        assert set(listed) == {"Anggaran daerah"}


def test_trial_when_it_groups_otherwise_then_prints_the_names_frozen_with_the_run(people):
    made = groups.contest()
    run = runs.applied(made, actor=people.organiser)
    KbliSection.objects.update(name="Nama lain")

    trial = open_what_if(category=made, name="Uji", actor=people.organiser, at=runs.AT)
    compute_what_if(what_if_id=trial.pk, at=runs.AT, report=lambda *_step: None)

    places = WhatIfPlace.objects.filter(what_if=trial).values_list("group_key", "group_name")
    assert dict(places) == groups.NAMES
    text = trial.text.replace('[groups]\nby = ["sector"]', "")
    revise_what_if(what_if=trial, text=text, actor=people.organiser, at=runs.AT)
    compute_what_if(what_if_id=trial.pk, at=runs.AT, report=lambda *_step: None)
    assert set(WhatIfPlace.objects.values_list("group_name", flat=True)) == {""}
    assert run.groups.exists()


def test_robustness_report_when_ranked_per_sector_then_speaks_of_groups_by_name():
    run = runs.computed(groups.contest())

    report = robustness_report(run, draws=10, report=lambda *_step: None)

    named = {group["key"]: group["name"] for group in report["groups"]}
    assert named == {key: groups.NAMES[key] for key in ("A", "F", "J")}
