"""When two people are two: neither lately made the other able to act, or somebody vouched for the pair."""

import datetime
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from paritrana.accounts.independence import DependentError, exemption_for, pair_of
from paritrana.accounts.joint_acts import JointActError, JointProposal, agree, drop_act, waiting_acts
from paritrana.accounts.machine import MachineRefusedError, reset_factor, reset_password, vouch_for
from paritrana.accounts.management.commands import restore_access
from paritrana.accounts.models import JointAct, Role, RoleAssignment, User, Vouch
from paritrana.accounts.services import RolePlace, assign_role, change_term
from paritrana.accounts.tests import factories
from paritrana.audit.models import AuditEntry
from paritrana.audit.services import record

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def pair():
    return factories.organiser(full_name="Ani"), factories.organiser(full_name="Budi")


def create(person, actor, at):
    record(action="panel.add", subject=person, actor=actor, at=at)


def give_role(person, actor, at):
    assign_role(user=person, role=Role.VERIFIER, place=RolePlace("52"), actor=actor, at=at)


def lengthen_role(person, actor, at):
    held = RoleAssignment.objects.get(user=person, role=Role.ORGANISER)
    change_term(assignment=held, starts_on=None, ends_on=None, actor=actor, at=at)


def set_password(person, actor, at):
    record(action="panel.set_password", subject=person, actor=actor, at=at)


def rename(person, actor, at):
    record(action="panel.change", subject=person, actor=actor, at=at, changes={"fields": ["full_name"]})


HANDS = [create, give_role, lengthen_role, set_password]


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("way", ["first by second", "second by first", "by a command"])
def test_pair_when_one_had_a_hand_in_the_other_then_is_one(pair, hand, way):
    now = timezone.now()
    person, actor = pair if way == "first by second" else pair[::-1]
    hand(person, None if way == "by a command" else actor, now - DAY)

    found = pair_of(*pair, at=now)

    assert (bool(found.fault), found.may_decide) == (True, False)
    assert person.get_full_name() in found.fault
    with pytest.raises(DependentError):
        exemption_for(*pair, at=now)


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize(("days", "is_free"), [(6.99, False), (7.01, True)])
def test_pair_when_the_hand_was_so_long_ago_then_free_after_the_waiting_time(pair, hand, days, is_free):
    now = timezone.now()
    hand(pair[1], pair[0], now - days * DAY)

    assert pair_of(*pair, at=now).may_decide is is_free


def test_pair_under_another_setting_then_waits_so_long(pair, settings):
    now = timezone.now()
    give_role(pair[1], pair[0], now - 2 * DAY)

    settings.INDEPENDENCE_DAYS = 1

    assert pair_of(*pair, at=now).may_decide


@pytest.mark.parametrize("hand", [rename, *HANDS])
def test_pair_when_somebody_else_had_the_hand_or_only_a_name_changed_then_two(pair, hand):
    now = timezone.now()
    hand(pair[1], pair[0] if hand is rename else factories.organiser(), now - DAY)

    assert pair_of(*pair, at=now) == pair_of(*pair[::-1], at=now)
    assert not pair_of(*pair, at=now).fault


def test_pair_when_one_was_made_on_the_machine_without_a_trace_then_waits(pair):
    now = timezone.now()
    User.objects.filter(pk=pair[0].pk).update(date_joined=now - DAY)
    made = User.objects.get(pk=pair[0].pk)

    assert "dengan perintah di mesin" in pair_of(made, pair[1], at=now).fault
    assert not pair_of(made, pair[1], at=now + 7 * DAY).fault


def test_vouch_then_two_may_decide_with_its_reason_until_it_ends(pair):
    now = timezone.now()
    give_role(pair[1], pair[0], now)
    vouch_for(first=pair[1], second=pair[0], reason="Surat 12/2026.", at=now)

    assert exemption_for(*pair, at=now + DAY) == "Surat 12/2026."
    with pytest.raises(DependentError):
        exemption_for(pair[0], factories.organiser(date_joined=now - DAY), at=now)
    assert AuditEntry.objects.get(action="account.vouch").reason == "Surat 12/2026."
    give_role_again = now + 7 * DAY
    set_password(pair[1], pair[0], give_role_again)
    with pytest.raises(DependentError):
        exemption_for(*pair, at=give_role_again + DAY)


def test_vouch_for_two_that_need_none_then_nothing_is_shown(pair):
    vouch_for(first=pair[0], second=pair[1], reason="Surat.", at=timezone.now())

    assert exemption_for(*pair, at=timezone.now()) == ""


@pytest.mark.parametrize("field", ["same person", "no reason"])
def test_vouch_for_one_person_or_without_reason_then_refused(pair, field):
    second, reason = (pair[0], "Surat.") if field == "same person" else (pair[1], " ")

    with pytest.raises(MachineRefusedError):
        vouch_for(first=pair[0], second=second, reason=reason, at=timezone.now())

    assert not Vouch.objects.exists()


def test_vouch_command_then_prints_until_when(pair):
    out = StringIO()

    call_command("vouch", pair[0].username, pair[1].username, reason="Surat 1.", stdout=out)

    assert f"{pair[0]} · {pair[1]}" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("vouch", pair[0].username, "tidak-ada", reason="Surat 1.")


def test_factor_taken_away_on_the_machine_then_in_the_trail_and_waits(pair):
    now = timezone.now()
    Authenticator.objects.create(user=pair[0], type=Authenticator.Type.TOTP, data={"secret": "x"})

    reset_factor(user=pair[0], reason="Ponsel hilang.", at=now)

    assert not Authenticator.objects.exists()
    assert "Faktor kedua Ani" in pair_of(*pair, at=now).fault
    with pytest.raises(MachineRefusedError):
        reset_factor(user=pair[0], reason="Lagi.", at=now)


def test_access_restored_by_command_then_the_new_password_opens_and_the_pair_waits(pair, monkeypatch):
    monkeypatch.setattr(restore_access.getpass, "getpass", lambda _prompt: "kata-sandi-baru-ani-52")

    call_command("restore_access", pair[0].username, password=True, reason="Surat.", stdout=StringIO())

    assert User.objects.get(pk=pair[0].pk).check_password("kata-sandi-baru-ani-52")
    assert "perintah di mesin" in pair_of(*pair, at=timezone.now()).fault
    monkeypatch.setattr(restore_access.getpass, "getpass", lambda _prompt: "pendek")
    with pytest.raises(CommandError):
        call_command("restore_access", pair[0].username, password=True, reason="Surat.")
    with pytest.raises(CommandError):
        call_command("restore_access", pair[0].username, reason="Surat.")


def test_password_without_reason_then_unchanged(pair):
    with pytest.raises(MachineRefusedError):
        reset_password(user=pair[0], password="kata-sandi-baru-ani-52", reason="", at=timezone.now())

    assert not User.objects.get(pk=pair[0].pk).has_usable_password()


def test_password_set_in_the_panel_then_named_in_the_trail(client, pair):
    client.force_login(pair[0])
    address = reverse("admin:auth_user_password_change", args=[pair[1].pk])
    typed = {"password1": "kata-sandi-baru-budi-52", "password2": "kata-sandi-baru-budi-52", "usable_password": "true"}

    client.post(address, typed)

    assert User.objects.get(pk=pair[1].pk).check_password("kata-sandi-baru-budi-52")
    assert "Kata sandi Budi" in pair_of(*pair, at=timezone.now()).fault


def test_account_made_in_the_panel_then_not_two_with_its_maker(client, pair):
    client.force_login(pair[0])
    typed = {"username": "cici", "full_name": "Cici", "email": "", "password1": "kata-sandi-cici-5202",
             "password2": "kata-sandi-cici-5202", "usable_password": "true"}  # fmt: skip

    client.post(reverse("admin:accounts_user_add"), typed)

    made = User.objects.get(username="cici")
    assert "Akun Cici baru dibuat oleh Ani" in pair_of(made, pair[0], at=timezone.now()).fault
    assert not pair_of(made, pair[1], at=timezone.now()).fault


def proposal(subject, **details):
    return JointProposal("uji", subject, details, "Perlu.")


def test_joint_act_then_done_by_the_second_and_not_by_the_first(pair):
    now = timezone.now()

    first = agree(proposal=proposal(pair[0]), actor=pair[0], at=now)
    with pytest.raises(JointActError):
        agree(proposal=proposal(pair[0]), actor=pair[0], at=now)
    second = agree(proposal=proposal(pair[0]), actor=pair[1], at=now)

    assert (first.seconded_at, second.pk, second.seconded_by, second.exemption) == (None, first.pk, pair[1], "")
    assert list(AuditEntry.objects.filter(action__startswith="joint.").values_list("action", flat=True)) == [
        "joint.propose",
        "joint.second",
    ]


def test_joint_act_when_the_second_is_not_independent_then_waits_on(pair):
    now = timezone.now()
    agree(proposal=proposal(pair[0]), actor=pair[0], at=now)
    give_role(pair[1], pair[0], now)

    with pytest.raises(DependentError):
        agree(proposal=proposal(pair[0]), actor=pair[1], at=now)

    assert waiting_acts(pair[0]).count() == 1
    assert agree(proposal=proposal(pair[0]), actor=factories.organiser(), at=now).seconded_at == now


def test_joint_act_with_other_details_then_refused_until_the_first_is_dropped(pair):
    now = timezone.now()
    act = agree(proposal=proposal(pair[0], until="a"), actor=pair[0], at=now)

    with pytest.raises(JointActError):
        agree(proposal=proposal(pair[0], until="b"), actor=pair[1], at=now)
    drop_act(act=act, actor=pair[1], at=now)

    assert agree(proposal=proposal(pair[0], until="b"), actor=pair[1], at=now).seconded_at is None
    assert JointAct.objects.count() == 2
    with pytest.raises(JointActError):
        drop_act(act=act, actor=pair[1], at=now)
