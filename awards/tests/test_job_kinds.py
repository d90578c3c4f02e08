"""A background job that ends without a result leaves nothing waiting: each kind tells its subject, or says why not.

What an import does is in `employers/tests/test_import_stops.py`.
"""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from awards.runs.models import ScoreRun, ScoreRunState
from awards.runs.selectors.jobs import run_job
from awards.runs.services.moves import propose_run
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.jobs import registry, services
from paritrana.jobs.models import Job

LEASE = datetime.timedelta(seconds=30)
BROKEN = "Pekerjaan berhenti karena kesalahan yang tidak terduga."
TOLD = {"score-run", "imports.check", "imports.mend", "imports.apply"}
NOTHING_WAITS = {
    "ranking-workbook": "the result is as it was; the page of the file says why there is none and makes it once more",
    "robustness": "the run is as it was; its page says why there is no report and has the button",
    "what-if": "the trial keeps its rules and its places of before; its page says so and has the button",
    "enrol-entrants": "whoever is entered stays so; the action on the category is there as before",
    "search-conflicts": "the panel counts as not searched: beat asks again, and so does every change of a seat",
    "scan-evidence": "files wait for the scanner, not for the job: beat asks again, and people go on meanwhile",
    "remind": "who was reminded is counted with the mail: beat asks again for the others",
    "tell-jurors": "who was told is counted with the mail: beat asks again for the others",
    "announce-results": "who was told is a row of its own: beat asks again for the others",
    "tell-news": "what was told is counted with the mail: beat asks again for the others",
    "deliver-mail": "mails wait in the outbox: beat asks again, and settles the one that was being sent",
    "certificates": "the papers are given out and stay so; their page says what was printed and has the button",
    "edition-files": "the results are as they were; the page of the file says why there is none and makes it once more",
    "feedback-letters": "the result is as it was; the page of its papers has the button",
    "read-bounces": "messages stay unseen in the mailbox: beat asks again",
    "prove": "beat asks again; after two nights without a proof the panel's first page, a mail and /metrics say so",
    "backup": "beat asks again; after two hours without a backup the panel's first page, a mail and /metrics say so",
}


def test_kind_when_registered_then_it_tells_its_subject_or_nothing_waits_for_it():
    kinds = registry.kinds()

    assert {name for name, kind in kinds.items() if kind.abandon} == TOLD
    assert {name for name, kind in kinds.items() if not kind.abandon} == NOTHING_WAITS.keys()


def fail(job, people):
    services.fail_job(job=services.claim_job(job_id=job.pk, lease=LEASE, at=AT), message=BROKEN, at=AT)


def cancel(job, people):
    with translation.override("en"):
        services.request_cancel(job=job, actor=people.organiser, at=AT)


def lose(job, people):
    Job.objects.filter(pk=job.pk).update(attempts=5)
    services.close_abandoned_jobs(max_attempts=5, at=AT)


ENDS = [
    (fail, BROKEN),
    (cancel, "Pekerjaannya dihentikan sebelum selesai"),
    (lose, "Pekerjaan ini berkali-kali terhenti sebelum selesai"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("end", "said"), ENDS, ids=["failed", "cancelled", "lost"])
def test_run_when_its_job_ends_without_a_result_then_it_fails_and_another_may_be_proposed(client, people, end, said):
    made = factories.contest()
    run = propose_run(category=made, actor=people.organiser, at=AT, seed=7)

    end(run_job(run), people)

    run.refresh_from_db()
    client.force_login(people.organiser)
    pages = [client.get(reverse(name, args=[run.public_id])).content.decode() for name in ("run", "admin:steering_run")]
    assert run.state == ScoreRunState.FAILED
    assert run.error.startswith(said)
    assert [("Hitung sekali lagi" in page, said in page) for page in pages] == [(True, True)] * 2
    assert propose_run(category=made, actor=people.organiser, at=AT, seed=7).state == ScoreRunState.QUEUED
    assert ScoreRun.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["run", "admin:steering_run"])
def test_run_when_it_failed_then_who_only_reads_is_not_offered_another(client, people, name):
    run = propose_run(category=factories.contest(), actor=people.organiser, at=AT, seed=7)
    fail(run_job(run), people)
    client.force_login(people.auditor)

    page = client.get(reverse(name, args=[run.public_id])).content.decode()

    assert (BROKEN in page, "Hitung sekali lagi" in page) == (True, False)
