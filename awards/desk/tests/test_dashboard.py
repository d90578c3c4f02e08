"""The panel's first page: what waits, for whom, and that nobody else learns of it."""

import datetime
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from awards.editions.models import Stage, StageKind
from awards.entries.models import Entry, EntryState
from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.panels import Juror
from awards.publication.services.after_final import agree_to_withdraw
from awards.runs.models import ScoreRun, ScoreRunState
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.jobs.models import Job, JobState
from paritrana.mail.models import MailState
from paritrana.mail.tests.factories import MailFactory
from paritrana.watch.services import take_readings

pytestmark = pytest.mark.django_db
READERS = ("secretariat", "auditor", "organiser")


def page(client, people, role, language="id"):
    client.force_login(getattr(people, role))
    return client.get(reverse("admin:index"))


def stage(contest, *, closes_in_days=3):
    now = datetime.datetime.now(datetime.UTC)
    return Stage.objects.create(
        category=contest,
        kind=StageKind.VERIFICATION,
        opens_at=now - datetime.timedelta(days=10),
        closes_at=now + datetime.timedelta(days=closes_in_days),
        hard_closes_at=now + datetime.timedelta(days=5),
    )


@pytest.fixture
def waiting_contest(people):
    """One of each that waits: a proposed run, a nominated entry, a possible conflict; and an open stage."""
    contest = factories.contest()
    factories.computed(contest)
    entry = Entry.objects.filter(category=contest).order_by("pk").first()
    Entry.objects.filter(pk=entry.pk).update(state=EntryState.NOMINATED)
    juror = Juror.objects.filter(panel__category=contest).order_by("pk").first()
    Conflict.objects.create(juror=juror, entry=entry, reason="Daerah asal", state=ConflictState.POSSIBLE, created_at=AT)
    stage(contest)
    return contest


@pytest.mark.parametrize("role", [*READERS, "other_secretariat", "juror"])
def test_dashboard_names_what_waits_to_those_who_read_drafts_only(client, people, waiting_contest, role):
    answer = page(client, people, role)

    shown = [decision.text for decision, _address in answer.context["decisions"]]
    expected = [
        "Perhitungan 1 diusulkan: periksa selisihnya, lalu pakai atau buang.",
        "1 dugaan benturan kepentingan perlu dikonfirmasi atau dikesampingkan.",
        "1 peserta diusulkan dan belum diterima atau ditolak.",
    ]
    assert shown == (expected if role in READERS else [])
    assert (str(waiting_contest.name) in answer.content.decode()) == (role in READERS)


def test_dashboard_leads_to_the_page_of_each_decision(client, people, waiting_contest):
    answer = page(client, people, "organiser")

    statuses = [client.get(address).status_code for _decision, address in answer.context["decisions"]]
    assert statuses == [200, 200, 200]


def test_dashboard_when_a_newer_run_counts_then_the_older_waits_no_more(client, people, waiting_contest):
    ScoreRun.objects.update(state=ScoreRunState.FAILED)
    factories.applied(waiting_contest, actor=people.organiser)

    answer = page(client, people, "organiser")

    assert not [one for one, _address in answer.context["decisions"] if one.page == "run"]


def test_dashboard_when_frozen_then_counts_the_approvals_and_when_final_says_so(client, people):
    contest = factories.contest()
    factories.applied(contest, actor=people.organiser)
    publication = factories.prepare_publication(
        category=contest, actor=people.organiser, at=AT, embargo_until=None, reason="", tie_decision=""
    )

    texts = [decision.text for decision, _address in page(client, people, "organiser").context["decisions"]]

    assert texts == [f"Pengumuman {publication.number} dibekukan: 0 dari 2 persetujuan."]


def test_dashboard_when_the_official_end_has_passed_then_says_that_the_system_still_takes(client, people):
    stage(factories.contest(), closes_in_days=-1)

    answer = page(client, people, "auditor")

    assert "batas resmi sudah lewat; sistem masih menerima" in answer.content.decode()


@pytest.mark.parametrize(("role", "count"), [("organiser", 1), ("secretariat", 0), ("auditor", 0), ("juror", 0)])
def test_dashboard_shows_failed_jobs_of_the_last_week_to_organisers(client, people, role, count):
    now = datetime.datetime.now(datetime.UTC)
    for days in (1, 30):
        moment = now - datetime.timedelta(days=days)
        Job.objects.create(
            kind="uji", subject_id=str(days), label="Uji", state=JobState.FAILED, error="rusak",
            nudged_at=moment, created_at=moment, finished_at=moment,
        )  # fmt: skip

    assert page(client, people, role).context["failed_jobs"] == count


@pytest.mark.parametrize(("role", "count"), [("organiser", 2), ("secretariat", 1), ("auditor", 2), ("juror", 0)])
def test_dashboard_shows_mails_that_need_a_person_within_the_own_region(client, people, role, count):
    MailFactory(state=MailState.FAILED, region_code="52.03")
    MailFactory(state=MailState.UNSURE, region_code="")
    MailFactory(region_code="52.03")

    assert page(client, people, role).context["troubled_mails"] == count


def test_dashboard_when_a_juror_opens_it_then_leads_to_the_jury_desk(client, people):
    answer = page(client, people, "juror")

    assert answer.status_code == 200
    assert reverse("admin:jury_start") in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_dashboard_asks_the_same_number_of_queries(client, people, django_assert_num_queries, count):
    for number in range(count):
        made = factories.contest(code=f"kabkota-{number}", field=()) if number else factories.contest()
        stage(made)
    client.force_login(people.organiser)
    client.get(reverse("admin:index"))

    with django_assert_num_queries(20):
        client.get(reverse("admin:index"))


def test_dashboard_when_one_proposed_then_names_it_to_the_others_of_that_region(client, people):
    publication = factories.published_contest(people)
    agree_on_withdrawing = {"publication": publication, "reason": "Keliru.", "actor": people.organiser}
    agree_to_withdraw(**agree_on_withdrawing, at=factories.AT)
    shown = {}
    for role in ("secretariat", "other_secretariat"):
        client.force_login(getattr(people, role))
        page = client.get(reverse("admin:index")).content.decode()
        shown[role] = ["menunggu orang kedua" in page, str(publication.public_id) in page]

    assert shown == {"secretariat": [True, True], "other_secretariat": [False, False]}


@pytest.mark.parametrize(
    ("role", "seen"),
    [("organiser", True), ("secretariat", False), ("auditor", False), ("juror", False)],
)
def test_dashboard_when_something_may_end_the_contest_then_national_organisers_see_a_red_line(
    client, people, settings, role, seen
):
    settings.BACKUP_DIR = ""
    take_readings(at=timezone.now())

    shown = page(client, people, role).content.decode()

    said = "Umur cadangan terakhir: tidak ada atau tidak terbaca; paling banyak 2 jam."
    assert (said in shown, "<code>backup-old</code>" in shown) == (seen, seen)


def test_dashboard_when_nothing_is_red_then_has_no_red_line(client, people, settings):
    settings.WATCH_BACKUP_HOURS = settings.WATCH_DISK_MB = 0
    take_readings(at=timezone.now())

    answer = page(client, people, "organiser")

    assert (answer.context["alerts"], "ditangani segera" in answer.content.decode()) == ([], False)


def test_dashboard_when_something_is_wrong_then_the_style_sheets_of_the_page_make_it_red(client, people, settings):
    settings.BACKUP_DIR = ""
    take_readings(at=timezone.now())
    content = page(client, people, "organiser").content.decode()
    sheets = [finders.find(name) for name in re.findall(r'href="/static/(paritrana/[\w.]+\.css)"', content)]
    styled = "".join(Path(sheet).read_text("utf-8") for sheet in sheets)

    [classes] = re.findall(r'<section class="([^"]+)" role="alert"', content)

    assert [name for name in classes.split() if f".{name} {{" not in styled] == []
