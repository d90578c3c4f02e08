"""Trials of other rules: on frozen input only, private, and never a result."""

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist

from awards.publication.models import Publication
from awards.publication.services.moves import prepare_publication
from awards.results.selectors.shown import shown_draft
from awards.results.tasks import try_rules
from awards.runs.models import AppliedRun, NodeScore, RunInput, RunMark, RunScore, ScoreRun, WhatIf, WhatIfPlace
from awards.runs.services import robustness as robustness_services
from awards.runs.services.execution import execute_score_run
from awards.runs.services.moves import apply_run, discard_run
from awards.runs.services.what_if import (
    NothingToTryError,
    WhatIfRefusedError,
    compute_what_if,
    delete_what_if,
    open_what_if,
    revise_what_if,
)
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT, RULES
from paritrana.jobs.registry import JobRefusedError

pytestmark = pytest.mark.django_db

COVERAGE_ONLY = (
    RULES.replace("weight = 50", "weight = 98")
    .replace("weight = 20", "weight = 1")
    .replace("weight = 30", "weight = 1")
)
OFFICIAL = (ScoreRun, RunScore, NodeScore, RunInput, RunMark, AppliedRun, Publication)


def official_rows():
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in OFFICIAL}


def computed(what_if):
    return compute_what_if(what_if_id=what_if.pk, at=AT, report=lambda *_step: None)


def placed(what_if):
    rows = WhatIfPlace.objects.filter(what_if=what_if).select_related("entry").order_by("rank")
    return [(row.entry.name, row.rank, row.official_rank, row.rise, row.official_score) for row in rows]


@pytest.fixture
def contest(people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    return made


@pytest.fixture
def trial(contest, people):
    return computed(open_what_if(category=contest, name="Uji", actor=people.organiser, at=AT))


def test_trial_when_opened_then_stands_like_the_applied_run(trial, contest):
    assert trial.run == contest.applied.run
    assert trial.text == trial.run.rulebook.text
    assert placed(trial) == [
        ("Kabupaten Lombok Timur", 1, 1, 0, "88.20"),
        ("Kota Mataram", 2, 2, 0, "64.03"),
        ("Kabupaten Lombok Barat", 3, 3, 0, "62.65"),
    ]


def test_trial_when_opened_without_an_applied_run_then_uses_the_latest_proposed(people):
    made = factories.contest()
    factories.computed(made)
    second = factories.computed(made)

    assert open_what_if(category=made, name="Uji", actor=people.organiser, at=AT).run == second


def test_trial_when_nothing_was_computed_then_refused(people):
    with pytest.raises(NothingToTryError, match="belum punya perhitungan"):
        open_what_if(category=factories.contest(), name="Uji", actor=people.organiser, at=AT)

    assert not WhatIf.objects.exists()


def test_trial_when_coverage_weighs_all_then_the_order_turns(trial, people):
    revised = revise_what_if(what_if=trial, text=COVERAGE_ONLY, actor=people.organiser, at=AT)
    assert not revised.is_current

    again = computed(revised)

    assert again.is_current
    assert [(name, rank, before, rise) for name, rank, before, rise, _score in placed(again)] == [
        ("Kota Mataram", 1, 2, 1),
        ("Kabupaten Lombok Timur", 2, 1, -1),
        ("Kabupaten Lombok Barat", 3, 3, 0),
    ]


def test_trial_when_answers_change_later_then_still_reads_the_frozen_ones(trial, contest, people):
    factories.answer(contest.entries.get(name="Kabupaten Lombok Barat"), "coverage", "100")

    again = computed(trial)

    assert placed(again)[2] == ("Kabupaten Lombok Barat", 3, 3, 0, "62.65")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (RULES.replace("weight = 50", "weight = 51"), "criteria.total", "berjumlah 101, seharusnya 100"),
        (RULES.replace('column = "coverage"', 'column = "employed"'), "", "employed"),
        (RULES.replace('jury = "understanding"', 'jury = "charm"'), "", "charm"),
        ("[rulebook", "", "bukan TOML"),
        ("#" * 400_001, "", "terlalu panjang"),
    ],
    ids=["weights", "a column that was not frozen", "marks that were not frozen", "no TOML", "too long"],
)
def test_rules_when_refused_then_say_where_and_nothing_changes(trial, people, text, place, words):
    with pytest.raises(WhatIfRefusedError) as refusal:
        revise_what_if(what_if=trial, text=text, actor=people.organiser, at=AT)

    assert [(where, words in message) for where, message in refusal.value.problems] == [(place, True)]
    trial.refresh_from_db()
    assert (trial.text, trial.is_current) == (RULES, True)


def test_rules_when_they_leave_criteria_out_then_their_frozen_data_stay_unread(trial, people):
    start, end = RULES.index('[[criteria]]\ncode = "understanding"'), RULES.index("[questionnaire]")
    text = (RULES[:start] + RULES[end:]).replace("weight = 40", "weight = 100")

    again = computed(revise_what_if(what_if=trial, text=text, actor=people.organiser, at=AT))

    assert [row[:2] for row in placed(again)][0] == ("Kabupaten Lombok Timur", 1)


def test_values_when_the_rules_cannot_score_them_then_refused_with_names_and_places_stay(trial, people):
    text = RULES.replace(
        'normalise = { kind = "goalposts", worst = 0, best = 100 }', 'normalise = { kind = "points", range = [0, 50] }'
    )
    revised = revise_what_if(what_if=trial, text=text, actor=people.organiser, at=AT)

    with pytest.raises(WhatIfRefusedError, match="Kota Mataram|Lombok"):
        computed(revised)

    assert len(placed(revised)) == 3


def test_official_rows_when_trials_come_and_go_then_stay_to_the_last_digit(contest, people):
    before = official_rows()

    trial = computed(open_what_if(category=contest, name="Uji", actor=people.organiser, at=AT))
    trial = computed(revise_what_if(what_if=trial, text=COVERAGE_ONLY, actor=people.organiser, at=AT))
    delete_what_if(what_if=trial, actor=people.organiser, at=AT)

    assert official_rows() == before
    assert not WhatIfPlace.objects.exists()


def test_models_when_followed_then_nothing_but_its_own_places_points_at_a_trial():
    pointing = {
        field.model.__name__
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model in (WhatIf, WhatIfPlace)
    }

    assert pointing == {"WhatIfPlace"}


@pytest.mark.parametrize(
    "given",
    [
        lambda trial, actor: apply_run(run=trial, actor=actor, at=AT),
        lambda trial, actor: discard_run(run=trial, actor=actor, at=AT, reason="uji"),
        lambda trial, actor: execute_score_run(run_id=trial.pk, progress=factories.StillProgress(), at=AT),
        lambda trial, actor: robustness_services.compute_robustness(run_id=trial.pk, at=AT, report=lambda *_: None),
        lambda trial, actor: list(shown_draft(trial).rows),
        lambda trial, actor: prepare_publication(
            category=trial, actor=actor, at=AT, embargo_until=None, reason="", tie_decision=""
        ),
    ],
    ids=["apply", "discard", "execute", "robustness", "shown as a run", "publish"],
)
def test_services_when_given_a_trial_for_a_run_then_refuse_and_nothing_changes(trial, people, given):
    before = official_rows()

    with pytest.raises((TypeError, ValueError, AttributeError, ObjectDoesNotExist)):
        given(trial, people.organiser)

    assert official_rows() == before


def test_job_when_run_twice_then_one_set_of_places(trial):
    for _attempt in range(2):
        try_rules(str(trial.pk), factories.StillProgress())

    assert len(placed(trial)) == 3


def test_job_when_the_trial_is_gone_then_ends_quietly(trial, people):
    key = str(trial.pk)
    delete_what_if(what_if=trial, actor=people.organiser, at=AT)

    try_rules(key, factories.StillProgress())

    assert not WhatIfPlace.objects.exists()


def test_job_when_the_rules_cannot_score_then_refused_in_words(trial):
    WhatIf.objects.filter(pk=trial.pk).update(text="[rulebook")

    with pytest.raises(JobRefusedError, match="TOML"):
        try_rules(str(trial.pk), factories.StillProgress())
