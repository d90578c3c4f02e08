"""What the verifier sees beside the document, and what of the verdict the office reads."""

import datetime

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from awards.editions.models import StageKind
from awards.rulebooks.parsing.questionnaire import load_questionnaire
from awards.submissions.models.evidence import Evidence, EvidenceState
from awards.submissions.selectors.sheets import item_of
from awards.tests.factories.editions import DAY, NOW, QUESTIONS, RULES, StageFactory
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import open_category, sent_submission
from awards.verification import exports
from awards.verification.forms import ObjectionDecisionForm, RulingForm
from awards.verification.models import FindingReason, Verdict
from awards.verification.services.clarifications import ask_clarification
from awards.verification.services.findings import Ruling, record_finding
from awards.verification.services.objections import dismiss_objection, lodge_objection
from paritrana.accounts.tests import factories

pytestmark = pytest.mark.django_db

QUESTION = load_questionnaire(RULES + QUESTIONS).question("sponsored")


@pytest.fixture
def submission():
    category = open_category()
    StageFactory(category=category, kind=StageKind.OBJECTION)
    return sent_submission(EntryFactory(category=category), sponsored="17.195", payer="apbd")


@pytest.fixture
def verifier():
    return factories.verifier(region_code="52")


@pytest.fixture
def officer():
    return factories.entrant()


def page_of(client, user, name, *args, query=""):
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        return client.get(reverse(name, args=args) + query).content.decode()


def corrected(submission, verifier):
    ruling = Ruling(Verdict.CORRECTED, "16.902", "double", "Dua kecamatan terhitung dua kali.")
    answer = submission.answers.get(question="sponsored")
    return record_finding(answer=answer, answer_version=1, ruling=ruling, officer=verifier, at=NOW)


def test_results_when_corrected_then_the_office_reads_the_reason_and_the_note(client, submission, verifier, officer):
    corrected(submission, verifier)

    page = page_of(client, officer, "submission-results", submission.public_id)

    assert "terhitung dua kali" in page
    assert "Dua kecamatan terhitung dua kali." in page


def test_letter_when_an_objection_is_decided_then_names_the_first_verdict_its_reason_and_note(
    submission, verifier, officer, monkeypatch
):
    objection = lodge_objection(finding=corrected(submission, verifier), text="Tidak", actor=officer, at=NOW)
    dismiss_objection(objection=objection, decision="Ya", officer=factories.verifier(region_code="52"), at=NOW)
    printed = []
    monkeypatch.setattr(exports, "letter_pdf", printed.append)

    exports.decision_letter(objection, QUESTION)

    facts = dict(printed[0].sections[1].rows)
    assert facts["Putusan semula"] == "dikoreksi"
    assert facts["Alasan putusan semula"] == "terhitung dua kali"
    assert facts["Catatan verifikator"] == "Dua kecamatan terhitung dua kali."


def test_decision_when_begun_then_starts_from_the_claim_and_no_verdict_is_given_for_an_objection(submission):
    item = item_of(QUESTION, submission.answers.get(question="sponsored"), ())

    assert ObjectionDecisionForm(item)["value"].value() == "17.195"
    offered = [code for code, _label in RulingForm(item).fields["reason_code"].choices]
    assert (FindingReason.REGISTRY in offered, FindingReason.OBJECTION in offered) == (True, False)


def paper(submission, officer):
    return Evidence.objects.create(
        answer=submission.answers.get(question="sponsored"), file=ContentFile(b"%PDF-1.7", "sk.pdf"),
        original_name="sk.pdf", size=8, sha256="0" * 64, content_type="application/pdf", uploaded_at=NOW,
        uploaded_by=officer, state=EvidenceState.READY, page=3,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        pytest.param("", 3, id="where the entrant points"),
        pytest.param("?berkas={own}&hal=7", 7, id="at a page"),
        pytest.param("?berkas=tidak-ada&hal=x", 3, id="what is not there"),
    ],
)
def test_document_when_chosen_then_is_shown_at_the_page_asked_for(client, submission, verifier, officer, asked, number):
    file = paper(submission, officer)
    query = asked.format(own=file.public_id)

    found = page_of(client, verifier, "verification-answer", submission.public_id, "sponsored", query=query)

    assert f"{reverse('evidence-view', args=[file.public_id])}#page={number}" in found


def test_answer_when_a_clarification_came_back_then_question_before_and_after_stand_beside_the_document(
    client, submission, verifier, officer
):
    ask_clarification(
        submission=submission, questions=["sponsored"], message="Dari mana selisihnya?", due_at=NOW + DAY,
        officer=verifier, at=NOW,
    )  # fmt: skip
    submission.answers.filter(question="sponsored").update(value="16.902", version=2)
    submission.__class__.objects.update(state="submitted", mend_until=None)

    page = page_of(client, verifier, "verification-answer", submission.public_id, "sponsored")

    assert [text for text in ("Dari mana selisihnya?", "17.195 orang", "16.902 orang") if text not in page] == []


def test_ask_when_begun_then_the_deadline_is_the_end_of_a_working_day(client, submission, verifier):
    page = page_of(client, verifier, "verification-case", submission.public_id)

    # Monday 16.00 WITA is 15.00 WIB.
    assert 'value="2025-05-26T15:00"' in page
    assert datetime.date(2025, 5, 26).weekday() == 0
