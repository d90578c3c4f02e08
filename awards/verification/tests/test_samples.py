"""A drawn verdict is given once more by another branch, blind to the first; a third person settles a difference."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from awards.submissions.models.evidence import Evidence, EvidenceState
from awards.tests.factories.editions import DAY, NOW
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import open_category, sent_submission
from awards.verification.models import BlindReading, Finding, Verdict
from awards.verification.selectors.findings import verified_values
from awards.verification.selectors.samples import SampleState, drawn_share, readings_for, sample_state
from awards.verification.services.findings import Ruling, VerdictRefusedError, VerificationClosedError, record_finding
from awards.verification.services.samples import SampleRefusedError, draw_sample, rule_reading, take_reading
from paritrana.accounts.models import Role
from paritrana.accounts.selectors import grants
from paritrana.accounts.tests import factories

pytestmark = pytest.mark.django_db

ACCEPTED = Ruling(Verdict.ACCEPTED)
CORRECTED = Ruling(Verdict.CORRECTED, "16.902", "double", "Terhitung dua kali.")


@pytest.fixture
def category():
    return open_category()


@pytest.fixture
def first():
    return factories.verifier(region_code="52")


@pytest.fixture
def second():
    return factories.verifier(region_code="51")


@pytest.fixture
def third():
    return factories.verifier(region_code="53")


@pytest.fixture
def findings(category, first):
    found = []
    for number in (1, 2, 3):
        submission = sent_submission(EntryFactory(category=category, code=f"52.0{number}"), sponsored="17.195")
        answer = submission.answers.get()
        found.append(record_finding(answer=answer, answer_version=1, ruling=ACCEPTED, officer=first, at=NOW))
    return found


def draw(category, percent=100):
    return draw_sample(category=category, percent=percent, actor=factories.organiser(), at=NOW)


def readable(user, at=NOW):
    return readings_for(user, grants(user, on=NOW.date()), at=at).count()


def rule(user, ruling, at=NOW):
    return rule_reading(reading=take_reading(officer=user, at=at), ruling=ruling, officer=user, at=at)


def test_draw_when_repeated_with_the_seed_then_the_same_are_drawn_and_none_twice(category, findings):
    sample = draw(category, 50)

    keys = [finding.pk for finding in findings]
    drawn = sorted(sample.readings.values_list("finding", flat=True))
    assert drawn == sorted(drawn_share(keys, percent=50, seed=sample.seed))
    assert len(drawn) == 2
    assert draw(category).readings.count() == 1
    with pytest.raises(SampleRefusedError):
        draw(category)


@pytest.mark.parametrize("percent", [0, 101])
def test_draw_when_it_is_no_share_then_refused(category, findings, percent):
    with pytest.raises(SampleRefusedError):
        draw(category, percent)


def test_reading_when_offered_then_only_to_people_of_another_branch(category, findings, first, second):
    draw(category)
    national = factories.verifier(region_code="")
    own_office = factories.verifier(region_code="51")
    factories.RoleAssignmentFactory(user=own_office, role=Role.ENTRANT, office_kind="region", office_code="52.01")
    people = [first, factories.verifier(region_code="52"), national, factories.juror(), second, own_office]

    assert [readable(person) for person in people] == [0, 0, 0, 0, 3, 2]


def test_reading_when_taken_then_nobody_else_has_it_until_it_is_left(category, findings, second, third):
    draw(category, 1)
    taken = take_reading(officer=second, at=NOW)

    assert take_reading(officer=second, at=NOW) == taken
    assert take_reading(officer=third, at=NOW) is None
    assert take_reading(officer=third, at=NOW + datetime.timedelta(minutes=30)) == taken
    with pytest.raises(VerificationClosedError):
        rule_reading(reading=taken, ruling=ACCEPTED, officer=second, at=NOW + datetime.timedelta(minutes=31))


def test_reading_when_the_second_agrees_then_nothing_else_is_asked(category, findings, second):
    draw(category, 1)

    rule(second, ACCEPTED)

    assert (BlindReading.objects.count(), Finding.objects.count()) == (1, 3)


def test_reading_when_the_second_differs_then_a_third_person_settles_it_and_counts(
    category, findings, first, second, third
):
    draw(category, 1)
    rule(second, CORRECTED)
    offered = [readable(person) for person in (first, second, third)]

    rule(third, CORRECTED)

    assert offered == [0, 0, 1]
    assert Finding.objects.count() == 4
    assert sorted(seen.value for seen in verified_values(category)) == [16902, 17195, 17195]


def test_reading_when_the_third_agrees_with_the_first_then_the_first_verdict_stands(category, findings, second, third):
    draw(category, 1)
    rule(second, CORRECTED)

    rule(third, ACCEPTED)

    assert Finding.objects.count() == 3


def test_reading_when_the_answer_changed_meanwhile_then_it_is_void(category, findings, second):
    draw(category, 1)
    reading = take_reading(officer=second, at=NOW)
    answer = reading.finding.answer
    answer.__class__.objects.filter(pk=answer.pk).update(version=2)

    with pytest.raises(VerificationClosedError):
        rule_reading(reading=reading, ruling=ACCEPTED, officer=second, at=NOW)
    assert (readable(second), sample_state(category).drawn) == (0, 0)


def test_reading_when_it_has_no_reason_or_verification_is_over_then_refused(category, findings, second):
    draw(category, 1)
    reading = take_reading(officer=second, at=NOW)

    with pytest.raises(VerdictRefusedError):
        rule_reading(reading=reading, ruling=Ruling(Verdict.REJECTED), officer=second, at=NOW)
    category.stages.update(closes_at=NOW - DAY, hard_closes_at=NOW)
    with pytest.raises(VerificationClosedError):
        rule_reading(reading=reading, ruling=ACCEPTED, officer=second, at=NOW)
    assert not BlindReading.objects.filter(ruled_at__isnull=False).exists()


def test_state_when_read_then_tells_share_kappa_and_what_waits(category, findings, second):
    Finding.objects.filter(pk=findings[0].pk).update(verdict=Verdict.REJECTED, verified_value="", reason_code="double")
    draw(category)
    for reading in BlindReading.objects.order_by("pk"):
        verdict = Verdict.REJECTED if reading.finding_id != findings[2].pk else Verdict.ACCEPTED
        value = "" if verdict == Verdict.REJECTED else "17195"
        BlindReading.objects.filter(pk=reading.pk).update(
            verdict=verdict, verified_value=value, officer=second, ruled_at=NOW
        )

    # Rejected/rejected, accepted/rejected, accepted/accepted: po = 2/3, pe = (1·2 + 2·1)/9, kappa = 2/5.
    assert sample_state(category) == SampleState(3, 3, 1, 0, Decimal("66.7"), Decimal("0.40"))
    assert sample_state(category).waiting == 1


# The pages -------------------------------------------------------------------------------------------------------


@pytest.fixture
def reading(category, findings, second):
    Finding.objects.update(note="Rahasia putusan pertama.")
    draw(category, 1)
    return take_reading(officer=second, at=NOW)


def get(client, user, name, *args):
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        return client.get(reverse(name, args=args))


def test_page_when_opened_then_shows_the_claim_and_nothing_of_the_first_verdict(client, reading, first, second, third):
    page = get(client, second, "verification-reading", reading.pk).content.decode()

    assert "17.195 orang" in page
    assert [text for text in ("Rahasia", first.get_full_name(), "Putusan sebelumnya") if text in page] == []
    others = [get(client, user, "verification-reading", reading.pk).status_code for user in (first, third)]
    assert others == [404, 404]


def test_file_when_asked_for_then_only_the_reader_who_has_it_in_hand_gets_it(client, reading, first, second, third):
    file = Evidence.objects.create(
        answer=reading.finding.answer, file=ContentFile(b"%PDF-1.7", "sk.pdf"), original_name="sk.pdf", size=8,
        sha256="0" * 64, content_type="application/pdf", uploaded_at=NOW, uploaded_by=first,
        state=EvidenceState.READY,
    )  # fmt: skip

    answers = [
        get(client, user, "reading-file", reading.pk, file.public_id).status_code
        for user in (second, first, third, factories.entrant(office_code="52.09"))
    ]

    assert answers == [200, 404, 404, 404]


def test_page_when_ruled_then_the_next_one_is_opened(client, category, reading, second):
    draw(category)
    client.force_login(second)
    with time_machine.travel(NOW, tick=False):
        answer = client.post(
            reverse("verification-reading", args=[reading.pk]), {"verdict": "accepted", "version": "1"}
        )

    following = BlindReading.objects.get(officer=second, ruled_at=None)
    assert answer.url == reverse("verification-reading", args=[following.pk])


@pytest.mark.parametrize("user", ["organiser", "secretariat", "auditor"])
def test_board_when_a_sample_is_drawn_then_only_who_steers_the_category_draws(client, category, findings, people, user):
    client.force_login(getattr(people, user))
    address = reverse("admin:progress_draw", args=[category.pk])
    may = user == "organiser" or (user == "secretariat" and category.region_code == "52")

    status = client.post(address, {"percent": "100"}).status_code

    assert (status, BlindReading.objects.count()) == ((302, 3) if may else (404, 0))
    page = client.get(reverse("admin:progress_verifiers", args=[category.pk])).content.decode()
    assert ("progress_draw" in page or "Tarik sampel" in page) == may
