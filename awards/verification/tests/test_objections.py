import pytest

from awards.editions.models import StageKind
from awards.rulebooks.parsing.questionnaire import load_questionnaire
from awards.tests.factories.editions import DAY, NOW, QUESTIONS, RULES, StageFactory
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import open_category, sent_submission
from awards.verification.exports import decision_letter
from awards.verification.models import Finding, Objection, ObjectionState, Verdict
from awards.verification.selectors.findings import verified_values
from awards.verification.services.findings import NotOwnAreaError, Ruling, record_finding
from awards.verification.services.objections import (
    ObjectionRefusedError,
    dismiss_objection,
    lodge_objection,
    uphold_objection,
)
from paritrana.accounts.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return factories.entrant()


@pytest.fixture
def verifier():
    return factories.verifier(region_code="52")


@pytest.fixture
def other():
    return factories.verifier(region_code="52")


@pytest.fixture
def finding(verifier):
    category = open_category()
    StageFactory(category=category, kind=StageKind.OBJECTION)
    submission = sent_submission(EntryFactory(category=category), sponsored="17.195")
    ruling = Ruling(Verdict.CORRECTED, "16.902", "registry")
    return record_finding(answer=submission.answers.get(), answer_version=1, ruling=ruling, officer=verifier, at=NOW)


def lodge(finding, officer, at=NOW):
    return lodge_objection(finding=finding, text="Daftar nama terlampir", actor=officer, at=at)


def test_objection_when_upheld_by_another_then_a_new_finding_counts_and_a_letter_says_so(finding, officer, other):
    objection = lodge(finding, officer)

    uphold_objection(objection=objection, value="17.195", decision="Daftar cocok", officer=other, at=NOW)

    assert objection.state == ObjectionState.UPHELD
    entry = finding.answer.submission.entry
    assert [seen.value for seen in verified_values(entry.category)] == [17195]
    assert Finding.objects.count() == 2
    question = load_questionnaire(RULES + QUESTIONS).question("sponsored")
    assert decision_letter(objection, question).startswith(b"%PDF")


def test_objection_when_dismissed_then_the_finding_stays(finding, officer, other):
    objection = lodge(finding, officer)

    dismiss_objection(objection=objection, decision="Daftar tidak memuat NIK", officer=other, at=NOW)

    assert (objection.state, objection.decided_by) == (ObjectionState.DISMISSED, other)
    assert Finding.objects.count() == 1


def test_objection_when_decided_by_the_same_officer_then_refused(finding, officer, verifier):
    objection = lodge(finding, officer)

    with pytest.raises(NotOwnAreaError):
        uphold_objection(objection=objection, value="17.195", decision="ya", officer=verifier, at=NOW)

    assert Objection.objects.get().state == ObjectionState.LODGED


def test_objection_when_decided_twice_then_refused(finding, officer, other):
    objection = lodge(finding, officer)
    dismiss_objection(objection=objection, decision="tidak", officer=other, at=NOW)

    with pytest.raises(ObjectionRefusedError):
        uphold_objection(objection=objection, value="17.195", decision="ya", officer=other, at=NOW)

    assert Finding.objects.count() == 1


@pytest.mark.parametrize("value", ["", "banyak"])
def test_objection_when_upheld_without_a_value_then_refused(finding, officer, other, value):
    objection = lodge(finding, officer)

    with pytest.raises(ObjectionRefusedError):
        uphold_objection(objection=objection, value=value, decision="ya", officer=other, at=NOW)

    assert (Objection.objects.get().state, Finding.objects.count()) == (ObjectionState.LODGED, 1)


def test_lodge_when_lodged_already_or_the_window_is_over_then_refused(finding, officer):
    with pytest.raises(ObjectionRefusedError):
        lodge(finding, officer, at=NOW + 30 * DAY)
    lodge(finding, officer)
    with pytest.raises(ObjectionRefusedError):
        lodge(finding, officer)

    assert Objection.objects.count() == 1


def test_lodge_when_the_edition_knows_no_objections_then_refused(finding, officer):
    edition = finding.answer.submission.entry.category.edition
    edition.__class__.objects.update(has_objections=False)
    finding = Finding.objects.get(pk=finding.pk)

    with pytest.raises(ObjectionRefusedError):
        lodge(finding, officer)
