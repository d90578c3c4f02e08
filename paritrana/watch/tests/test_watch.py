"""What ends a contest is measured, told once when it turns, and shown to who can do something about it."""

import datetime
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.utils import translation
from prometheus_client.utils import floatToGoString

from paritrana.accounts.models import Role
from paritrana.accounts.tests.factories import RoleAssignmentFactory, UserFactory
from paritrana.jobs.models import Job, JobState
from paritrana.jobs.registry import kinds
from paritrana.mail.models import Mail, MailState
from paritrana.mail.tests.factories import MailFactory
from paritrana.settings import CELERY_BEAT_SCHEDULE
from paritrana.watch import gauges, measures
from paritrana.watch.gauges import Gauge, GaugeUnit
from paritrana.watch.metrics import watch_metrics
from paritrana.watch.models import WatchReading
from paritrana.watch.selectors import red_alerts
from paritrana.watch.services import take_readings, tell_changes
from paritrana.watch.tasks import watch

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2026, 3, 2, 5, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def dial(monkeypatch):
    """One gauge that shows what the test sets: 10 is still well."""
    shown = {"": 3}
    gauge = Gauge(
        name="dial-high",
        title="Jarum",
        unit=GaugeUnit.COUNT,
        is_red_above=True,
        limit=lambda: 10,
        measure=lambda _at: shown,
        metric="paritrana_dial",
    )
    monkeypatch.setattr(gauges, "_gauges", {gauge.name: gauge})
    return shown


@pytest.fixture
def reachable(people):
    """Two organisers with an address: one of the nation, one of a province."""
    local = UserFactory(username="penyelenggara-52", email="lokal@contoh.example")
    RoleAssignmentFactory(user=local, role=Role.ORGANISER, region_code="52")
    people.organiser.email = "pusat@contoh.example"
    people.organiser.save(update_fields=["email"])
    return people


def job(kind, *, minutes, **columns):
    moment = AT - minutes * MINUTE
    given = {"subject_id": str(minutes), "label": "Uji", "nudged_at": moment, "created_at": moment, **columns}
    return Job.objects.create(kind=kind, **given)


def look(at):
    take_readings(at=at)
    tell_changes(at=at)


def told():
    return list(Mail.objects.order_by("created_at", "pk").values_list("recipient__username", "subject"))


def test_jobs_when_measured_then_the_oldest_of_each_kind_that_waits_or_lost_its_runner():
    job("score-run", minutes=40)
    job("score-run", minutes=5)
    job("prove", minutes=50, state=JobState.RUNNING, lease_expires_at=AT - 2 * MINUTE)
    job("remind", minutes=60, state=JobState.RUNNING, lease_expires_at=AT + MINUTE)
    job("what-if", minutes=90, state=JobState.DONE)

    assert measures.waiting_jobs(AT) == {**dict.fromkeys(kinds(), 0), "score-run": 2400, "prove": 120}


def test_mails_when_measured_then_those_of_a_day_that_failed_or_that_the_server_does_not_take():
    for hours, state in ((1, MailState.FAILED), (2, MailState.UNSURE), (30, MailState.FAILED), (1, MailState.EXPIRED)):
        MailFactory(state=state, claimed_at=AT - hours * HOUR)
    MailFactory(state=MailState.QUEUED, created_at=AT - 20 * MINUTE, error="Server surat tidak dapat dihubungi")
    MailFactory(state=MailState.QUEUED, created_at=AT - 5 * MINUTE, error="451 coba lagi")
    MailFactory(state=MailState.QUEUED, created_at=AT - 20 * MINUTE)
    MailFactory(state=MailState.FAILED, claimed_at=AT - HOUR, key="watch:disk-full:1:1")

    assert measures.failed_mails(AT) == {"": 3}


def test_backup_when_measured_then_the_age_of_the_newest_and_unknown_without_one(settings, tmp_path):
    settings.BACKUP_DIR = ""
    assert measures.backup_age(AT) == {"": None}
    settings.BACKUP_DIR = str(tmp_path)
    assert measures.backup_age(AT) == {"": None}
    for name in ("20260302T030000Z", "20260301T030000Z", "20260302T045900Z.making"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text("{}")

    assert measures.backup_age(AT) == {"": 2 * 3600}


def test_disk_when_measured_then_the_room_where_the_product_and_its_backups_lie(settings, tmp_path):
    settings.BACKUP_DIR = str(tmp_path / "not" / "yet")

    figures = measures.free_room(AT)

    assert (sorted(figures), all(figure > 0 for figure in figures.values())) == (["BACKUP_DIR", "VAR_DIR"], True)


@pytest.mark.parametrize(
    ("is_red_above", "figures", "expected"),
    [
        (True, {"": 10}, False),
        (True, {"": 11}, True),
        (True, {"a": 3, "b": 12}, True),
        (False, {"a": 10, "b": 12}, False),
        (False, {"a": 9, "b": 12}, True),
        (True, {"a": 3, "b": None}, True),
        (True, {}, False),
    ],
    ids=["at its limit", "above", "one part above", "not below", "one part below", "unknown", "nothing to watch"],
)
def test_gauge_when_asked_then_red_beyond_its_limit_or_when_unknown(is_red_above, figures, expected):
    gauge = Gauge("x", "Jarum", GaugeUnit.COUNT, is_red_above, lambda: 10, lambda _at: figures, "x")

    assert gauge.is_red(figures) is expected


@pytest.mark.parametrize(
    ("unit", "figures", "language", "said"),
    [
        (GaugeUnit.SECONDS, {"score-run": 9000}, "id", "Jarum (score-run): 2 jam, 30 menit; paling banyak 15 menit."),
        (GaugeUnit.SECONDS, {"": 9000}, "en", "Jarum: 2 hours, 30 minutes; at most 15 minutes."),
        (GaugeUnit.SECONDS, {"": -86400}, "id", "Jarum: lewat 1 hari; paling banyak 15 menit."),
        (GaugeUnit.COUNT, {"": 12000}, "id", "Jarum: 12.000; paling banyak 900."),
        (GaugeUnit.SECONDS, {"": None}, "id", "Jarum: tidak ada atau tidak terbaca; paling banyak 15 menit."),
        (GaugeUnit.SECONDS, {}, "id", "Jarum: tidak ada yang perlu diawasi."),
    ],
)
def test_gauge_when_said_then_in_the_readers_language_with_its_limit(unit, figures, language, said):
    gauge = Gauge("x", "Jarum", unit, True, lambda: 900, lambda _at: figures, "x")

    with translation.override(language):
        assert gauge.said(figures) == said


def test_watch_when_something_turns_red_and_well_again_then_every_national_organiser_is_told_once_each(reachable, dial):
    look(AT)
    dial[""] = 11
    for minutes in (1, 5, 6, 7, 30):
        look(AT + minutes * MINUTE)
    red = told()
    dial[""] = 2
    for minutes in (31, 36, 40):
        look(AT + minutes * MINUTE)

    assert red == [("penyelenggara", "ALARM Paritrana: dial-high")]
    assert told() == [*red, ("penyelenggara", "Paritrana pulih: dial-high")]
    body = Mail.objects.earliest("created_at").body
    assert "Jarum: 11; paling banyak 10. Sejak 2 Maret 2026" in body
    assert "docs/runbooks.md, bagian «dial-high»" in body


def test_watch_when_it_flutters_about_its_limit_then_nobody_is_told(reachable, dial):
    for minutes in range(0, 40, 2):
        dial[""] = 11 if minutes % 4 else 9
        look(AT + minutes * MINUTE)

    assert told() == []


def test_watch_when_a_reader_chose_english_then_the_alert_is_english(reachable, dial):
    reachable.organiser.language = "en"
    reachable.organiser.save(update_fields=["language"])
    dial[""] = 11
    look(AT)
    look(AT + 5 * MINUTE)

    assert told() == [("penyelenggara", "Paritrana ALARM: dial-high")]


def test_watch_when_a_limit_is_nought_then_is_not_measured_and_never_red(settings):
    settings.WATCH_BACKUP_HOURS = 0

    take_readings(at=AT)

    reading = WatchReading.objects.get(gauge="backup-old")
    assert (reading.figures, reading.is_red) == ({}, False)


def test_watch_when_one_gauge_breaks_then_it_is_red_and_the_others_are_measured(monkeypatch, dial):
    def broken(_at):
        raise ZeroDivisionError

    (well,) = gauges.registered()
    monkeypatch.setattr(gauges, "_gauges", {"broken": replace(well, name="broken", measure=broken), well.name: well})

    take_readings(at=AT)

    found = {one.gauge: (one.is_red, one.figures) for one in WatchReading.objects.all()}
    assert found == {"broken": (True, {"": None}), "dial-high": (False, {"": 3})}


def test_alerts_when_nobody_looked_for_minutes_then_the_silence_is_one(dial):
    assert [alert.name for alert in red_alerts(at=AT)] == ["watch-silent"]
    take_readings(at=AT)
    assert red_alerts(at=AT + 5 * MINUTE) == []

    [alert] = red_alerts(at=AT + 7 * MINUTE)

    assert (alert.name, alert.since) == ("watch-silent", AT)
    assert alert.said.startswith("Pengawasan diam sejak 7 menit")


@pytest.mark.parametrize("count", [1, 3])
def test_alerts_when_gauges_grow_then_one_query(monkeypatch, django_assert_num_queries, count):
    made = {
        f"dial-{number}": Gauge(f"dial-{number}", "Jarum", GaugeUnit.COUNT, True, lambda: 1, lambda _at: {"": 5}, "x")
        for number in range(count)
    }
    monkeypatch.setattr(gauges, "_gauges", made)
    take_readings(at=AT)

    with django_assert_num_queries(1):
        assert len(red_alerts(at=AT)) == count


def test_metrics_when_read_then_figures_by_part_and_what_is_red(dial, monkeypatch):
    dial[""] = 11
    take_readings(at=AT)

    lines = watch_metrics().decode().splitlines()

    assert [line for line in lines if not line.startswith("#")] == [
        "paritrana_dial 11.0",
        'paritrana_alert{alert="watch-silent"} 1.0',
        'paritrana_alert{alert="dial-high"} 1.0',
        f"paritrana_watched_timestamp_seconds {floatToGoString(AT.timestamp())}",
    ]


def test_metrics_when_all_gauges_were_read_then_each_has_its_family():
    take_readings(at=AT)

    text = watch_metrics().decode()

    assert [gauge.metric for gauge in gauges.registered() if f"# TYPE {gauge.metric} gauge" not in text] == []
    assert 'paritrana_oldest_waiting_job_seconds{kind="score-run"} 0.0' in text


def test_command_when_something_is_red_then_names_it_and_ends_with_1(dial, capsys):
    call_command("watch")
    dial[""] = 11

    with pytest.raises(SystemExit) as ended:
        call_command("watch")

    well, red = [line for line in capsys.readouterr().out.splitlines() if "dial-high" in line]
    assert (ended.value.code, well.split()[0], red.split()[0]) == (1, "baik", "MERAH")


def test_beat_when_it_ticks_then_everything_is_looked_at():
    watch()

    assert set(WatchReading.objects.values_list("gauge", flat=True)) == {g.name for g in gauges.registered()}
    assert CELERY_BEAT_SCHEDULE["watch"]["task"] == "paritrana.watch.tasks.watch"
