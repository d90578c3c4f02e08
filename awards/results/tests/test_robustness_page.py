"""The page about a run's robustness and the rank intervals beside a ranking: who sees what, and when."""

import pytest
from django.urls import reverse

from awards.publication.services.moves import publish_publication
from awards.runs.models import RunRobustness
from awards.runs.services.robustness import compute_robustness
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.jobs.models import Job

pytestmark = pytest.mark.django_db

STATUSES = {
    "nobody": 302,
    "stranger": 404,
    "entrant": 404,
    "verifier": 404,
    "juror": 404,
    "other_secretariat": 404,
    "secretariat": 200,
    "auditor": 200,
    "organiser": 200,
}
NOTE = "Rentang: letak peringkat"


def questioned(run):
    return compute_robustness(run_id=run.pk, at=AT, report=lambda *_steps: None, draws=200)


def sign_in(client, people, role):
    if role != "nobody":
        client.force_login(getattr(people, role))


@pytest.mark.parametrize(("role", "status"), STATUSES.items())
@pytest.mark.parametrize("is_tested", [False, True], ids=["not tested yet", "tested"])
def test_page_opens_for_those_who_read_drafts(client, people, role, status, is_tested):
    run = factories.computed(factories.contest())
    if is_tested:
        questioned(run)
    sign_in(client, people, role)

    answer = client.get(reverse("run-robustness", args=[run.public_id]))

    assert answer.status_code == status
    if status == 200:
        assert ("Tanpa satu juri" in answer.content.decode()) == is_tested


@pytest.mark.parametrize("role", STATUSES)
def test_start_queues_the_test_for_those_who_steer_and_nothing_for_others(
    client, people, role, django_capture_on_commit_callbacks
):
    run = factories.computed(factories.contest())
    sign_in(client, people, role)

    client.post(reverse("run-robustness-start", args=[run.public_id]))

    is_steering = role in ("secretariat", "organiser")
    assert Job.objects.filter(kind="robustness").count() == (1 if is_steering else 0)


def test_start_when_asked_for_by_address_then_is_no_page(client, people):
    run = factories.computed(factories.contest())
    client.force_login(people.organiser)

    assert client.get(reverse("run-robustness-start", args=[run.public_id])).status_code == 405


def test_page_when_the_run_is_still_queued_then_404(client, people):
    made = factories.contest()
    run = factories.propose_run(category=made, actor=people.organiser, at=AT, seed=1)
    client.force_login(people.organiser)

    assert client.get(reverse("run-robustness", args=[run.public_id])).status_code == 404


def test_draft_ranking_when_tested_then_shows_the_interval_and_how_it_came_about(client, people):
    run = factories.computed(factories.contest())
    client.force_login(people.auditor)
    before = client.get(reverse("run", args=[run.public_id])).content.decode()
    questioned(run)

    after = client.get(reverse("run", args=[run.public_id])).content.decode()

    assert NOTE not in before
    assert NOTE in after
    assert 'data-label="Rentang">1</td>' in after


@pytest.mark.parametrize("is_open", [True, False], ids=["open scores", "closed scores"])
def test_public_ranking_when_tested_then_shows_intervals_with_open_scores_only(client, people, is_open):
    factories.edition(is_scores_public=is_open)
    made = factories.contest()
    questioned(factories.applied(made, actor=people.organiser))
    final = factories.final(made, organiser=people.organiser, second=factories.people.organiser())
    publish_publication(publication=final, actor=people.organiser, at=AT)

    answer = client.get(reverse("ranking", args=["2024", "kabkota"]))

    assert (NOTE in answer.content.decode()) == is_open


def test_public_ranking_when_tested_after_it_was_frozen_then_stays_as_it_was_signed(client, people):
    publication = factories.published_contest(people)
    address = reverse("ranking", args=["2024", "kabkota"])
    before = client.get(address).content

    questioned(publication.run)

    assert client.get(address).content == before
    assert NOTE not in before.decode()


def test_robustness_page_when_the_result_is_published_then_stays_closed_to_the_public(client, people):
    publication = factories.published_contest(people)
    questioned(publication.run)
    address = reverse("run-robustness", args=[publication.run.public_id])

    stranger = client.get(address)
    client.force_login(people.entrant)
    entrant = client.get(address)

    assert (stranger.status_code, entrant.status_code) == (302, 404)


@pytest.mark.parametrize("count", [2, 3], ids=["two entries", "three entries"])
def test_page_when_the_field_grows_then_asks_the_database_no_more(client, people, django_assert_num_queries, count):
    run = factories.computed(factories.contest(field=factories.FIELD[:count]))
    questioned(run)
    client.force_login(people.auditor)
    address = reverse("run-robustness", args=[run.public_id])
    client.get(address)

    with django_assert_num_queries(9):
        client.get(address)


def test_page_when_a_group_has_one_entry_then_says_that_nothing_can_be_tested(client, people):
    run = factories.computed(factories.contest(field=factories.FIELD[:1]))
    questioned(run)
    client.force_login(people.organiser)

    page = client.get(reverse("run-robustness", args=[run.public_id])).content.decode()

    assert "tidak ada peringkat yang dapat diuji" in page
    assert RunRobustness.objects.get().report["groups"] == []
