"""Publications: frozen, blocked by name, signed by two, published under an embargo, corrected."""

import datetime
import json

import pytest

from awards.jury.models.conflicts import Conflict, ConflictState
from awards.jury.models.scorecards import ScorecardState
from awards.publication.models import Prize, Publication
from awards.publication.selectors.blockers import BlockerKind, blockers
from awards.publication.selectors.files import stored_lines
from awards.publication.selectors.visibility import published
from awards.publication.services.moves import (
    NoAppliedRunError,
    NothingToCorrectError,
    PublicationBlockedError,
    PublicationMovedError,
    SamePersonError,
    prepare_publication,
    publish_publication,
    sign_off_publication,
)
from awards.runs.services.moves import propose_run
from awards.submissions.models.answers import Answer, Submission
from awards.submissions.models.evidence import EvidenceState
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT, KEY
from awards.verification.models import Finding, Objection
from paritrana.audit.models import AuditEntry
from paritrana.lib.signatures import is_signed

pytestmark = pytest.mark.django_db

LATER = AT + datetime.timedelta(days=3)


@pytest.fixture
def contest(people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    return made


def prepared(made, actor, **fields):
    defaults = {"at": AT, "embargo_until": None, "reason": "", "tie_decision": ""} | fields
    return prepare_publication(category=made, actor=actor, **defaults)


def signed(publication, actor, capacity="organiser"):
    return sign_off_publication(
        publication=publication, actor=actor, capacity=capacity, comment="setuju", at=AT, key=KEY
    )


def kinds(made, **fields):
    return [blocker.kind for blocker in blockers(made, **({"tie_decision": ""} | fields))]


def test_blockers_when_everything_is_settled_then_there_are_none(contest):
    assert blockers(contest, tie_decision="") == ()


def test_blockers_when_no_run_was_applied_then_says_so():
    assert kinds(factories.contest()) == [BlockerKind.NO_RUN]


def change_an_answer(made):
    factories.answer(made.entries.get(name="Kota Mataram"), "coverage", "95")


def change_a_mark(made):
    made.panels.get().jurors.first().scorecards.first().marks.update(value=1)


def queue_a_run(made):
    propose_run(category=made, actor=None, at=AT, seed=0)


def leave_an_answer_unverified(made):
    submission = made.entries.get(name="Kota Mataram").submission
    submission.answers.create(question="regulations_note", value="ada", updated_at=AT, updated_by=_anyone(made))


def suspect_a_conflict(made):
    juror = made.panels.get().jurors.first()
    Conflict.objects.create(
        juror=juror, entry=made.entries.first(), state=ConflictState.POSSIBLE, reason="?", created_at=AT
    )


def ask_for_clarification(made):
    submission = made.entries.get(name="Kota Mataram").submission
    asked = submission.clarifications.create(
        number=1, message="?", asked_at=LATER, asked_by=_anyone(made), due_at=LATER + datetime.timedelta(days=1)
    )
    asked.items.create(answer=submission.answers.get(question="coverage"), old_version=1)


def lodge_an_objection(made):
    finding = Finding.objects.filter(answer__submission__entry__category=made).first()
    Objection.objects.create(finding=finding, text="?", lodged_at=LATER, lodged_by=_anyone(made))


def leave_a_file_unscanned(made):
    answer = Answer.objects.filter(submission__entry__category=made, findings__isnull=False).first()
    fields = {"original_name": "a.pdf", "content_type": "application/pdf", "size": 1, "sha256": "a" * 64}
    answer.evidence.create(**fields, state=EvidenceState.SCANNING, uploaded_at=AT, uploaded_by=_anyone(made))


def attach_a_file_without_words(made):
    submission = Submission.objects.filter(entry__category=made).first()
    answer = submission.answers.create(question="letter", updated_at=AT, updated_by=_anyone(made))
    fields = {"original_name": "a.pdf", "content_type": "application/pdf", "size": 1, "sha256": "a" * 64}
    answer.evidence.create(**fields, uploaded_at=AT, uploaded_by=_anyone(made))


def reopen_a_scorecard(made):
    entry = factories.entry(made, "52.04", "Kabupaten Sumbawa")
    made.panels.get().jurors.first().scorecards.create(entry=entry, state=ScorecardState.DRAFT, updated_at=AT)


def reopen_the_panel(made):
    made.panels.update(closed_at=None, closed_by=None)


def retire_the_rulebook(made):
    made.rulebooks.update(state="retired")


def _anyone(made):
    return made.panels.get().jurors.first().user


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        (change_an_answer, [BlockerKind.STALE]),
        (change_a_mark, [BlockerKind.STALE]),
        (queue_a_run, [BlockerKind.QUEUED_RUN]),
        (leave_an_answer_unverified, [BlockerKind.FINDING]),
        (ask_for_clarification, [BlockerKind.CLARIFICATION]),
        (leave_a_file_unscanned, [BlockerKind.UNSCANNED]),
        (attach_a_file_without_words, [BlockerKind.FINDING]),
        (lodge_an_objection, [BlockerKind.OBJECTION]),
        (suspect_a_conflict, [BlockerKind.CONFLICT]),
        (reopen_a_scorecard, [BlockerKind.SCORECARD, BlockerKind.STALE]),
        (reopen_the_panel, [BlockerKind.JURY]),
        (retire_the_rulebook, [BlockerKind.RULEBOOK]),
    ],
)
def test_blockers_when_something_is_open_then_names_it_and_nobody_can_sign(contest, people, happens, expected):
    publication = prepared(contest, people.organiser)
    happens(contest)

    assert kinds(contest) == expected
    with pytest.raises(PublicationBlockedError):
        signed(publication, people.organiser)
    assert publication.sign_offs.count() == 0


def test_blockers_when_a_prize_is_tied_then_the_plenarys_word_opens_the_way(people):
    field = [(*row[:2], "80", "3", "Sekretaris daerah", ("8", "8", "8")) for row in factories.FIELD]
    made = factories.contest(field=field)
    factories.applied(made, actor=people.organiser)

    assert kinds(made) == [BlockerKind.TIE]
    assert kinds(made, tie_decision="Gelar dibagi.") == []
    publication = prepared(made, people.organiser, tie_decision="Gelar dibagi.")
    assert [(prize.label, prize.rank) for prize in Prize.objects.all()] == [("Juara 1", 1)] * 3
    assert json.loads(publication.payload)["publication"]["tie_decision"] == "Gelar dibagi."


def test_prepare_publication_when_no_run_is_applied_then_refuses(people):
    with pytest.raises(NoAppliedRunError):
        prepared(factories.contest(), people.organiser)


def test_prepare_publication_when_run_is_applied_then_freezes_ranks_prizes_and_digests(contest, people):
    publication = prepared(contest, people.organiser)

    payload = json.loads(publication.payload)
    lines = [json.loads(line) for line in stored_lines(payload["result"]["digest"])]
    assert [(row["name"], row["rank"], row["score"]) for row in lines[1:]] == [
        ("Kabupaten Lombok Timur", 1, "88.20"),
        ("Kota Mataram", 2, "64.03"),
        ("Kabupaten Lombok Barat", 3, "62.65"),
    ]
    assert [(prize["label"], prize["name"]) for prize in payload["prizes"]][0] == ("Juara 1", "Kabupaten Lombok Timur")
    assert payload["run"]["result_digest"] == publication.run.result_digest
    assert (publication.number, publication.final_at, publication.signature) == (1, None, "")


def test_sign_off_when_two_people_agree_then_result_is_final_and_signed(contest, people):
    publication = prepared(contest, people.organiser)

    first = signed(publication, people.organiser)
    assert first.final_at is None
    chair = contest.panels.get().jurors.get(is_chair=True).user
    final = signed(publication, chair, "chair")

    assert final.final_at == AT
    assert is_signed(final.payload.encode(), signature=final.signature, public_key=final.public_key)
    assert list(AuditEntry.objects.order_by("-number").values_list("action", flat=True)[:3]) == [
        "publication.finalise",
        "key.begin",
        "publication.sign_off",
    ]


def test_sign_off_when_one_person_signs_twice_then_refuses(contest, people):
    publication = prepared(contest, people.organiser)
    signed(publication, people.organiser)

    with pytest.raises(SamePersonError):
        signed(publication, people.organiser)

    assert (publication.sign_offs.count(), Publication.objects.get().final_at) == (1, None)


def test_sign_off_when_neither_is_an_organiser_then_refuses(contest, people):
    publication = prepared(contest, people.organiser)
    chair, secretary = (juror.user for juror in contest.panels.get().jurors.order_by("pk")[:2])
    signed(publication, chair, "chair")

    with pytest.raises(SamePersonError, match="penyelenggara"):
        signed(publication, secretary, "secretary")

    assert Publication.objects.get().final_at is None


def test_sign_off_when_another_run_was_applied_then_refuses(contest, people):
    publication = prepared(contest, people.organiser)
    factories.applied(contest, actor=people.organiser)

    with pytest.raises(PublicationBlockedError, match="Perhitungan lain"):
        signed(publication, people.organiser)


def test_publish_when_not_final_then_refuses_and_nothing_is_visible(contest, people):
    publication = prepared(contest, people.organiser)

    with pytest.raises(PublicationMovedError):
        publish_publication(publication=publication, actor=people.organiser, at=AT)

    assert published(contest, AT) is None


def test_publish_when_embargoed_then_opens_at_the_end_of_the_embargo(contest, people):
    final = factories.final(
        contest, organiser=people.organiser, second=factories.people.organiser(), embargo_until=LATER
    )

    publish_publication(publication=final, actor=people.organiser, at=AT)

    assert published(contest, LATER - datetime.timedelta(seconds=1)) is None
    assert published(contest, LATER) == final


def test_correction_when_result_was_final_then_needs_a_reason_and_names_the_first(contest, people):
    second = factories.people.organiser()
    first = factories.final(contest, organiser=people.organiser, second=second)
    publish_publication(publication=first, actor=people.organiser, at=AT)
    change_an_answer(contest)
    factories.applied(contest, actor=people.organiser)

    with pytest.raises(NothingToCorrectError):
        prepared(contest, people.organiser)
    correction = factories.final(contest, organiser=people.organiser, second=second, reason="Data keliru.", at=LATER)
    assert published(contest, LATER) == first
    publish_publication(publication=correction, actor=people.organiser, at=LATER)

    assert (correction.number, correction.corrects, published(contest, LATER)) == (2, first, correction)
    assert json.loads(correction.payload)["publication"]["corrects"] == {"digest": first.digest, "number": 1}
    assert Finding.objects.count() == 7
