import dataclasses
import datetime

import pytest

from awards.submissions.models.answers import Answer, Snapshot, Submission, SubmissionState
from awards.submissions.services.answers import (
    LateWrite,
    StaleAnswerError,
    SubmissionClosedError,
    UnknownQuestionError,
    Write,
    questionnaire_for,
    save_answer,
    save_answers,
)
from awards.submissions.services.moves import (
    IncompleteSubmissionError,
    return_submission,
    send_submission,
    start_submission,
    take_back_submission,
)
from awards.tests.factories.editions import DAY, NOW, StageFactory
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import (
    AnswerFactory,
    EligibilityCheckFactory,
    SubmissionFactory,
    open_category,
)
from paritrana.accounts.tests import factories
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

FIRST = Write(question="sponsored", value="17.195", note="", version=0)


@pytest.fixture
def officer():
    return factories.entrant()


@pytest.fixture
def submission(officer):
    return SubmissionFactory(entry=EntryFactory(category=open_category()))


def save(submission, officer, write, at=NOW):
    return save_answer(
        submission=submission, questionnaire=questionnaire_for(submission), write=write, actor=officer, at=at
    )


def filled(submission):
    AnswerFactory(submission=submission, question="sponsored", value="17.195")
    AnswerFactory(submission=submission, question="payer", value="apbd")
    return submission


def test_start_submission_when_called_twice_then_one_submission(officer):
    entry = EligibilityCheckFactory(entry__category=open_category()).entry

    first = start_submission(entry=entry, actor=officer, at=NOW)
    second = start_submission(entry=entry, actor=officer, at=NOW)

    assert first == second
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["submission.start"]


def test_start_submission_when_stage_is_over_then_refused(officer):
    entry = EntryFactory(category=open_category())

    with pytest.raises(SubmissionClosedError):
        start_submission(entry=entry, actor=officer, at=NOW + 30 * DAY)

    assert Submission.objects.count() == 0


def test_save_answer_when_first_then_version_one_and_text_as_typed(submission, officer):
    answer = save(submission, officer, dataclasses.replace(FIRST, value="  17,5 orang "))

    assert (answer.value, answer.version, answer.updated_by) == ("  17,5 orang ", 1, officer)


def test_save_answer_when_stale_then_refused_with_the_stored_one(submission, officer):
    save(submission, officer, FIRST)
    save(submission, officer, dataclasses.replace(FIRST, value="18.000", version=1))

    with pytest.raises(StaleAnswerError) as refusal:
        save(submission, officer, dataclasses.replace(FIRST, value="99", version=1))

    assert (refusal.value.current.value, refusal.value.current.version) == ("18.000", 2)
    assert Answer.objects.get().value == "18.000"


def test_save_answer_when_the_same_is_written_again_then_no_conflict_and_no_new_version(submission, officer):
    save(submission, officer, FIRST)

    again = save(submission, officer, FIRST)

    assert again.version == 1


@pytest.mark.parametrize(
    ("key", "value", "stored"),
    [
        pytest.param("a.2", "20", ("20", 2), id="going on after the own write whose reply was lost"),
        pytest.param("a.1", "17.195", ("17.195", 1), id="the same write again"),
        pytest.param("a.1", "20", None, id="the same key with other words"),
        pytest.param("a.0", "20", None, id="an earlier step that arrives late"),
        pytest.param("b.2", "20", None, id="another chain"),
        pytest.param("", "20", None, id="no key"),
    ],
)
def test_save_answer_when_the_reply_was_lost_then_only_a_later_step_goes_on(submission, officer, key, value, stored):
    save(submission, officer, dataclasses.replace(FIRST, key="a.1"))
    write = dataclasses.replace(FIRST, value=value, key=key)

    if stored is None:
        with pytest.raises(StaleAnswerError):
            save(submission, officer, write)
    else:
        save(submission, officer, write)

    answer = Answer.objects.get()
    assert (answer.value, answer.version) == (stored or ("17.195", 1))


def test_save_answer_when_somebody_wrote_after_the_lost_reply_then_refused(submission, officer):
    save(submission, officer, dataclasses.replace(FIRST, key="a.1"))
    save(submission, officer, dataclasses.replace(FIRST, value="18", version=1, key="b.1"))

    with pytest.raises(StaleAnswerError):
        save(submission, officer, dataclasses.replace(FIRST, value="20", key="a.2"))


def test_save_answer_when_question_is_unknown_then_refused(submission, officer):
    with pytest.raises(UnknownQuestionError):
        save(submission, officer, dataclasses.replace(FIRST, question="other"))


@pytest.mark.parametrize(
    ("offset", "is_open"),
    [
        pytest.param(datetime.timedelta(minutes=30), True, id="after the official, before the technical end"),
        pytest.param(datetime.timedelta(hours=1), False, id="at the technical end"),
    ],
)
def test_save_answer_when_near_the_deadline_then_the_technical_end_decides(submission, officer, offset, is_open):
    at = NOW + 10 * DAY + offset

    if is_open:
        assert save(submission, officer, FIRST, at).version == 1
    else:
        with pytest.raises(SubmissionClosedError):
            save(submission, officer, FIRST, at)


def test_save_answer_when_the_province_has_own_dates_then_those_decide(submission, officer):
    StageFactory(
        category=submission.entry.category,
        province=submission.entry.region.__class__.objects.create(
            code="52", level="province", name="NTB", full_name="NTB", source="uji", valid_from="2023-01-01"
        ),
        opens_at=NOW - 3 * DAY,
        closes_at=NOW - 2 * DAY,
        hard_closes_at=NOW - 2 * DAY,
    )

    with pytest.raises(SubmissionClosedError):
        save(submission, officer, FIRST)


def test_save_answers_when_one_is_stale_then_the_others_are_stored(submission, officer):
    AnswerFactory(submission=submission, question="sponsored", value="1", version=3)
    stale = Write("sponsored", "2", "", 2)

    conflicts = save_answers(
        submission=submission, writes=[stale, Write("payer", "apbd", "", 0)], actor=officer, at=NOW
    )

    assert conflicts == (LateWrite(stale, Answer.objects.get(question="sponsored")),)
    assert Answer.objects.get(question="payer").value == "apbd"
    assert Answer.objects.get(question="sponsored").value == "1"


def test_send_submission_when_complete_then_receipt_digest_snapshot_and_audit(submission, officer):
    sent = send_submission(submission=filled(submission), actor=officer, at=NOW)

    assert (sent.state, sent.submitted_at, sent.submitted_by) == (SubmissionState.SUBMITTED, NOW, officer)
    assert sent.receipt_number == f"PA2025-{submission.public_id.hex[:10].upper()}-1"
    snapshot = Snapshot.objects.get()
    assert (snapshot.occasion, snapshot.digest) == ("sent-1", sent.digest)
    assert [row["read"] for row in snapshot.content["answers"]] == ["17195", "apbd"]
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["submission.send"]


def test_send_submission_when_clicked_twice_then_one_receipt(submission, officer):
    first = send_submission(submission=filled(submission), actor=officer, at=NOW)

    second = send_submission(submission=submission, actor=officer, at=NOW + DAY)

    assert (second.receipt_number, second.submitted_at) == (first.receipt_number, NOW)
    assert Snapshot.objects.count() == 1


def test_send_submission_when_required_is_missing_then_names_it_and_stays_draft(submission, officer):
    AnswerFactory(submission=submission, question="sponsored", value="banyak")

    with pytest.raises(IncompleteSubmissionError) as refusal:
        send_submission(submission=submission, actor=officer, at=NOW)

    assert [item.question.code for item in refusal.value.missing] == ["sponsored", "payer"]
    assert Submission.objects.get().state == SubmissionState.DRAFT


def test_take_back_when_the_stage_is_open_then_draft_again_and_a_new_receipt_later(submission, officer):
    send_submission(submission=filled(submission), actor=officer, at=NOW)

    draft = take_back_submission(submission=submission, actor=officer, at=NOW)
    again = send_submission(submission=draft, actor=officer, at=NOW)

    assert draft.state == SubmissionState.DRAFT
    assert again.receipt_number.endswith("-2")
    assert Snapshot.objects.count() == 2


def test_take_back_when_the_stage_is_over_then_refused(submission, officer):
    send_submission(submission=filled(submission), actor=officer, at=NOW)

    with pytest.raises(SubmissionClosedError):
        take_back_submission(submission=submission, actor=officer, at=NOW + 30 * DAY)

    assert Submission.objects.get().state == SubmissionState.SUBMITTED


def test_return_submission_when_sent_then_writable_until_its_own_date(submission, officer):
    send_submission(submission=filled(submission), actor=officer, at=NOW)
    late = NOW + 40 * DAY

    returned = return_submission(
        submission=submission, reason="Periksa angka 2.3", mend_until=late + DAY, actor=officer, at=late
    )

    assert (returned.state, returned.return_reason) == (SubmissionState.RETURNED, "Periksa angka 2.3")
    assert save(submission, officer, Write("sponsored", "20", "", 1), at=late).version == 2
    with pytest.raises(SubmissionClosedError):
        save(submission, officer, Write("sponsored", "21", "", 2), at=late + DAY)


@pytest.mark.parametrize(
    ("reason", "mend_until"),
    [pytest.param("  ", NOW + DAY, id="no reason"), pytest.param("Periksa", NOW, id="date in the past")],
)
def test_return_submission_when_reason_or_date_is_wrong_then_nothing_changes(submission, officer, reason, mend_until):
    send_submission(submission=filled(submission), actor=officer, at=NOW)

    with pytest.raises(SubmissionClosedError):
        return_submission(submission=submission, reason=reason, mend_until=mend_until, actor=officer, at=NOW)

    assert Submission.objects.get().state == SubmissionState.SUBMITTED
