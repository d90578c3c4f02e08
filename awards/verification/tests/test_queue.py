from decimal import Decimal

import pytest

from awards.progress.selectors.board import pending_answers
from awards.rulebooks.selectors.sealed import questionnaire_of, sealed_rulebook
from awards.submissions.models.answers import Answer
from awards.submissions.models.evidence import Evidence
from awards.submissions.selectors.sheets import sheet
from awards.tests.factories.editions import NOW
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import open_category, sent_submission
from awards.verification.models import Claim, Verdict
from awards.verification.selectors.findings import cases, tallies
from awards.verification.selectors.queue import waiting_answers
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
