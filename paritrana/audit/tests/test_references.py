"""The trail refers to people by the number of their account: what stands in it can never be erased."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from paritrana.accounts.models import Role, User
from paritrana.accounts.tests import factories
from paritrana.audit.commands import note_command
from paritrana.audit.models import AuditEntry

ROOT = Path(settings.BASE_DIR)
NAMING = {
    "attendee_name",
    "companions",
    "email",
    "full_name",
    "get_full_name",
    "get_username",
    "organisation",
    "username",
}
CALLS = {"record", "_record", "note_account"}
SOURCES = [
    path
    for app in ("paritrana", "regions", "ministries", "employers", "awards")
    for path in (ROOT / app).rglob("*.py")
    if not {"tests", "migrations"} & set(path.parts)
]


def names_in_changes(tree):
    """Yield what names a person inside `changes=...`, inside `changes = ...`, and inside what is given to `record`."""
    for node in ast.walk(tree):
        told = []
        if isinstance(node, ast.keyword) and node.arg == "changes":
            told = [node.value]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            told = [node.value] if any(getattr(target, "id", "") == "changes" for target in targets) else []
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in CALLS:
            told = node.args
        for part in told:
            for inner in ast.walk(part) if part else ():
                if isinstance(inner, ast.Attribute) and inner.attr in NAMING:
                    yield inner.attr


def test_sources_when_they_write_the_trail_then_no_name_of_a_person_is_given_to_it():
    found = {
        str(path.relative_to(ROOT)): names
        for path in SOURCES
        if (names := sorted(names_in_changes(ast.parse(path.read_text("utf-8")))))
    }

    assert found == {}


def test_names_in_changes_when_a_service_gives_one_then_found():
    source = 'changes = {"a": user.username}\nrecord(action="x", changes={"b": {"c": person.email}})'

    assert sorted(names_in_changes(ast.parse(source))) == ["email", "username"]


@pytest.mark.django_db
def test_entry_when_a_person_acts_then_it_holds_a_number_and_shows_the_name_of_today(client, people):
    client.force_login(people.organiser)
    client.post(reverse("admin:accounts_user_change", args=[people.stranger.pk]), user_form(people.stranger))

    (entry,) = AuditEntry.objects.filter(action="panel.change")
    User.objects.filter(pk=people.organiser.pk).update(full_name="Nama Baru")
    entry = AuditEntry.objects.get(pk=entry.pk)

    assert (entry.actor_name, entry.actor_shown, entry.changes["object"]) == ("", "Nama Baru", f"#{people.stranger.pk}")


def user_form(user):
    parts = {f"role_assignments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {"username": user.username, "full_name": "Orang Luar", "email": "luar@contoh.example", **parts}


@pytest.mark.django_db
def test_role_when_given_in_the_panel_then_no_entry_names_anybody(client, people):
    client.force_login(people.organiser)
    place = {"region_code": "", "office_kind": "", "office_code": "", "starts_on": "", "ends_on": ""}

    client.post(reverse("admin:accounts_roleassignment_add"), {"user": people.stranger.pk, "role": Role.JUROR, **place})

    told = str(list(AuditEntry.objects.values_list("action", "actor_name", "reason", "changes")))
    assert "panel.add" in told
    assert [name for name in (people.stranger.username, people.stranger.full_name) if name in told] == []


@pytest.mark.django_db
def test_trail_in_the_panel_when_three_entries_are_listed_then_as_many_queries_as_for_one(client, people):
    def entry(number):
        user = factories.UserFactory()
        AuditEntry.objects.create(
            number=number, at=user.date_joined, actor=user, action="a", subject_type="t", digest=str(number)
        )

    client.force_login(people.organiser)
    address, counts = reverse("admin:audit_auditentry_changelist"), []
    client.get(address)
    for numbers in ([1], [2, 3]):
        for number in numbers:
            entry(number)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["siti", "organiser"], "#{pk} organiser"),
        (["--username=siti", "--email", "siti@contoh.example"], "--username=#{pk} --email …"),
        (["--username", "baru"], "--username …"),
        (["--region", "52", "a=b"], "--region 52 a=b"),
    ],
    ids=["known", "as options", "unknown", "nobody"],
)
def test_command_on_the_machine_when_it_names_somebody_then_the_trail_holds_a_number(options, told):
    user = factories.UserFactory(username="siti")

    note_command("createsuperuser", options)

    assert AuditEntry.objects.get().changes["options"] == told.format(pk=user.pk)
