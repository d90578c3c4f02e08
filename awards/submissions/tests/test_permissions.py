"""Every endpoint of submissions and verification x role x state: the answer, and that nothing changed."""

import pytest
import time_machine
from django.urls import reverse

from awards.entries.models import Entry
from awards.submissions.models.answers import Answer, Submission, SubmissionState
from awards.submissions.models.eligibility import EligibilityCheck
from awards.tests.factories.editions import DAY, NOW
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import EligibilityCheckFactory, open_category, sent_submission
from awards.verification.models import Finding

pytestmark = pytest.mark.django_db

ROLES = [
    "entrant", "other_entrant", "organiser", "auditor", "secretariat", "other_secretariat", "verifier", "juror",
    "stranger",
]  # fmt: skip
OWN = {"entrant"}
READERS = {"entrant", "organiser", "auditor", "secretariat"}
STATES = [SubmissionState.DRAFT, SubmissionState.SUBMITTED, SubmissionState.RETURNED]

GET = {
    "submission": READERS,
    "submission-section": READERS,
    "submission-receipt": READERS,
    "submission-send": OWN,
    "submission-file": READERS,
    "submission-receipt-file": READERS,
    "submission-results": READERS,
    "submission-clock": READERS,
    "submission-standing": READERS,
    "verification-case": {"verifier"},
    "verification-answer": {"verifier"},
}
POST = {
    "submission-section": OWN,
    "submission-send": OWN,
    "submission-take-back": OWN,
    "submission-return": {"organiser"},
    "verification-answer": {"verifier"},
    "verification-ask": {"verifier"},
    "submission-autosave": OWN,
    "submission-presence": OWN,
    "evidence-begin": OWN,
}
BODIES = {
    "submission-section": {"sponsored": "99", "sponsored__version": "1"},
    "submission-send": {"statement": "1"},
    "submission-return": {"reason": "Periksa", "mend_until": "2025-06-30T10:00"},
    "verification-answer": {"verdict": "accepted", "version": "1"},
    "verification-ask": {"questions": ["sponsored"], "message": "Jelaskan", "due_at": "2025-05-25T10:00"},
    "submission-autosave": {"sponsored": "99", "sponsored__version": "1"},
    "evidence-begin": {"name": "a.pdf", "size": "10"},
}


CODES = {
    "submission-section": "rentan",
    "submission-presence": "rentan",
    "submission-standing": "rentan",
    "submission-autosave": "sponsored",
    "verification-answer": "sponsored",
    "evidence-begin": "story",
}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def entry(people):
    return EntryFactory(category=open_category())


@pytest.fixture
def submission(entry, people):
    return sent_submission(entry, officer=people.entrant, sponsored="17.195", payer="apbd")


def address(name, submission):
    code = CODES.get(name)
    return reverse(name, args=[submission.public_id, *([code] if code else [])])


def everything():
    return (
        list(Submission.objects.values_list("pk", "state", "receipt_number", "return_reason", "sends")),
        list(Answer.objects.order_by("pk").values_list("question", "value", "version")),
        Finding.objects.count(),
    )


def into(submission, state):
    Submission.objects.filter(pk=submission.pk).update(state=state, mend_until=NOW + DAY)


def expected_get(name, role, state):
    if role not in GET[name]:
        return 404
    if name.startswith("verification"):
        return 200 if state == SubmissionState.SUBMITTED else 404
    return 302 if name == "submission-send" and state == SubmissionState.SUBMITTED else 200


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_page_when_read_by_each_role_then_readers_only_and_nothing_changes(client, people, submission, role, state):
    into(submission, state)
    client.force_login(getattr(people, role))
    before = everything()

    answers = {name: client.get(address(name, submission)).status_code for name in GET}

    assert answers == {name: expected_get(name, role, state) for name in GET}
    assert everything() == before


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_move_when_asked_by_another_role_then_404_and_nothing_changes(client, people, submission, role, state):
    into(submission, state)
    client.force_login(getattr(people, role))
    before = everything()
    closed = [name for name in POST if role not in POST[name]]

    answers = {name: client.post(address(name, submission), BODIES.get(name, {})).status_code for name in closed}

    assert answers == dict.fromkeys(closed, 404)
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "role", "state", "changes"),
    [
        ("submission-section", "entrant", SubmissionState.DRAFT, True),
        ("submission-section", "entrant", SubmissionState.SUBMITTED, False),
        ("submission-section", "entrant", SubmissionState.RETURNED, True),
        ("submission-send", "entrant", SubmissionState.DRAFT, True),
        ("submission-send", "entrant", SubmissionState.SUBMITTED, False),
        ("submission-send", "entrant", SubmissionState.RETURNED, True),
        ("submission-take-back", "entrant", SubmissionState.SUBMITTED, True),
        ("submission-take-back", "entrant", SubmissionState.DRAFT, False),
        ("submission-return", "organiser", SubmissionState.SUBMITTED, True),
        ("submission-return", "organiser", SubmissionState.DRAFT, False),
        ("submission-autosave", "entrant", SubmissionState.DRAFT, True),
        ("submission-autosave", "entrant", SubmissionState.SUBMITTED, False),
        ("verification-answer", "verifier", SubmissionState.SUBMITTED, True),
        ("verification-ask", "verifier", SubmissionState.SUBMITTED, True),
    ],
)
def test_move_when_asked_by_its_role_then_only_in_its_state(client, people, submission, name, role, state, changes):
    into(submission, state)
    client.force_login(getattr(people, role))
    before = everything()

    response = client.post(address(name, submission), BODIES.get(name, {}))

    assert response.status_code in {200, 302, 409}
    assert (everything() != before) is changes


@pytest.mark.parametrize("role", ROLES)
def test_start_when_asked_by_each_role_then_the_own_office_only(client, people, entry, role):
    EligibilityCheckFactory(entry=entry)
    client.force_login(getattr(people, role))

    response = client.post(reverse("submission-start", args=[entry.public_id]))

    assert response.status_code == (302 if role in OWN else 404)
    assert Submission.objects.count() == (1 if role in OWN else 0)


@pytest.mark.parametrize("role", ROLES)
def test_eligibility_when_asked_by_each_role_then_the_own_office_only(client, people, entry, role):
    client.force_login(getattr(people, role))
    address = reverse("submission-eligibility", args=[entry.public_id])

    seen = client.get(address).status_code
    answered = client.post(address, {"siap": "ya"}).status_code

    assert (seen, answered) == ((200, 302) if role in OWN else (404, 404))
    assert (EligibilityCheck.objects.count(), Submission.objects.count()) == ((1, 1) if role in OWN else (0, 0))


@pytest.mark.parametrize("role", ROLES)
def test_lists_when_read_by_each_role_then_only_who_has_work_there(client, people, submission, role):
    client.force_login(getattr(people, role))

    listed = client.get(reverse("submissions"))
    desk = client.get(reverse("verification"))

    listers = {"entrant", "other_entrant", "organiser", "auditor", "secretariat", "other_secretariat"}
    assert listed.status_code == (200 if role in listers else 404)
    assert desk.status_code == (200 if role == "verifier" else 404)
    if role in {"other_entrant", "other_secretariat"}:
        assert submission.entry.name not in listed.content.decode()


@pytest.mark.parametrize("name", [*GET, "submissions", "verification"])
def test_page_when_nobody_is_signed_in_then_to_the_door(client, submission, name):
    target = reverse(name) if name in {"submissions", "verification"} else address(name, submission)

    response = client.get(target)

    assert response.status_code == 302
    assert response["Location"].startswith("/akun/")


@pytest.mark.parametrize("name", ["submission-take-back", "submission-return", "verification-ask"])
def test_move_when_only_visited_then_nothing_happens(client, people, submission, name):
    client.force_login(people.entrant)
    before = everything()

    response = client.get(address(name, submission))

    assert response.status_code == 405
    assert everything() == before


def test_verifier_when_also_officer_of_the_entry_then_it_is_not_in_the_queue(client, people, submission):
    assignment = people.entrant.role_assignments.get()
    assignment.__class__.objects.create(user=people.verifier, role="entrant", office_kind="region", office_code="52.03")
    client.force_login(people.verifier)

    assert client.get(address("verification-case", submission)).status_code == 404
    assert submission.entry.name not in client.get(reverse("verification")).content.decode()
    assert Entry.objects.count() == 1
