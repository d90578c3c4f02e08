"""The check before the form: asked first, answered again, kept and audited, and never a trap for what is filled in."""

import pytest
import time_machine
from django.urls import reverse

from awards.entries.models import Entry
from awards.rulebooks.parsing.questionnaire import Condition
from awards.submissions.models.answers import Submission, SubmissionState
from awards.submissions.models.eligibility import EligibilityCheck
from awards.submissions.models.people import OfficeSeat, SeatLevel
from awards.submissions.selectors.dates import Obligation
from awards.submissions.selectors.eligibility import AnsweredCondition, Eligibility
from awards.tests.factories.editions import DAY, NOW
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import (
    AnswerFactory,
    EligibilityCheckFactory,
    SubmissionFactory,
    open_category,
)
from paritrana.audit.models import AuditEntry
from paritrana.tests.reading import page_of

pytestmark = pytest.mark.django_db

REASON = "Siapkan datanya dahulu."


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def entry(people, client):
    client.force_login(people.entrant)
    return EntryFactory(category=open_category())


def address(entry):
    return reverse("submission-eligibility", args=[entry.public_id])


def checks():
    return list(EligibilityCheck.objects.order_by("pk").values_list("answers", "is_eligible"))


def test_list_when_the_check_is_open_then_it_leads_there_first(client, entry):
    page = page_of(client.get(reverse("submissions")))

    assert f'href="{address(entry)}"' in page
    assert reverse("submission-start", args=[entry.public_id]) not in page


def test_start_when_the_check_is_open_then_led_to_it_and_nothing_begins(client, entry):
    response = client.post(reverse("submission-start", args=[entry.public_id]))

    assert response["Location"] == address(entry)
    assert Submission.objects.count() == 0


def test_check_when_met_then_kept_audited_and_the_form_opens(client, entry):
    response = client.post(address(entry), {"siap": "ya"})

    submission = Submission.objects.get()
    assert response["Location"] == reverse("submission", args=[submission.public_id])
    assert checks() == [({"siap": True}, True)]
    kept = AuditEntry.objects.get(action="eligibility.check")
    assert kept.changes == {"answers": {"siap": True}, "is_eligible": True}


def test_check_when_not_met_then_the_reason_and_it_can_be_answered_again(client, entry):
    refused = client.post(address(entry), {"siap": "tidak"}, follow=True).content.decode()
    listed = client.get(reverse("submissions")).content.decode()
    again = client.post(address(entry), {"siap": "ya"})

    assert REASON in refused
    assert "jawab lagi di bawah ini sampai 30 Mei 2025 11.00 WITA" in refused
    assert "belum memenuhi syarat" in listed
    assert again.status_code == 302
    assert checks() == [({"siap": False}, False), ({"siap": True}, True)]


@pytest.mark.parametrize("sent", [{}, {"siap": "mungkin"}], ids=["nothing", "a strange word"])
def test_check_when_left_open_then_asked_for_and_nothing_is_kept(client, entry, sent):
    response = client.post(address(entry), sent)

    assert response.status_code == 400
    assert "Jawab semua pertanyaan dahulu." in page_of(response)
    assert checks() == []


def test_check_when_the_stage_is_over_then_read_only_and_nothing_is_kept(client, entry):
    with time_machine.travel(NOW + 12 * DAY, tick=False):
        page = page_of(client.get(address(entry)))
        response = client.post(address(entry), {"siap": "ya"})

    assert "Di luar itu jawaban tidak dapat disimpan." in page
    assert response.status_code == 400
    assert checks() == []


def test_check_when_a_colleague_may_only_look_then_told_so(client, people, entry):
    OfficeSeat.objects.create(user=people.entrant, office_kind="region", office_code="52.03", level=SeatLevel.VIEW)

    page = page_of(client.get(address(entry)))

    assert "hanya melihat isian" in page
    assert client.post(address(entry), {"siap": "ya"}).status_code == 403
    assert checks() == []


def test_send_when_the_latest_answer_is_no_then_refused_with_the_reason_and_nothing_is_lost(client, entry):
    submission = SubmissionFactory(entry=entry)
    AnswerFactory(submission=submission, question="sponsored", value="17.195")
    AnswerFactory(submission=submission, question="payer", value="apbd")
    EligibilityCheckFactory(entry=entry, answers={"siap": False}, is_eligible=False)
    target = reverse("submission-send", args=[submission.public_id])

    client.post(target, {"statement": "1"})
    page = page_of(client.get(target))

    submission.refresh_from_db()
    assert submission.state == SubmissionState.DRAFT
    assert REASON in page
    assert f'href="{address(entry)}"' in page
    assert submission.answers.count() == 2


WAGES = Condition(code="upah", label="Upah dilaporkan?", expects_yes=True, reason="Laporkan upah lebih dahulu.")
UNANSWERED = Eligibility((AnsweredCondition(WAGES, None),), None)
REFUSED = Eligibility((AnsweredCondition(WAGES, said_yes=False),), None)


@pytest.mark.parametrize(
    ("standing", "is_begun", "is_open", "shown"),
    [
        pytest.param(UNANSWERED, False, False, True, id="too early to answer"),
        pytest.param(UNANSWERED, False, True, False, id="asked on the way in"),
        pytest.param(UNANSWERED, True, False, False, id="begun and not refused"),
        pytest.param(REFUSED, True, True, True, id="begun and refused afterwards"),
        pytest.param(Eligibility((), None), False, False, False, id="no conditions"),
        pytest.param(None, False, False, False, id="rules not sealed"),
    ],
)
def test_obligation_when_conditions_cannot_be_answered_then_they_are_shown(standing, is_begun, is_open, shown):
    submission = Submission() if is_begun else None

    duty = Obligation(Entry(), submission, None, is_open, standing)

    assert duty.shows_conditions is shown
