"""Several people and workers at the same moment, each with an own connection: exactly one of them is first."""

import threading
from dataclasses import replace

import pytest
from django.db import connections

from awards.submissions.models.answers import Answer, Snapshot, Submission, SubmissionState
from awards.submissions.models.people import OfficeSeat, SeatLevel
from awards.submissions.services.answers import (
    StaleAnswerError,
    SubmissionClosedError,
    Write,
    questionnaire_for,
    save_answer,
)
from awards.submissions.services.closing import snapshot_draft
from awards.submissions.services.moves import send_submission, take_back_submission
from awards.submissions.services.people import InvitationRefusedError, Invitee, accept_invitation, invite_colleague
from awards.tests.factories.editions import DAY, NOW
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import AnswerFactory, SubmissionFactory, open_category
from paritrana.accounts.tests import factories
from paritrana.audit.models import AuditEntry
from paritrana.audit.selectors import audit_chain

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

REFUSALS = (StaleAnswerError, SubmissionClosedError, InvitationRefusedError)
PEOPLE = 6


@pytest.fixture
def officers():
    return [factories.entrant() for _person in range(PEOPLE)]


@pytest.fixture
def submission():
    made = SubmissionFactory(entry=EntryFactory(category=open_category()))
    AnswerFactory(submission=made, question="sponsored", value="1", version=1)
    AnswerFactory(submission=made, question="payer", value="apbd", version=1)
    return made


def at_once(*actions):
    """Start all actions together; return what each gave back, or how it was refused."""
    gate, outcomes = threading.Barrier(len(actions)), [None] * len(actions)

    def run(place, action):
        gate.wait(timeout=30)
        try:
            outcomes[place] = action()
        except REFUSALS as refusal:
            outcomes[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def saving(submission, officer, write, at=NOW):
    own = Submission.objects.select_related("entry__category").get(pk=submission.pk)
    questionnaire = questionnaire_for(own)
    return lambda: save_answer(submission=own, questionnaire=questionnaire, write=write, actor=officer, at=at)


def test_save_answer_when_several_write_on_the_same_version_then_exactly_one_wins(submission, officers):
    writes = [Write("sponsored", str(place), "", 1, f"p{place}.1") for place in range(10, 10 + PEOPLE)]

    outcomes = at_once(*(saving(submission, who, write) for who, write in zip(officers, writes, strict=True)))

    (winner,) = [outcome for outcome in outcomes if isinstance(outcome, Answer)]
    stored = Answer.objects.get(question="sponsored")
    assert (stored.value, stored.version, stored.updated_by) == (winner.value, 2, winner.updated_by)
    refused = [outcome for outcome in outcomes if outcome is not winner]
    assert [(type(each), each.current.value) for each in refused] == [(StaleAnswerError, winner.value)] * (PEOPLE - 1)


def test_save_answer_when_nobody_answered_yet_then_one_row_and_one_winner(submission, officers):
    writes = [Write("story", str(place), "", 0, f"p{place}.1") for place in range(PEOPLE)]

    outcomes = at_once(*(saving(submission, who, write) for who, write in zip(officers, writes, strict=True)))

    (winner,) = [outcome for outcome in outcomes if isinstance(outcome, Answer)]
    assert list(Answer.objects.filter(question="story").values_list("value", "version")) == [(winner.value, 1)]


def test_save_answer_when_one_write_is_replayed_then_stored_once_and_everybody_hears_the_same(submission, officers):
    write = Write("sponsored", "20", "dua puluh", 1, "p.1")

    outcomes = at_once(*(saving(submission, officers[0], write) for _replay in range(PEOPLE)))

    assert [(each.value, each.note, each.version) for each in outcomes] == [("20", "dua puluh", 2)] * PEOPLE
    assert Answer.objects.get(question="sponsored").version == 2


def test_save_answer_when_a_lost_write_and_the_next_one_race_then_the_later_text_stays(submission, officers):
    lost = Write("sponsored", "20", "", 1, "p.1")
    later = replace(lost, value="205", key="p.2")

    at_once(saving(submission, officers[0], lost), saving(submission, officers[0], later))

    assert Answer.objects.get(question="sponsored").value == "205"


def test_save_answer_when_only_answer_and_only_remark_are_sent_then_neither_erases_the_other(submission, officers):
    answer, remark = Write("sponsored", "7", None, 1, "a.1"), Write("sponsored", None, "Lihat SK", 1, "b.1")

    outcomes = at_once(saving(submission, officers[0], answer), saving(submission, officers[1], remark))

    stored = Answer.objects.get(question="sponsored")
    assert (stored.value, stored.note) in {("7", ""), ("1", "Lihat SK")}
    assert [type(outcome) for outcome in outcomes].count(StaleAnswerError) == 1


def test_send_submission_when_several_click_then_one_receipt(submission, officers):
    outcomes = at_once(*(lambda who=who: send_submission(submission=submission, actor=who, at=NOW) for who in officers))

    sent = Submission.objects.get()
    assert {(each.receipt_number, each.submitted_by) for each in outcomes} == {(sent.receipt_number, sent.submitted_by)}
    assert (sent.sends, Snapshot.objects.count()) == (1, 1)
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["submission.send"]


def test_send_submission_when_others_still_save_then_what_is_stored_is_what_was_sent(submission, officers):
    writes = [Write("sponsored", "5", "", 1, "a.1"), Write("payer", "csr", "", 1, "b.1"), Write("story", "x", "", 0)]
    savers = [saving(submission, who, write) for who, write in zip(officers, writes, strict=False)]

    outcomes = at_once(lambda: send_submission(submission=submission, actor=officers[-1], at=NOW), *savers)

    frozen = {row["question"]: row["typed"] for row in Snapshot.objects.get().content["answers"]}
    assert frozen == dict(Answer.objects.values_list("question", "value"))
    for outcome, write in zip(outcomes[1:], writes, strict=True):
        assert isinstance(outcome, SubmissionClosedError) == (frozen.get(write.question) != write.value)


def test_moves_when_taken_back_and_sent_at_once_then_the_trail_tells_what_happened(submission, officers):
    send_submission(submission=submission, actor=officers[0], at=NOW)

    at_once(
        lambda: take_back_submission(submission=submission, actor=officers[0], at=NOW),
        lambda: send_submission(submission=submission, actor=officers[1], at=NOW),
    )

    last = AuditEntry.objects.order_by("-number").first().action
    state = Submission.objects.get().state
    assert (state == SubmissionState.SUBMITTED) == (last == "submission.send")
    assert audit_chain().breach is None


def test_snapshot_draft_when_two_workers_meet_the_deadline_then_one_snapshot(submission):
    outcomes = at_once(*(lambda: snapshot_draft(submission=submission, at=NOW + 20 * DAY) for _worker in range(3)))

    assert {outcome.pk for outcome in outcomes} == {Snapshot.objects.get().pk}


def test_save_answer_when_the_deadline_passes_then_the_snapshot_holds_what_is_stored(submission, officers):
    late = NOW + 20 * DAY
    savers = [saving(submission, who, Write("sponsored", "9", "", 1, "a.1"), late) for who in officers]

    outcomes = at_once(lambda: snapshot_draft(submission=submission, at=late), *savers)

    assert {type(outcome) for outcome in outcomes[1:]} == {SubmissionClosedError}
    assert Answer.objects.get(question="sponsored").value == "1"
    assert {row["question"]: row["typed"] for row in Snapshot.objects.get().content["answers"]} == {
        "sponsored": "1",
        "payer": "apbd",
    }


def test_accept_invitation_when_several_open_one_link_then_one_seat(officers):
    invitation, _token = invite_colleague(
        office=("region", "52.04"), invitee=Invitee("Rekan", SeatLevel.EDIT), actor=officers[0], at=NOW
    )

    outcomes = at_once(
        *(lambda who=who: accept_invitation(invitation=invitation, user=who, at=NOW) for who in officers)
    )

    (seat,) = [outcome for outcome in outcomes if isinstance(outcome, OfficeSeat)]
    assert list(OfficeSeat.objects.all()) == [seat]
