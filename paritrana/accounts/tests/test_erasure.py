"""A person's copy, correction and erasure: what is given, what goes, what stays, and who may."""

import datetime
import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessLog
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from knox.models import AuthToken

from paritrana.accounts.erasure import PersonalDataError, correct_person, erase_person
from paritrana.accounts.held import held_on
from paritrana.accounts.models import RoleAssignment, User
from paritrana.accounts.tests import factories
from paritrana.audit.models import AuditEntry
from paritrana.audit.selectors import audit_chain
from paritrana.audit.services import record
from paritrana.mail.models import Mail

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
NAME, USERNAME, EMAIL = "Siti Rahma", "siti.rahma", "siti@contoh.example"
SAID = (NAME, USERNAME, EMAIL)
MOVES = ("person_data_copy", "person_data_correct", "person_data_erase")


@pytest.fixture
def siti():
    """A person of whom something is held in every corner of the floor, and who is on duty no more."""
    user = factories.UserFactory(username=USERNAME, full_name=NAME, email=EMAIL)
    factories.RoleAssignmentFactory(user=user, role="verifier", ends_on="2026-11-01")
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "RAHASIA"})
    AuthToken.objects.create(user=user)
    Session.objects.create(session_key="sesi", session_data="", expire_date=NOW + datetime.timedelta(days=1))
    UserSession.objects.create(user=user, ip="203.0.113.9", user_agent="Firefox", session_key="sesi")
    AccessLog.objects.create(username=USERNAME, ip_address="203.0.113.9", path_info="/akun/login/")
    Mail.objects.create(
        key="1",
        recipient=user,
        address=EMAIL,
        subject="Pengingat",
        body=f"Yth. {NAME}",
        created_at=NOW,
        send_after=NOW,
    )
    LogEntry.objects.create(
        user=factories.UserFactory(),
        content_type=ContentType.objects.get_for_model(User),
        object_id=user.pk,
        object_repr=USERNAME,
        action_flag=CHANGE,
    )
    record(action="test.act", subject=user, actor=user, at=NOW, reason="Surat 1/2026.", changes={"of": "somebody"})
    return user


def said_anywhere(names):
    """Return the columns of the whole database in which one of these still stands."""
    return sorted(
        {
            (model._meta.db_table, column)
            for model in apps.get_models(include_auto_created=True)
            for row in model._base_manager.values()
            for column, value in row.items()
            if any(name in str(value) for name in names)
        }
    )


def test_erase_when_asked_for_then_no_table_says_who_it_was_and_the_chain_holds(people, siti):
    before = said_anywhere(SAID)

    erase_person(user=siti, reason="Permohonan 12/2026.", actor=people.organiser, at=NOW)

    assert ("accounts_user", "email") in before
    assert ("mail_mail", "body") in before
    assert said_anywhere(SAID) == []
    assert audit_chain().breach is None
    entry = AuditEntry.objects.get(action="account.erase")
    assert (entry.actor, entry.subject_id, entry.reason) == (people.organiser, str(siti.pk), "Permohonan 12/2026.")


def test_erase_when_done_then_the_account_is_a_number_and_nobody_signs_in_with_it(people, siti):
    erased = erase_person(user=siti, reason="Permohonan 12/2026.", actor=people.organiser, at=NOW)

    assert (erased.get_full_name(), erased.is_active, erased.has_usable_password()) == (f"#{siti.pk}", False, False)
    kept = [Authenticator, AuthToken, EmailAddress, UserSession, Mail]
    assert [model.objects.filter(**{OWNER.get(model, "user"): siti}).count() for model in kept] == [0] * len(kept)
    assert not Session.objects.filter(session_key="sesi").exists()
    assert AuditEntry.objects.get(action="test.act").actor_shown == f"#{siti.pk}"
    assert RoleAssignment.objects.filter(user=siti).count() == 1


OWNER = {Mail: "recipient"}


@pytest.mark.parametrize("case", ["on duty", "oneself", "erased before", "no reason", "the name as reason"])
def test_erase_when_it_may_not_be_then_told_why_and_nothing_changes(people, siti, case):
    user, reason = (people.organiser if case == "oneself" else siti), "Permohonan 12/2026."
    if case == "on duty":
        factories.RoleAssignmentFactory(user=siti, role="juror")
    if case == "erased before":
        erase_person(user=siti, reason=reason, actor=people.organiser, at=NOW)
    reason = {"no reason": " ", "the name as reason": "Diminta siti rahma."}.get(case, reason)
    before = list(User.objects.order_by("pk").values()), Mail.objects.count(), AuditEntry.objects.count()

    with pytest.raises(PersonalDataError):
        erase_person(user=user, reason=reason, actor=people.organiser, at=NOW)

    assert (list(User.objects.order_by("pk").values()), Mail.objects.count(), AuditEntry.objects.count()) == before


def test_correct_when_the_address_is_wrong_then_put_right_unconfirmed_and_the_trail_holds_no_value(people, siti):
    right = {"username": USERNAME, "full_name": "Siti Rahmah", "email": "rahmah@contoh.example"}

    changed = correct_person(user=siti, right=right, reason="Permohonan 3/2026.", actor=people.organiser, at=NOW)

    siti.refresh_from_db()
    assert (changed, siti.full_name, siti.email) == (["full_name", "email"], "Siti Rahmah", "rahmah@contoh.example")
    assert not EmailAddress.objects.filter(user=siti).exists()
    assert AuditEntry.objects.get(action="account.correct").changes == {"fields": ["full_name", "email"]}


def test_copy_when_made_then_it_holds_everything_of_the_person_and_no_secret_and_nobody_else(siti):
    other = factories.UserFactory(username="orang-lain", email="lain@contoh.example")
    record(action="test.about", subject=siti, actor=other, at=NOW, changes={"about": "orang-lain"})

    copy = held_on(siti, at=NOW)

    text = json.dumps(copy, default=str)
    held = {part["model"]: part["rows"] for part in copy["held"]}
    assert held["accounts.User"][0]["email"] == EMAIL
    assert held["mail.Mail"][0]["body"] == f"Yth. {NAME}"
    assert held["axes.AccessLog"][0]["ip_address"] == "203.0.113.9"
    assert (held["audit.AuditEntry"][0]["reason"], held["audit.AuditEntry"][0]["changes"]) == (
        "Surat 1/2026.",
        "tersimpan, tidak disalin",
    )
    assert held["accounts.RoleAssignment"][0]["role"] == "verifier"
    assert [entry["action"] for entry in copy["trail"]] == ["test.act", "test.about"]
    assert [word for word in ("RAHASIA", siti.password, "orang-lain", "lain@contoh.example") if word in text] == []


def test_copy_in_the_panel_when_taken_then_a_file_and_an_entry_with_the_reason(client, people, siti):
    client.force_login(people.organiser)

    answer = client.post(reverse("admin:person_data_copy", args=[siti.pk]), {"copy-reason": "Permohonan 7/2026."})

    assert answer["Content-Disposition"] == f'attachment; filename="data-pribadi-{siti.pk}.json"'
    assert json.loads(answer.content)["account"] == siti.pk
    assert AuditEntry.objects.get(action="account.copy").reason == "Permohonan 7/2026."


def test_page_in_the_panel_when_used_then_corrects_and_erases(client, people, siti):
    client.force_login(people.organiser)
    right = {"username": USERNAME, "full_name": "Siti Rahmah", "email": EMAIL}
    fields = {f"correct-{name}": value for name, value in {**right, "reason": "Permohonan 7/2026."}.items()}

    unsure = client.post(reverse("admin:person_data_erase", args=[siti.pk]), {"erase-reason": "Permohonan 8/2026."})
    client.post(reverse("admin:person_data_correct", args=[siti.pk]), fields)
    corrected = User.objects.get(pk=siti.pk).full_name
    client.post(
        reverse("admin:person_data_erase", args=[siti.pk]),
        {"erase-reason": "Permohonan 8/2026.", "erase-is_sure": "on"},
    )

    page = client.get(reverse("admin:person_data", args=[siti.pk])).content.decode()
    assert (unsure.status_code, corrected, User.objects.get(pk=siti.pk).username) == (422, "Siti Rahmah", f"#{siti.pk}")
    assert "Data akun ini sudah dihapus" in page


def test_correction_in_the_panel_when_the_user_name_is_taken_then_told_at_its_field(client, people, siti):
    client.force_login(people.organiser)
    fields = {"username": people.juror.username, "full_name": NAME, "email": EMAIL, "reason": "Permohonan 7/2026."}

    answer = client.post(
        reverse("admin:person_data_correct", args=[siti.pk]),
        {f"correct-{name}": value for name, value in fields.items()},
    )

    assert answer.status_code == 422
    assert User.objects.get(pk=siti.pk).username == USERNAME


@pytest.mark.parametrize("who", ["secretariat", "verifier", "juror", "entrant", "auditor", "stranger"])
def test_personal_data_when_asked_for_by_others_than_national_organisers_then_refused_unchanged(
    client, people, siti, who
):
    client.force_login(getattr(people, who))
    before = AuditEntry.objects.count()

    answers = [client.post(reverse(f"admin:{move}", args=[siti.pk])).status_code for move in MOVES]
    answers.append(client.get(reverse("admin:person_data", args=[siti.pk])).status_code)

    assert set(answers) <= {302, 403}
    assert (User.objects.get(pk=siti.pk).email, AuditEntry.objects.count()) == (EMAIL, before)


@pytest.mark.parametrize(("chosen", "leads_to_the_page"), [(1, True), (2, False)], ids=["one", "two"])
def test_action_in_the_list_when_one_person_is_chosen_then_it_leads_to_the_page(
    client, people, siti, chosen, leads_to_the_page
):
    client.force_login(people.organiser)
    keys = [siti.pk, people.juror.pk][:chosen]

    answer = client.post(
        reverse("admin:accounts_user_changelist"), {"action": "personal_data", "_selected_action": keys}
    )

    assert (answer.url == reverse("admin:person_data", args=[siti.pk])) is leads_to_the_page


def test_page_when_three_mails_are_held_then_as_many_queries_as_for_one(client, people, siti):
    client.force_login(people.organiser)
    address, counts = reverse("admin:person_data", args=[siti.pk]), []
    client.get(address)
    for more in (0, 2):
        for number in range(more):
            mail = Mail.objects.get(key="1")
            mail.pk, mail.key = None, f"noch-{number}"
            mail.save(force_insert=True)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1]
