"""One prize is taken back by two independent people; the correction says so to everybody, and nothing disappears."""

import datetime
import json

import pytest
from django.urls import reverse

from awards.ceremony.papers.selectors.answers import paper_answer
from awards.ceremony.papers.services.issuing import IssuingError
from awards.ceremony.papers.tests.factories import issued
from awards.desk.tests.test_steering import ROLES, STEERERS, refresh_sign_in
from awards.editions.models import Slot
from awards.engine import load_rulebook
from awards.engine.errors import RulebookError
from awards.publication.exports import annex_letter
from awards.publication.models import Prize, PrizeWithdrawal, Publication, PublishedEntry
from awards.publication.selectors.embargo import visible_since
from awards.publication.selectors.proof.report import loaded, prove
from awards.publication.selectors.visibility import published, published_as
from awards.publication.services.after_final import (
    ReasonMissingError,
    WithdrawnError,
    agree_on_embargo,
    agree_to_publish,
    agree_to_withdraw,
)
from awards.publication.services.moves import PublicationMovedError, publish_publication
from awards.publication.services.prizes import PrizeNotWithdrawnError, agree_to_withdraw_prize
from awards.results.selectors.bundle import bundle, check_bundle
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT, KEY, RULES
from paritrana.accounts.independence import DependentError
from paritrana.accounts.joint_acts import JointActError
from paritrana.accounts.models import Role
from paritrana.accounts.services import assign_role
from paritrana.audit.models import AuditEntry
from paritrana.audit.selectors import audit_chain

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
LATER = AT + 2 * HOUR
REASON = "Dokumen bukti tidak benar."
NEXT = RULES.replace('on = "rounded"\n', 'on = "rounded"\nwithdrawn = "next"\n', 1)
LOTIM, MATARAM, LOBAR = "Kabupaten Lombok Timur", "Kota Mataram", "Kabupaten Lombok Barat"


@pytest.fixture
def second():
    return factories.people.organiser(email="kedua@contoh.example")


def final(people, second, *, rules=RULES, embargo_until=None):
    made = factories.contest(rules=rules)
    factories.applied(made, actor=people.organiser)
    return factories.final(made, organiser=people.organiser, second=second, embargo_until=embargo_until)


def out(publication, people, at=AT):
    return publish_publication(publication=publication, actor=people.organiser, at=at)


def taken_back(publication, people, second, *, rank=1, at=LATER):
    """Let both take back the prize of a rank; return what stands now."""
    prize = publication.prizes.get(position=rank)
    for actor in (people.organiser, second):
        agree_to_withdraw_prize(prize=prize, reason=REASON, actor=actor, at=at, key=KEY)
    return Publication.objects.newest_first()[0]


def holders(publication):
    return [(one.label, one.entry_name) for one in publication.prizes.order_by("position")]


def kept(publication):
    """Everything of a publication that must never be another."""
    fresh = Publication.objects.get(pk=publication.pk)
    rows = PublishedEntry.objects.filter(publication=fresh).order_by("position")
    return fresh.payload, fresh.digest, fresh.signature, holders(fresh), list(rows.values_list("line", flat=True))


@pytest.mark.parametrize(
    ("rules", "left"),
    [
        (RULES, [("Juara 2", MATARAM), ("Juara 3", LOBAR)]),
        (NEXT, [("Juara 1", MATARAM), ("Juara 2", LOBAR)]),
    ],
    ids=["place stays empty", "next moves up"],
)
def test_prize_when_taken_back_then_its_place_is_as_the_sealed_rulebook_says(people, second, rules, left):
    first = out(final(people, second, rules=rules), people)
    before = kept(first)

    correction = taken_back(first, people, second)

    assert holders(correction) == left
    assert kept(first) == before
    assert (correction.number, correction.corrects, correction.reason) == (2, first, REASON)
    assert (correction.final_at, correction.published_at) == (LATER, LATER)
    assert published(first.category, LATER) == correction
    assert published_as(first.category, 1, LATER) == first
    head, earlier = json.loads(correction.payload), json.loads(first.payload)
    (said,) = head["withdrawn"]
    assert (said["label"], said["name"], said["reason"], said["number"]) == ("Juara 1", LOTIM, REASON, 1)
    assert said["is_filled"] == (rules == NEXT)
    same = ("edition", "category", "run", "rulebook", "visibility", "result")
    assert {name: head[name] for name in same} == {name: earlier[name] for name in same}
    assert "withdrawn" not in earlier


@pytest.mark.parametrize("rules", [RULES, NEXT], ids=["empty", "next"])
def test_correction_when_proved_and_verified_by_itself_then_sound(people, second, rules):
    first = out(final(people, second, rules=rules), people)
    correction = taken_back(first, people, second)

    chain = audit_chain()
    assert [prove(loaded(one.pk), chain).faults for one in (first, correction)] == [(), ()]
    content = json.loads(b"".join(bundle(correction)))
    checks = check_bundle(content, trusted_key=correction.public_key)
    assert {check.name: check.is_sound for check in checks} == {
        "digest": True,
        "signature": True,
        "lines": True,
        "sums": True,
        "computation": True,
    }


def test_correction_when_names_were_changed_since_then_speaks_as_was_signed_and_proves(people, second):
    first = out(final(people, second, rules=NEXT), people)
    first.category.entries.update(name="Nama lain")

    correction = taken_back(first, people, second)

    assert holders(correction) == [("Juara 1", MATARAM), ("Juara 2", LOBAR)]


def test_prizes_when_two_are_taken_back_one_after_the_other_then_both_are_told(people, second):
    first = out(final(people, second, rules=NEXT), people)
    between = taken_back(first, people, second)

    last = taken_back(between, people, second, at=LATER + HOUR)

    assert holders(last) == [("Juara 1", LOBAR)]
    assert [one["name"] for one in json.loads(last.payload)["withdrawn"]] == [LOTIM, MATARAM]
    assert prove(loaded(last.pk), audit_chain()).faults == ()


def test_later_correction_by_a_new_run_then_the_prize_stays_taken_back(people, second):
    first = out(final(people, second), people)
    taken_back(first, people, second)
    factories.applied(first.category, actor=people.organiser, at=LATER + HOUR)

    later = factories.final(
        first.category, organiser=people.organiser, second=second, reason="Penulisan.", at=LATER + HOUR
    )

    assert holders(later) == [("Juara 2", MATARAM), ("Juara 3", LOBAR)]
    assert [one["name"] for one in json.loads(later.payload)["withdrawn"]] == [LOTIM]


def test_prize_by_one_person_then_nothing_is_done(people, second):
    first = out(final(people, second), people)
    prize = first.prizes.get(position=1)
    agree_to_withdraw_prize(prize=prize, reason=REASON, actor=people.organiser, at=LATER, key=KEY)

    with pytest.raises(JointActError):
        agree_to_withdraw_prize(prize=prize, reason=REASON, actor=people.organiser, at=LATER, key=KEY)

    assert (Publication.objects.count(), PrizeWithdrawal.objects.count()) == (1, 0)


def test_prize_by_a_person_made_by_the_first_then_refused(people, second):
    first = out(final(people, second), people)
    made = factories.people.UserFactory()
    assign_role(user=made, role=Role.ORGANISER, actor=people.organiser, at=AT)
    prize = first.prizes.get(position=1)
    agree_to_withdraw_prize(prize=prize, reason=REASON, actor=people.organiser, at=LATER, key=KEY)

    with pytest.raises(DependentError):
        agree_to_withdraw_prize(prize=prize, reason=REASON, actor=made, at=LATER, key=KEY)

    assert not PrizeWithdrawal.objects.exists()


def test_prize_without_a_reason_or_of_a_draft_or_an_older_or_withdrawn_result_then_refused(people, second):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    draft = factories.prepare_publication(
        category=made, actor=people.organiser, at=AT, embargo_until=None, reason="", tie_decision=""
    )

    def propose(publication, reason=REASON):
        agree_to_withdraw_prize(
            prize=publication.prizes.get(position=1), reason=reason, actor=people.organiser, at=LATER, key=KEY
        )

    with pytest.raises(PrizeNotWithdrawnError, match="final"):
        propose(draft)
    first = out(factories.final(made, organiser=people.organiser, second=second), people)
    with pytest.raises(ReasonMissingError):
        propose(first, reason=" ")
    taken_back(first, people, second, rank=3)
    with pytest.raises(PrizeNotWithdrawnError, match="sudah dikoreksi"):
        propose(first)
    for actor in (people.organiser, second):
        agree_to_withdraw(publication=Publication.objects.newest_first()[0], reason="x", actor=actor, at=LATER)
    with pytest.raises(WithdrawnError):
        propose(Publication.objects.newest_first()[0])


def test_prize_when_the_slots_were_altered_since_then_refused(people, second):
    first = out(final(people, second), people)
    Slot.objects.filter(category=first.category, position=2).update(from_rank=3, to_rank=3)

    with pytest.raises(PrizeNotWithdrawnError, match="Susunan juara"):
        taken_back(first, people, second)

    assert Publication.objects.count() == 1


def test_prize_before_the_result_is_seen_then_the_correction_keeps_its_embargo(people, second):
    first = out(final(people, second, embargo_until=LATER + HOUR), people)

    correction = taken_back(first, people, second)

    assert published(first.category, LATER) is None
    assert published(first.category, LATER + HOUR) == correction


def test_prize_while_the_result_is_held_then_the_correction_waits_too(people, second):
    first = out(final(people, second, embargo_until=LATER + HOUR), people)
    for actor in (people.organiser, second):
        agree_on_embargo(publication=first, until=None, reason="Ditahan.", actor=actor, at=AT)

    correction = taken_back(first, people, second)

    assert correction.published_at is None
    assert published(first.category, LATER + 10 * HOUR) is None


@pytest.mark.parametrize("fate", ["held", "withdrawn"])
def test_result_that_was_corrected_unseen_then_stays_unseen_whatever_becomes_of_the_correction(people, second, fate):
    first = out(final(people, second, embargo_until=LATER + HOUR), people)
    correction = taken_back(first, people, second)

    for actor in (people.organiser, second):
        if fate == "held":
            agree_on_embargo(publication=correction, until=None, reason="Ditahan.", actor=actor, at=LATER)
        else:
            agree_to_withdraw(publication=correction, reason="Ditarik.", actor=actor, at=LATER)

    assert published(first.category, LATER + 10 * HOUR) is None
    assert published_as(first.category, 1, LATER + 10 * HOUR) is None
    assert visible_since(first) is None
    with pytest.raises(PublicationMovedError, match="dikoreksi"):
        agree_on_embargo(publication=first, until=LATER + 2 * HOUR, reason="Dibuka.", actor=people.organiser, at=LATER)


def test_prize_with_a_limit_when_taken_back_then_nobody_is_said_to_have_missed_it(people, second):
    made = factories.contest(rules=NEXT)
    Slot.objects.filter(category=made, position=1).update(threshold=70)  # 64,03 is the next figure
    factories.applied(made, actor=people.organiser)
    first = out(factories.final(made, organiser=people.organiser, second=second), people)

    correction = taken_back(first, people, second)

    assert holders(correction) == [("Juara 2", LOBAR)]
    assert "unawarded" not in json.loads(correction.payload)
    assert prove(loaded(correction.pk), audit_chain()).faults == ()


def test_publish_when_a_correction_is_final_then_the_older_one_is_refused(people, second):
    first = final(people, second)
    correction = taken_back(first, people, second)

    with pytest.raises(PublicationMovedError):
        agree_to_publish(publication=first, actor=people.organiser, at=LATER)

    for actor in (people.organiser, second):
        agree_to_publish(publication=correction, actor=actor, at=LATER)
    assert published(first.category, LATER) == correction


def test_papers_when_a_prize_is_taken_back_then_each_says_what_holds(people, second):
    first = out(final(people, second, rules=NEXT), people)
    papers = issued(first, people.organiser)
    correction = taken_back(first, people, second)

    answers = [paper_answer(one.code, at=LATER + HOUR) for one in papers]
    assert [str(one.verdict) for one in answers] == ["withdrawn", "withdrawn", "withdrawn"]
    assert (answers[0].ended, answers[0].holders) == (correction, (MATARAM,))
    with pytest.raises(IssuingError):
        issued(first, people.organiser)

    again = issued(correction, people.organiser)

    assert [(one.number.rpartition("/")[2], one.prize.entry_name) for one in again] == [
        ("004", MATARAM),
        ("005", LOBAR),
    ]
    assert [str(paper_answer(one.code, at=LATER + HOUR).verdict) for one in (*papers, *again)] == [
        "withdrawn",
        "other",
        "other",
        "valid",
        "valid",
    ]


def test_pages_when_a_prize_is_taken_back_then_say_so_and_the_older_ones_stay(client, people, second):
    first = out(final(people, second), people)
    where = [first.category.edition.code, first.category.code]
    client.get(reverse("ranking", args=where))
    taken_back(first, people, second)

    pages = {
        name: " ".join(client.get(reverse(name, args=args)).content.decode().split())
        for name, args in (("ranking", where), ("numbered-ranking", [*where, 1]))
    }

    assert f"Juara 1 dicabut dari {LOTIM}" in pages["ranking"]
    assert REASON in pages["ranking"]
    assert "tempatnya tidak diisi" in pages["ranking"]
    assert LOTIM in pages["ranking"]
    assert "dicabut dari" not in pages["numbered-ranking"]
    assert "dikoreksi oleh pengumuman nomor 2" in pages["numbered-ranking"]


def test_annex_when_a_prize_is_taken_back_then_names_it(people, second):
    first = out(final(people, second), people)

    letter = annex_letter(taken_back(first, people, second))

    (part,) = [part for part in letter.sections if part.title == "Juara yang dicabut"]
    assert part.rows[0][0] == "Juara 1"
    assert REASON in part.rows[0][1]


@pytest.mark.parametrize("role", [role for role in ROLES if role != "nobody"])
def test_button_belongs_to_those_who_steer_and_takes_two(client, people, second, role, settings):
    settings.SIGNING_KEY = KEY.private_bytes_raw().hex()
    first = out(final(people, second), people)
    prize = first.prizes.get(position=1)
    where = reverse("admin:steering_withdraw_prize", args=[first.public_id, prize.pk])
    refresh_sign_in(client, getattr(people, role))

    client.post(where, {"reason": REASON})

    is_proposed = AuditEntry.objects.filter(action="joint.propose", changes__kind="prize.withdraw").exists()
    assert is_proposed == (role in STEERERS)
    if role == "organiser":
        page = client.get(reverse("admin:steering_publication", args=[first.public_id])).content.decode()
        assert "Mencabut Juara 1 dari" in " ".join(page.split())
        refresh_sign_in(client, second)
        done = client.post(where, {"reason": REASON}, follow=True).content.decode()
        assert "Juara dicabut." in done
        assert Prize.objects.filter(publication__number=2).count() == 2


def test_rulebook_when_it_says_nothing_then_empty_and_its_digest_is_as_before():
    assert not load_rulebook(RULES).rank.moves_up
    assert load_rulebook(NEXT).rank.moves_up
    assert load_rulebook(RULES).digest != load_rulebook(NEXT).digest
    with pytest.raises(RulebookError):
        load_rulebook(NEXT.replace('"next"', '"lot"'))
