import datetime
from decimal import Decimal

import pytest

from awards.editions.models import StageKind
from awards.progress.selectors.board import pending_answers
from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.submissions.models.answers import Answer, Submission
from awards.submissions.models.evidence import Evidence
from awards.submissions.selectors.sheets import sheet
from awards.submissions.services.answers import Write, questionnaire_for, save_answer
from awards.tests.factories.editions import DAY, NOW
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import open_category, sent_submission
from awards.verification.models import Claim, Verdict
from awards.verification.selectors.findings import cases, tallies
from awards.verification.selectors.queue import (
    conversation,
    usual_due,
    waiting_answers,
    waiting_elsewhere,
    worked_submissions,
)
from awards.verification.services.clarifications import ask_clarification
from awards.verification.services.findings import Ruling, VerificationClosedError, record_finding
from awards.verification.services.queue import HOLDS, take_next_answer
from paritrana.accounts.models import Role
from paritrana.accounts.selectors import grants
from paritrana.accounts.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def category():
    return open_category()


def take(officer, *, skipped=(), at=NOW):
    found = take_next_answer(grants=grants(officer, on=at.date()), officer=officer, skipped=skipped, at=at)
    return found and found.question


@pytest.fixture
def verifier():
    return factories.verifier(region_code="52")


def test_take_next_when_a_claim_departs_from_the_registry_then_it_comes_first(category, verifier):
    sent_submission(EntryFactory(category=category), sponsored="100", payer="apbd")
    Answer.objects.filter(question="payer").update(deviation=Decimal("0.5"))

    assert take(verifier) == "payer"


def test_take_next_when_held_by_a_colleague_then_the_next_one_until_the_claim_expires(category, verifier):
    sent_submission(EntryFactory(category=category), sponsored="100", payer="apbd")
    colleague = factories.verifier(region_code="52")

    assert take(colleague) == "sponsored"
    assert take(verifier) == "payer"
    assert take(factories.verifier(region_code="52")) is None
    assert take(factories.verifier(region_code="52"), at=NOW + HOLDS) == "sponsored"


def test_take_next_when_ruled_or_skipped_then_not_again(category, verifier):
    submission = sent_submission(EntryFactory(category=category), sponsored="100", payer="apbd")
    first = submission.answers.get(question="sponsored")
    record_finding(answer=first, answer_version=1, ruling=Ruling(Verdict.ACCEPTED), officer=verifier, at=NOW)

    assert take(verifier) == "payer"
    assert take(verifier, skipped=[submission.answers.get(question="payer").pk]) is None


@pytest.mark.parametrize(("replaced_at", "waiting"), [(None, ["rules", "story"]), (NOW, ["story"])])
def test_waiting_answers_when_a_file_was_taken_away_then_all_counts_agree_with_the_case(
    category, verifier, replaced_at, waiting
):
    submission = sent_submission(EntryFactory(category=category), rules="", payer=" \n", story="Ada.")
    Evidence.objects.create(
        answer=submission.answers.get(question="rules"),
        original_name="a.pdf",
        size=1,
        uploaded_at=NOW,
        uploaded_by=verifier,
        replaced_at=replaced_at,
    )
    shown = cases(sheet(submission, questionnaire_of(sealed_rulebook(category))))

    held = grants(verifier, on=NOW.date())
    assert sorted(case.item.question.code for case in shown) == waiting
    assert sorted(row.question for row in waiting_answers(held, officer=verifier, at=NOW)) == waiting
    assert sorted(row.question for row in pending_answers()) == waiting
    assert [tally.answered for tally in tallies([submission])] == [len(waiting)]


def test_take_next_when_elsewhere_or_the_own_office_then_nothing(category, verifier):
    sent_submission(EntryFactory(category=category), sponsored="100")
    factories.RoleAssignmentFactory(user=verifier, role=Role.ENTRANT, office_kind="region", office_code="52.03")

    assert take(verifier) is None
    assert take(factories.verifier(region_code="53")) is None
    assert Claim.objects.count() == 0


def test_record_finding_when_a_colleague_holds_the_answer_then_refused(category, verifier):
    submission = sent_submission(EntryFactory(category=category), sponsored="100")
    take(factories.verifier(region_code="52"))

    with pytest.raises(VerificationClosedError):
        record_finding(
            answer=submission.answers.get(),
            answer_version=1,
            ruling=Ruling(Verdict.ACCEPTED),
            officer=verifier,
            at=NOW,
        )


def test_worked_when_one_is_decided_to_the_end_then_it_comes_last(category, verifier):
    early = sent_submission(EntryFactory(category=category), sponsored="100")
    late = sent_submission(EntryFactory(category=category, code="52.04"), sponsored="100")
    Submission.objects.filter(pk=late.pk).update(submitted_at=NOW)
    record_finding(
        answer=early.answers.get(), answer_version=1, ruling=Ruling(Verdict.ACCEPTED), officer=verifier, at=NOW
    )

    assert list(worked_submissions(grants(verifier, on=NOW.date()))) == [late, early]


def test_elsewhere_when_asked_or_held_then_says_by_whom_and_other_areas_see_nothing(category, verifier):
    colleague, stranger = factories.verifier(region_code="52"), factories.verifier(region_code="53")
    asked = sent_submission(EntryFactory(category=category), sponsored="100")
    sent_submission(EntryFactory(category=category, code="52.04"), sponsored="100")
    ask_clarification(
        submission=asked, questions=["sponsored"], message="Mengapa?", due_at=NOW + DAY, officer=verifier, at=NOW
    )
    take(colleague)

    def seen(officer):
        found = waiting_elsewhere(grants(officer, on=NOW.date()), officer=officer, at=NOW)
        return [row.submission.entry.region_code for row in found.asked], [row.officer for row in found.held]

    assert seen(verifier) == (["52.03"], [colleague])
    assert seen(colleague) == (["52.03"], [])
    assert seen(stranger) == ([], [])


def test_usual_due_when_counted_then_ends_a_working_day_where_the_entrant_is_and_within_verification(category):
    entry = EntryFactory(category=category)

    # Five days after a Tuesday is a Sunday: Monday 26 May, 16.00 WITA.
    assert usual_due(entry, at=NOW) == datetime.datetime(2025, 5, 26, 8, 0, tzinfo=datetime.UTC)
    category.stages.filter(kind=StageKind.VERIFICATION).update(closes_at=NOW + DAY, hard_closes_at=NOW + 4 * DAY)
    assert usual_due(entry, at=NOW) == datetime.datetime(2025, 5, 23, 8, 0, tzinfo=datetime.UTC)


def test_conversation_when_asked_twice_then_each_turn_has_the_answer_before_and_after(category, verifier):
    submission = sent_submission(EntryFactory(category=category), sponsored="100")
    officer = factories.entrant()
    for round_number, value in enumerate(("200", "300"), 1):
        ask_clarification(
            submission=submission, questions=["sponsored"], message="Mengapa?", due_at=NOW + DAY, officer=verifier,
            at=NOW,
        )  # fmt: skip
        write = Write("sponsored", value, "", round_number)
        save_answer(
            submission=submission, questionnaire=questionnaire_for(submission), write=write, actor=officer, at=NOW
        )
        submission.refresh_from_db()
        Submission.objects.filter(pk=submission.pk).update(state="submitted", mend_until=None, reopened_questions=[])
        submission.refresh_from_db()

    answer = submission.answers.get()
    turns = conversation(answer, questionnaire_for(submission).question("sponsored"))

    shown = [(turn.change.old, turn.change.new, turn.change.is_changed) for turn in turns]
    assert shown == [("100 orang", "200 orang", True), ("200 orang", "300 orang", True)]
