import pytest

from awards.rulebooks.parsing.questionnaire import load_questionnaire
from awards.submissions.models.answers import Submission, SubmissionState
from awards.submissions.services.answers import SubmissionClosedError, Write, questionnaire_for, save_answer
from awards.submissions.services.moves import send_submission
from awards.tests.factories.editions import DAY, NOW, QUESTIONS, RULES
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import open_category, sent_submission
from awards.verification.models import Clarification
from awards.verification.selectors.queue import rounds
from awards.verification.services.clarifications import ClarificationRefusedError, ask_clarification
from awards.verification.services.findings import NotOwnAreaError, VerificationClosedError
from paritrana.accounts.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def verifier():
    return factories.verifier(region_code="52")


@pytest.fixture
def officer():
    return factories.entrant()


@pytest.fixture
def submission():
    return sent_submission(EntryFactory(category=open_category()), sponsored="17.195", payer="apbd")


def ask(submission, verifier, questions=("sponsored",), message="Mengapa naik?", due_at=NOW + DAY, at=NOW):
    return ask_clarification(
        submission=submission, questions=questions, message=message, due_at=due_at, officer=verifier, at=at
    )


def save(submission, officer, question, value, version, at=NOW):
    return save_answer(
        submission=submission,
        questionnaire=questionnaire_for(submission),
        write=Write(question, value, "", version),
        actor=officer,
        at=at,
    )


def test_ask_clarification_when_asked_then_exactly_the_named_answers_open_again(submission, verifier, officer):
    ask(submission, verifier)

    assert save(submission, officer, "sponsored", "16.902", 1).version == 2
    with pytest.raises(SubmissionClosedError):
        save(submission, officer, "payer", "csr", 1)
    with pytest.raises(SubmissionClosedError):
        save(submission, officer, "sponsored", "1", 2, at=NOW + DAY)


def test_ask_clarification_when_answered_then_old_and_new_stand_side_by_side(submission, verifier, officer):
    ask(submission, verifier)
    save(submission, officer, "sponsored", "16.902", 1)
    sent = send_submission(submission=submission, actor=officer, at=NOW)

    (seen,) = rounds(sent, load_questionnaire(RULES + QUESTIONS))

    assert sent.state == SubmissionState.SUBMITTED
    assert sent.reopened_questions == []
    (change,) = seen.changes
    assert (seen.is_open, change.old, change.new, change.is_changed) == (False, "17.195 orang", "16.902 orang", True)


def test_ask_clarification_when_asked_again_later_then_the_rounds_are_numbered(submission, verifier, officer):
    ask(submission, verifier)
    send_submission(submission=submission, actor=officer, at=NOW)
    ask(submission, verifier, questions=("payer", "sponsored"))

    assert list(Clarification.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]
    assert Submission.objects.get().reopened_questions == ["sponsored", "payer"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"questions": ()}, id="nothing named"),
        pytest.param({"questions": ("story",)}, id="never answered"),
        pytest.param({"message": " "}, id="no words"),
        pytest.param({"due_at": NOW}, id="no time"),
        pytest.param({"due_at": NOW + 30 * DAY}, id="after verification ends"),
    ],
)
def test_ask_clarification_when_it_does_not_hold_then_refused(submission, verifier, changes):
    with pytest.raises(ClarificationRefusedError):
        ask(submission, verifier, **changes)

    assert Submission.objects.get().state == SubmissionState.SUBMITTED


def test_ask_clarification_when_open_already_or_elsewhere_then_refused(submission, verifier):
    with pytest.raises(NotOwnAreaError):
        ask(submission, factories.verifier(region_code="53"))
    ask(submission, verifier)
    with pytest.raises(VerificationClosedError):
        ask(submission, verifier)

    assert Clarification.objects.count() == 1
