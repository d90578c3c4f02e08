"""Possible conflicts are looked for by themselves, once after each change of what they are found by."""

from datetime import timedelta

import pytest
from django.utils import timezone

from awards.entries.services import withdraw_entry
from awards.jury.models.conflicts import CompanyGroup, Conflict, ConflictState, Tie
from awards.jury.models.panels import Juror, Panel
from awards.jury.selectors.searching import unsearched_panels
from awards.jury.services import detection
from awards.jury.services.conflicts import dismiss_conflict
from awards.jury.tasks import SEARCH_JOB, search_conflicts, watch_conflicts
from awards.tests.factories import jury as make
from paritrana.jobs.models import Job, JobState
from paritrana.jobs.tests.factories import failed_twice

pytestmark = pytest.mark.django_db


class Silent:
    def advance(self, done, total, step=""):
        del done, total, step


@pytest.fixture
def table():
    panel = make.panel(make.category(province_code="52"))
    return panel, make.entries(panel.category, 2), make.seat(panel, "juri-satu")


def _watch(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        watch_conflicts()


def test_watch_when_a_tie_is_added_then_the_job_proposes_the_conflict_once(table, django_capture_on_commit_callbacks):
    panel, entries, seat = table
    _watch(django_capture_on_commit_callbacks)
    Tie.objects.create(user=seat.user, kind="office", region_code=entries[0].region_code)

    for _round in range(2):
        _watch(django_capture_on_commit_callbacks)

    assert [(row.juror, row.entry, row.state) for row in Conflict.objects.all()] == [(seat, entries[0], "possible")]
    assert [job.state for job in Job.objects.filter(kind=SEARCH_JOB)] == [JobState.DONE, JobState.DONE]


def test_watch_after_a_dismissal_then_the_same_finding_does_not_come_back(table, people):
    panel, entries, seat = table
    Tie.objects.create(user=seat.user, kind="office", region_code=entries[0].region_code)
    search_conflicts(str(panel.pk), Silent())
    conflict = Conflict.objects.get()
    dismiss_conflict(conflict=conflict, reason="Pindah.", actor=people.secretariat, at=timezone.now())
    make.seat(panel, "juri-dua")

    search_conflicts(str(panel.pk), Silent())

    assert [row.state for row in Conflict.objects.all()] == [ConflictState.DISMISSED]


def _seat_leaves(_panel, _entries, seat):
    seat.left_on = timezone.localdate() - timedelta(days=1)
    seat.save()


def test_search_while_a_replacement_is_still_to_come_then_looks_at_both_seats(table):
    panel, entries, seat = table
    on = timezone.localdate() + timedelta(days=7)
    Juror.objects.filter(pk=seat.pk).update(left_on=on)
    newcomer = make.seat(panel, "juri-pengganti", joined_on=on, replaces=seat)
    for juror in (seat, newcomer):
        Tie.objects.create(user=juror.user, kind="office", region_code=entries[0].region_code)

    search_conflicts(str(panel.pk), Silent())

    assert set(Conflict.objects.values_list("juror", "entry")) == {
        (seat.pk, entries[0].pk),
        (newcomer.pk, entries[0].pk),
    }


@pytest.mark.parametrize(("seconds", "count"), [(50, 2), (70, 3)], ids=["within the minute", "later"])
def test_watch_after_a_search_that_failed_twice_then_tries_again_after_a_minute(table, seconds, count):
    panel, _entries, _seat = table
    failed_twice(SEARCH_JOB, str(panel.pk), at=timezone.now() - timedelta(seconds=seconds))

    watch_conflicts()

    assert Job.objects.filter(kind=SEARCH_JOB).count() == count


def test_search_when_the_juror_declares_the_same_at_that_moment_then_keeps_the_jurors_word(table, monkeypatch):
    panel, entries, seat = table
    Tie.objects.create(user=seat.user, kind="office", region_code=entries[0].region_code)
    look = detection.possible_conflicts

    def look_and_be_overtaken(*args, **options):
        found = look(*args, **options)
        make.conflict(seat, entries[0], state="confirmed", origin="declared")
        return found

    monkeypatch.setattr(detection, "possible_conflicts", look_and_be_overtaken)
    search_conflicts(str(panel.pk), Silent())

    assert [(row.state, row.origin) for row in Conflict.objects.all()] == [("confirmed", "declared")]


CHANGES = {
    "a seat": lambda panel, _entries, _seat: make.seat(panel, "juri-dua"),
    "a seat that ends": _seat_leaves,
    "a tie": lambda _panel, _entries, seat: Tie.objects.create(user=seat.user, kind="employer", organisation="PT Lama"),
    "an entry that leaves": lambda _panel, entries, _seat: withdraw_entry(
        entry=entries[0], reason="Mundur.", actor=None, at=timezone.now()
    ),
    "a company group": lambda _panel, _entries, _seat: CompanyGroup.objects.create(name="Grup Baru"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_unsearched_panels_after_a_change_then_name_the_panel_until_it_is_searched(table, change):
    panel, entries, seat = table
    search_conflicts(str(panel.pk), Silent())
    today = timezone.localdate()
    before = unsearched_panels(on=today)

    CHANGES[change](panel, entries, seat)
    changed = unsearched_panels(on=today)
    search_conflicts(str(panel.pk), Silent())

    assert (before, changed, unsearched_panels(on=today)) == ([], [panel], [])


def test_unsearched_panels_when_closed_then_are_left_alone(table, people):
    panel, _entries, _seat = table
    Panel.objects.filter(pk=panel.pk).update(closed_at=timezone.now(), closed_by=people.secretariat)

    assert unsearched_panels(on=timezone.localdate()) == []


@pytest.mark.parametrize("count", [1, 3])
def test_unsearched_panels_when_more_then_the_same_queries(django_assert_num_queries, count):
    for place in range(count):
        made = make.panel(make.category(code=f"kategori-{place}", edition=make.EditionFactory()))
        make.seat(made, f"juri-{place}")

    with django_assert_num_queries(7):
        assert len(unsearched_panels(on=timezone.localdate())) == count
