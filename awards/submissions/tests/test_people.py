import pytest
from django.urls import reverse

from awards.submissions.models.answers import SubmissionState
from awards.submissions.models.people import Invitation, OfficeSeat, SeatLevel
from awards.submissions.selectors.people import Rights, rights
from awards.submissions.services.people import (
    InvitationRefusedError,
    Invitee,
    NewAccount,
    accept_invitation,
    accept_with_new_account,
    hand_over_office,
    invite_colleague,
    revoke_invitation,
)
from awards.tests.factories.editions import DAY, NOW
from awards.tests.factories.entries import EntryFactory
from awards.tests.factories.submissions import AnswerFactory, SubmissionFactory, open_category
from paritrana.accounts.models import RoleAssignment, User
from paritrana.accounts.selectors import grants
from paritrana.accounts.tests import factories

pytestmark = pytest.mark.django_db

OFFICE = ("region", "52.03")
ACCOUNT = NewAccount("Siti Aminah", "siti.aminah", "kuda laut biru 77")


@pytest.fixture
def owner():
    return factories.entrant()


def invite(owner, level=SeatLevel.EDIT):
    return invite_colleague(office=OFFICE, invitee=Invitee("Siti", level), actor=owner, at=NOW)


def own_rights(user):
    return rights(user, grants(user, on=NOW.date()), OFFICE)


def test_invitation_when_made_then_only_the_digest_of_its_token_is_kept(owner):
    invitation, token = invite(owner)

    assert token not in {invitation.token_digest, str(invitation.pk)}
    assert invitation.expires_at == NOW + 7 * DAY


def test_invitation_when_accepted_with_a_new_account_then_seat_and_role(owner):
    invitation, _token = invite(owner)

    user = accept_with_new_account(invitation=invitation, account=ACCOUNT, at=NOW)

    assert (user.full_name, user.check_password(ACCOUNT.password)) == ("Siti Aminah", True)
    assert own_rights(user) == Rights(may_view=True, may_edit=True, may_submit=False, is_owner=False)


def test_invitation_when_used_twice_then_refused(owner):
    invitation, _token = invite(owner)
    accept_with_new_account(invitation=invitation, account=ACCOUNT, at=NOW)

    with pytest.raises(InvitationRefusedError):
        accept_invitation(invitation=invitation, user=factories.UserFactory(), at=NOW)

    assert OfficeSeat.objects.count() == 1


def test_invitation_when_expired_or_revoked_then_refused_and_no_account_is_left(owner):
    late, _token = invite(owner)
    revoked, _token = invite(owner)
    revoke_invitation(invitation=revoked, actor=owner, at=NOW)

    for invitation, at in ((late, NOW + 7 * DAY), (revoked, NOW)):
        with pytest.raises(InvitationRefusedError):
            accept_with_new_account(invitation=invitation, account=ACCOUNT, at=at)

    assert not User.objects.filter(username="siti.aminah").exists()
    assert RoleAssignment.objects.count() == 1


@pytest.mark.parametrize(
    "account",
    [
        pytest.param(NewAccount("Siti", "siti", "pendek"), id="weak password"),
        pytest.param(NewAccount("Siti", "a b/c", "kuda laut biru 77"), id="odd name"),
    ],
)
def test_invitation_when_the_account_is_not_good_then_refused_and_still_usable(owner, account):
    invitation, _token = invite(owner)

    with pytest.raises(InvitationRefusedError):
        accept_with_new_account(invitation=invitation, account=account, at=NOW)

    assert Invitation.objects.get().accepted_at is None


def test_hand_over_when_seated_then_one_owner_who_may_sign(owner):
    first, _token = invite(owner, SeatLevel.SUBMIT)
    second, _token = invite(owner, SeatLevel.VIEW)
    one, two = factories.UserFactory(), factories.UserFactory()
    accept_invitation(invitation=first, user=one, at=NOW)
    accept_invitation(invitation=second, user=two, at=NOW)

    hand_over_office(office=OFFICE, to=one, actor=owner, at=NOW)
    hand_over_office(office=OFFICE, to=two, actor=one, at=NOW)

    assert list(OfficeSeat.objects.filter(is_owner=True).values_list("user", "level")) == [(two.pk, "submit")]


def test_invitation_page_when_only_opened_then_nothing_happens_and_post_accepts(client, owner, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    invitation, token = invite(owner)
    address = reverse("invitation", args=[token])

    page = client.get(address)

    assert page.status_code == 200
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
    sent = {"full_name": "Siti Aminah", "username": "siti", "password": ACCOUNT.password}
    assert client.post(address, sent)["Location"] == "/akun/login/"
    assert client.get(address).status_code == 410
    assert client.get(reverse("invitation", args=["salah"])).status_code == 404


@pytest.mark.parametrize(
    ("level", "saves", "sends"),
    [(SeatLevel.VIEW, 403, 403), (SeatLevel.EDIT, 302, 403), (SeatLevel.SUBMIT, 302, 302)],
)
def test_seat_when_viewing_editing_or_signing_then_only_that(client, owner, monkeypatch, level, saves, sends):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    submission = SubmissionFactory(entry=EntryFactory(category=open_category()))
    AnswerFactory(submission=submission, question="sponsored", value="1")
    AnswerFactory(submission=submission, question="payer", value="apbd")
    invitation, _token = invite(owner, level)
    colleague = factories.UserFactory()
    accept_invitation(invitation=invitation, user=colleague, at=NOW)
    client.force_login(colleague)

    saved = client.post(
        reverse("submission-section", args=[submission.public_id, "rentan"]),
        {"sponsored": "2", "sponsored__version": "1"},
    )
    sent = client.post(reverse("submission-send", args=[submission.public_id]), {"statement": "1"})

    assert client.get(reverse("submission", args=[submission.public_id])).status_code == 200
    assert (saved.status_code, sent.status_code) == (saves, sends)
    submission.refresh_from_db()
    assert (submission.state == SubmissionState.SUBMITTED) is (sends == 302)


def test_people_page_when_not_the_owner_then_nobody_is_invited(client, owner):
    submission = SubmissionFactory(entry=EntryFactory(category=open_category()))
    invitation, _token = invite(owner)
    colleague = factories.UserFactory()
    accept_invitation(invitation=invitation, user=colleague, at=NOW)
    client.force_login(colleague)

    response = client.post(
        reverse("submission-people", args=[submission.public_id]), {"full_name": "X", "level": "submit"}
    )

    assert response.status_code == 403
    assert Invitation.objects.count() == 1


def test_people_page_when_the_owner_invites_then_the_link_is_shown_once(client, owner):
    submission = SubmissionFactory(entry=EntryFactory(category=open_category()))
    client.force_login(owner)
    address = reverse("submission-people", args=[submission.public_id])

    page = client.post(address, {"full_name": "Siti", "level": "edit"}).content.decode()

    assert "/undangan/" in page
    assert "/undangan/" not in client.get(address).content.decode()


def test_people_page_when_nobody_can_take_over_then_says_so_and_else_offers_only_the_seated(client, owner):
    submission = SubmissionFactory(entry=EntryFactory(category=open_category()))
    client.force_login(owner)
    address = reverse("submission-people", args=[submission.public_id])

    alone = client.get(address).content.decode()
    colleague = factories.UserFactory()
    invitation, _token = invite(owner)
    accept_invitation(invitation=invitation, user=colleague, at=NOW)
    together = client.get(address).content.decode()

    nobody = "Belum ada yang dapat menerima kepemilikan"
    assert (nobody in alone, 'name="owner"' in alone) == (True, False)
    assert (nobody in together, together.count('name="owner"')) == (False, 1)
    assert f'name="owner" value="{colleague.pk}"' in together
