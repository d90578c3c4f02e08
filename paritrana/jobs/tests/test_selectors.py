"""How long work rests that failed again and again."""

import datetime

import pytest

from paritrana.accounts.tests.factories import UserFactory
from paritrana.jobs.models import JobState
from paritrana.jobs.selectors import resting_subjects
from paritrana.jobs.tests.factories import NOW, JobFactory

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


def ended(minutes_ago, *, state=JobState.FAILED, subject_id="a", kind="test.count"):
    JobFactory(kind=kind, subject_id=subject_id, state=state, finished_at=NOW - minutes_ago * MINUTE)


@pytest.mark.parametrize(
    ("minutes_ago", "rests"),
    [
        pytest.param([], False, id="never failed"),
        pytest.param([0.1], False, id="failed once"),
        pytest.param([0.9, 2], True, id="twice, within a minute"),
        pytest.param([1.1, 2], False, id="twice, a minute ago"),
        pytest.param([3.9, 7, 9, 10], True, id="four times, within four minutes"),
        pytest.param([4.1, 7, 9, 10], False, id="four times, four minutes ago"),
        pytest.param([59, 120, 121, 122, 123, 124, 125, 126, 127, 128], True, id="often, within the hour"),
        pytest.param([61, 120, 121, 122, 123, 124, 125, 126, 127, 128], False, id="often, an hour ago"),
        pytest.param([0.9, 361], False, id="the other one was long ago"),
        pytest.param([61 + place for place in range(100)], False, id="a hundred times, an hour ago"),
        pytest.param([59 + place for place in range(100)], True, id="a hundred times, within the hour"),
    ],
)
def test_resting_subjects_when_work_failed_then_it_rests_twice_as_long_each_time(minutes_ago, rests):
    for minutes in minutes_ago:
        ended(minutes)

    assert resting_subjects("test.count", at=NOW) == ({"a"} if rests else set())


def test_resting_subjects_when_it_was_done_since_then_only_later_failures_count():
    for minutes in (30, 31, 32, 33):
        ended(minutes)
    ended(20, state=JobState.DONE)
    ended(0.1)

    assert resting_subjects("test.count", at=NOW) == set()

    ended(0.1)
    assert resting_subjects("test.count", at=NOW) == {"a"}


def test_resting_subjects_when_somebody_asked_for_what_failed_then_it_does_not_rest():
    somebody = UserFactory()
    for _time in range(5):
        JobFactory(kind="test.count", subject_id="a", state=JobState.FAILED, finished_at=NOW, created_by=somebody)

    assert resting_subjects("test.count", at=NOW) == set()


def test_resting_subjects_when_others_failed_or_it_was_done_then_it_does_not_rest():
    for _time in range(3):
        ended(0.1, subject_id="b")
        ended(0.1, kind="test.other")
        ended(0.1, state=JobState.DONE)
        ended(0.1, state=JobState.CANCELLED)

    assert resting_subjects("test.count", at=NOW) == {"b"}
