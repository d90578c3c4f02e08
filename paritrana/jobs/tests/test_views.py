import datetime

import pytest
from django.urls import reverse

from paritrana.jobs.latest import remember_latest_step
from paritrana.jobs.models import Job, JobState
from paritrana.jobs.tests.factories import JobFactory
from paritrana.tests.reading import page_of

pytestmark = pytest.mark.django_db

SEES = {
    "organiser": 200,
    "auditor": 200,
    "secretariat": 200,  # started the job
    "other_secretariat": 404,
    "verifier": 404,
    "juror": 404,
    "entrant": 404,
    "stranger": 404,
}


@pytest.fixture
def job(people):
    return JobFactory(created_by=people.secretariat, state=JobState.RUNNING, done=1200, total=4000, step="Membaca")


@pytest.mark.parametrize(("who", "status"), SEES.items(), ids=SEES.keys())
@pytest.mark.parametrize("name", ["job", "job-status"])
def test_job_pages_when_asked_by_each_role_then_only_its_people_see_it(client, people, job, who, status, name):
    client.force_login(getattr(people, who))

    assert client.get(reverse(name, args=[job.pk])).status_code == status


@pytest.mark.parametrize("who", [who for who, status in SEES.items() if status == 404])
def test_cancel_job_when_asked_by_others_then_404_and_nothing_changes(client, people, job, who):
    client.force_login(getattr(people, who))

    response = client.post(reverse("job-cancel", args=[job.pk]))

    assert response.status_code == 404
    assert not Job.objects.get().is_cancel_requested


def test_cancel_job_when_asked_by_its_creator_then_noted(client, people, job):
    client.force_login(people.secretariat)

    response = client.post(reverse("job-cancel", args=[job.pk]))

    assert response.url == reverse("job", args=[job.pk])
    assert Job.objects.get().is_cancel_requested


def test_cancel_job_when_asked_by_the_auditor_then_refused_and_nothing_changes(client, people, job):
    client.force_login(people.auditor)

    response = client.post(reverse("job-cancel", args=[job.pk]))

    assert response.status_code == 403
    assert not Job.objects.get().is_cancel_requested


def test_cancel_job_when_asked_by_get_then_405_and_nothing_changes(client, people, job):
    client.force_login(people.secretariat)

    assert client.get(reverse("job-cancel", args=[job.pk])).status_code == 405
    assert not Job.objects.get().is_cancel_requested


def test_job_progress_when_running_then_prints_figures_and_polls(client, people, job):
    client.force_login(people.secretariat)

    text = page_of(client.get(reverse("job", args=[job.pk])))

    assert "1.200 dari 4.000 (30%)" in text
    assert '<progress class="job-bar w-100" id="job-bar" max="4000" value="1200">30%</progress>' in text
    assert f'hx-get="{reverse("job", args=[job.pk])}"' in text


def test_job_progress_when_htmx_asks_then_only_the_part_comes_and_an_ended_job_stops_polling(client, people, job):
    Job.objects.update(state=JobState.FAILED, error="Berkas rusak.")
    client.force_login(people.secretariat)

    text = client.get(reverse("job", args=[job.pk]), headers={"HX-Request": "true"}).content.decode()

    assert text.lstrip().startswith("<section")
    assert "Berkas rusak." in text
    assert "hx-get" not in text


def test_job_status_when_asked_then_json_of_the_row(client, people, job):
    client.force_login(people.secretariat)

    assert client.get(reverse("job-status", args=[job.pk])).json() == {
        "id": str(job.pk),
        "kind": "test.count",
        "label": "Menghitung",
        "state": "running",
        "done": 1200,
        "total": 4000,
        "percent": 30,
        "step": "Membaca",
        "error": "",
        "result": "",
    }


def test_job_status_when_the_row_lags_behind_then_the_latest_step_is_shown(client, people, job):
    remember_latest_step(job.pk, (3600, 4000, "Menyimpan"), keep=datetime.timedelta(seconds=30))
    client.force_login(people.secretariat)

    shown = client.get(reverse("job-status", args=[job.pk])).json()

    assert (shown["done"], shown["percent"], shown["step"]) == (3600, 90, "Menyimpan")
    assert Job.objects.get().done == 1200


def test_job_status_when_it_ended_then_the_row_alone_counts(client, people, job):
    remember_latest_step(job.pk, (3600, 4000, "Menyimpan"), keep=datetime.timedelta(seconds=30))
    Job.objects.update(state=JobState.DONE, done=4000, step="Selesai")
    client.force_login(people.secretariat)

    shown = client.get(reverse("job-status", args=[job.pk])).json()

    assert (shown["state"], shown["done"], shown["step"]) == ("done", 4000, "Selesai")


def test_job_pages_when_not_signed_in_then_to_sign_in(client, job):
    address = reverse("job", args=[job.pk])

    assert client.get(address).url == f"{reverse('account_login')}?next={address}"
