from decimal import Decimal

import pytest

from awards.submissions.models.answers import SubmissionState
from awards.submissions.selectors.sheets import sheet
from awards.submissions.services.answers import questionnaire_for
from awards.tests.factories.editions import DAY, NOW
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import open_category, sent_submission
from awards.verification.models import Finding, Verdict
from awards.verification.selectors.findings import cases, tallies, verified_values
from awards.verification.services.findings import (
    NotOwnAreaError,
    Ruling,
    VerdictRefusedError,
    VerificationClosedError,
    record_finding,
)
from paritrana.accounts.models import Role
from paritrana.accounts.tests import factories
from paritrana.lib.observations import Observation

pytestmark = pytest.mark.django_db

RULES = '[{"rank":"perda","number":"6","year":2020}]'


@pytest.fixture
def verifier():
    return factories.verifier(region_code="52")


@pytest.fixture
def submission():
    return sent_submission(EntryFactory(category=open_category()), sponsored="17.195", payer="apbd", rules=RULES)


def rule(submission, question, verifier, ruling, *, version=1, at=NOW):
    answer = submission.answers.get(question=question)
    return record_finding(answer=answer, answer_version=version, ruling=ruling, officer=verifier, at=at)


def test_record_finding_when_accepted_then_the_claim_becomes_the_verified_value(submission, verifier):
    finding = rule(submission, "sponsored", verifier, Ruling(Verdict.ACCEPTED))

    assert (finding.verified_value, finding.answer_version, finding.officer) == ("17195", 1, verifier)


def test_record_finding_when_corrected_then_the_value_is_read_like_an_answer(submission, verifier):
    finding = rule(submission, "sponsored", verifier, Ruling(Verdict.CORRECTED, "16.902", "registry"))

    assert (finding.verified_value, finding.reason_code) == ("16902", "registry")


@pytest.mark.parametrize(
    ("ruling", "message"),
    [
        pytest.param(Ruling(Verdict.CORRECTED, "", "registry"), "Tulis nilai hasil koreksi.", id="no value"),
        pytest.param(Ruling(Verdict.CORRECTED, "16902"), "Pilih alasan koreksi atau penolakan.", id="no reason"),
        pytest.param(Ruling(Verdict.REJECTED), "Pilih alasan koreksi atau penolakan.", id="rejected without reason"),
        pytest.param(
            Ruling(Verdict.CORRECTED, "-3", "registry"), "Angka negatif tidak berlaku di sini.", id="impossible"
        ),
    ],
)
def test_record_finding_when_the_verdict_does_not_hold_then_refused(submission, verifier, ruling, message):
    with pytest.raises(VerdictRefusedError) as refusal:
        rule(submission, "sponsored", verifier, ruling)

    assert str(refusal.value) == message
    assert Finding.objects.count() == 0


def test_record_finding_when_the_entry_is_elsewhere_then_refused(submission):
    elsewhere = factories.verifier(region_code="53")

    with pytest.raises(NotOwnAreaError):
        rule(submission, "sponsored", elsewhere, Ruling(Verdict.ACCEPTED))


def test_record_finding_when_it_is_the_own_office_then_refused(submission, verifier):
    factories.RoleAssignmentFactory(user=verifier, role=Role.ENTRANT, office_kind="region", office_code="52.03")

    with pytest.raises(NotOwnAreaError) as refusal:
        rule(submission, "sponsored", verifier, Ruling(Verdict.ACCEPTED))

    assert str(refusal.value) == "Anda tidak memverifikasi isian kantor sendiri."


def test_record_finding_when_the_answer_moved_on_or_the_stage_is_over_then_refused(submission, verifier):
    with pytest.raises(VerificationClosedError):
        rule(submission, "sponsored", verifier, Ruling(Verdict.ACCEPTED), version=2)
    with pytest.raises(VerificationClosedError):
        rule(submission, "sponsored", verifier, Ruling(Verdict.ACCEPTED), at=NOW + 30 * DAY)
    submission.__class__.objects.update(state=SubmissionState.DRAFT)
    with pytest.raises(VerificationClosedError):
        rule(submission, "sponsored", verifier, Ruling(Verdict.ACCEPTED))

    assert Finding.objects.count() == 0


def test_verified_values_when_ruled_then_the_latest_verdicts_and_never_the_claim(submission, verifier):
    rule(submission, "sponsored", verifier, Ruling(Verdict.ACCEPTED))
    last = rule(submission, "sponsored", verifier, Ruling(Verdict.CORRECTED, "16.902", "registry"))
    rule(submission, "payer", verifier, Ruling(Verdict.REJECTED, "", "no_document"))
    rules = rule(submission, "rules", verifier, Ruling(Verdict.ACCEPTED))
    entry = submission.entry
    source = f"Isian {submission.receipt_number}, diverifikasi 20 Mei 2025"

    def seen(variable, value, finding):
        return Observation(
            entrant=str(entry.public_id),
            variable=variable,
            value=value,
            source=source,
            as_of=entry.category.edition.period_end,
            reference=f"finding:{finding.pk}",
            is_synthetic=False,
        )

    assert list(verified_values(entry.category)) == [
        seen("rules", "perda", rules),
        seen("rules_count", Decimal(1), rules),
        seen("rules_budget", Decimal(0), rules),
        seen("rules_occupations", Decimal(0), rules),
        seen("rules_duty", Decimal(0), rules),
        seen("sponsored", Decimal(16902), last),
    ]


def test_verified_values_when_an_answer_changed_after_its_verdict_then_only_that_one_is_absent(submission, verifier):
    rule(submission, "sponsored", verifier, Ruling(Verdict.CORRECTED, "3", "registry"))
    rule(submission, "rules", verifier, Ruling(Verdict.ACCEPTED))
    submission.answers.filter(question="sponsored").update(value="99999", version=2)

    seen = {found.variable for found in verified_values(submission.entry.category)}
    shown = {case.item.question.code: case.verified for case in cases(sheet(submission, questionnaire_for(submission)))}

    assert seen == {"rules", "rules_count", "rules_budget", "rules_occupations", "rules_duty"}
    assert shown["sponsored"] == ""
    assert shown["rules"] != ""


def test_tallies_when_some_are_ruled_then_counted(submission, verifier):
    rule(submission, "sponsored", verifier, Ruling(Verdict.ACCEPTED))
    rule(submission, "sponsored", verifier, Ruling(Verdict.CORRECTED, "16.902", "registry"))

    (tally,) = tallies([submission])

    assert (tally.answered, tally.decided, tally.is_done) == (3, 1, False)
