"""People and roles in the panel: who may, what is written, what the trail keeps."""

import datetime

import pytest
from django.urls import reverse

from paritrana.accounts.models import Role, RoleAssignment, User
from paritrana.accounts.tests import factories
from paritrana.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

ROLES = ["organiser", "secretariat", "verifier", "juror", "entrant", "auditor", "stranger"]
SCREENS = ["accounts_user", "accounts_roleassignment", "audit_auditentry", "jobs_job"]


def assignment_form(user, **changes):
    empty = {"region_code": "", "office_kind": "", "office_code": "", "starts_on": "", "ends_on": ""}
    return {"user": user.pk, "role": Role.JUROR, **empty, **changes}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("who", ROLES)
def test_screens_of_the_floor_when_asked_by_each_role_then_organisers_and_auditors_see_them(
    client, people, who, screen
):
    sees_trail = who == "secretariat" and screen == "audit_auditentry"
    expected = (
        200 if who in {"organiser", "auditor"} or sees_trail else {"juror": 403, "secretariat": 403}.get(who, 302)
    )
    client.force_login(getattr(people, who))

    assert client.get(reverse(f"admin:{screen}_changelist")).status_code == expected


@pytest.mark.parametrize("who", [who for who in ROLES if who != "organiser"])
def test_role_when_given_by_somebody_else_than_an_organiser_then_refused_and_nothing_changes(client, people, who):
    client.force_login(getattr(people, who))
    before = RoleAssignment.objects.count()

    response = client.post(reverse("admin:accounts_roleassignment_add"), assignment_form(people.stranger))

    assert response.status_code in {302, 403}
    assert (RoleAssignment.objects.count(), AuditEntry.objects.count()) == (before, 0)


def test_role_when_given_in_the_panel_then_the_door_opens_and_the_trail_tells(client, people):
    client.force_login(people.organiser)

    response = client.post(reverse("admin:accounts_roleassignment_add"), assignment_form(people.stranger))

    assert response.status_code == 302, response.context["adminform"].form.errors
    assert RoleAssignment.objects.get(user=people.stranger).role == Role.JUROR
    assert User.objects.get(pk=people.stranger.pk).is_staff
    entry = AuditEntry.objects.get(action="role.assign")
    assert (entry.actor, entry.subject_id, entry.changes["role"]) == (
        people.organiser,
        str(people.stranger.pk),
        "juror",
    )


def test_role_when_its_term_is_changed_then_only_the_days_move(client, people):
    assignment = RoleAssignment.objects.get(user=people.secretariat)
    client.force_login(people.organiser)

    client.post(
        reverse("admin:accounts_roleassignment_change", args=[assignment.pk]),
        assignment_form(people.stranger, role=Role.ORGANISER, ends_on="2026-12-31"),
    )

    assignment.refresh_from_db()
    assert (assignment.user, assignment.role, assignment.region_code, assignment.ends_on) == (
        people.secretariat,
        Role.SECRETARIAT,
        "52",
        datetime.date(2026, 12, 31),
    )


def test_role_when_withdrawn_then_the_door_closes_and_the_trail_tells(client, people):
    assignment = RoleAssignment.objects.get(user=people.juror)
    client.force_login(people.organiser)

    client.post(reverse("admin:accounts_roleassignment_delete", args=[assignment.pk]), {"post": "yes"})

    assert not RoleAssignment.objects.filter(user=people.juror).exists()
    assert not User.objects.get(pk=people.juror.pk).is_staff
    assert AuditEntry.objects.filter(action="role.withdraw").count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"role": Role.SECRETARIAT}, "region_code", "Sekretariat provinsi memerlukan kode provinsinya."),
        (
            {"region_code": "NTB"},
            "region_code",
            "Tulis kode wilayah resmi, misalnya 52 atau 52.03; kosongkan untuk nasional.",
        ),
        (
            {"role": Role.ENTRANT},
            "office_code",
            "Petugas peserta mewakili satu peserta: isi jenis dan kodenya.",
        ),
        (
            {"office_kind": "region", "office_code": "52"},
            "office_code",
            "Hanya petugas peserta yang mewakili peserta: kosongkan jenis dan kodenya.",
        ),
        (
            {"starts_on": "2026-12-31", "ends_on": "2026-12-01"},
            "ends_on",
            "Hari terakhir tidak boleh sebelum hari pertama.",
        ),
    ],
    ids=["secretariat without region", "not a code", "officer without office", "office of a juror", "days swapped"],
)
def test_role_when_its_scope_is_wrong_then_told_why_and_nothing_changes(client, people, changes, field, message):
    client.force_login(people.organiser)

    response = client.post(reverse("admin:accounts_roleassignment_add"), assignment_form(people.stranger, **changes))

    assert response.context["adminform"].form.errors == {field: [message]}
    assert not RoleAssignment.objects.filter(user=people.stranger).exists()


def test_role_when_held_already_then_told_and_nothing_changes(client, people):
    client.force_login(people.organiser)

    response = client.post(reverse("admin:accounts_roleassignment_add"), assignment_form(people.juror))

    assert response.status_code == 200
    assert RoleAssignment.objects.filter(user=people.juror).count() == 1


def test_person_when_added_and_deactivated_in_the_panel_then_both_are_in_the_trail(client, people):
    client.force_login(people.organiser)
    password = "sandi-yang-panjang-sekali"

    client.post(
        reverse("admin:accounts_user_add"),
        {
            "username": "baru",
            "full_name": "Orang Baru",
            "email": "",
            "usable_password": "true",
            "password1": password,
            "password2": password,
        },
    )
    person = User.objects.get(username="baru")
    client.post(
        reverse("admin:accounts_user_change", args=[person.pk]),
        {"username": "baru", "full_name": "Orang Baru", "email": ""}
        | {"role_assignments-TOTAL_FORMS": 0, "role_assignments-INITIAL_FORMS": 0},
    )

    person.refresh_from_db()
    assert (person.is_active, person.is_staff, person.is_superuser) == (False, False, False)
    assert list(AuditEntry.objects.order_by("number").values_list("action", "subject_id")) == [
        ("panel.add", str(person.pk)),
        ("panel.change", str(person.pk)),
    ]
    assert password not in str(AuditEntry.objects.values_list("changes", flat=True))


def test_people_when_the_auditor_posts_then_refused_and_nothing_changes(client, people):
    client.force_login(people.auditor)

    response = client.post(
        reverse("admin:accounts_user_change", args=[people.juror.pk]), {"username": "diganti", "email": ""}
    )

    assert response.status_code == 403
    assert User.objects.get(pk=people.juror.pk).username == "juri"


@pytest.mark.parametrize("rows", [1, 3])
def test_people_list_when_longer_then_asks_no_more_queries(client, people, rows, django_assert_num_queries):
    for _ in range(rows):
        factories.juror()
    client.force_login(people.organiser)

    with django_assert_num_queries(8):
        client.get(reverse("admin:accounts_roleassignment_changelist"))
