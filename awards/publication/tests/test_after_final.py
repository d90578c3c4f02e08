"""Two independent people publish, hold, move and withdraw; those who were told a time hear of every change."""

import ast
import datetime
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from awards.jury.models.plenary import Minutes
from awards.publication.exports import annex_letter
from awards.publication.models import EmbargoMove, Publication, Withdrawal
from awards.publication.notices import tell_embargo
from awards.publication.selectors.acts import exemptions
from awards.publication.selectors.embargo import embargo_of, visible_since
from awards.publication.selectors.visibility import published, published_in
from awards.publication.services.after_final import (
    AlreadyVisibleError,
    ReasonMissingError,
    WithdrawnError,
    agree_on_embargo,
    agree_to_publish,
    agree_to_withdraw,
)
from awards.publication.services.moves import PublicationMovedError
from awards.publication.tests.test_moves import prepared, signed
from awards.rulebooks.models import Rulebook, RulebookState
from awards.rulebooks.services import agree_to_seal, retire_rulebook
from awards.tests.factories import runs as factories
from awards.tests.factories.runs import AT
from paritrana.accounts.independence import DependentError
from paritrana.accounts.joint_acts import JointActError
from paritrana.accounts.machine import vouch_for
from paritrana.accounts.models import Role
from paritrana.accounts.services import RolePlace, assign_role
from paritrana.audit.models import AuditEntry
from paritrana.mail.models import Mail

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
EMBARGO = AT + 3 * HOUR
MOVED = AT + 6 * HOUR


@pytest.fixture
def contest(people):
    made = factories.contest()
    factories.applied(made, actor=people.organiser)
    return made


@pytest.fixture
def second():
    return factories.people.organiser(email="kedua@contoh.example")


def of_province(maker=None):
    """One more secretariat of the contest's province, given the role by `maker` or by the factory."""
    if maker is None:
        return factories.people.secretariat(region_code="52")
    made = factories.people.UserFactory()
    assign_role(user=made, role=Role.SECRETARIAT, place=RolePlace("52"), actor=maker, at=AT)
    return made


@pytest.fixture
def final(contest, people, second):
    return factories.final(contest, organiser=people.organiser, second=second, embargo_until=EMBARGO)


def by_both(move, people, second, *, at=AT, **values):
    for actor in (people.organiser, second):
        act = move(actor=actor, at=at, **values)
    return act


def test_publish_by_one_then_waits_and_by_an_independent_second_then_is_out(contest, people, second, final):
    agree_to_publish(publication=final, actor=people.organiser, at=AT)
    with pytest.raises(JointActError):
        agree_to_publish(publication=final, actor=people.organiser, at=AT)
    assert Publication.objects.get().published_at is None

    agree_to_publish(publication=final, actor=second, at=AT)

    assert (published(contest, EMBARGO), published(contest, EMBARGO - HOUR)) == (final, None)


def test_publish_by_a_person_made_by_the_first_then_refused(contest, people, final):
    made = factories.people.UserFactory()
    assign_role(user=made, role=Role.ORGANISER, actor=people.organiser, at=AT)
    agree_to_publish(publication=final, actor=people.organiser, at=AT)

    with pytest.raises(DependentError):
        agree_to_publish(publication=final, actor=made, at=AT)

    assert Publication.objects.get().published_at is None


PROVINCE_MOVES = {
    "publish": (agree_to_publish, {}),
    "embargo": (agree_on_embargo, {"until": MOVED, "reason": "Hujan."}),
    "withdraw": (agree_to_withdraw, {"reason": "Data keliru."}),
}


@pytest.mark.parametrize(("move", "values"), PROVINCE_MOVES.values(), ids=PROVINCE_MOVES.keys())
def test_moves_by_a_province_s_secretariat_then_two_who_did_not_make_each_other(people, final, move, values):
    first, made = people.secretariat, of_province(people.secretariat)
    act = move(publication=final, actor=first, at=AT, **values)
    with pytest.raises(DependentError):
        move(publication=final, actor=made, at=AT, **values)
    act.refresh_from_db()
    assert act.seconded_at is None

    done = move(publication=final, actor=of_province(), at=AT, **values)

    assert (done.pk, done.seconded_at) == (act.pk, AT)


def test_sign_off_by_a_province_s_secretariat_then_two_who_did_not_make_each_other(contest, people):
    publication = prepared(contest, people.secretariat)
    signed(publication, people.secretariat)
    with pytest.raises(DependentError):
        signed(publication, of_province(people.secretariat))

    assert publication.sign_offs.count() == 1
    assert signed(publication, of_province()).final_at == AT


@pytest.mark.parametrize("is_made_by_first", [True, False])
def test_seal_by_a_province_s_secretariat_then_two_who_did_not_make_each_other(people, is_made_by_first):
    rulebook = factories.category().rulebooks.get()
    retire_rulebook(rulebook=rulebook, reason="Diganti.", actor=people.secretariat, at=AT)
    draft = Rulebook.objects.create(
        category=rulebook.category, version=2, title="Juknis kedua", text=rulebook.text, digest="-", created_at=AT
    )
    second = of_province(people.secretariat if is_made_by_first else None)
    agree_to_seal(rulebook=draft, actor=people.secretariat, at=AT)

    with pytest.raises(DependentError) if is_made_by_first else nullcontext():
        agree_to_seal(rulebook=draft, actor=second, at=AT)

    draft.refresh_from_db()
    assert (draft.state == RulebookState.SEALED) is not is_made_by_first


def test_sign_off_by_a_person_made_by_the_first_then_refused_until_vouched_and_that_is_shown(contest, people, client):
    made = factories.people.UserFactory(is_staff=True)
    assign_role(user=made, role=Role.ORGANISER, actor=people.organiser, at=AT)
    publication = prepared(contest, people.organiser)
    signed(publication, people.organiser)
    with pytest.raises(DependentError):
        signed(publication, made)
    assert publication.sign_offs.count() == 1
    vouch_for(first=people.organiser, second=made, reason="Pemasangan pertama, surat 7.", at=AT)

    done = signed(publication, made)

    assert done.final_at == AT
    assert exemptions(done) == ["Pemasangan pertama, surat 7."]
    client.force_login(people.organiser)
    page = client.get(reverse("admin:steering_publication", args=[done.public_id])).content.decode()
    assert "Pemasangan pertama, surat 7." in page


@pytest.mark.parametrize("until", [MOVED, None], ids=["moved", "held"])
def test_embargo_when_two_people_change_it_then_the_public_waits_for_the_new_word(
    contest, people, second, final, until
):
    by_both(agree_to_publish, people, second, publication=final)

    by_both(agree_on_embargo, people, second, publication=final, until=until, reason="Listrik padam.", at=AT + HOUR)

    seen = [published(contest, moment) for moment in (EMBARGO, MOVED - HOUR, MOVED)]
    assert seen == ([None, None, final] if until else [None, None, None])
    assert published_in([contest.pk], MOVED) == ({contest.pk: final} if until else {})
    assert (embargo_of(final).until, embargo_of(final).is_held, visible_since(final)) == (until, until is None, until)


def test_embargo_when_it_is_brought_forward_then_opens_at_the_new_time(contest, people, second, final):
    by_both(agree_to_publish, people, second, publication=final)

    by_both(agree_on_embargo, people, second, publication=final, until=AT + 2 * HOUR, reason="Dimajukan.")

    assert [published(contest, AT + hours * HOUR) for hours in (1, 2)] == [None, final]


def test_embargo_by_one_person_or_after_its_end_or_without_reason_then_stays(contest, people, second, final):
    by_both(agree_to_publish, people, second, publication=final)
    agree_on_embargo(publication=final, until=MOVED, reason="Ya.", actor=people.organiser, at=AT)
    assert published(contest, EMBARGO) == final

    with pytest.raises(AlreadyVisibleError):
        agree_on_embargo(publication=final, until=MOVED, reason="Ya.", actor=second, at=EMBARGO)
    with pytest.raises(AlreadyVisibleError):
        agree_on_embargo(publication=final, until=AT - HOUR, reason="Ya.", actor=second, at=AT)
    with pytest.raises(ReasonMissingError):
        agree_on_embargo(publication=final, until=MOVED, reason=" ", actor=second, at=AT)

    assert not EmbargoMove.objects.exists()


def test_hold_when_lifted_by_a_later_word_then_opens(contest, people, second, final):
    by_both(agree_to_publish, people, second, publication=final)
    by_both(agree_on_embargo, people, second, publication=final, until=None, reason="Tahan.")

    by_both(agree_on_embargo, people, second, publication=final, until=MOVED, reason="Lanjut.", at=EMBARGO + HOUR)

    assert [published(contest, moment) for moment in (EMBARGO + HOUR, MOVED)] == [None, final]
    moves = AuditEntry.objects.filter(action="publication.embargo").order_by("number")
    assert [move.changes["from"] is None for move in moves] == [False, True]  # the second found it held


@pytest.mark.parametrize("when", ["before anybody saw it", "after"])
def test_withdraw_then_what_was_seen_stays_marked_and_the_rest_stays_unseen(contest, people, second, final, when):
    by_both(agree_to_publish, people, second, publication=final)
    at = EMBARGO - HOUR if when == "before anybody saw it" else EMBARGO + HOUR

    by_both(agree_to_withdraw, people, second, publication=final, reason="Data keliru.", at=at)

    assert published(contest, MOVED) == (None if when == "before anybody saw it" else final)
    assert (Withdrawal.objects.get().reason, Withdrawal.objects.get().act.seconded_by) == ("Data keliru.", second)
    with pytest.raises(WithdrawnError):
        agree_on_embargo(publication=final, until=MOVED, reason="Ya.", actor=second, at=AT)


def test_withdraw_of_what_is_not_final_then_refused(contest, people):
    with pytest.raises(PublicationMovedError):
        agree_to_withdraw(publication=prepared(contest, people.organiser), reason="A.", actor=people.organiser, at=AT)


def test_embargo_told_then_every_change_reaches_the_same_people_once(contest, people, second, final):
    tell_embargo(publication=final, at=AT)
    first = set(Mail.objects.values_list("recipient", flat=True))
    second.role_assignments.all().delete()
    second.is_active = False
    second.save()
    by_both(agree_on_embargo, people, factories.people.organiser(), publication=final, until=MOVED, reason="Hujan.")

    told = [tell_embargo(publication=final, at=AT) for _turn in range(2)]

    assert second.pk in first
    news = Mail.objects.filter(subject__contains="berubah")
    assert first <= set(news.values_list("recipient", flat=True))
    assert told == [news.count(), 0]
    body = news.get(recipient=second).body
    assert all(text in body for text in ("2 Maret 2026 15.00 WIB", "Hujan.", "menggantikan waktu"))


def test_embargo_told_then_each_reads_it_in_their_own_language(second, final):
    second.language = "en"
    second.save()
    other = factories.people.organiser(email="ketiga@contoh.example")

    tell_embargo(publication=final, at=AT)

    mails = {mail.recipient: mail for mail in Mail.objects.all()}
    assert ("Dear " in mails[second].body, "2 March 2026 12:00 WIB" in mails[second].body) == (True, True)
    assert ("Yth. " in mails[other].body, "2 Maret 2026" in mails[other].body) == (True, True)


def test_embargo_told_when_there_is_none_then_no_mail(contest, people, second):
    final = factories.final(contest, organiser=people.organiser, second=second)

    assert tell_embargo(publication=final, at=AT) == 0


def test_publication_page_then_both_people_press_and_mail_goes_out(client, contest, people, second):
    later = timezone.now() + 2 * HOUR
    final = factories.final(contest, organiser=people.organiser, second=second, embargo_until=later)
    address = reverse("admin:steering_publication", args=[final.public_id])

    def press(name, actor, **content):
        client.force_login(actor)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": timezone.now().timestamp()}]
        session.save()
        client.post(reverse(f"admin:{name}", args=[final.public_id]), content)
        return " ".join(client.get(address).content.decode().split())

    proposed = press("steering_publish", people.organiser)
    assert "menunggu orang kedua" in proposed
    assert "Setujui usul" not in proposed
    press("steering_publish", second)
    held = press("steering_embargo", people.organiser, until="", reason="Tahan dulu.")
    assert "Menahan hasil ini" in held
    done = press("steering_embargo", second, until="", reason="Tahan dulu.")
    withdrawn = [press("steering_withdraw", actor, reason="Batal.") for actor in (people.organiser, second)][-1]

    assert "ditahan" in done
    assert "Ditarik pada" in withdrawn
    assert Mail.objects.filter(recipient=second).count() == 2
    assert published(contest, later + HOUR) is None


@pytest.mark.parametrize(
    ("role", "is_dropped"), [("secretariat", True), ("other_secretariat", False), ("juror", False)]
)
def test_proposal_dropped_by_those_who_steer_then_another_may_be_made(client, people, second, final, role, is_dropped):
    act = agree_to_publish(publication=final, actor=people.organiser, at=AT)
    client.force_login(getattr(people, role))

    client.post(reverse("admin:steering_drop", args=[final.public_id, act.pk]))

    act.refresh_from_db()
    assert (act.dropped_at is not None) is is_dropped


def test_moves_of_a_result_then_nothing_but_the_rule_of_two_calls_the_bare_announcement():
    """Pages and commands go through `after_final` and `prizes`; only what two people do opens a publication."""
    callers = []
    for folder in ("awards", "paritrana"):
        for file in Path(settings.BASE_DIR, folder).rglob("*.py"):
            if "tests" in file.parts:
                continue
            tree = ast.parse(file.read_text(encoding="utf-8"))
            names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names]
            if "publish_publication" in names:
                callers.append(file.name)

    assert sorted(callers) == ["after_final.py", "prizes.py"]


def test_annex_of_a_final_result_then_names_winners_signers_digests_and_the_key(client, people, final):
    client.force_login(people.organiser)
    letter = annex_letter(final)
    sections = {part.title: dict(part.rows) for part in letter.sections}

    answer = client.get(reverse("admin:steering_annex", args=[final.public_id]))

    assert answer.content.startswith(b"%PDF")
    assert sections["Penerima"] == {
        "Juara 1": "Kabupaten Lombok Timur",
        "Juara 2": "Kota Mataram",
        "Juara 3": "Kabupaten Lombok Barat",
    }
    signers = [f"{one.user.get_full_name()} (penyelenggara)" for one in final.sign_offs.order_by("at", "pk")]
    assert list(sections["Disetujui oleh dua orang"]) == signers
    assert sections["Bukti"] == {
        "Sidik jari hasil": final.digest,
        "Sidik jari perhitungan": final.run.result_digest,
        "Berita acara nomor 1": Minutes.objects.get().digest,
        "Kunci publik (Ed25519)": final.public_key,
        "Tanda tangan": f"{final.signature[:64]} {final.signature[64:]}",
    }
    assert AuditEntry.objects.filter(action="export.take", subject_id=str(final.pk)).exists()


def test_annex_of_a_draft_then_there_is_none(client, contest, people):
    client.force_login(people.organiser)
    draft = prepared(contest, people.organiser)

    assert client.get(reverse("admin:steering_annex", args=[draft.public_id])).status_code == 404
