import datetime

import pytest

from awards.editions.models import StageKind
from awards.submissions.models.answers import Snapshot, Submission, SubmissionState
from awards.submissions.models.extensions import Extension
from awards.submissions.selectors.dates import Errand, deadline, letters_for, own_obligations, submission_window
from awards.submissions.services.answers import SubmissionClosedError, Write, questionnaire_for, save_answer
from awards.submissions.services.closing import close_overdue_clarifications, snapshot_overdue_drafts
from awards.submissions.services.extensions import ExtensionLetter, ExtensionRefusedError, grant_extension
from awards.tests.factories.editions import DAY, NOW, ProvinceFactory, StageFactory
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import AnswerFactory, SubmissionFactory, open_category, sent_submission
from awards.verification.services.clarifications import ask_clarification
from paritrana.accounts.tests import factories
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

LATE = NOW + 12 * DAY


@pytest.fixture
def organiser():
    return factories.organiser()


@pytest.fixture
def submission():
    return SubmissionFactory(entry=EntryFactory(category=open_category()))


def extend(submission, organiser, beneficiary=None, **changes):
    stated = {
        "closes_at": NOW + 15 * DAY,
        "hard_closes_at": NOW + 15 * DAY,
        "letter_number": "B-12",
        "reason": "Banjir",
    }
    return grant_extension(
        category=submission.entry.category,
        beneficiary=beneficiary or submission.entry,
        letter=ExtensionLetter(**{**stated, **changes}),
        actor=organiser,
        at=NOW,
    )


def save(submission, at):
    write = Write("sponsored", "5", "", 0)
    return save_answer(
        submission=submission,
        questionnaire=questionnaire_for(submission),
        write=write,
        actor=factories.entrant(),
        at=at,
    )


def test_extension_when_for_one_entry_then_only_that_one_may_go_on(submission, organiser):
    other = SubmissionFactory(entry=EntryFactory(category=submission.entry.category, code="52.04"))
    extend(submission, organiser)

    assert save(submission, LATE).version == 1
    with pytest.raises(SubmissionClosedError):
        save(other, LATE)


def test_extension_when_for_a_province_then_its_entries_may_go_on(submission, organiser):
    elsewhere = SubmissionFactory(entry=EntryFactory(category=submission.entry.category, code="53.71"))
    extend(submission, organiser, beneficiary=ProvinceFactory())

    assert save(submission, LATE).version == 1
    with pytest.raises(SubmissionClosedError):
        save(elsewhere, LATE)


def test_deadline_when_the_stages_go_by_then_the_one_that_holds_now_and_what_comes_next(submission):
    entry = submission.entry
    dates = {"opens_at": NOW + 20 * DAY, "closes_at": NOW + 30 * DAY, "hard_closes_at": NOW + 30 * DAY}
    StageFactory(category=entry.category, kind=StageKind.OBJECTION, **dates)

    def told(days):
        held = deadline(entry, Submission.objects.get(), at=NOW + days * DAY)
        return held.asked, held.told_at, held.next_text

    objecting = "Berikutnya: Masa sanggah, mulai 9 Juni 2025 11.00 WITA."
    assert told(1) == (Errand.FILL, NOW + 10 * DAY, objecting)
    Submission.objects.update(state=SubmissionState.SUBMITTED, submitted_at=NOW, receipt_number="PA-1", digest="e")
    assert told(1) == (Errand.CHANGE, NOW + 10 * DAY, objecting)
    assert told(12) == (Errand.NOTHING, None, objecting)
    assert told(21) == (Errand.OBJECT, NOW + 30 * DAY, "")
    assert told(31) == (Errand.NOTHING, None, "")
    returned = {"state": SubmissionState.RETURNED, "mend_until": NOW + 25 * DAY, "reopened_questions": ["payer"]}
    Submission.objects.update(**returned)
    assert told(21) == (Errand.CLARIFY, NOW + 25 * DAY, "")


def test_deadline_when_a_letter_moved_it_then_it_is_called_so_in_the_own_zone_first(submission, organiser):
    extend(submission, organiser)

    held = deadline(submission.entry, submission, at=LATE)

    assert (held.label, held.text, held.others) == (
        "Batas akhir pengisian, diperpanjang",
        "4 Juni 2025 11.00 WITA",
        "10.00 WIB · 12.00 WIT",
    )


def test_extension_when_granted_then_the_list_shows_the_new_date_and_the_letter_is_audited(submission, organiser):
    extend(submission, organiser)

    (duty,) = own_obligations([("region", "52.03")], at=LATE)

    assert (duty.is_open, duty.deadline.told_at) == (True, NOW + 15 * DAY)
    entry = AuditEntry.objects.get(action="extension.grant")
    assert (entry.reason, entry.changes["letter"]) == ("Banjir", "B-12")


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"letter_number": " "}, id="no letter"),
        pytest.param({"reason": ""}, id="no reason"),
        pytest.param({"closes_at": NOW + 5 * DAY, "hard_closes_at": NOW + 5 * DAY}, id="earlier than before"),
        pytest.param({"hard_closes_at": NOW + 14 * DAY}, id="technical before official end"),
    ],
)
def test_extension_when_it_does_not_hold_then_refused(submission, organiser, changes):
    with pytest.raises(ExtensionRefusedError):
        extend(submission, organiser, **changes)

    assert Extension.objects.count() == 0


def test_drafts_when_the_deadline_passed_then_recorded_once(submission):
    AnswerFactory(submission=submission, value="17.195")

    end = NOW + 10 * DAY + datetime.timedelta(hours=1)
    before = snapshot_overdue_drafts(at=NOW)
    still_saving = snapshot_overdue_drafts(at=end + datetime.timedelta(seconds=179))
    first = snapshot_overdue_drafts(at=end + datetime.timedelta(seconds=180))
    snapshot_overdue_drafts(at=LATE + datetime.timedelta(hours=1))

    assert (before, still_saving, first) == (0, 0, 1)
    snapshot = Snapshot.objects.get()
    assert snapshot.occasion == "deadline-20250530T0400Z"
    assert snapshot.content["answers"][0]["typed"] == "17.195"


def test_clarification_when_nobody_answers_then_it_goes_back_to_the_verifier(organiser):
    submission = sent_submission(EntryFactory(category=open_category()), sponsored="17.195")
    verifier = factories.verifier(region_code="52")
    ask_clarification(
        submission=submission, questions=["sponsored"], message="?", due_at=NOW + DAY, officer=verifier, at=NOW
    )

    early, still_saving = close_overdue_clarifications(at=NOW), close_overdue_clarifications(at=NOW + DAY)
    late = close_overdue_clarifications(at=NOW + DAY + datetime.timedelta(seconds=180))

    assert (early, still_saving, late) == (0, 0, 1)
    back = Submission.objects.get()
    assert (back.state, back.reopened_questions, back.receipt_number) == (
        SubmissionState.SUBMITTED,
        [],
        submission.receipt_number,
    )
    assert back.digest == Snapshot.objects.get().digest


def test_window_when_the_category_has_many_letters_then_only_the_own_ones_are_fetched(submission, organiser):
    ProvinceFactory(code="52")
    others = [EntryFactory(category=submission.entry.category, code=code) for code in ("51.01", "51.02")]
    stated = {"hard_closes_at": LATE + 2 * DAY, "reason": "banjir", "approved_at": NOW, "approved_by": organiser}
    for number, other in enumerate(others):
        Extension.objects.create(
            category=other.category, entry=other, closes_at=LATE + DAY, letter_number=f"lain {number}", **stated
        )
    for number, whose in enumerate(({"entry": submission.entry}, {"province_id": "52"})):
        Extension.objects.create(
            category=submission.entry.category, closes_at=LATE, letter_number=f"sendiri {number}", **whose, **stated
        )

    letters = letters_for(submission.entry).order_by("letter_number").values_list("letter_number", flat=True)

    assert list(letters) == ["sendiri 0", "sendiri 1"]
    assert submission_window(submission.entry).closes_at == LATE
