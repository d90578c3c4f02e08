"""What the watch learns of published results: when they were proven, what differed, whether the key still signs."""

import datetime

import pytest
from django.utils import timezone

from awards.publication.models import NightlyProof, SigningKey
from awards.publication.selectors.watched import key_time_left, proof_age, proof_differences
from awards.publication.tasks import GAUGES
from awards.tests.factories import runs as factories
from paritrana.lib.signatures import new_key_file, public_text
from paritrana.watch.gauges import registered

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
LASTS = 1000 * DAY


def proof(at, **columns):
    return NightlyProof.objects.create(proved_at=at, publication_count=1, trail_number=1, **columns)


def test_proof_when_nothing_was_published_then_there_is_nothing_to_watch():
    assert (proof_age(timezone.now()), proof_differences(timezone.now())) == ({}, {})


def test_proof_when_asked_then_its_age_counts_from_the_last_one_or_the_first_result(people):
    first = factories.published_contest(people).frozen_at

    assert proof_age(first + DAY) == {"": 86400}
    proof(first + DAY, fault_count=0)
    proof(first + 2 * DAY, fault_count=3)

    assert proof_age(first + 3 * DAY) == {"": 86400}
    assert proof_differences(first) == {"": 3}


def test_key_when_nothing_was_signed_then_there_is_nothing_to_watch():
    assert key_time_left(timezone.now(), lasts=LASTS, public_key=None) == {}


def test_key_when_in_use_then_the_time_until_it_is_to_be_changed_and_unknown_when_another_is_at_hand():
    at = timezone.now()
    SigningKey.objects.create(public_key="ab" * 32, since=at - 990 * DAY)

    assert key_time_left(at, lasts=LASTS, public_key="ab" * 32) == {"": 10 * 86400}
    assert key_time_left(at, lasts=LASTS, public_key="cd" * 32) == {"": None}
    assert key_time_left(at, lasts=LASTS, public_key=None) == {"": None}


def test_gauges_when_the_key_file_is_lost_then_the_key_is_red_and_with_it_well(settings, tmp_path):
    settings.SIGNING_KEY, settings.SIGNING_KEY_FILE = "", tmp_path / "key"
    gauge = next(gauge for gauge in registered() if gauge.name == "signing-key-ends")
    key = new_key_file(tmp_path / "key.away")
    SigningKey.objects.create(public_key=public_text(key), since=timezone.now())

    assert gauge.is_red(gauge.measure(timezone.now()))
    (tmp_path / "key.away").rename(tmp_path / "key")
    assert not gauge.is_red(gauge.measure(timezone.now()))
    assert set(GAUGES) <= set(registered())
